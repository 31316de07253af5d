"""Opening items: word for word, once, with the agencies that were told to act; and what may be edited afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from lieguan.errors import Conflict, InvalidInput, NotAllowed, Refused
from lieguan.site.records.models import Clause, Meeting, RecordVersion
from lieguan.site.registry.models import Agency
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, verification
from lieguan.site.tracking.actions import Due, DutyEntry
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.states import RulingKind
from scene import Scene, duties

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture(autouse=True)
def _facts_agree(database: object) -> object:
    yield
    assert [str(problem) for problem in verification.of_tracking()] == []


def test_an_item_keeps_the_clause_and_its_sub_clauses_word_for_word(scene: Scene) -> None:
    clause = scene.clause(scene.meeting(1), "「甲計畫」請內政部辦理下列事項：", number="二")
    first = scene.clause(clause.meeting, "盤點場域。", parent=clause, number="1")
    scene.clause(clause.meeting, "夜間起降。", parent=first, number="1")
    scene.clause(clause.meeting, "公布清冊。", parent=clause, number="2")
    scene.clause(clause.meeting, "已刪去。", parent=clause, number="3", standing=False)
    item = actions.open_item(scene.secretariat, clause, title="甲計畫")
    assert item.text == "「甲計畫」請內政部辦理下列事項：\n1. 盤點場域。\n(1) 夜間起降。\n2. 公布清冊。"
    assert (item.number, item.opened_by, item.opened_on) == (1, clause, date(2025, 1, 10))


def test_markers_are_kept_as_they_were_printed(scene: Scene) -> None:
    printed = "二、「甲計畫」請內政部辦理下列事項：（1）盤點場域。①夜間起降。"
    places = {"r1.1": (0, 18), "r1.1.1": (18, 26), "r1.1.1.1": (26, 32)}
    clause = scene.clause(scene.meeting(1), "「甲計畫」請內政部辦理下列事項：", number="二")
    first = scene.clause(clause.meeting, "盤點場域。", parent=clause, number="1")
    second = scene.clause(clause.meeting, "夜間起降。", parent=first, number="1")
    rows = dict(zip(places, (clause, first, second), strict=True))

    def told(local: str, *below: dict[str, object]) -> dict[str, object]:
        return {"id": local, "text": rows[local].text, "spans": [places[local]], "clauses": list(below)}

    nested = told("r1.1", told("r1.1.1", told("r1.1.1.1")))
    RecordVersion.objects.create(
        meeting=clause.meeting,
        minutes=clause.minutes,
        number=1,
        record={"text": printed, "resolutions": [{"clauses": [nested]}]},
        uids={local: row.uid for local, row in rows.items()},
    )
    item = actions.open_item(scene.secretariat, clause, title="甲計畫")
    assert item.text == "「甲計畫」請內政部辦理下列事項：\n（1）盤點場域。\n① 夜間起降。"


def test_agencies_are_made_on_first_use_with_the_name_of_the_day(scene: Scene) -> None:
    meeting = scene.meeting(1)
    item = actions.open_item(
        scene.secretariat,
        scene.clause(meeting),
        title="甲",
        duties=[
            DutyEntry("環境部", as_written="環境部", role="lead"),
            DutyEntry("相關部會", role="support", collective=True),
            DutyEntry("示範公司", open_list=True),
            DutyEntry("環境部", role="support"),
        ],
    )
    lead, collective, company = duties(item)
    assert (lead.agency.name, lead.role) == ("環境部", "lead")
    assert lead.agency.valid_from == date(2023, 8, 22)
    assert (collective.agency, collective.as_written, collective.collective) == (None, "相關部會", True)
    assert (company.agency.name, company.open_list) == ("示範公司", True)
    again = scene.item(meeting, "環境部")
    assert duties(again)[0].agency == lead.agency
    assert Agency.objects.filter(name="環境部").count() == 1


@pytest.mark.parametrize("state", [Meeting.State.PLANNED, Meeting.State.WITHDRAWN])
def test_only_a_clause_that_stands_in_a_confirmed_record_opens_an_item(scene: Scene, state: str) -> None:
    clause = scene.clause(scene.meeting(1, state=state))
    fallen = scene.clause(scene.meeting(1), standing=False)
    for one in (clause, fallen):
        with pytest.raises(Refused):
            actions.open_item(scene.secretariat, one, title="甲")
    assert not Item.objects.exists()


def test_a_clause_opens_no_second_item_of_the_same_title(scene: Scene) -> None:
    clause = scene.clause(scene.meeting(1))
    actions.open_item(scene.secretariat, clause, title="甲")
    with pytest.raises(Conflict):
        actions.open_item(scene.secretariat, clause, title=" 甲 ")
    assert actions.open_item(scene.secretariat, clause, title="乙").number == 2


@pytest.mark.parametrize("title", ["", "  ", "甲" * 501])
def test_a_title_is_there_and_fits(scene: Scene, title: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        actions.open_item(scene.secretariat, scene.clause(scene.meeting(1)), title=title)
    assert raised.value.field == "title"


def test_people_without_the_right_open_nothing(scene: Scene) -> None:
    clause = scene.clause(scene.meeting(1))
    agency = Agency.objects.create(name="內政部")
    for account in (
        None,
        scene.account(Role.CHAIR, body=scene.body),
        scene.account(Role.MEMBER, body=scene.body),
        scene.account(Role.AUDITOR),
        scene.account(Role.DESK, agency=agency),
    ):
        with pytest.raises(NotAllowed):
            actions.open_item(account, clause, title="甲")
        with pytest.raises(NotAllowed):
            actions.carry_in(account, scene.body, title="甲", text="甲", source="舊表")


def test_a_carried_in_item_says_where_it_comes_from_and_may_have_its_old_number(scene: Scene) -> None:
    item = actions.carry_in(
        scene.secretariat, scene.body, title="甲", text="甲", source="第2次會議列管表", number=12
    )
    assert (item.number, item.carried_in, item.carried_in_from) == (12, True, "第2次會議列管表")
    with pytest.raises(InvalidInput):
        actions.carry_in(scene.secretariat, scene.body, title="乙", text="乙", source=" ")
    with pytest.raises(InvalidInput) as raised:
        actions.carry_in(scene.secretariat, scene.body, title="乙", text="乙", source="舊表", number=12)
    assert raised.value.field == "number"
    assert scene.item(scene.meeting(1)).number == 13


def test_an_undated_meeting_opens_items_that_nothing_ends_until_it_is_dated(scene: Scene) -> None:
    item = scene.item(scene.meeting(None), "內政部")
    assert item.opened_on is None
    with pytest.raises(Refused):
        scene.rule(item, scene.meeting(2), RulingKind.RELEASE)


def test_title_group_and_deadline_are_edited_and_the_second_person_is_told(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    seen = item.version
    due = Due("6月底", on=date(2025, 6, 30))
    item = actions.edit_item(scene.secretariat, item, version=seen, title="乙", group="防災組", due=due)
    assert (item.title, item.group, item.due_on, item.due_as_written) == ("乙", "防災組", due.on, "6月底")
    assert item.version == seen + 1
    with pytest.raises(Conflict):
        actions.edit_item(scene.secretariat, item, version=seen, title="丙")


def test_a_deadline_that_a_ruling_set_stays_when_the_opening_one_is_edited(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    scene.rule(item, scene.meeting(2), RulingKind.EXTEND, due=Due("年底", on=date(2025, 12, 31)))
    item = actions.edit_item(scene.secretariat, item, due=Due("6月底", on=date(2025, 6, 30)))
    assert item.due_on == date(2025, 12, 31)


def test_the_secretariat_names_whom_a_collective_stands_for(scene: Scene) -> None:
    clause = scene.clause(scene.meeting(1))
    item = actions.open_item(
        scene.secretariat,
        clause,
        title="甲",
        duties=[
            DutyEntry("相關部會", role="support", collective=True, clause=clause),
            DutyEntry("經濟部", as_written="經濟部", open_list=True),
        ],
    )
    collective, listed = duties(item)
    actions.name_agencies(scene.secretariat, collective, ["內政部", "交通部", "經濟部"])
    actions.name_agencies(scene.secretariat, listed, ["文化部", "文化部"])
    found = [(str(duty), duty.as_written, duty.role, duty.moved_from_id) for duty in duties(item)]
    assert found == [
        ("內政部", "相關部會", "support", None),
        ("經濟部", "經濟部", "", None),
        ("交通部", "相關部會", "support", collective.pk),
        ("文化部", "經濟部", "", listed.pk),
    ]
    named = duties(item)[0]
    assert (named.named_by, named.collective) == (scene.secretariat, True)
    assert named.named_at is not None
    single = actions.add_duty(scene.secretariat, item, DutyEntry("教育部"))
    with pytest.raises(Refused):
        actions.name_agencies(scene.secretariat, single, ["國防部"])
    with pytest.raises(InvalidInput):
        actions.name_agencies(scene.secretariat, collective, [])


def test_duties_are_added_and_corrected_but_never_twice(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部", "交通部")
    with pytest.raises(Conflict):
        actions.add_duty(scene.secretariat, item, DutyEntry("內政部"))
    made = actions.add_duty(scene.secretariat, item, DutyEntry("教育部", role="support"))
    with pytest.raises(Conflict):
        actions.change_duty(scene.secretariat, made, name="交通部")
    changed = actions.change_duty(scene.secretariat, made, name="文化部", role="lead")
    assert (changed.agency.name, changed.role, changed.as_written) == ("文化部", "lead", "教育部")
    scene.rule(item, scene.meeting(2), RulingKind.RELEASE)
    with pytest.raises(Refused):
        actions.add_duty(scene.secretariat, item, DutyEntry("國防部"))


def test_the_opening_clause_may_be_corrected_and_the_item_keeps_its_words(scene: Scene) -> None:
    item = scene.item(scene.meeting(1), "內政部")
    text = item.text
    Clause.objects.filter(pk=item.opened_by_id).update(text="更正後。")
    item.refresh_from_db()
    assert item.text == text


def test_an_item_is_part_of_another_of_its_body_and_ends_by_itself(scene: Scene) -> None:
    above, part = scene.item(scene.meeting(1), "內政部"), scene.item(scene.meeting(1), "交通部")
    actions.edit_item(scene.secretariat, part, parent=above)
    assert list(above.sub_items.all()) == [part]
    actions.edit_item(scene.secretariat, part, title="改名")
    assert Item.objects.get(pk=part.pk).parent == above
    part.refresh_from_db()
    other = Scene("other")
    for wrong in (above, part, other.item(other.meeting(1), "內政部")):
        with pytest.raises(InvalidInput):
            actions.edit_item(scene.secretariat, above, parent=wrong)
    scene.rule(above, scene.meeting(2), RulingKind.RELEASE)
    assert Item.objects.get(pk=part.pk).state == "tracked"
    actions.edit_item(scene.secretariat, part, parent=None)
    assert Item.objects.get(pk=part.pk).parent is None
