"""What of records can be restricted, and where the words of a paragraph are kept a second time.

clause      with its sub-clauses
statement   with its points, and who said it
point       its words alone; who spoke stays
source      the file of minutes, and what its text has beside the paragraphs of the record
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lieguan.site.records import anchors
from lieguan.site.records.models import Clause, Meeting, Minutes, Paragraph, Point, RecordVersion, Statement
from lieguan.site.withholding import kinds
from lieguan.site.withholding.kinds import Covered, Keys, Kind, Thing
from lieguan.site.withholding.reading import current

# The keys of a file: by the minutes that were read from it, and by itself, for its name.
MINUTES, FILE = "minutes:", "file:"


def source_key(minutes_pk: int) -> str:
    """The key of the file of these minutes."""
    return f"{MINUTES}{minutes_pk}"


def file_is_withheld(minutes: Minutes) -> bool:
    """Whether the file of these minutes holds something that the reader of the moment may not read."""
    reader = current()
    if reader.sees_everything or not reader.covers:
        return False
    if reader.hidden(source_key(minutes.pk)):
        return True
    made_of_it = RecordVersion.objects.filter(minutes__source=minutes.source_id).defer("record")
    return any(reader.hidden_in_version(version.uids) for version in made_of_it)


def connect() -> None:
    """Register the kinds; called once by the app."""
    kinds.register(
        (
            Kind("clause", _("決議"), _clause),
            Kind("statement", _("發言"), _statement),
            Kind("point", _("發言要點"), _point),
            Kind("source", _("紀錄原檔"), _source),
        )
    )
    kinds.follow(_inner)
    kinds.follow(_joined)
    kinds.on_change(_changed)


def _clause(uid: str) -> Thing | None:
    row = Clause.objects.select_related("meeting__body").filter(uid=uid).first()
    return _thing(row, row.meeting, row.text) if row else None


def _statement(uid: str) -> Thing | None:
    row = Statement.objects.select_related("meeting__body").filter(uid=uid).first()
    if row is None:
        return None
    points = "\n".join(point.text for point in row.points.order_by("position"))
    return _thing(row, row.meeting, f"{row.as_written}\n{points}")


def _point(uid: str) -> Thing | None:
    row = Point.objects.select_related("statement__meeting__body").filter(uid=uid).first()
    return _thing(row, row.statement.meeting, row.text) if row else None


def _thing(row: Paragraph, meeting: Meeting, words: str) -> Thing:
    address = anchors.of_paragraph(meeting.pk, row.uid)
    return Thing(meeting.body, words, address, ((row.uid, ""), *_earlier(row)), meeting.starts_on)


def _earlier(row: Paragraph) -> Iterator[Covered]:
    """Where earlier versions have its words: in the paragraph that it was the later part of."""
    whole = row.split_from
    while whole is not None:
        yield whole.uid, row.uid
        whole = whole.split_from


def _source(pk: str) -> Thing | None:
    if not pk.isdecimal():
        return None
    minutes = Minutes.objects.select_related("meeting__body", "source").filter(pk=pk).first()
    if minutes is None or minutes.meeting is None:
        return None
    same = Minutes.objects.filter(source=minutes.source_id).values_list("pk", flat=True)
    covers = ((f"{FILE}{minutes.source_id}", ""), *((source_key(one), "") for one in sorted(same)))
    address = reverse("records:meeting", args=[minutes.meeting_id])
    return Thing(minutes.meeting.body, minutes.source.name, address, covers, minutes.meeting.starts_on)


def _inner(keys: Keys) -> Iterator[str]:
    """A clause → its sub-clauses; a statement → its points."""
    yield from Clause.objects.filter(parent__uid__in=keys).values_list("uid", flat=True)
    yield from Point.objects.filter(statement__uid__in=keys).values_list("uid", flat=True)


def _joined(keys: Keys) -> Iterator[str]:
    """A paragraph → those whose words it took in, and the one that took its words in."""
    for model in (Clause, Statement, Point):
        pairs = model.objects.filter(joined_into__isnull=False)
        yield from pairs.filter(joined_into__uid__in=keys).values_list("uid", flat=True)
        yield from pairs.filter(uid__in=keys).values_list("joined_into__uid", flat=True)


def _changed(keys: Keys) -> None:
    """The paragraphs and their meetings count as changed."""
    now = timezone.now()
    meetings: set[int] = set()
    for model, of in ((Clause, "meeting_id"), (Statement, "meeting_id"), (Point, "statement__meeting_id")):
        rows = model.objects.filter(uid__in=keys)
        meetings |= set(rows.values_list(of, flat=True))
        rows.update(modified_at=now)
    minutes = [key.partition(":")[2] for key in keys if key.startswith(MINUTES)]
    meetings |= set(
        Minutes.objects.filter(pk__in=minutes, meeting__isnull=False).values_list("meeting_id", flat=True)
    )
    Meeting.objects.filter(pk__in=meetings).update(modified_at=now)
