"""The states of an item and the moves between them: one table, pure, without the ORM.

The pages, the actions, the guards of the database and the docs are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemState(models.TextChoices):
    """列管狀態."""

    TRACKED = "tracked", _("列管中")
    RELEASED = "released", _("解除列管")
    MERGED = "merged", _("併案列管")
    SELF_TRACKED = "self-tracked", _("自行列管")
    HANDED_OVER = "handed-over", _("移列他會議")
    ENDED = "ended", _("不再列管")


class RulingKind(models.TextChoices):
    """裁示."""

    TRACK = "track", _("持續列管")
    RELEASE = "release", _("解除列管")
    MERGE = "merge", _("併案列管")
    SELF_TRACK = "self_track", _("自行列管")
    HAND_OVER = "hand_over", _("移列他會議")
    EXTEND = "extend", _("展延")
    END = "end", _("不再列管")
    RESUME = "resume", _("恢復列管")


class DutyRole(models.TextChoices):
    """主辦或協辦."""

    LEAD = "lead", _("主辦")
    SUPPORT = "support", _("協辦")


@dataclass(frozen=True, slots=True)
class Move:
    """What a ruling of this kind does to an item: from which states, to which state."""

    kind: RulingKind
    sources: frozenset[ItemState]
    target: ItemState
    needs_reason: bool = False

    @property
    def ends(self) -> bool:
        """Whether it ends tracking."""
        return self.target is not ItemState.TRACKED


_TRACKED = frozenset({ItemState.TRACKED})
_ENDED = frozenset(ItemState) - _TRACKED

MOVES: dict[RulingKind, Move] = {
    move.kind: move
    for move in (
        Move(RulingKind.TRACK, _TRACKED, ItemState.TRACKED),
        Move(RulingKind.EXTEND, _TRACKED, ItemState.TRACKED),
        Move(RulingKind.RELEASE, _TRACKED, ItemState.RELEASED),
        Move(RulingKind.MERGE, _TRACKED, ItemState.MERGED),
        Move(RulingKind.SELF_TRACK, _TRACKED, ItemState.SELF_TRACKED),
        Move(RulingKind.HAND_OVER, _TRACKED, ItemState.HANDED_OVER),
        Move(RulingKind.END, _TRACKED, ItemState.ENDED, needs_reason=True),
        Move(RulingKind.RESUME, _ENDED, ItemState.TRACKED),
    )
}
