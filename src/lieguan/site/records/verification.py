"""Confirmed records against the log, and the rows of clauses and meetings against the records they came from."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from django.core.files.storage import default_storage

from lieguan.site.log import erasing
from lieguan.site.log.actions import canonical
from lieguan.site.log.models import Entry
from lieguan.site.log.verification import Problem
from lieguan.site.records import rows
from lieguan.site.records.identity import Node, with_uids
from lieguan.site.records.models import Clause, Meeting, RecordVersion, SourceFile

# Actions whose entry holds the digest of the version that they made.
LOGGED = ("records.confirm", "records.correct")
COMPARED = (
    "local_id",
    "position",
    "number",
    "text",
    "disposition",
    "subject",
    "rulings",
    "agencies",
    "deadlines",
)


def verify() -> Iterator[Problem]:
    """Everything of the records that is not as it must be."""
    yield from versions()
    yield from meetings()
    yield from files()


def versions() -> Iterator[Problem]:
    """Versions that are not those that were confirmed, and confirmed ones that are gone."""
    logged: dict[int, set[str]] = defaultdict(set)
    entries = Entry.objects.filter(kind="records.minutes", action__in=LOGGED).order_by("number")
    restated = erasing.restated()
    for number, minutes, *kept in entries.values_list(
        "number", "object_id", "values__before", "values__after"
    ):
        _before, after = restated.get(number, kept)
        if after:
            logged[int(minutes)].add(after["record_sha256"])
    found: dict[int, set[str]] = defaultdict(set)
    for version in RecordVersion.objects.order_by("pk").iterator(chunk_size=50):
        digest = hashlib.sha256(canonical(version.record)).hexdigest()
        found[version.minutes_id].add(digest)
        if digest not in logged[version.minutes_id]:
            yield Problem(
                "record.version",
                f"version {version.number} of minutes {version.minutes_id}",
                "it is not the record that was confirmed",
            )
    for minutes, digests in logged.items():
        for digest in digests - found[minutes]:
            yield Problem(
                "record.gone", f"minutes {minutes}", f"the confirmed record {digest[:12]}… is not there"
            )


def meetings() -> Iterator[Problem]:
    """Meetings and clauses that do not say what the latest version of their record says."""
    for meeting in Meeting.objects.order_by("pk").iterator():
        place = str(meeting)
        standing = {
            row["uid"]: row
            for row in Clause.objects.filter(meeting=meeting, standing=True).values("uid", *COMPARED)
        }
        version = meeting.versions.order_by("-number").first()
        if meeting.state != Meeting.State.HELD or version is None:
            if standing:
                yield Problem("clause.standing", place, "clauses stand, but no record of it is confirmed")
            continue
        record = with_uids(version.record, version.uids)
        yield from _clauses(place, record, standing)
        day = (record["meeting"]["starts_at"] or "")[:10]
        if day != (meeting.starts_on.isoformat() if meeting.starts_on else ""):
            yield Problem(
                "meeting.date", place, f"its record says {day or 'no date'}, its row {meeting.starts_on}"
            )


def files() -> Iterator[Problem]:
    """Files of minutes that are gone, or are not those that were sent."""
    for source in SourceFile.objects.order_by("pk").iterator():
        place = f"file {source.name}"
        if not source.file or not default_storage.exists(source.file.name):
            yield Problem("source.gone", place, "it is not there")
            continue
        with default_storage.open(source.file.name) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != source.sha256:
                yield Problem("source.changed", place, "it is not the file that was sent")


def _clauses(place: str, record: Node, standing: dict[str, dict[str, object]]) -> Iterator[Problem]:
    wanted = dict(rows.clause_rows(record))
    for uid in sorted(wanted.keys() | standing.keys()):
        row = standing.get(uid)
        if uid not in wanted:
            yield Problem("clause.extra", f"{place}, clause {uid}", "it stands, but the record has it not")
        elif row is None:
            yield Problem("clause.gone", f"{place}, clause {uid}", "the record has it, but it does not stand")
        elif any(row[name] != wanted[uid][name] for name in COMPARED):
            yield Problem("clause.differs", f"{place}, clause {uid}", "it is not as the record has it")
