"""How two versions of a record differ, paragraph by paragraph. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lieguan.site.records.identity import Node, clauses_of
from lieguan.site.records.likeness import plain
from lieguan.site.registry.leaves import pieces

_HEAD = ("title", "body", "term", "year", "ordinal", "starts_at", "ends_at", "place")
_DECIDED = ("disposition", "subject")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    kind    head, agenda, clause, point, speaker
    change  added, removed, changed
    label   the field of the head, the number of a paragraph, the speaker
    before, after   words; pieces: ("=" both, "-" before alone, "+" after alone, words) of a changed text
    """

    kind: str
    change: str
    label: str
    before: str
    after: str
    pieces: tuple[tuple[str, str], ...] = ()

    def parted(self, most: int) -> list[Change]:
        """The change, or where its words are longer than `most` characters the changes that show it one after the other."""
        said = self.pieces or tuple(pair for pair in (("-", self.before), ("+", self.after)) if pair[1])
        if sum(len(words) for _sign, words in said) <= most:
            return [self]
        found: list[list[tuple[str, str]]] = []
        left = 0
        for sign, words in said:
            for piece in pieces(words, most):
                if len(piece) > left:
                    found.append([])
                    left = most
                found[-1].append((sign, piece))
                left -= len(piece)
        return [replace(self, pieces=tuple(some)) for some in found]

    def weight(self, of: Callable[[str], int]) -> int:
        """What its words weigh, by a function of words."""
        said = [words for _sign, words in self.pieces] or [self.before, self.after]
        return sum(12 + of(words) for words in said)


def differences(
    before: Node, after: Node, uids: tuple[Mapping[str, str], Mapping[str, str]] | None = None
) -> list[Change]:
    """What `after` says otherwise than `before`, in the order of the record.

    uids  {local id: uid} of both, where paragraphs are known by their addresses; otherwise by their words
    """
    found = list(_head(before["meeting"], after["meeting"]))
    for kind, gather in (
        ("agenda", _agenda),
        ("clause", _clauses),
        ("speaker", _speakers),
        ("point", _points),
    ):
        old, new = gather(before), gather(after)
        if uids is None:
            found.extend(_by_words(kind, old, new))
        else:
            found.extend(_by_address(kind, old, new, uids))
    return found


def _head(before: Node, after: Node) -> Iterator[Change]:
    for key in _HEAD:
        if before[key] != after[key]:
            old, new = _shown(before[key]), _shown(after[key])
            yield Change("head", "changed", key, old, new)
    for key in ("chairs", "recorders"):
        old, new = _names(before[key]), _names(after[key])
        if old != new:
            yield Change("head", "changed", key, old, new)
    for key in ("present", "observers", "absent"):
        old, new = _names(before["attendance"][key]), _names(after["attendance"][key])
        if old != new:
            yield Change("head", "changed", key, old, new)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _names(people: list[Node]) -> str:
    return "、".join("".join(p[key] or "" for key in ("organisation", "name", "title")) for p in people)


# (local id, label, words, what else counts)
_Paragraph = tuple[str, str, str, Any]


def _agenda(record: Node) -> list[_Paragraph]:
    return [(i["id"], i["number"] or "", i["title"], i["kind"]) for i in record["agenda"]]


def _clauses(record: Node) -> list[_Paragraph]:
    return [
        (c["id"], f"{r['label'] or ''} {c['number'] or ''}".strip(), c["text"], _decided(c))
        for r in record["resolutions"]
        for c in clauses_of(r)
    ]


def _decided(clause: Node) -> Any:
    agencies = [(a["name"], a["role"], a["collective"], a["open"]) for a in clause["agencies"]]
    deadlines = [(d["as_written"], d["date"], d["relative"], d["recurrence"]) for d in clause["deadlines"]]
    rulings = [(r["disposition"], tuple(r["subjects"]), r["by_reference"]) for r in clause["rulings"]]
    return [clause[key] for key in _DECIDED], agencies, deadlines, rulings


def _speakers(record: Node) -> list[_Paragraph]:
    return [(s["id"], "", _names([s["speaker"]]), s["speaker"]["role"]) for s in record["statements"]]


def _points(record: Node) -> list[_Paragraph]:
    return [
        (p["id"], f"{s['speaker']['name'] or ''} {p['number'] or ''}".strip(), p["text"], None)
        for s in record["statements"]
        for p in s["points"]
    ]


def _by_address(kind: str, old: list[_Paragraph], new: list[_Paragraph], uids: Any) -> Iterator[Change]:
    known = {uids[0].get(one[0], one[0]): one for one in old}
    left = dict(known)
    for one in new:
        before = left.pop(uids[1].get(one[0], one[0]), None)
        if before is None:
            yield Change(kind, "added", one[1], "", one[2])
        elif before[1:] != one[1:]:
            yield _changed(kind, before, one)
    for one in left.values():
        yield Change(kind, "removed", one[1], one[2], "")


def _by_words(kind: str, old: list[_Paragraph], new: list[_Paragraph]) -> Iterator[Change]:
    matcher = difflib.SequenceMatcher(
        None, [plain(one[2]) for one in old], [plain(one[2]) for one in new], autojunk=False
    )
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(old[a1:a2], new[b1:b2], strict=True)
            yield from (_changed(kind, a, b) for a, b in pairs if (a[2], a[3]) != (b[2], b[3]))
            continue
        both = min(a2 - a1, b2 - b1)
        yield from (_changed(kind, old[a1 + at], new[b1 + at]) for at in range(both))
        yield from (Change(kind, "removed", one[1], one[2], "") for one in old[a1 + both : a2])
        yield from (Change(kind, "added", one[1], "", one[2]) for one in new[b1 + both : b2])


def _changed(kind: str, before: _Paragraph, after: _Paragraph) -> Change:
    pieces: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, before[2], after[2], autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("=", before[2][a1:a2]))
            continue
        pieces.extend(piece for piece in (("-", before[2][a1:a2]), ("+", after[2][b1:b2])) if piece[1])
    return Change(kind, "changed", after[1] or before[1], before[2], after[2], tuple(pieces))
