"""A confirmed record is fixed: one meeting, versions, rows with addresses that outlive every correction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from draft_work import listening, uid
from lieguan.errors import Conflict, InvalidInput, NotAllowed
from lieguan.site.log.models import Entry
from lieguan.site.records import actions, queries, signals
from lieguan.site.records.actions.confirming import SomethingRestsOnIt
from lieguan.site.records.identity import stripped
from lieguan.site.records.models import Clause, Meeting, Minutes, Point, RecordVersion, Statement
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role
from made_minutes import BODY, clause, minutes

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]


def test_confirming_makes_the_meeting_its_version_and_its_rows(
    confirmed: TakeIn, secretary: Account, body: Body
) -> None:
    done = confirmed()
    meeting = done.meeting
    assert (meeting.body, meeting.ordinal, meeting.starts_on, meeting.state) == (
        body, 2, date(2025, 9, 12), Meeting.State.HELD,
    )  # fmt: skip
    assert (done.state, done.confirmed_by) == (Minutes.State.CONFIRMED, secretary)
    version = queries.latest_version(meeting)
    assert (version.number, version.record) == (1, stripped(done.draft))
    assert queries.current_record(meeting) == version.record
    rows = list(queries.standing_clauses(done))
    assert [row.local_id for row in rows] == ["r1.1", "r1.1.1", "r1.1.2", "r1.2", "r2.1"]
    assert [row.uid for row in rows] == [version.uids[row.local_id] for row in rows]
    assert [row.parent.local_id if row.parent else None for row in rows] == [None, "r1.1", "r1.1", None, None]
    assert (rows[0].agenda_title, rows[0].label, rows[0].disposition) == (
        "前次會議決定事項辦理情形",
        "決定",
        "track",
    )
    assert rows[0].agencies[0]["name"] == "經濟部水利署"
    assert [s.speaker for s in Statement.objects.all()] == ["柳青禾", "石定遠"]
    assert Point.objects.count() == 3
    assert not done.steps.exists()
    assert Entry.objects.latest("number").action == "records.confirm"


def test_only_who_may_confirm_confirms(received: TakeIn, account: Callable[..., Account], body: Body) -> None:
    taken = received()
    other = Body.objects.create(name="別的小組", slug="other")
    for person in (
        account(Role.CHAIR, body),
        account(Role.SECRETARIAT, other),
        account(Role.AUDITOR),
        account(None),
    ):
        with pytest.raises(NotAllowed):
            actions.confirm(person, taken.pk, taken.draft_version)


def test_a_draft_that_changed_meanwhile_is_not_confirmed(
    received: TakeIn, secretary: Account, body: Body
) -> None:
    taken = received()
    actions.edit(secretary, taken.pk, 1, "head", "meeting", {"ordinal": 3})
    with pytest.raises(actions.DraftConflict) as conflict:
        actions.confirm(secretary, taken.pk, 1)
    assert [step.operation for step in conflict.value.steps] == ["head"]
    assert not Meeting.objects.exists()


def test_confirmed_twice_is_told(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    with pytest.raises(Conflict):
        actions.confirm(secretary, done.pk, done.draft_version)


def test_without_a_body_nothing_is_confirmed(received: TakeIn, administrator: Account, body: Body) -> None:
    taken = received(actor=administrator, body="海岸韌性推動委員會")
    with pytest.raises(InvalidInput):
        actions.confirm(administrator, taken.pk, taken.draft_version)
    actions.choose_body(administrator, taken.pk, body)
    assert actions.confirm(administrator, taken.pk, taken.draft_version).meeting.body == body


def test_the_name_of_the_body_corrected_finds_the_body(
    received: TakeIn, administrator: Account, body: Body
) -> None:
    taken = received(actor=administrator, body="海岸韌性推動委員會")
    draft, _ = actions.edit(administrator, taken.pk, 1, "head", "meeting", {"body": BODY})
    assert draft.body == body


def test_a_body_of_others_is_not_chosen(
    received: TakeIn, secretary: Account, account: Callable[..., Account], body: Body
) -> None:
    other = Body.objects.create(name="別的小組", slug="other")
    taken = received()
    with pytest.raises(NotAllowed):
        actions.choose_body(secretary, taken.pk, other)
    with pytest.raises(NotAllowed):
        actions.edit(secretary, taken.pk, 1, "head", "meeting", {"body": "別的小組"})
    taken.refresh_from_db()
    assert (taken.body, taken.draft_version) == (body, 1)


def test_a_planned_meeting_is_used(confirmed: TakeIn, secretary: Account, body: Body) -> None:
    planned = actions.plan_meeting(
        secretary, body, {"title": "第2次會議", "ordinal": 2, "starts_on": date(2025, 9, 10)}
    )
    done = confirmed()
    assert done.meeting == planned
    assert done.meeting.starts_on == date(2025, 9, 12)
    with pytest.raises(InvalidInput):
        actions.cancel_meeting(secretary, planned.pk)


def test_the_head_corrected_into_another_meeting_is_held(
    received: TakeIn, confirmed: TakeIn, secretary: Account
) -> None:
    first = confirmed()
    taken = received(ordinal=3, day=date(2025, 12, 5))
    draft, _ = actions.edit(secretary, taken.pk, 1, "head", "meeting", {"ordinal": 2})
    held = actions.confirm(secretary, draft.pk, draft.draft_version)
    assert (held.state, held.same_as) == (Minutes.State.HELD, first)
    assert Meeting.objects.count() == 1


def test_a_new_edition_keeps_the_addresses_of_like_paragraphs(
    confirmed: TakeIn, received: TakeIn, secretary: Account
) -> None:
    first = confirmed()
    changed = minutes()["resolutions"]
    edition = minutes(resolutions=[
        ("決定", [clause("1", "「海堤巡查作業手冊」持續列管，請水利署及國土管理署辦理下列事項：", *changed[0]["clauses"][0]["clauses"]),
                  clause("2", "另行新增之事項。")]),
        ("決議", [clause(None, changed[1]["clauses"][0]["text"])]),
    ])  # fmt: skip
    taken = actions.settle_sameness(secretary, received(edition).pk, "edition")
    with listening(signals.clauses_falling) as fell:
        done = actions.confirm(secretary, taken.pk, taken.draft_version)
    first.refresh_from_db()
    assert (first.state, done.meeting) == (Minutes.State.SUPERSEDED, first.meeting)
    assert [row.uid for row in fell[0]["clauses"]] == [uid(first, "r1.2")]
    assert uid(done, "r1.1") == uid(first, "r1.1")
    assert uid(done, "r1.2") != uid(first, "r1.2")
    assert Clause.objects.get(uid=uid(first, "r1.1")).minutes == done
    assert [v.number for v in first.meeting.versions.all()] == [1, 2]


def test_a_new_edition_taken_back_leaves_the_one_before(
    confirmed: TakeIn, received: TakeIn, secretary: Account
) -> None:
    first = confirmed()
    taken = actions.settle_sameness(secretary, received(unread="新版。").pk, "edition")
    edition = actions.confirm(secretary, taken.pk, taken.draft_version)
    actions.take_back(secretary, edition.pk, "誤認新版")
    first.refresh_from_db()
    edition.refresh_from_db()
    assert (first.state, edition.state) == (Minutes.State.CONFIRMED, Minutes.State.DRAFT)
    assert queries.current_record(first.meeting) == stripped(first.draft)
    assert {row.minutes for row in Clause.objects.filter(standing=True)} == {first}


def test_a_confirmation_is_taken_back_and_given_again(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    before = {row.uid: row.pk for row in Clause.objects.all()}
    draft = actions.take_back(secretary, done.pk, "尚待核稿")
    assert (draft.state, draft.meeting.state) == (Minutes.State.DRAFT, Meeting.State.PLANNED)
    assert not Clause.objects.filter(standing=True).exists()
    assert queries.current_record(draft.meeting) is None
    again = actions.confirm(secretary, draft.pk, draft.draft_version)
    assert again.meeting == done.meeting
    assert {row.uid: row.pk for row in Clause.objects.filter(standing=True)} == before
    assert queries.latest_version(again.meeting).number == 2


def test_taken_back_and_discarded_the_meeting_is_gone(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    actions.take_back(secretary, done.pk, "非本會紀錄")
    actions.discard(secretary, done.pk)
    assert Meeting.objects.get().state == Meeting.State.WITHDRAWN


def test_what_something_rests_on_is_not_taken_back(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()

    def object_(**_: Any) -> list[str]:
        return ["列管事項 1"]

    signals.objections_to_taking_back.connect(object_)
    try:
        with pytest.raises(SomethingRestsOnIt) as refused:
            actions.take_back(secretary, done.pk, "尚待核稿")
    finally:
        signals.objections_to_taking_back.disconnect(object_)
    assert refused.value.objections == ["列管事項 1"]
    done.refresh_from_db()
    assert done.state == Minutes.State.CONFIRMED


def test_a_withdrawn_meeting_leaves_tombstones(
    confirmed: TakeIn, received: TakeIn, secretary: Account
) -> None:
    done = confirmed()
    with listening(signals.clauses_falling) as fell, listening(signals.meeting_changing) as moved:
        meeting = actions.withdraw(secretary, done.meeting.pk, "會議決議另行召開")
    assert len(fell[0]["clauses"]) == 5
    assert moved[0]["after"].state == Meeting.State.WITHDRAWN
    assert (meeting.state, queries.current_record(meeting)) == (Meeting.State.WITHDRAWN, None)
    assert Clause.objects.count() == 5
    assert received().state == Minutes.State.DRAFT


def test_undated_minutes_are_confirmed_but_are_never_later(confirmed: TakeIn) -> None:
    dated, undated = confirmed(), confirmed(ordinal=3, day=None)
    assert undated.meeting.starts_on is None
    assert not queries.is_later(undated.meeting, dated.meeting)
    assert not queries.is_later(dated.meeting, undated.meeting)


def test_a_person_orders_the_meetings_of_one_day(
    confirmed: TakeIn, received: TakeIn, secretary: Account, body: Body
) -> None:
    first = confirmed().meeting
    taken = actions.settle_sameness(secretary, received(ordinal=3).pk, "apart")
    second = actions.confirm(secretary, taken.pk, taken.draft_version).meeting
    assert queries.is_later(second, first)
    with listening(signals.meeting_changing) as heard:
        actions.order_day(secretary, body, [second.pk, first.pk])
    assert len(heard) == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert queries.is_later(first, second)


def test_the_database_keeps_versions_and_addresses(confirmed: TakeIn) -> None:
    confirmed()
    for change in (
        lambda: RecordVersion.objects.update(reason="x"),
        lambda: RecordVersion.objects.all()._raw_delete("default"),
        lambda: Clause.objects.filter(local_id="r1.1").update(uid="other"),
        lambda: Point.objects.all()._raw_delete("default"),
        lambda: Statement.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
