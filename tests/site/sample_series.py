"""The sample series in the database, laid from its hand-made records and its story, without reading a file.

For tests of what stands on items: pages, papers. How items come about is tested elsewhere; here the rows are written
as the actions would leave them, in the order that the guards ask for.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from lieguan.site.records.models import Clause, Meeting, Minutes, Point, RecordVersion, SourceFile, Statement
from lieguan.site.registry.models import Account, Agency, Body, Grant
from lieguan.site.tracking.facts import due_to_json
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation, Round, Ruling
from lieguan.site.tracking.replay import Due
from lieguan.site.tracking.states import MOVES, RulingKind

SAMPLES = Path(__file__).parents[2] / "samples"
EXPECTED = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))


@dataclass
class Series:
    """What was laid: meetings by ordinal, clauses and statements by (ordinal, id), items by number, agencies by name."""

    body: Body
    meetings: dict[int, Meeting] = field(default_factory=dict)
    clauses: dict[tuple[int, str], Clause] = field(default_factory=dict)
    statements: dict[tuple[int, str], Statement] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    agencies: dict[str, Agency] = field(default_factory=dict)

    def agency(self, name: str) -> Agency:
        """The agency of this name, made where it is new."""
        if name not in self.agencies:
            self.agencies[name] = Agency.objects.create(name=name)
        return self.agencies[name]

    def account(self, role: str, *, agency: str = "") -> Account:
        """An account with this role, in the body or for the agency as the role asks."""
        account = Account.objects.create_account(f"{role}{len(agency)}@example.org", f"{role} 甲")
        if role == "desk":  # the agency has nobody else
            Agency.objects.filter(pk=self.agency(agency).pk).update(desk_submits=True)
        in_body = self.body if role in {"secretariat", "chair", "member"} else None
        Grant.objects.create(
            account=account, role=role, body=in_body, agency=self.agency(agency) if agency else None
        )
        return account


def lay_meetings() -> Series:
    """The four meetings with their confirmed records, and nothing that rests on them."""
    series = Series(Body.objects.create(name=EXPECTED["body"], slug="outlying-islands", second_person=False))
    for told in EXPECTED["meetings"]:
        _meeting(series, told)
    return series


def lay() -> Series:
    """The four meetings with their items, rulings, progress reports and recommendations."""
    series = Series(Body.objects.create(name=EXPECTED["body"], slug="outlying-islands", second_person=False))
    for told in EXPECTED["meetings"]:
        _meeting(series, told)
        ordinal = told["ordinal"]
        _carried_in(series, ordinal)
        for round_ in EXPECTED["rounds"]:
            if round_["meeting"] == ordinal:
                _round(series, round_, series.meetings[ordinal])
        for ruling in EXPECTED["rulings"]:
            if ruling["meeting"] == ordinal:
                _rulings(series, ruling)
        for item in EXPECTED["items"]:
            if item["meeting"] == ordinal and not item.get("carried_in"):
                _item(series, item)
    series.meetings[7] = Meeting.objects.create(
        body=series.body, title=f"{series.body.name}第7次會議", ordinal=7, starts_on=date(2027, 1, 13)
    )
    for round_ in EXPECTED["rounds"]:
        if round_["meeting"] == 7:
            _round(series, round_, None)
    return series


def _meeting(series: Series, told: dict[str, Any]) -> None:
    ordinal = told["ordinal"]
    record = json.loads((SAMPLES / "gold" / f"{ordinal:02}.json").read_text(encoding="utf-8"))
    for resolution in record["resolutions"]:
        _give_ids(resolution["clauses"], resolution["id"])
    _represent_themselves(record)
    head = record["meeting"]
    meeting = Meeting.objects.create(
        body=series.body,
        title=head["title"],
        ordinal=ordinal,
        state=Meeting.State.HELD,
        starts_on=told["day"],
        starts_at=head["starts_at"],
        ends_at=head["ends_at"] or "",
        place=head["place"],
    )
    source = SourceFile.objects.create(
        sha256=f"{ordinal:064}", name=told["file"], media_type="text/plain", size=1, file=told["file"]
    )
    minutes = Minutes.objects.create(
        source=source,
        body=series.body,
        meeting=meeting,
        state=Minutes.State.CONFIRMED,
        read=record,
        draft=record,
        confirmed_at=timezone.now(),
    )
    series.meetings[ordinal] = meeting
    agenda = {item["id"]: item for item in record["agenda"]}
    uids: dict[str, str] = {}
    for resolution in record["resolutions"]:
        _clauses(
            series,
            minutes,
            resolution,
            agenda.get(resolution["agenda"], {}),
            resolution["clauses"],
            uids=uids,
        )
    _statements(series, minutes, record, {item["id"]: item["title"] for item in record["agenda"]}, uids)
    RecordVersion.objects.create(meeting=meeting, minutes=minutes, number=1, record=record, uids=uids)


def _represent_themselves(told: Any) -> None:
    """The hand-made records leave out whom a person represents where it is nobody."""
    if isinstance(told, dict):
        if {"name", "title", "as_written"} <= set(told):
            told.setdefault("represents", None)
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            _represent_themselves(one)


def _give_ids(clauses: list[dict[str, Any]], above: str) -> None:
    """The local ids that the record format asks for; the hand-made records leave them to be counted."""
    for position, clause in enumerate(clauses, 1):
        clause["id"] = f"{above}.{position}"
        _give_ids(clause["clauses"], clause["id"])


def _clauses(
    series: Series,
    minutes: Minutes,
    resolution: dict[str, Any],
    agenda: dict[str, Any],
    clauses: list[dict[str, Any]],
    parent: Clause | None = None,
    *,
    uids: dict[str, str],
) -> None:
    meeting = minutes.meeting
    assert meeting is not None
    above = parent.local_id if parent else resolution["id"]
    for position, clause in enumerate(clauses, 1):
        local = f"{above}.{position}"
        made = Clause.objects.create(
            uid=f"m{meeting.ordinal}-{local}".replace(".", "-"),
            minutes=minutes,
            meeting=meeting,
            parent=parent,
            local_id=local,
            position=len(series.clauses) + 1,
            agenda_title=agenda.get("title", ""),
            agenda_kind=agenda.get("kind", ""),
            label=resolution["label"] or "",
            number=clause["number"] or "",
            text=clause["text"],
            disposition=clause["disposition"] or "",
            subject=clause["subject"] or "",
            rulings=clause["rulings"],
            agencies=clause["agencies"],
            deadlines=clause["deadlines"],
        )
        uids[local] = made.uid
        series.clauses[meeting.ordinal, local] = made
        _clauses(series, minutes, resolution, agenda, clause["clauses"], made, uids=uids)


def _statements(
    series: Series, minutes: Minutes, record: dict[str, Any], titles: dict[str, str], uids: dict[str, str]
) -> None:
    meeting = minutes.meeting
    assert meeting is not None
    for position, told in enumerate(record["statements"], 1):
        speaker = told["speaker"]
        made = Statement.objects.create(
            uid=f"m{meeting.ordinal}-{told['id']}",
            minutes=minutes,
            meeting=meeting,
            local_id=told["id"],
            position=position,
            agenda_titles=[titles[one] for one in told["agenda"]],
            speaker=speaker["name"] or "",
            speaker_title=speaker["title"] or "",
            organisation=speaker["organisation"] or "",
            as_written=speaker["as_written"],
        )
        uids[told["id"]] = made.uid
        series.statements[meeting.ordinal, told["id"]] = made
        for number, point in enumerate(told["points"], 1):
            point["id"] = f"{told['id']}.{number}"
            uids[point["id"]] = f"{made.uid}-{number}"
            Point.objects.create(
                uid=uids[point["id"]],
                statement=made,
                local_id=point["id"],
                position=number,
                number=point["number"] or "",
                text=point["text"],
            )


def _due(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "due_as_written": told.get("as_written", ""),
        "due_on": told.get("date"),
        "due_next_meeting": told.get("relative") == "next-meeting",
        "due_recurrence": told.get("recurrence", ""),
    }


def _opening_due(told: dict[str, Any]) -> dict[str, Any]:
    due = _due(told)
    return due_to_json(
        Due(due["due_as_written"], due["due_on"], due["due_next_meeting"], due["due_recurrence"])
    )


def _item(series: Series, told: dict[str, Any]) -> None:
    carried_in = told.get("carried_in", False)
    clause = series.clauses[told["meeting"], told["clause"]]
    item = Item.objects.create(
        body=series.body,
        number=told["number"],
        title=told["title"],
        text=clause.text,
        opened_by=clause,
        opened_on=None if carried_in else clause.meeting.starts_on,
        carried_in=carried_in,
        **_due(told["due"]),
        opening_due=_opening_due(told["due"]),
    )
    series.items[item.number] = item
    leads = {agency["name"]: agency["role"] for agency in clause.agencies}
    for position, name in enumerate([*told["lead"], *told["support"]]):
        role = leads.get(name) or ("support" if name in told["support"] else "")
        nameless = name in {"各離島縣政府", "地方政府"}
        Duty.objects.create(
            item=item,
            agency=None if nameless else series.agency(name),
            as_written=name,
            role=role,
            collective=nameless,
            open_list=told.get("open_list", False) and position == len(told["lead"]) - 1,
            position=position,
        )


def _carried_in(series: Series, ordinal: int) -> None:
    for item in EXPECTED["items"]:
        if item["meeting"] == ordinal and item.get("carried_in"):
            _item(series, item)


def _rulings(series: Series, told: dict[str, Any]) -> None:
    clause = series.clauses[told["meeting"], told["clause"]]
    move = MOVES[RulingKind(told["kind"])]
    for number in told["items"]:
        item = series.items[number]
        due = _due(told["due"]) if "due" in told else {}
        if not move.ends:
            back = {"state": move.target, "ended_by": None}
            Item.objects.filter(pk=item.pk).update(**back, ended_on=None, **due)
            Duty.objects.filter(item=item).update(**back)
        ruling = Ruling.objects.create(
            item=item,
            clause=clause,
            kind=move.kind,
            words=told.get("words", ""),
            merged_into=series.items[told["into"]] if "into" in told else None,
            handed_to=told.get("to", ""),
            by_reference=told.get("by_reference", False),
            **due,
        )
        if move.ends:
            ended = {"state": move.target, "ended_by": ruling}
            Duty.objects.filter(item=item).update(**ended)
            Item.objects.filter(pk=item.pk).update(**ended, ended_on=clause.meeting.starts_on)


def _round(series: Series, told: dict[str, Any], meeting: Meeting | None) -> None:
    closed = timezone.now() if meeting else None
    round_ = Round.objects.create(body=series.body, number=told["meeting"], meeting=meeting, closed_at=closed)
    for one in told["progress"]:
        Progress.objects.create(
            duty=Duty.objects.get(item=series.items[one["item"]], agency=series.agency(one["agency"])),
            round=round_,
            state=Progress.State.SUBMITTED,
            text=one["text"],
            status=one["status"],
            percentage=one.get("percentage"),
            next_step=one.get("next_step", ""),
            next_step_on=one.get("next_step_on"),
            as_of=one["as_of"],
            submitted_at=timezone.now(),
        )
    for one in told["recommendations"]:
        Recommendation.objects.create(
            item=series.items[one["item"]], round=round_, kind=one["kind"], reason=one.get("reason", "")
        )
