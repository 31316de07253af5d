"""What the tools do: read as anybody reads, and with a key write a draft. Synchronous; server.py runs them in threads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lieguan.errors import InvalidInput
from lieguan.site.agents.answers import (
    AgendaLine,
    BodyMeetings,
    ClauseLine,
    Decided,
    DraftWritten,
    DutyLine,
    Event,
    Found,
    Hit,
    ItemFollowed,
    ItemLine,
    MeetingLine,
    MeetingRead,
    Meetings,
    Owed,
    Quote,
    StatementFollowed,
    StatementLine,
)
from lieguan.site.api import queries
from lieguan.site.api.addresses import Addresses
from lieguan.site.api.operations.writing import written
from lieguan.site.api.shapes.written import DraftIn
from lieguan.site.records.anchors import at
from lieguan.site.records.models import Meeting
from lieguan.site.records.queries import current_record, latest_version
from lieguan.site.registry.models import Agency, ApiKey
from lieguan.site.search import kinds
from lieguan.site.search.queries import DEEPEST, PAGE, Question, ask
from lieguan.site.tracking import story, voices
from lieguan.site.tracking.lights import Light, light
from lieguan.site.tracking.models import Duty, Item
from lieguan.site.tracking.outcomes import outcomes
from lieguan.site.tracking.states import ItemState


def search(
    to: Addresses, words: str, kind: str, body: str, since: date | None, until: date | None, page: int
) -> Found:
    """Exact search over everything public."""
    known = [one.name for one in kinds.registered()]
    if kind and kind not in known:
        raise InvalidInput(f"there is no kind {kind!r}", field="kind", remedy=f"one of {', '.join(known)}")
    filters = {"kind": [kind]} if kind else {}
    if body:
        filters["body"] = [str(_row(queries.bodies(None).filter(slug=body), f"body {body}").pk)]
    page = max(1, min(page, DEEPEST))
    answer = ask(Question(words, filters, since, until, best_first=True, page=page), None)
    hits = [
        Hit(
            quoted="".join(piece.text for piece in hit.pieces),
            source=to.absolute(hit.place.address),
            kind=hit.kind.name,
            belongs_to=Quote(
                quoted="　".join(filter(None, (hit.place.heading, hit.place.context))),
                source=to.absolute(hit.place.address),
            ),
            day=hit.place.day,
        )
        for hit in answer.hits
    ]
    return Found(count=answer.count, hits=hits, more=page * PAGE < answer.count)


def list_meetings(to: Addresses, body: str) -> Meetings:
    """The bodies and their meetings."""
    bodies = queries.bodies(None)
    found = [_row(bodies.filter(slug=body), f"body {body}")] if body else list(bodies)
    held = queries.meetings(None).exclude(state=Meeting.State.WITHDRAWN).filter(body__in=found)
    by_body: dict[int, list[MeetingLine]] = {one.pk: [] for one in found}
    for row in held.order_by("-starts_on", "-order_in_day", "-pk"):
        by_body[row.body_id].append(
            MeetingLine(meeting=row.pk, title=_meeting(to, row), day=row.starts_on, state=row.state)
        )
    return Meetings(
        bodies=[
            BodyMeetings(
                body=one.slug,
                name=Quote(quoted=one.name, source=to.page("tracking:body", one.slug)),
                meetings=by_body[one.pk],
            )
            for one in found
        ]
    )


def read_meeting(to: Addresses, meeting: int, *, statements: bool) -> MeetingRead:
    """The record of a meeting: what was decided, and where asked what was said."""
    row = _row(queries.meetings(None).filter(pk=meeting), f"meeting {meeting}")
    record, version = current_record(row), latest_version(row)
    if record is None or version is None:
        raise InvalidInput("this meeting has no confirmed record", place=f"meeting {meeting}")
    clauses = {one.uid: one for one in queries.resolutions(None).filter(meeting=row, standing=True)}
    said = (
        {one.uid: one for one in queries.statements(None).filter(meeting=row, standing=True)}
        if statements
        else {}
    )
    agenda: list[Mapping[str, Any]] = [*record["agenda"]]
    if any(one["agenda"] is None for one in record["resolutions"]) or any(
        not one["agenda"] for one in record["statements"]
    ):
        agenda.append({"id": None, "title": "", "kind": "other"})  # what stands under no agenda item
    return MeetingRead(
        title=_meeting(to, row),
        day=row.starts_on,
        place=row.place,
        record=to.thing("record", row.pk),
        agenda=[
            AgendaLine(
                title=Quote(
                    quoted=one["title"] or "",
                    source=at(to.page("records:meeting", row.pk), version.uids.get(one["id"], "")),
                ),
                kind=one["kind"],
                clauses=[
                    _clause(to, clauses[uid])
                    for resolution in record["resolutions"]
                    if resolution["agenda"] == one["id"]
                    for uid in _uids(resolution["clauses"], version.uids)
                    if uid in clauses
                ],
                statements=[
                    _statement(to, said[version.uids[told["id"]]])
                    for told in record["statements"]
                    if next(iter(told["agenda"]), None) == one["id"] and version.uids.get(told["id"]) in said
                ],
            )
            for one in agenda
        ],
    )


def follow_item(to: Addresses, item: int) -> ItemFollowed:
    """The life of an item, as anybody may read it."""
    row = _row(story.with_everything().filter(pk=item), f"item {item}")
    progress = voices.progress_for(None).filter(duty__item=row)
    recommended = voices.recommendations_for(None).filter(item=row)
    return ItemFollowed(
        item=_item(to, row),
        duties=[
            DutyLine(duty=one.pk, agency=str(one), role=one.role, state=one.state) for one in row.all_duties
        ],
        events=[_event(to, one) for one in story.life(row, progress, recommended)],
    )


def agency_owes(to: Addresses, agency: str) -> Owed:
    """The tracked items on which an agency has an open duty, those due first first."""
    named = Q(name=agency) | Q(short_name=agency)
    row = _row(
        Agency.objects.filter(named | Q(pk=int(agency)) if agency.isdecimal() else named),
        f"agency {agency}",
        remedy="give the full name, the short name, or the number in its address",
    )
    owed = Item.objects.filter(
        state=ItemState.TRACKED, duties__agency=row, duties__state=ItemState.TRACKED
    ).distinct()
    items = sorted(owed.order_by("pk"), key=lambda one: (one.due_on or date.max, one.pk))
    return Owed(
        agency=row.name, source=to.page("tracking:agency", row.pk), items=[_item(to, one) for one in items]
    )


def follow_statement(to: Addresses, statement: str) -> StatementFollowed:
    """A statement, and what its meeting decided on the same agenda items."""
    row = _row(queries.statements(None).filter(uid=statement), f"statement {statement}")
    if not row.standing or row.meeting.state != Meeting.State.HELD:
        raise InvalidInput("the statement was taken out of the record", place=f"statement {statement}")
    blocks = outcomes(row)
    uids = [clause.uid for block in blocks for clause, _items in block.lines]
    clauses = {one.uid: one for one in queries.resolutions(None).filter(uid__in=uids)}
    items = {one.pk: one for block in blocks for _clause_, found in block.lines for one in found}
    return StatementFollowed(
        statement=_statement(to, row),
        meeting=_meeting(to, row.meeting),
        decided=[
            Decided(
                agenda=Quote(quoted=block.title, source=to.page("records:meeting", row.meeting_id)),
                clauses=[_clause(to, clauses[clause.uid]) for clause, _items in block.lines],
            )
            for block in blocks
        ],
        items=[_item(to, one) for one in items.values()],
    )


def write_progress_draft(to: Addresses, key: ApiKey, duty: int, draft: DraftIn) -> DraftWritten:
    """Write the draft of a progress report as the key's account."""
    row = _row(Duty.objects.select_related("agency", "item").filter(pk=duty), f"duty {duty}")
    made = written(key.account, row, draft)
    at = reverse("tracking:progress", args=[row.item_id, row.pk])
    return DraftWritten(duty=row.pk, state=made.state, review_at=to.absolute(at))


