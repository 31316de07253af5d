"""What of records and tracking can be found, and who may find it.

`seen_by` of an entry and `viewers` of a person are the two sides of design.md, Tracking 12: they say the same as
tracking/voices.py says to the database, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lieguan.site.records import anchors
from lieguan.site.records.models import Clause, Meeting, Point, RecordVersion, Statement
from lieguan.site.records.redaction import REST
from lieguan.site.records.restricting import source_key
from lieguan.site.registry.prepared import LONGEST, Prepared
from lieguan.site.search import withheld
from lieguan.site.search.index import PUBLIC, Entry
from lieguan.site.search.kinds import Kind, Place, register
from lieguan.site.tracking.models import VOICES, WORDS, Duty, Item, Progress, Ruling
from lieguan.site.tracking.voices import SPOKEN, Reader, progress_for

Row = TypeVar("Row")
# Parts of a record's text that are in no clause and no statement, and worth finding.
TEXT_PARTS = frozenset({"heading", "explanation", "annex", "table", "field", "unread"})


def viewers(account: Any) -> tuple[str, ...]:
    """The names under which this account may find things."""
    reader = Reader(account)
    found = [PUBLIC]
    if reader.everywhere:
        found.append("voices")
    found += [f"voices:{body}" for body in sorted(reader.bodies)]
    found += [f"papers:{body}" for body in sorted(reader.member_of)]
    found += [f"agency:{agency}" for agency in sorted(reader.agencies)]
    return (*found, *withheld.viewers(account))


def meeting_facets(meeting: Meeting) -> dict[str, list[str]]:
    """Body and meeting."""
    return {"body": [str(meeting.body_id)], "meeting": [str(meeting.pk)]}


def day_of(meeting: Meeting) -> str:
    """The day of a meeting, "" where it has none."""
    return meeting.starts_on.isoformat() if meeting.starts_on else ""


def clause_rows() -> QuerySet[Clause]:
    """Clauses that stand in a record that stands."""
    held = Clause.objects.filter(standing=True, meeting__state=Meeting.State.HELD)
    return held.select_related("meeting")


def clause_entries(clause: Clause) -> Iterator[Entry]:
    """A clause, with the agencies told to act."""
    facets = meeting_facets(clause.meeting)
    facets["agency"] = [agency["name"] for agency in clause.agencies]
    yield Entry(
        f"clause:{clause.pk}", clause.text, day_of(clause.meeting), facets={**facets, "kind": ["clause"]},
        seen_by=withheld.seen_by((PUBLIC,), clause.uid),
    )  # fmt: skip


def point_rows() -> QuerySet[Point]:
    """Points of statements that stand."""
    held = Point.objects.filter(standing=True, statement__meeting__state=Meeting.State.HELD)
    return held.select_related("statement__meeting")


def said_by(statement: Statement) -> str:
    """Who spoke: as the minutes write it, and the name by itself where they wrap a title in it (鄭副院長麗君)."""
    if not statement.speaker or statement.speaker in statement.as_written:
        return statement.as_written
    return f"{statement.as_written}（{statement.speaker}）"


def point_entries(point: Point) -> Iterator[Entry]:
    """A point, under its speaker's name."""
    statement = point.statement
    facets = meeting_facets(statement.meeting)
    facets["person"] = [statement.speaker] if statement.speaker else []
    facets["agency"] = [statement.organisation] if statement.organisation else []
    words = f"{said_by(statement)}\n{point.text}"
    yield Entry(
        f"statement:{point.pk}", words, day_of(statement.meeting), facets={**facets, "kind": ["statement"]},
        seen_by=withheld.seen_by((PUBLIC,), point.uid, statement.uid),
    )  # fmt: skip


def text_rows() -> QuerySet[RecordVersion]:
    """The records as they stand now: the last version of each meeting that was held."""
    later = RecordVersion.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    held = RecordVersion.objects.filter(~Exists(later), meeting__state=Meeting.State.HELD)
    return held.select_related("meeting__body")


def text_entries(version: RecordVersion) -> Iterator[Entry]:
    """Paragraphs of the original text that stand in no clause and no statement."""
    text = version.record.get("text") or ""
    facets = {**meeting_facets(version.meeting), "kind": ["text"]}
    of_file = withheld.seen_by((PUBLIC,), source_key(version.minutes_id))
    for number, part in enumerate(version.record.get("parts") or []):
        if part["kind"] in TEXT_PARTS:
            start, end = part["span"]
            key = f"text:{version.meeting_id}.{number}"
            yield Entry(
                key, text[start:end], day_of(version.meeting), facets=facets,
                seen_by=of_file if part["kind"] in REST else (PUBLIC,),
            )  # fmt: skip


