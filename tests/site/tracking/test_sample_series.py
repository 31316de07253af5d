"""The sample series, taken in meeting by meeting as a secretariat does that takes over every ticked proposal.

What must come out is written by hand in samples/expected.toml.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from lieguan.site.records.models import Clause, Meeting, Minutes, RecordVersion, SourceFile
from lieguan.site.registry.agencies import ensure
from lieguan.site.registry.models import Account, Body, Grant
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, intake
from lieguan.site.tracking.actions import EvidenceEntry, ProgressEntry
from lieguan.site.tracking.models import Item, Recommendation, Ruling
from lieguan.site.tracking.states import RulingKind

SAMPLES = Path(__file__).parents[3] / "samples"
EXPECTED: dict[str, Any] = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))
# Titles that a secretariat gives by hand: the minutes have no such words.
BY_HAND = {11: "離島海上交通航線妥善率及準點率公開", 16: "離島旅宿業節水措施"}


class Series:
    """The meetings taken in so far, and the story told by the expected file."""

    def __init__(self) -> None:
        self.body = Body.objects.create(name=EXPECTED["body"], slug="outlying-islands", second_person=False)
        self.secretariat = Account.objects.create_account("secretariat@example.org", "幕僚")
        Grant.objects.create(account=self.secretariat, role=Role.SECRETARIAT, body=self.body)
        self.desk = Account.objects.create_account("desk@example.org", "機關窗口")
        self.clauses: dict[tuple[int, str], Clause] = {}

    def confirm(self, ordinal: int) -> Minutes:
        """The minutes as the reader reads them and a person confirms them."""
        record = json.loads((SAMPLES / "gold" / f"{ordinal:02}.json").read_text(encoding="utf-8"))
        meeting = Meeting.objects.create(
            body=self.body,
            title=record["meeting"]["title"],
            ordinal=ordinal,
            state=Meeting.State.HELD,
            starts_on=next(one["day"] for one in EXPECTED["meetings"] if one["ordinal"] == ordinal),
        )
        source = SourceFile.objects.create(sha256=f"{ordinal:064}", name=f"{ordinal}.odt", size=1)
        minutes = Minutes.objects.create(
            source=source, body=self.body, meeting=meeting, state=Minutes.State.CONFIRMED, read={}, draft={}
        )
        titles = {one["id"]: one["title"] for one in record["agenda"]}
        for resolution in record["resolutions"]:
            self._clauses(
                minutes, resolution["clauses"], resolution["id"], titles.get(resolution["agenda"], "")
            )
        return minutes

    def _clauses(
        self,
        minutes: Minutes,
        clauses: list[dict[str, Any]],
        above: str,
        title: str,
        parent: Clause | None = None,
    ) -> None:
        assert minutes.meeting is not None
        for place, clause in enumerate(clauses, 1):
            local = f"{above}.{place}"
            made = Clause.objects.create(
                uid=f"{minutes.meeting.ordinal}-{local}",
                minutes=minutes,
                meeting=minutes.meeting,
                parent=parent,
                local_id=local,
                position=len(self.clauses),
                agenda_title=title,
                number=clause["number"] or "",
                text=clause["text"],
                disposition=clause["disposition"] or "",
                subject=clause["subject"] or "",
                rulings=clause["rulings"],
                agencies=clause["agencies"],
                deadlines=clause["deadlines"],
            )
            self.clauses[minutes.meeting.ordinal or 0, local] = made
            self._clauses(minutes, clause["clauses"], local, title, made)

    def take_in(self, minutes: Minutes) -> actions.Taken:
        """Every ticked proposal, as it is."""
        return actions.take_in(self.secretariat, minutes, *intake.as_proposed(minutes))

    def rounds(self, ordinal: int) -> None:
        """What agencies reported and the secretariat recommended for this meeting."""
        for told in EXPECTED["rounds"]:
            if told["meeting"] != ordinal:
                continue
            for one in told["progress"]:
                agency = ensure(one["agency"])
                Grant.objects.get_or_create(account=self.desk, role=Role.APPROVER, agency=agency)
                duty = Item.objects.get(number=one["item"]).duties.get(agency=agency)
                said = {name: one[name] for name in one if name not in {"item", "agency", "evidence"}}
                evidence = [EvidenceEntry(**shown) for shown in one.get("evidence", ())]
                actions.write_progress(
                    Account.objects.get(pk=self.desk.pk),
                    duty,
                    ProgressEntry(**said),
                    evidence=evidence,
                    submit=True,
                )
            for one in told["recommendations"]:
                reason = one.get("reason", "")
                actions.recommend(
                    self.secretariat,
                    Item.objects.get(number=one["item"]),
                    RulingKind(one["kind"]),
                    reason=reason,
                )


@pytest.fixture
def series(database: object) -> Series:
    return Series()


def taken_in(series: Series, last: int = 6) -> None:
    for told in EXPECTED["meetings"]:
        if told["ordinal"] <= last:
            minutes = series.confirm(told["ordinal"])
            series.rounds(told["ordinal"])
            series.take_in(minutes)


def states() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, state in Item.objects.order_by("number").values_list("number", "state"):
        found.setdefault(state, []).append(number)
    return found


def test_items_states_and_rulings_come_out_as_the_story_says(series: Series) -> None:
    for told in EXPECTED["meetings"]:
        minutes = series.confirm(told["ordinal"])
        series.rounds(told["ordinal"])
        series.take_in(minutes)
        wanted = next(one for one in EXPECTED["states"] if one["meeting"] == told["ordinal"])
        assert states() == {name: numbers for name, numbers in wanted.items() if name != "meeting"}, told
    rulings = {
        (ruling.clause.meeting.ordinal, ruling.clause.local_id, ruling.kind, ruling.item.number)
        for ruling in Ruling.objects.select_related("clause__meeting", "item")
    }
    assert rulings == {
        (one["meeting"], one["clause"], one["kind"], item)
        for one in EXPECTED["rulings"]
        for item in one["items"]
    }


def test_items_are_opened_with_the_agencies_and_deadlines_that_the_story_tells(series: Series) -> None:
    taken_in(series)
    for told in EXPECTED["items"]:
        item = Item.objects.get(number=told["number"])
        clause = series.clauses[told["meeting"], told["clause"]]
        assert item.opened_by == clause, told
        assert item.carried_in == told.get("carried_in", False), told
        assert item.text.split("\n")[0] == clause.text
        if told["number"] not in BY_HAND:
            assert item.title == told["title"]
        opening = {
            duty.as_written: duty for duty in item.duties.filter(clause__meeting__ordinal=told["meeting"])
        }
        names = {str(duty.agency or duty.as_written) for duty in opening.values()}
        assert names == {*told["lead"], *told["support"]}, told
        assert any(duty.open_list for duty in opening.values()) == told.get("open_list", False)
        due = told["due"]
        assert item.opening_due["as_written"] == due.get("as_written", "")
        assert item.opening_due["on"] == (due["date"].isoformat() if "date" in due else None)
        assert item.opening_due["next_meeting"] == (due.get("relative") == "next-meeting")
        assert item.opening_due["recurrence"] == due.get("recurrence", "")


def test_rulings_carry_what_the_clause_says_besides(series: Series) -> None:
    taken_in(series)
    for told in EXPECTED["rulings"]:
        for number in told["items"]:
            ruling = Ruling.objects.get(
                clause=series.clauses[told["meeting"], told["clause"]], kind=told["kind"], item__number=number
            )
            assert ruling.by_reference == told.get("by_reference", False)
            assert ruling.handed_to == told.get("to", "")
            assert (ruling.merged_into.number if ruling.merged_into else None) == told.get("into")
            assert ruling.due_on == told.get("due", {}).get("date")
            if "words" in told:
                assert ruling.words == told["words"]


def test_the_same_record_taken_in_twice_does_nothing_the_second_time(series: Series) -> None:
    minutes = series.confirm(3)
    answer = intake.as_proposed(minutes)
    first = actions.take_in(series.secretariat, minutes, *answer)
    second = actions.take_in(series.secretariat, minutes, *answer)
    assert len(first.items) == 7
    assert second.items == second.rulings == ()
    assert Item.objects.count() == 7
    assert intake.proposals_for(minutes) == intake.Proposals()


def test_recommendations_that_only_the_minutes_print_are_adopted_too(series: Series) -> None:
    taken_in(series, last=4)
    minutes = series.confirm(5)
    (told,) = [one for one in EXPECTED["rounds"] if one["meeting"] == 5]
    rows = [
        f"{one['item']}\t{one.get('reason') or '建議' + RulingKind(one['kind']).label}"
        for one in told["recommendations"]
    ]
    text = "\n".join(["附件2　追蹤列管報告表", "編號\t列管建議", *rows, ""])
    RecordVersion.objects.create(meeting=minutes.meeting, minutes=minutes, number=1, record={"text": text})
    series.take_in(minutes)
    wanted = next(one for one in EXPECTED["states"] if one["meeting"] == 5)
    assert states() == {name: numbers for name, numbers in wanted.items() if name != "meeting"}
    assert not Recommendation.objects.exists()