def _row(rows: Any, what: str, *, remedy: str = "search for it first") -> Any:
    """The one row. Raises InvalidInput where there is none, or several."""
    found = list(rows[:2])
    if len(found) != 1:
        raise InvalidInput("there is none" if not found else "there are several", place=what, remedy=remedy)
    return found[0]


def _uids(clauses: Iterable[Mapping[str, Any]], uids: Mapping[str, str]) -> Iterable[str]:
    for clause in clauses:
        yield uids.get(clause["id"], "")
        yield from _uids(clause["clauses"], uids)


def _meeting(to: Addresses, row: Any) -> Quote:
    return Quote(quoted=row.title, source=to.page("records:meeting", row.pk))


def _clause(to: Addresses, row: Any) -> ClauseLine:
    touched = {item.pk for item in row.opened_items.all()} | {ruling.item_id for ruling in row.ruled}
    return ClauseLine(
        quoted=row.text,
        source=to.paragraph(row.uid),
        label=row.label,
        number=row.number,
        items=sorted(touched),
    )


def _statement(to: Addresses, row: Any) -> StatementLine:
    return StatementLine(
        statement=row.uid,
        speaker=row.as_written,
        source=to.page("tracking:statement", row.uid),
        points=[Quote(quoted=point.text, source=to.paragraph(point.uid)) for point in row.said],
    )


def _item(to: Addresses, row: Any) -> ItemLine:
    return ItemLine(
        item=row.pk,
        title=Quote(quoted=row.title, source=to.page("tracking:item", row.pk)),
        state=row.state,
        due_on=row.due_on,
        due_as_written=row.due_as_written,
        late=light(row.state, row.due_on, timezone.localdate()) is Light.LATE,
    )


def _event(to: Addresses, event: story.Event) -> Event:
    """One event of an item's life, with the words that it rests on."""
    what, said = event.what, ""
    clause = getattr(what, "clause", None)
    if event.kind == "opening":
        clause, said = what.opened_by, what.text
    elif event.kind in {"ruling", "merged-here"}:
        said = what.words or what.clause.text
    else:
        said = what.text if event.kind == "progress" else what.reason
    kind = getattr(what, "kind", "")
    fallen = event.kind == "ruling" and not what.standing
    page = to.page("tracking:item", _item_of(what, event.kind))
    return Event(
        quoted=said,
        source=to.paragraph(clause.uid) if clause else at(page, f"{event.kind}-{what.pk}"),
        voice=event.voice.value,
        what=f"{event.kind}{f': {kind}' if kind else ''}{' (fallen)' if fallen else ''}",
        day=event.on,
        meeting=to.page("records:meeting", clause.meeting_id) if clause else "",
    )


def _item_of(what: Any, kind: str) -> int:
    """The item on whose page an event stands."""
    if kind == "opening":
        return int(what.pk)
    return int(what.duty.item_id if kind == "progress" else what.item_id)
