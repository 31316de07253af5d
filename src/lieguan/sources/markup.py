"""Where mark-up stands inside a line of Markdown, to the character.

Markdown libraries give the words of a line but not their offsets, and CommonMark leaves `**「重點」**：`
unmarked because of the punctuation around it; writers mean it. So marks are found here by one pattern read
from left to right; whatever is no mark is words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import itemgetter

from lieguan.record.spans import Span, Spans, merged, without

#: Elements that stand on lines of their own; what is written before such a tag ends there.
BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)
_RUNNING = frozenset(
    "a abbr b big cite code del em font i img input ins kbd label mark q rp rt ruby s samp small span strike "
    "strong sub sup svg tt u var wbr col colgroup script style template".split()
)

_MARK = re.compile(
    r"""
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<comment><!--.{0,1000}?-->)
    | <(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s[^<>]*)?)/?>
    | (?P<address><(?:https?|mailto|ftp):[^<>\s]*>)
    | (?P<link>!?\[(?=[^\[\]\n]{0,500}\]\((?:[^()\s]|\([^()\s]{0,99}\)){0,2000}(?:\s[^()\n]{0,500})?\)))
    | (?P<target>\]\((?:[^()\s]|\([^()\s]{0,99}\)){0,2000}(?:\s[^()\n]{0,500})?\))
    | (?P<space>&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|shy|\#160|\#xA0|\#xa0);)
    | (?P<pair>\*{1,3}|__|~~|==|`+)
    """,
    re.X,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """An HTML tag in a line; `start` and `end` are offsets in the line."""

    start: int
    end: int
    name: str
    close: bool
    attributes: str


@dataclass(slots=True)
class Inline:
    """A line of Markdown taken apart; all offsets are in the line."""

    line: str
    marks: list[Span] = field(default_factory=list)
    strong: list[Span] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)

    def words(self, start: int, end: int) -> Spans:
        """The words in `[start, end)`, without marks and without white space at the two ends."""
        left = without([(start, end)], _between(self.marks, start, end))
        solid = [(a, b) for a, b in left if self.line[a:b].strip()]
        if not solid:
            return ()
        first, last = solid[0], solid[-1]
        low = first[1] - len(self.line[first[0] : first[1]].lstrip())
        high = last[0] + len(self.line[last[0] : last[1]].rstrip())
        return tuple((max(a, low), min(b, high)) for a, b in left if a < high and b > low)

    def bold(self, start: int, end: int) -> bool:
        """Whether all words in `[start, end)` stand between marks of strong emphasis."""
        strong = _between(self.strong, start, end)
        plain = without(self.words(start, end), strong)
        return bool(strong) and not any(self.line[a:b].strip() for a, b in plain)


def _between(spans: list[Span], start: int, end: int) -> list[Span]:
    """Those of the spans, sorted and disjoint, that `[start, end)` touches."""
    return spans[bisect_right(spans, start, key=_end) : bisect_left(spans, end, key=_start)]


_start, _end = itemgetter(0), itemgetter(1)


def inline(line: str) -> Inline:
    """Finds the mark-up in one line."""
    found = Inline(line)
    waiting: dict[str, Span] = {}
    links = 0
    for match in _MARK.finditer(line):
        start, end = match.span()
        if match["pair"] is not None:
            _close(found, waiting, match["pair"], (start, end))
        elif match["tag"] is not None:
            _tag(found, waiting, match)
        elif match["escape"] is not None:
            found.marks.append((start, start + 1))
        elif match["address"] is not None:
            found.marks += ((start, start + 1), (end - 1, end))
        elif match["target"] is not None:
            if links:
                links -= 1
                found.marks.append((start, end))
        else:
            links += match["link"] is not None
            found.marks.append((start, end))
    found.marks = list(merged(found.marks))
    found.strong = list(merged(found.strong))
    return found


def _close(found: Inline, waiting: dict[str, Span], sign: str, here: Span) -> None:
    """A mark that comes in pairs: the second of two takes both out of the words."""
    opened = waiting.pop(sign, None)
    if opened is None or not _pair(found.line, sign, opened, here):
        waiting[sign] = here
        return
    found.marks += (opened, here)
    if len(sign) > 1 and sign[0] in "*_":
        found.strong.append((opened[1], here[0]))


def _pair(line: str, sign: str, opened: Span, here: Span) -> bool:
    inside = line[opened[1] : here[0]]
    if not inside.strip():
        return False
    # A lone * is also a multiplication sign or a footnote; __ and == are also rules to write on.
    return sign.startswith(("**", "`")) or not (inside[0].isspace() or inside[-1].isspace())


def _tag(found: Inline, waiting: dict[str, Span], match: re.Match[str]) -> None:
    name = match["tag"].lower()
    if name not in BREAKING and name not in _RUNNING:
        return  # <AI 應用> is words
    close = bool(match["close"])
    found.marks.append(match.span())
    found.tags.append(Tag(match.start(), match.end(), name, close, match["attributes"]))
    if name in ("b", "strong"):
        if not close:
            waiting["<b>"] = match.span()
        elif opened := waiting.pop("<b>", None):
            found.strong.append((opened[1], match.start()))
