"""The states of an item and the moves between them: one table, pure Python, no Django inside.

The pages, the actions, the replay, the guards of the database and the docs are all made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


def gettext_noop(text: str) -> str:
    """Marks a label for the English catalogue; who shows it translates it."""
    return text


class Labelled(StrEnum):
    """A value of the database with its Chinese words."""

    label: str

    def __new__(cls, value: str, label: str) -> Labelled:
        """Members are written `NAME = value, label`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ItemState(Labelled):
    """列管狀態."""

    TRACKED = "tracked", gettext_noop("列管中")
    RELEASED = "released", gettext_noop("解除列管")
    MERGED = "merged", gettext_noop("併案列管")
    SELF_TRACKED = "self-tracked", gettext_noop("自行列管")
    HANDED_OVER = "handed-over", gettext_noop("移列他會議")
    ENDED = "ended", gettext_noop("不再列管")


class RulingKind(Labelled):
    """裁示. The values are those of the record's dispositions on items."""

    TRACK = "track", gettext_noop("持續列管")
    RELEASE = "release", gettext_noop("解除列管")
    MERGE = "merge", gettext_noop("併案列管")
    SELF_TRACK = "self_track", gettext_noop("自行列管")
    HAND_OVER = "hand_over", gettext_noop("移列他會議")
    EXTEND = "extend", gettext_noop("展延")
    END = "end", gettext_noop("不再列管")
    RESUME = "resume", gettext_noop("恢復列管")


class DutyRole(Labelled):
    """主辦或協辦."""

    LEAD = "lead", gettext_noop("主辦")
    SUPPORT = "support", gettext_noop("協辦")


class ReasonCode(Labelled):
    """Grounds for ending without completion (列管計畫調整、撤銷之事由)."""

    MERGED_OR_SPLIT = "merged-or-split", gettext_noop("併案或分案")
    POLICY_CHANGED = "policy-changed", gettext_noop("政策或情勢變更")
    AGENCY_CHANGED = "agency-changed", gettext_noop("機關裁撤、併編或任務變更")
    RESOURCES_GONE = "resources-gone", gettext_noop("資源條件消失")
    OTHER_APPROVED = "other-approved", gettext_noop("其他簽准事由")


class Needs(Enum):
    """What a ruling of a kind must say besides its clause."""

    MERGED_INTO = "merged_into"
    HANDED_TO = "handed_to"
    REASON_CODE = "reason_code"


@dataclass(frozen=True, slots=True)
class Move:
    """What a ruling of this kind does to an item or duty: from which states, to which state.

    needs  what the ruling must name; the guards hold it too
    """

    kind: RulingKind
    sources: frozenset[ItemState]
    target: ItemState
    needs: frozenset[Needs] = frozenset()

    @property
    def ends(self) -> bool:
        """Whether it ends tracking."""
        return self.target is not ItemState.TRACKED


TRACKED = frozenset({ItemState.TRACKED})
ENDED = frozenset(ItemState) - TRACKED

MOVES: dict[RulingKind, Move] = {
    move.kind: move
    for move in (
        Move(RulingKind.TRACK, TRACKED, ItemState.TRACKED),
        Move(RulingKind.EXTEND, TRACKED, ItemState.TRACKED),
        Move(RulingKind.RELEASE, TRACKED, ItemState.RELEASED),
        Move(RulingKind.MERGE, TRACKED, ItemState.MERGED, frozenset({Needs.MERGED_INTO})),
        Move(RulingKind.SELF_TRACK, TRACKED, ItemState.SELF_TRACKED),
        Move(RulingKind.HAND_OVER, TRACKED, ItemState.HANDED_OVER, frozenset({Needs.HANDED_TO})),
        Move(RulingKind.END, TRACKED, ItemState.ENDED, frozenset({Needs.REASON_CODE})),
        Move(RulingKind.RESUME, ENDED, ItemState.TRACKED),
    )
}
ENDING = tuple(move for move in MOVES.values() if move.ends)
KEEPING = tuple(move for move in MOVES.values() if not move.ends)
