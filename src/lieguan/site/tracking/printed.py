"""The recommendations that minutes print in a table of tracked items (如附件): by the number of the item. Pure.

A clause adopts them (依幕僚單位所擬列管建議辦理) without saying them again. Read is what the record's text has of the
table: rows by line, cells by tab or by the bar of Markdown, the first cell the number, the last column the advice.
"""

from __future__ import annotations

import re

from lieguan.site.tracking import naming
from lieguan.site.tracking.proposed import Recommended
from lieguan.site.tracking.states import RulingKind
from lieguan.text.dates import parse_date
from lieguan.text.numerals import parse_number

_CELL = r"[^\t|]{0,60}"
# The head: 編號 first, a column of advice last.
_HEAD = re.compile(
    rf"^[ |]*(?:列管)?(?:編號|項次|序號|案號)[^\S\t]{{0,20}}[\t|](?:{_CELL}[\t|]){{0,20}}?[^\S\t]{{0,20}}(?:列管|管考|追蹤|幕僚|處理)?建議[ |]*$",
    re.MULTILINE,
)
_ROW = re.compile(r"^[ |]*(?P<number>[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,4})\s*[\t|]", re.MULTILINE)
_ADVICE: tuple[tuple[re.Pattern[str], RulingKind], ...] = (
    (re.compile(r"[■☑✓☒]\s*(?:建議)?解除列管"), RulingKind.RELEASE),
    (re.compile(r"[■☑✓☒]\s*(?:建議)?(?:持續|繼續|賡續)(?:列管|追蹤)"), RulingKind.TRACK),
    (re.compile(r"[■☑✓☒]\s*(?:建議)?自行列管"), RulingKind.SELF_TRACK),
    (re.compile(r"[□☐]"), RulingKind.RESUME),  # boxes, none of the ticked ones above: nothing is said
    (re.compile(r"併入|併案|併同"), RulingKind.MERGE),
    (re.compile(r"移列|移請|移由|移送"), RulingKind.HAND_OVER),
    (re.compile(r"展延|延長至|延至"), RulingKind.EXTEND),
    (re.compile(r"自行(?:列管|追蹤)"), RulingKind.SELF_TRACK),
    (re.compile(r"(?:持續|繼續|賡續)(?:列管|追蹤)"), RulingKind.TRACK),
    (re.compile(r"解除(?:列管|追蹤)|除管|結案"), RulingKind.RELEASE),
)

# The advice itself, without what a page ends with.
_SAID = re.compile(r".*(?:列管|追蹤|管考|辦理|除管|結案|[0-9]日|月底|年底)")


def printed_recommendations(text: str) -> dict[int, Recommended]:
    """Item number -> what the table recommends. `merge_into` is a number, too; empty where no such table is printed."""
    found: dict[int, Recommended] = {}
    for head in _HEAD.finditer(text):
        columns = len(re.split(r"[\t|]", head[0].strip(" |")))
        for number, cells in _rows(text[head.end() :], columns):
            recommended = _recommended(cells[-1])
            if recommended is not None:
                found.setdefault(number, recommended)
    return found


def _rows(text: str, columns: int) -> list[tuple[int, list[str]]]:
    """The rows below a head: each begins with a number and has as many cells; a cell may hold line breaks."""
    rows = []
    starts = list(_ROW.finditer(text))
    for place, start in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        cells = re.split(r"[\t|]", text[start.start() : end].strip().strip("|"), maxsplit=columns - 1)
        number = parse_number(start["number"])
        if len(cells) != columns or number is None:
            break  # the table is over
        rows.append((number, [*cells[:-1], cells[-1].split("\n\n", 1)[0]]))
    return rows


def _recommended(cell: str) -> Recommended | None:
    words = "".join(cell.split())
    kind = next((kind for pattern, kind in _ADVICE if pattern.search(words)), None)
    if kind is None or kind is RulingKind.RESUME:
        return None
    until = parse_date(words.partition("至")[2]) if kind is RulingKind.EXTEND else None
    target = naming.merge_target(words) if kind is RulingKind.MERGE else ""
    return Recommended(
        kind,
        extend_to=until,
        merge_into=naming.number_of(target) if target else None,
        handed_to=naming.handed_to(words) if kind is RulingKind.HAND_OVER else "",
        reason=found[0] if (found := _SAID.match(words)) else "",
    )
