"""What other apps may read of meetings and their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length

from lieguan.site.records.editing.places import marker_words
from lieguan.site.records.models import Clause, Meeting, Minutes, RecordVersion, SecondConfirmation, Statement
from lieguan.site.registry.models import Body
from lieguan.site.registry.prepared import LONGEST, Prepared
from lieguan.site.withholding.reading import current


def held_meetings(body: Body) -> QuerySet[Meeting]:
    """The meetings of a body whose record is confirmed, latest first; undated ones last."""
    return body.meetings.filter(state=Meeting.State.HELD).order_by("-starts_on", "-order_in_day", "-pk")


def planned_meetings(body: Body) -> QuerySet[Meeting]:
    """The meetings of a body that have no confirmed record yet, next first."""
    return body.meetings.filter(state=Meeting.State.PLANNED).order_by("starts_on", "order_in_day", "pk")


def is_later(meeting: Meeting, than: Meeting) -> bool:
    """Whether `meeting` was held after `than`: by date, on one day by the order that a person gave.

    An undated meeting is neither later nor earlier than any other.
    """
    if meeting.starts_on is None or than.starts_on is None:
        return False
    return (meeting.starts_on, meeting.order_in_day) > (than.starts_on, than.order_in_day)


def standing_clauses(minutes: Minutes) -> QuerySet[Clause]:
    """The clauses of confirmed minutes that stand, in the record's order."""
    return minutes.clauses.filter(standing=True).select_related("meeting", "parent").order_by("position")


def confirmed_minutes(meeting: Meeting) -> Minutes | None:
    """The minutes that the meeting's record comes from, or None."""
    return meeting.minutes.filter(state=Minutes.State.CONFIRMED).defer("read", "draft").first()


def latest_version(meeting: Meeting) -> RecordVersion | None:
    """The record of a meeting as last confirmed or corrected, or None."""
    return meeting.versions.order_by("-number").first()


def awaits_second(meeting: Meeting) -> bool:
    """Whether the body asks for a second person, and none confirmed the record of this meeting as it stands."""
    if not meeting.body.second_person:
        return False
    latest = meeting.versions.order_by("-number").values("pk")[:1]
    return not SecondConfirmation.objects.filter(version__in=latest).exists()


def second_confirmations(meetings: Iterable[int]) -> dict[int, list[SecondConfirmation]]:
    """The second confirmations of the versions of these meetings' records, by meeting, the earliest first."""
    found: dict[int, list[SecondConfirmation]] = defaultdict(list)
    wanted = sorted(set(meetings))
    for first in range(0, len(wanted), LONGEST):
        for row in _SECOND_CONFIRMATIONS(*wanted[first : first + LONGEST]):
            found[row.version.meeting_id].append(row)
    return found


def _second_confirmations(*meetings: int) -> QuerySet[SecondConfirmation]:
    rows = SecondConfirmation.objects.filter(version__meeting__in=meetings).order_by("at")
    return rows.select_related("by", "version").defer("version__record", "version__uids")


_SECOND_CONFIRMATIONS = Prepared(_second_confirmations)


def printed_markers(meeting: Meeting) -> dict[str, str]:
    """The markers of the meeting's clauses as its record prints them, by uid: {"7KQ2…": "（二）"}.

    A clause without a marker, or whose words a person changed, is left out.
    """
    version = latest_version(meeting)
    if version is None:
        return {}
    text = version.record.get("text") or ""
    found: dict[str, str] = {}

    def walk(clauses: list[dict[str, Any]]) -> None:
        for clause in clauses:
            uid = version.uids.get(clause["id"])
            marker = marker_words(text, clause.get("spans") or [], clause["text"])
            if uid and marker:
                found[uid] = marker
            walk(clause["clauses"])

    for resolution in version.record.get("resolutions") or []:
        walk(resolution["clauses"])
    return found


def current_record(meeting: Meeting) -> dict[str, Any] | None:
    """The record (format lieguan-record/1) as it stands now, or None where none is confirmed."""
    if meeting.state != Meeting.State.HELD:
        return None
    version = latest_version(meeting)
    return version.record if version else None


def current_records(meetings: Iterable[int]) -> dict[int, tuple[dict[str, Any], dict[str, str]]]:
    """(record, addresses by local id) of held meetings as they stand now, by the meeting's key; one query."""
    newest = RecordVersion.objects.filter(meeting=OuterRef("meeting")).order_by("-number").values("pk")[:1]
    found = RecordVersion.objects.filter(
        meeting__in=list(meetings), meeting__state=Meeting.State.HELD, pk=Subquery(newest)
    )
    return {one.meeting_id: (one.record, one.uids) for one in found}


def readable(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The paragraphs that are not withheld from the reader of the moment: where they are looked for by what they say."""
    return rows.exclude(uid__in=current().hidden_keys(""))


def spoken() -> QuerySet[Statement]:
    """The statements that stand and name who spoke, by the whole name: a bare 陳 names nobody."""
    rows = readable(Statement.objects.filter(standing=True, meeting__state=Meeting.State.HELD))
    return rows.annotate(characters=Length("speaker")).filter(characters__gt=1)


def spoke_once(name: str) -> bool:
    """Whether a statement under this name stood once, though none does now."""
    return readable(Statement.objects.filter(speaker=name)).exists()


def posts(names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The posts in which these people spoke, by name: speaker_title, organisation, first and last day; one query."""
    rows = (
        spoken()
        .filter(speaker__in=list(names))
        .values("speaker", "speaker_title", "organisation")
        .annotate(first=Min("meeting__starts_on"), last=Max("meeting__starts_on"))
        .order_by("speaker", "first", "speaker_title", "organisation")
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["speaker"], []).append(row)
    return found
