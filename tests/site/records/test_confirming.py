"""A confirmed record is fixed: one meeting, versions, rows with addresses that outlive every correction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.dispatch import Signal

from lieguan.errors import Conflict, InvalidInput, NotAllowed, Refused
from lieguan.site.log.models import Entry
from lieguan.site.records import actions, queries, signals
from lieguan.site.records.actions.confirming import SomethingRestsOnIt
from lieguan.site.records.actions.correcting import AnotherMeetingIsThat
from lieguan.site.records.identity import nodes_of, stripped
from lieguan.site.records.models import Clause, Meeting, Minutes, Point, RecordVersion, Statement
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role
from made_minutes import BODY, clause, minutes

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]


@contextmanager
def listening(signal: Signal) -> Iterator[list[dict[str, Any]]]:
    """What the signal is sent with."""
    heard: list[dict[str, Any]] = []

    def hear(sender: Any, signal: Any, **given: Any) -> list[str]:
        heard.append(given)
        return []

    signal.connect(hear)
    try:
        yield heard
    finally:
        signal.disconnect(hear)


def uid(minutes: Minutes, local: str) -> str:
    return next(node["uid"] for node in nodes_of(minutes.draft) if node["id"] == local)


def correct(
    actor: Account, minutes: Minutes, *steps: tuple[str, str, dict[str, Any]], reason: str = "誤植"
) -> RecordVersion:
    draft = actions.start_correction(actor, minutes.pk)
    for operation, target, values in steps:
        draft, _focus = actions.edit(actor, draft.pk, draft.draft_version, operation, target, values)
    return actions.save_correction(actor, draft.pk, draft.draft_version, reason)


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


def test_a_correction_is_a_version_with_who_and_why(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    target = uid(done, "r1.1.2")
    version = correct(secretary, done, ("clause", target, {"text": "辦理教育訓練三場。"}), reason="場次誤植")
    assert (version.number, version.reason, version.made_by) == (2, "場次誤植", secretary)
    assert Clause.objects.get(uid=target).text == "辦理教育訓練三場。"
    first = RecordVersion.objects.get(number=1)
    assert "辦理教育訓練二場。" in str(first.record)
    assert Entry.objects.latest("number").ground == "場次誤植"
    done.refresh_from_db()
    assert not done.correcting


def test_a_correction_needs_a_reason_and_a_change(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    draft = actions.start_correction(secretary, done.pk)
    with pytest.raises(InvalidInput, match="nothing"):
        actions.save_correction(secretary, draft.pk, draft.draft_version, "誤植")
    draft, _ = actions.edit(
        secretary, draft.pk, draft.draft_version, "head", "meeting", {"place": "第二會議室"}
    )
    with pytest.raises(InvalidInput, match="reason"):
        actions.save_correction(secretary, draft.pk, draft.draft_version, "  ")
    actions.drop_correction(secretary, draft.pk)
    assert queries.latest_version(done.meeting).number == 1
    with pytest.raises(Conflict):
        actions.edit(secretary, draft.pk, draft.draft_version + 1, "head", "meeting", {"place": "第三會議室"})


def test_until_it_is_saved_a_correction_changes_nothing(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    draft = actions.start_correction(secretary, done.pk)
    actions.edit(secretary, draft.pk, draft.draft_version, "clause-remove", uid(done, "r1.2"), {})
    assert queries.standing_clauses(done).count() == 5
    assert len(queries.current_record(done.meeting)["resolutions"][0]["clauses"]) == 2


def test_a_removed_clause_falls_and_stays_as_a_tombstone(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    target = uid(done, "r1.2")
    with listening(signals.clauses_falling) as heard:
        correct(secretary, done, ("clause-remove", target, {}), reason="非本次會議之決定")
    assert [[row.uid for row in given["clauses"]] for given in heard] == [[target]]
    assert (heard[0]["actor"], heard[0]["reason"], heard[0]["minutes"]) == (
        secretary,
        "非本次會議之決定",
        done,
    )
    assert not Clause.objects.get(uid=target).standing


def test_changed_words_are_announced_before_they_change(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    target = uid(done, "r1.2")
    with listening(signals.clauses_changing) as heard:
        correct(secretary, done, ("clause", target, {"disposition": "track", "rulings": []}))
    ((row, changed),) = heard[0]["changes"]
    assert (row.uid, row.disposition) == (target, "release")
    assert changed == {"disposition": "track", "rulings": []}


def test_a_number_alone_announces_nothing(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    with listening(signals.clauses_changing) as changed, listening(signals.clauses_falling) as fell:
        correct(secretary, done, ("clause", uid(done, "r1.2"), {"number": "三"}))
    assert not changed
    assert not fell


def test_a_receiver_that_refuses_undoes_the_correction(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()

    def refuse(**_: Any) -> None:
        raise Refused("an item rests on it")

    signals.clauses_falling.connect(refuse)
    try:
        with pytest.raises(Refused):
            correct(secretary, done, ("clause-remove", uid(done, "r1.2"), {}))
    finally:
        signals.clauses_falling.disconnect(refuse)
    assert queries.latest_version(done.meeting).number == 1
    assert queries.standing_clauses(done).count() == 5


def test_a_split_keeps_the_address_on_the_first_part_and_links_the_second(
    confirmed: TakeIn, secretary: Account
) -> None:
    done = confirmed()
    target = uid(done, "r1.2")
    correct(secretary, done, ("clause-split", target, {"at": 15}))
    first = Clause.objects.get(uid=target)
    assert first.standing
    (second,) = first.split_into.all()
    assert second.text == "並請各機關持續維護。"


def test_a_joined_clause_says_where_its_words_went(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    first, second = uid(done, "r1.1.1"), uid(done, "r1.1.2")
    correct(secretary, done, ("clause-join", first, {}))
    gone = Clause.objects.get(uid=second)
    assert not gone.standing
    assert gone.joined_into.uid == first


def test_a_correction_into_another_meeting_is_refused(confirmed: TakeIn, secretary: Account) -> None:
    done, other = confirmed(), confirmed(ordinal=3, day=date(2025, 12, 5))
    with pytest.raises(AnotherMeetingIsThat) as refused:
        correct(secretary, done, ("head", "meeting", {"ordinal": 3}))
    assert refused.value.other == other


def test_a_corrected_date_is_announced(confirmed: TakeIn, secretary: Account) -> None:
    done = confirmed()
    with listening(signals.meeting_changing) as heard:
        correct(
            secretary, done, ("head", "meeting", {"starts_at": "2025-09-15T10:00+08:00", "ends_at": None})
        )
    assert (heard[0]["before"].starts_on, heard[0]["after"].starts_on) == (
        date(2025, 9, 12),
        date(2025, 9, 15),
    )
    assert heard[0]["meeting"].starts_on == date(2025, 9, 12)
    assert Meeting.objects.get().starts_on == date(2025, 9, 15)


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


def test_steps_are_taken_back_one_by_one(received: TakeIn, secretary: Account) -> None:
    taken = received()
    draft, _ = actions.edit(secretary, taken.pk, 1, "head", "meeting", {"ordinal": 3})
    draft, focus = actions.edit(secretary, taken.pk, 2, "clause-split", uid(taken, "r1.2"), {"at": 16})
    assert focus == uid(draft, "r1.3")
    draft, about = actions.undo(secretary, taken.pk, 3)
    assert about == uid(taken, "r1.2")
    assert draft.draft["resolutions"] == taken.draft["resolutions"]
    draft, _ = actions.undo(secretary, taken.pk, 4)
    assert draft.draft == taken.draft
    with pytest.raises(InvalidInput):
        actions.undo(secretary, taken.pk, 5)
    draft, _ = actions.edit(secretary, taken.pk, 5, "head", "meeting", {"ordinal": 4})
    draft, _ = actions.undo(secretary, taken.pk, 6)
    assert draft.draft == taken.draft


def test_leaving_and_coming_back_loses_nothing(received: TakeIn, secretary: Account) -> None:
    taken = received()
    actions.edit(secretary, taken.pk, 1, "clause", uid(taken, "r2.1"), {"text": "修正通過。"})
    again = Minutes.objects.get(pk=taken.pk)
    assert again.draft["resolutions"][1]["clauses"][0]["text"] == "修正通過。"
    assert (again.draft_by, again.draft_version) == (secretary, 2)
    assert again.read == taken.read


def test_the_second_of_two_people_is_told_who_did_what(
    received: TakeIn, secretary: Account, account: Callable[..., Account], body: Body
) -> None:
    taken, other = received(), account(Role.SECRETARIAT, body)
    actions.edit(other, taken.pk, 1, "clause", uid(taken, "r2.1"), {"text": "修正通過。"})
    with pytest.raises(actions.DraftConflict) as told:
        actions.edit(secretary, taken.pk, 1, "head", "meeting", {"ordinal": 3})
    (step,) = told.value.steps
    assert (step.by, step.operation, step.target) == (other, "clause", uid(taken, "r2.1"))
    assert step.words.startswith("照案通過")
    again = Minutes.objects.get(pk=taken.pk)
    assert again.draft["meeting"]["ordinal"] == 2
    actions.edit(secretary, taken.pk, 2, "head", "meeting", {"ordinal": 3})
