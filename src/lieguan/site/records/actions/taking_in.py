"""Taking minutes in: from a file that was sent to drafts, and what becomes of those that are here already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from lieguan.errors import EmptyFile, FileTooLarge, InvalidInput, NotAllowed
from lieguan.site.log import actions as log
from lieguan.site.records import files
from lieguan.site.records.actions.access import hold, must_be, need
from lieguan.site.records.editing.tree import fold, unfold
from lieguan.site.records.identity import Node, with_uids
from lieguan.site.records.likeness import adopt_uids
from lieguan.site.records.models import Meeting, Minutes, SourceFile
from lieguan.site.records.reading import read_apart
from lieguan.site.records.sameness import body_named, same_file, same_meeting
from lieguan.site.registry.rights import Right, allowed, holds
from lieguan.site.withholding.actions import change


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent: where it lies now, and its name as its sender gave it."""

    path: Path
    name: str


def take_in(actor: Any, sent: Sent) -> list[Minutes]:
    """Read a file and take each record in it in: as a draft, or held where it seems to be here already.

    Raises SourceError where the file cannot be read, NotAllowed where the actor has no right to take in minutes
    of the body; then neither rows nor file are left behind.
    """
    if not holds(actor, Right.TAKE_IN):
        raise NotAllowed(f"{actor} has no right to take minutes in", place="site", remedy="ask for the role")
    size = sent.path.stat().st_size
    if size > settings.UPLOAD_LIMIT:
        raise FileTooLarge(
            f"larger than {settings.UPLOAD_LIMIT} bytes", place=sent.name, remedy="split the file"
        )
    if size == 0:
        raise EmptyFile("the file is empty", place=sent.name, remedy="send the file again")
    records = read_apart(sent.path, sent.name)
    sha256 = files.digest(sent.path)
    name = files.keep(sent.path, sha256)
    try:
        with change():
            source = _source(actor, sent, sha256, name, records)
            return [_minutes(actor, source, index, record) for index, record in enumerate(records)]
    except BaseException:
        if not SourceFile.objects.filter(sha256=sha256).exists():
            files.drop(name)
        raise


def _source(actor: Any, sent: Sent, sha256: str, name: str, records: list[Node]) -> SourceFile:
    source, new = SourceFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": sent.name[-255:], "file": name, "size": sent.path.stat().st_size, "sent_by": actor,
            "media_type": records[0]["source"]["media_type"] if records else "application/octet-stream",
        },
    )  # fmt: skip
    # Writing to the log queues writers: of two uploads at once, the second sees what the first took in.
    log.append(
        actor, "records.receive_file" if new else "records.receive_file_again", source,
        after={"name": sent.name, "sha256": sha256, "records": len(records)},
    )  # fmt: skip
    return source


def _minutes(actor: Any, source: SourceFile, index: int, record: Node) -> Minutes:
    body = body_named(record["meeting"]["body"])
    if body is not None and not allowed(actor, Right.TAKE_IN, body=body):
        raise NotAllowed(
            f"{actor} has no right to take in minutes of {body}", place=source.name, remedy="ask for the role"
        )
    same = same_file(source.pk, index) or same_meeting(record, body)
    read = with_uids(record)
    minutes = Minutes.objects.create(
        source=source, index=index, body=body, read=read, draft=fold(unfold(read)), taken_in_by=actor,
        state=Minutes.State.HELD if same else Minutes.State.DRAFT, same_as=same,
    )  # fmt: skip
    log.append(
        actor, "records.take_in", minutes, body_id=minutes.body_id,
        after={"state": minutes.state, "title": str(minutes), "same_as": same.pk if same else None},
    )  # fmt: skip
    return minutes


def discard(actor: Any, minutes_pk: int) -> Minutes:
    """Throw a draft away, or minutes that were held; the file and the rows stay, out of sight."""
    with change():
        minutes = hold(minutes_pk)
        need(actor, Right.TAKE_IN, minutes.body_id)
        must_be(minutes, Minutes.State.DRAFT, Minutes.State.HELD)
        before, minutes.state = minutes.state, Minutes.State.DISCARDED
        minutes.save(update_fields=["state"])
        if minutes.meeting_id is not None:  # confirmed once, and taken back: nothing is left of that meeting
            Meeting.objects.filter(pk=minutes.meeting_id, state=Meeting.State.PLANNED).update(
                state=Meeting.State.WITHDRAWN, modified_at=timezone.now()
            )
        log.append(
            actor, "records.discard", minutes, before={"state": before}, after={"state": minutes.state},
            body_id=minutes.body_id,
        )  # fmt: skip
    return minutes


def settle_sameness(actor: Any, minutes_pk: int, choice: str) -> Minutes:
    """Say what minutes that are held are.

    choice  "edition": a new edition of the meeting that they seem to be of; its paragraphs keep their addresses
                       where they are alike; a draft of that meeting gives way to this one
            "apart":   another meeting after all
    (To throw them away: `discard`.)
    """
    with change():
        minutes = hold(minutes_pk)
        need(actor, Right.TAKE_IN, minutes.body_id)
        must_be(minutes, Minutes.State.HELD)
        same = minutes.same_as
        if choice == "edition" and same is not None:
            _become_edition(minutes, hold(same.pk))
        elif choice == "apart" and same is not None:
            if same_file(minutes.source_id, minutes.index) is not None:
                raise InvalidInput("the same file is no other meeting", field="choice", place=str(minutes))
            minutes.apart_from.add(same)
            minutes.same_as = same_meeting(minutes.draft, minutes.body, apart_from=minutes)
        else:
            raise InvalidInput(f"no choice {choice}", field="choice", place=str(minutes))
        still_held = choice == "apart" and minutes.same_as is not None
        minutes.state = Minutes.State.HELD if still_held else Minutes.State.DRAFT
        minutes.draft_version += 1
        minutes.draft_by, minutes.draft_at = actor, timezone.now()
        minutes.save()
        log.append(
            actor, "records.settle_sameness", minutes, before={"state": Minutes.State.HELD, "same_as": same.pk},
            after={"state": minutes.state, "choice": choice}, body_id=minutes.body_id,
        )  # fmt: skip
    return minutes


def _become_edition(minutes: Minutes, same: Minutes) -> None:
    """Take the place of an earlier edition: a draft's at once, a confirmed one's when this one is confirmed."""
    earlier = same.draft
    if same.state == Minutes.State.CONFIRMED:
        version = same.versions.order_by("-number").first()
        earlier = with_uids(version.record, version.uids) if version else same.draft
        minutes.body = same.body
    elif same.state == Minutes.State.DRAFT:
        same.state = Minutes.State.SUPERSEDED
        same.save(update_fields=["state"])
        minutes.same_as = same.same_as
    for record in (minutes.read, minutes.draft):
        adopt_uids(record, earlier)