def item_rows() -> QuerySet[Item]:
    """All items; what is known of an item is public."""
    return Item.objects.select_related("body", "opened_by").prefetch_related(
        Prefetch("duties", Duty.objects.select_related("agency")),
        Prefetch("rulings", Ruling.objects.filter(standing=True).select_related("clause")),
    )


def item_entries(item: Item) -> Iterator[Entry]:
    """An item: its title and the words that opened it; of the meetings that opened it and ruled on it."""
    agencies = [str(duty) for duty in item.duties.all()]
    clauses = [item.opened_by, *(ruling.clause for ruling in item.rulings.all())]
    meetings = {str(clause.meeting_id) for clause in clauses if clause is not None}
    yield Entry(
        f"item:{item.pk}",
        f"{item.title}\n{item.text}",
        item.opened_on.isoformat() if item.opened_on else "",
        item.title,
        facets={
            "kind": ["item"],
            "body": [str(item.body_id)],
            "meeting": sorted(meetings),
            "agency": agencies,
            "state": [item.state],
        },
        seen_by=withheld.seen_by((PUBLIC,), f"{WORDS}{item.pk}"),
    )


def progress_rows() -> QuerySet[Progress]:
    """All progress reports; `seen_by` says who finds which."""
    return Progress.objects.select_related("duty__item", "duty__agency", "round__meeting").prefetch_related(
        "duty__item__duties"
    )


def progress_entries(progress: Progress) -> Iterator[Entry]:
    """What an agency reports, for those who may read it."""
    item, agency = progress.duty.item, progress.duty.agency
    yield Entry(
        f"progress:{progress.pk}",
        f"{progress.text}\n{progress.next_step}",
        progress.as_of.isoformat(),
        seen_by=progress_seen_by(progress),
        facets={
            "kind": ["progress"],
            "body": [str(item.body_id)],
            "agency": [agency.name] if agency else [],
            "state": [item.state],
        },
    )


def progress_seen_by(progress: Progress) -> tuple[str, ...]:
    """Who may find a progress report."""
    item, own = progress.duty.item, progress.duty.agency_id
    found = [f"agency:{own}"] if own else []
    meeting = progress.round.meeting if progress.round else None
    spoken = progress.state in SPOKEN
    if spoken and meeting is not None and meeting.state == Meeting.State.HELD:
        found.append(PUBLIC)
    if spoken and progress.round is not None and progress.round.papers_issued_at is not None:
        found.append(f"papers:{item.body_id}")
    if progress.state != Progress.State.DRAFT:
        found += ["voices", f"voices:{item.body_id}"]
        found += [f"agency:{duty.agency_id}" for duty in item.duties.all() if duty.agency_id]
    if progress.state == Progress.State.DRAFT:
        return tuple(found)
    return withheld.seen_by(tuple(dict.fromkeys(found)), f"{VOICES}{item.pk}")


# Which rows a change of an object may have changed: (kind of object in the log, condition on the rows).
_CLAUSES = {"records.clause": "pk", "records.minutes": "minutes", "records.meeting": "meeting"}
_POINTS = {"records.minutes": "statement__minutes", "records.meeting": "statement__meeting"}
_TEXTS = {"records.minutes": "minutes", "records.meeting": "meeting", "records.recordversion": "pk"}
_ITEMS = {
    "tracking.item": "pk",
    "tracking.duty": "duties",
    "tracking.ruling": "rulings",
    "records.minutes": "rulings__clause__minutes",
    "records.meeting": "rulings__clause__meeting",
    "registry.agency": "duties__agency",
}
_PROGRESS = {
    "tracking.progress": "pk",
    "tracking.duty": "duty",
    "tracking.item": "duty__item",
    "tracking.round": "round",
    "tracking.ruling": "duty__item__rulings",
    "records.minutes": "round__meeting__minutes",
    "records.meeting": "round__meeting",
}


def touched_by(model: Any, conditions: dict[str, str]) -> Any:
    """`touched` of a kind: (kind of object in the log, condition on the rows of `model`) that a change may concern."""

    def touched(kind: str, object_id: str) -> Iterable[int]:
        if kind == withheld.RESTRICTION:
            return withheld.covered(model, object_id)
        condition = conditions.get(kind)
        if condition is None or not object_id.isdigit():
            return ()
        return model.objects.filter(**{condition: object_id}).values_list("pk", flat=True)

    return touched


def asked(rows: Prepared[Row], keys: Iterable[int]) -> Iterator[Row]:
    """The rows of these keys, however many."""
    wanted = sorted(keys)
    for first in range(0, len(wanted), LONGEST):
        yield from rows(*wanted[first : first + LONGEST])


