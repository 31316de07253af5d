"""A correction is another version, with who, when and why; addresses stay, and what rests on a clause is asked first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from draft_work import correct, listening, uid
from lieguan.errors import Conflict, InvalidInput, Refused
from lieguan.site.log.models import Entry
from lieguan.site.records import actions, queries, signals
from lieguan.site.records.actions.correcting import AnotherMeetingIsThat
from lieguan.site.records.models import Clause, Meeting, Minutes, RecordVersion
from lieguan.site.registry.models import Account

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]


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
