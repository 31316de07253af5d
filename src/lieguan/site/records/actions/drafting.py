"""Changing a draft: one operation at a time, stored at once, and taking steps back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from lieguan.errors import Conflict, InvalidInput
from lieguan.site.log import actions as log
from lieguan.site.records.actions.access import hold, must_be, need
from lieguan.site.records.editing.operations import apply
from lieguan.site.records.editing.tree import CannotEdit
from lieguan.site.records.identity import Node, nodes_of
from lieguan.site.records.models import DraftStep, Minutes
from lieguan.site.records.sameness import body_named
from lieguan.site.registry.rights import Right
from lieguan.site.withholding.actions import change

# How many steps can be taken back.
KEPT = 30
UNDO = "undo"


class DraftConflict(Conflict):
    """Somebody else changed the draft since the page was loaded; `steps` says who, what and when."""

    def __init__(self, minutes: Minutes, steps: Sequence[DraftStep]) -> None:
        self.minutes, self.steps = minutes, steps
        super().__init__(
            f"the draft is at version {minutes.draft_version}", place=f"minutes {minutes.pk}",
            remedy="look at what changed and send it again",
        )  # fmt: skip


def may_be_edited(minutes: Minutes) -> bool:
    """A draft, or confirmed minutes that are being corrected."""
    return minutes.state == Minutes.State.DRAFT or (
        minutes.state == Minutes.State.CONFIRMED and minutes.correcting
    )


def must_match(minutes: Minutes, version: int) -> None:
    """Refuse with DraftConflict where the draft is not at this version."""
    if minutes.draft_version != version:
        steps = minutes.steps.filter(version__gt=version).select_related("by").defer("before")
        raise DraftConflict(minutes, list(steps))


def edit(
    actor: Any, minutes_pk: int, version: int, operation: str, target: str, values: Mapping[str, Any]
) -> tuple[Minutes, str]:
    """Apply one operation (editing.operations) to a draft; gives the minutes and the uid to go on with.

    version  the draft's version that the actor saw
    Raises DraftConflict where it has another by now, CannotEdit where the draft does not allow the operation.
    """
    with change():
        minutes = hold(minutes_pk)
        need(actor, Right.CORRECT, minutes.body_id)
        _must_be_open(minutes)
        must_match(minutes, version)
        if operation == "reset":
            values = {**values, "read": minutes.read}
        done = apply(minutes.draft, operation, target, values)
        before = minutes.draft
        _store(actor, minutes, done.record, operation, target)
        _follow_body(actor, minutes, before)
        log.append(
            actor, "records.edit_draft", minutes, body_id=minutes.body_id,
            after={"operation": operation, "target": target, "version": minutes.draft_version},
        )  # fmt: skip
    return minutes, done.focus


def _must_be_open(minutes: Minutes) -> None:
    if not may_be_edited(minutes):
        must_be(minutes, Minutes.State.DRAFT)


def _store(actor: Any, minutes: Minutes, record: Node, operation: str, target: str) -> None:
    before = {key: value for key, value in minutes.draft.items() if key != "text"}
    minutes.draft_version += 1
    DraftStep.objects.create(
        minutes=minutes, version=minutes.draft_version, operation=operation, target=target[:24],
        words=_words(minutes.draft, record, target)[:200], by=actor,
        before=zlib.compress(json.dumps(before, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    )  # fmt: skip
    old = DraftStep.objects.filter(minutes=minutes, version__lte=minutes.draft_version - KEPT)
    old.exclude(before=None).update(before=None)
    minutes.draft, minutes.draft_by, minutes.draft_at = record, actor, timezone.now()
    minutes.save(update_fields=["draft", "draft_version", "draft_by", "draft_at"])


def _words(before: Node, after: Node, target: str) -> str:
    """The first words of what an operation was about, for the list of steps."""
    for record in (before, after):
        for node in nodes_of(record):
            if node["uid"] == target:
                speaker = node.get("speaker") or {}
                return str(
                    node.get("text") or node.get("title") or node.get("label") or speaker.get("name") or ""
                )
    return ""


def _follow_body(actor: Any, minutes: Minutes, before: Node) -> None:
    """Where the name of the body was changed, the minutes are of the body of that name."""
    name = minutes.draft["meeting"]["body"]
    if name == before["meeting"]["body"] or minutes.state == Minutes.State.CONFIRMED:
        return
    body = body_named(name)
    if body is not None and body.pk != minutes.body_id:
        need(actor, Right.TAKE_IN, body)
    minutes.body = body
    minutes.save(update_fields=["body"])


def undo(actor: Any, minutes_pk: int, version: int) -> tuple[Minutes, str]:
    """Take the last step back that was not taken back yet; gives the minutes and the uid that it was about."""
    with change():
        minutes = hold(minutes_pk)
        need(actor, Right.CORRECT, minutes.body_id)
        _must_be_open(minutes)
        must_match(minutes, version)
        step = step_to_undo(minutes)
        if step is None or step.before is None:
            raise CannotEdit("nothing-to-undo", "no step is left that can be taken back")
        record = json.loads(zlib.decompress(step.before).decode("utf-8", "surrogatepass"))
        before = minutes.draft
        ordered = {key: record[key] if key != "text" else before["text"] for key in before}
        _store(actor, minutes, ordered, UNDO, step.target)
        _follow_body(actor, minutes, before)
        log.append(
            actor, "records.undo_draft_step", minutes, body_id=minutes.body_id,
            after={"undone": step.version, "version": minutes.draft_version},
        )  # fmt: skip
    return minutes, step.target


def step_to_undo(minutes: Minutes) -> DraftStep | None:
    """The last step that stands: steps that were taken back, and their taking back, are passed over."""
    standing: list[DraftStep] = []
    for step in minutes.steps.select_related("by").order_by("version"):
        if step.operation != UNDO:
            standing.append(step)
        elif standing:
            standing.pop()
    return standing[-1] if standing else None


def forget_steps(minutes: Minutes) -> None:
    """What a new beginning (confirmed, taken back, a correction begun) leaves nothing to take back of."""
    minutes.steps.all().delete()


def require_reason(reason: str) -> str:
    """A reason that says something. Raises InvalidInput."""
    if not reason.strip():
        raise InvalidInput("a reason is needed", field="reason", remedy="say why in a few words")
    return reason.strip()