def numbers(keys: Sequence[str]) -> dict[int, str]:
    """{primary key: key} of entries of one kind."""
    return {int(key.partition(":")[2].partition(".")[0]): key for key in keys}


def clause_places(keys: Sequence[str], _account: Any) -> dict[str, Place]:
    """Clauses in their meeting's record."""
    of = numbers(keys)
    return {
        of[c.pk]: Place(
            anchors.of_paragraph(c.meeting.pk, c.uid),
            c.agenda_title,
            c.meeting.title,
            c.text,
            day_of(c.meeting),
        )
        for c in asked(_CLAUSE_PLACES, of)
    }


_CLAUSE_PLACES = Prepared(
    lambda *keys: (
        clause_rows()
        .filter(pk__in=keys)
        .order_by()
        .only("uid", "agenda_title", "text", "meeting__title", "meeting__starts_on")
    )
)


def point_places(keys: Sequence[str], _account: Any) -> dict[str, Place]:
    """Points in their meeting's record, under their speakers."""
    of, found = numbers(keys), {}
    for point in asked(_POINT_PLACES, of):
        said = point.statement
        address = anchors.of_paragraph(said.meeting.pk, point.uid)
        found[of[point.pk]] = Place(
            address, said_by(said), said.meeting.title, point.text, day_of(said.meeting)
        )
    return found


_POINT_PLACES = Prepared(
    lambda *keys: (
        point_rows()
        .filter(pk__in=keys)
        .order_by()
        .only(
            "uid",
            "text",
            "statement__uid",
            "statement__speaker",
            "statement__as_written",
            "statement__meeting__title",
            "statement__meeting__starts_on",
        )
    )
)


def text_places(keys: Sequence[str], _account: Any) -> dict[str, Place]:
    """Paragraphs of original texts."""
    wanted: dict[int, list[tuple[str, int]]] = {}
    for key in keys:
        meeting, _, number = key.partition(":")[2].partition(".")
        wanted.setdefault(int(meeting), []).append((key, int(number)))
    found = {}
    for version in text_rows().filter(meeting__in=wanted):
        meeting, parts = version.meeting, version.record.get("parts") or []
        for key, number in wanted[version.meeting_id]:
            at = withheld.place_of_part(version, number, TEXT_PARTS)
            if at is not None:
                start, end = parts[at]["span"]
                words = version.record["text"][start:end]
                address = anchors.of_part(meeting.pk, at)
                found[key] = Place(address, meeting.title, meeting.body.name, words, day_of(meeting))
    return found


def item_places(keys: Sequence[str], _account: Any) -> dict[str, Place]:
    """Items."""
    of = numbers(keys)
    return {
        of[item.pk]: Place(
            reverse("tracking:item", args=[item.pk]),
            item.title,
            f"{item.body.name}　{item.get_state_display()}",
            item.text,
            item.opened_on.isoformat() if item.opened_on else "",
        )
        for item in asked(_ITEM_PLACES, of)
    }


_ITEM_PLACES = Prepared(
    lambda *keys: (
        Item.objects.select_related("body")
        .filter(pk__in=keys)
        .only("title", "text", "state", "opened_on", "body__name")
    )
)


def progress_places(keys: Sequence[str], account: Any) -> dict[str, Place]:
    """Progress reports that this account may read."""
    of, found = numbers(keys), {}
    for progress in progress_for(account).select_related("duty__item").filter(pk__in=of):
        item = progress.duty.item
        address = anchors.at(reverse("tracking:item", args=[item.pk]), f"progress-{progress.pk}")
        words = f"{progress.text}\n{progress.next_step}".strip()
        found[of[progress.pk]] = Place(
            address, str(progress.duty), item.title, words, progress.as_of.isoformat()
        )
    return found


def register_things() -> None:
    """Register the kinds of records and tracking."""
    register(
        [
            Kind("item", _("列管事項"), item_rows, item_entries, touched_by(Item, _ITEMS), item_places),
            Kind(
                "clause", _("決議"), clause_rows, clause_entries, touched_by(Clause, _CLAUSES), clause_places
            ),
            Kind("statement", _("發言"), point_rows, point_entries, touched_by(Point, _POINTS), point_places),
            Kind(
                "progress",
                _("辦理情形"),
                progress_rows,
                progress_entries,
                touched_by(Progress, _PROGRESS),
                progress_places,
            ),
            Kind(
                "text",
                _("會議紀錄原文"),
                text_rows,
                text_entries,
                touched_by(RecordVersion, _TEXTS),
                text_places,
            ),
        ]
    )
