"""Progress reports 辦理情形 of the agencies, with their evidence 佐證資料. What was submitted is never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import URLValidator
from django.db.models import Max
from django.forms.models import model_to_dict
from django.utils import timezone

from lieguan.errors import Conflict, InvalidInput, Refused
from lieguan.site.log import actions as log
from lieguan.site.log.actions import Actor
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking import reminders, rounds
from lieguan.site.tracking.evidence import media_type
from lieguan.site.tracking.models import Duty, Evidence, Progress
from lieguan.site.tracking.settling import change
from lieguan.site.tracking.states import ItemState, RulingKind

FACTS = (
    "duty", "round", "version", "state", "text", "status", "percentage", "next_step", "next_step_on", "wish",
    "wish_reason", "wish_until", "as_of", "written_by", "submitted_by", "reviewed_by", "return_reason",
)  # fmt: skip
EVIDENCE_FACTS = ("shows", "name", "media_type", "size", "sha256", "link", "as_of", "licence")


@dataclass(frozen=True, slots=True)
class ProgressEntry:
    """What an agency reports.

    wish  what it asks for, a RulingKind value or empty; `wish_until` the date of an extension
    """

    text: str
    as_of: date
    status: str = Progress.Status.UNDER_WAY
    percentage: int | None = None
    next_step: str = ""
    next_step_on: date | None = None
    wish: str = ""
    wish_reason: str = ""
    wish_until: date | None = None


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """A file (`name` and `content`) or a link, and one statement of what it shows."""

    shows: str
    name: str = ""
    content: bytes = b""
    link: str = ""
    as_of: date | None = None
    licence: str = ""


def write_progress(
    actor: Actor | None,
    duty: Duty,
    entry: ProgressEntry,
    *,
    evidence: Sequence[EvidenceEntry] = (),
    submit: bool = False,
) -> Progress:
    """Write the draft of an agency's report on its duty for the next meeting, and submit it where asked.

    There is one draft a duty; writing again changes it. Evidence is added to what the draft has. After submission
    (and until the secretariat returns it) a further report is a new version.

    Raises NotAllowed, InvalidInput, Refused (the duty or item is not tracked any more).
    """
    agency = _agency(duty)
    require(actor, Right.WRITE_PROGRESS, body=duty.item.body_id, agency=agency)
    _require_sound(entry)
    with change():
        duty = _tracked(duty)
        draft = Progress.objects.filter(duty=duty, state=Progress.State.DRAFT).first()
        before = facts_of(draft) if draft else None
        if draft is None:
            open_round = rounds.current(duty.item.body_id)
            versions = Progress.objects.filter(duty=duty, round=open_round).aggregate(Max("version"))
            draft = Progress(duty=duty, round=open_round, version=(versions["version__max"] or 0) + 1)
        for name in entry.__slots__:
            setattr(draft, name, getattr(entry, name))
        draft.written_by_id = getattr(actor, "pk", None)
        draft.save()
        for one in evidence:
            _attach(draft, one)
        log.append(
            actor,
            "tracking.write_progress",
            draft,
            before=before,
            after=facts_of(draft),
            body_id=duty.item.body_id,
            event_on=draft.as_of,
        )
        if submit:
            return submit_progress(actor, draft)
    return draft


def submit_progress(actor: Actor | None, draft: Progress) -> Progress:
    """Submit a draft: from now on it is never changed.

    Raises NotAllowed, Conflict (submitted already), Refused (the duty is not tracked any more).
    """
    duty = draft.duty
    require(actor, Right.SUBMIT_PROGRESS, body=duty.item.body_id, agency=_agency(duty))
    with change():
        duty = _tracked(duty)
        found = Progress.objects.select_for_update().get(pk=draft.pk)
        if found.state != Progress.State.DRAFT:
            raise Conflict("the report was submitted already", place=str(duty), remedy="write a new version")
        before = facts_of(found)
        # A draft that waited over a meeting belongs to the round in which it is submitted.
        open_round = rounds.current(duty.item.body_id)
        if found.round_id != open_round.pk:
            versions = Progress.objects.filter(duty=duty, round=open_round).aggregate(Max("version"))
            found.round, found.version = open_round, (versions["version__max"] or 0) + 1
        found.state = Progress.State.SUBMITTED
        found.submitted_by_id = getattr(actor, "pk", None)
        found.submitted_at = timezone.now()
        found.save()
        log.append(
            actor,
            "tracking.submit_progress",
            found,
            before=before,
            after=facts_of(found),
            body_id=duty.item.body_id,
            event_on=found.as_of,
        )
    return found


def discard_draft(actor: Actor | None, draft: Progress) -> None:
    """Throw a draft away. Raises NotAllowed, Conflict (it was submitted)."""
    duty = draft.duty
    require(actor, Right.WRITE_PROGRESS, body=duty.item.body_id, agency=_agency(duty))
    with change():
        found = Progress.objects.select_for_update().filter(pk=draft.pk, state=Progress.State.DRAFT).first()
        if found is None:
            raise Conflict("the report is no draft any more", place=str(duty), remedy="load the page again")
        log.append(actor, "tracking.discard_draft", found, before=facts_of(found), body_id=duty.item.body_id)
        found.evidence.all().delete()
        found.delete()


def remove_evidence(actor: Actor | None, evidence: Evidence) -> None:
    """Take evidence off a draft. Raises NotAllowed, Conflict (the report was submitted)."""
    duty = evidence.progress.duty
    require(actor, Right.WRITE_PROGRESS, body=duty.item.body_id, agency=_agency(duty))
    with change():
        draft = Progress.objects.select_for_update().get(pk=evidence.progress_id)
        if draft.state != Progress.State.DRAFT:
            raise Conflict("the report was submitted", place=str(duty), remedy="write a new version")
        before = facts_of(draft)
        evidence.delete()
        log.append(
            actor,
            "tracking.remove_evidence",
            draft,
            before=before,
            after=facts_of(draft),
            body_id=duty.item.body_id,
        )


def review_progress(
    actor: Actor | None, progress: Progress, *, accept: bool, return_reason: str = ""
) -> Progress:
    """Accept a submitted report, or return it with a reason, of which its agency is told; a new version follows.

    Raises NotAllowed, InvalidInput (no reason), Conflict (reviewed already).
    """
    item = progress.duty.item
    require(actor, Right.REVIEW, body=item.body_id)
    if not accept and not return_reason.strip():
        raise InvalidInput("a return needs its reason", field="return_reason", remedy="say what is missing")
    with change():
        found = Progress.objects.select_for_update().get(pk=progress.pk)
        if found.state != Progress.State.SUBMITTED:
            raise Conflict("the report was reviewed already", place=str(found), remedy="load the page again")
        before = facts_of(found)
        found.state = Progress.State.ACCEPTED if accept else Progress.State.RETURNED
        found.return_reason = "" if accept else return_reason.strip()
        found.reviewed_by_id = getattr(actor, "pk", None)
        found.reviewed_at = timezone.now()
        found.save()
        if not accept:
            reminders.returned(found, timezone.localdate())
        log.append(
            actor,
            "tracking.accept_progress" if accept else "tracking.return_progress",
            found,
            before=before,
            after=facts_of(found),
            body_id=item.body_id,
            event_on=found.as_of,
        )
    return found


def facts_of(progress: Progress) -> dict[str, Any]:
    """What the log keeps of a report: its fields and its evidence."""
    found: dict[str, Any] = model_to_dict(progress, FACTS)
    found["evidence"] = [model_to_dict(one, EVIDENCE_FACTS) for one in progress.evidence.order_by("pk")]
    return found


def _agency(duty: Duty) -> int:
    if duty.agency_id is None:
        raise Refused(
            "nobody is named for this duty yet",
            place=str(duty),
            remedy="let the secretariat name the agencies",
        )
    return duty.agency_id


def _tracked(duty: Duty) -> Duty:
    found = Duty.objects.select_for_update(of=("self",)).select_related("item").get(pk=duty.pk)
    if found.state != ItemState.TRACKED:
        raise Refused(
            "the duty is not tracked any more",
            place=f"item {found.item.number}, {found}",
            remedy="nothing is to be reported",
        )
    if found.moved_into_id is not None:
        raise Refused(
            "the duty was moved to the agency's successor",
            place=f"item {found.item.number}, {found}",
            remedy="let the successor report",
        )
    return found


def _require_sound(entry: ProgressEntry) -> None:
    if not entry.text.strip():
        raise InvalidInput("the report says nothing", field="text", remedy="say what was done")
    if entry.percentage is not None and not 0 <= entry.percentage <= 100:
        raise InvalidInput("a percentage is 0 to 100", field="percentage", remedy="correct it")
    if entry.status not in Progress.Status.values:
        raise InvalidInput(f"there is no status {entry.status!r}", field="status", remedy="choose one")
    if entry.wish and entry.wish not in set(RulingKind):
        raise InvalidInput(f"there is no wish {entry.wish!r}", field="wish", remedy="choose one")


def _attach(draft: Progress, entry: EvidenceEntry) -> Evidence:
    """Add one piece of evidence to a draft: the file under its SHA-256, its type by what it holds."""
    if not entry.shows.strip():
        raise InvalidInput("say what the evidence shows", field="shows", remedy="one sentence is enough")
    if bool(entry.content) == bool(entry.link):
        raise InvalidInput("evidence is a file or a link", field="evidence", remedy="give one of them")
    made = Evidence(
        progress=draft, shows=entry.shows.strip(), as_of=entry.as_of, licence=entry.licence, link=entry.link
    )
    if entry.content:
        if len(entry.content) > settings.UPLOAD_LIMIT:
            raise InvalidInput(
                f"{entry.name} is larger than {settings.UPLOAD_LIMIT // 2**20} MB",
                field="evidence",
                remedy="send a smaller file, or a link",
            )
        made.name, made.size = entry.name[-255:], len(entry.content)
        made.media_type = media_type(entry.name, entry.content)
        made.sha256 = hashlib.sha256(entry.content).hexdigest()
        path = f"evidence/{made.sha256[:2]}/{made.sha256}"
        # The same bytes are kept once; a file that is there already is never written over.
        if not default_storage.exists(path):
            path = default_storage.save(path, ContentFile(entry.content))
        made.file.name = path
    try:
        if made.link:
            URLValidator(schemes=["http", "https"])(made.link)
        made.full_clean(exclude=["progress"])
    except ValidationError as error:
        raise InvalidInput(
            "; ".join(error.messages), field="evidence", place=entry.link or entry.name, remedy="correct it"
        ) from error
    made.save()
    return made
