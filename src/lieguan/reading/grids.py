"""Tables that are only a way of setting the page: heads and items printed as label | words, and 議題 | 決議.

Reads:  a table of the flow. Returns the cells in reading order, each with its label; None for a table of data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lieguan.lexicon.headings import LONGEST, Entry, headings
from lieguan.lexicon.persons import is_surname, title_pattern
from lieguan.reading.columns import cell_key, columns, is_deciding
from lieguan.reading.named import read_named
from lieguan.reading.paragraphs import Paragraph, Table
from lieguan.text.passage import Passage, join
from lieguan.text.width import folded, solid

Cells = list[list[Paragraph]]
Pairs = list[tuple[list[Paragraph], Cells]]

#: What a column of a deciding table holds, as a label.
_AS_LABEL = {
    "number": "number",
    "title": "title",
    "decision": "resolution",
    "proposer": "proposer",
    "statement": "statements",
}
_BESIDE = ("lead", "support", "due")
#: Lists of people in the head.
_LISTS = frozenset({"present", "observers", "absent"})
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,5}[．.‧·・•][\u3400-\u9fff．.‧·・•]{1,10}")
_WORDS = re.compile(r"\S+")
#: Headings over the two columns label | words.
_OVER = frozenset({"項目", "欄位", "名稱", "標題", "類別", "內容", "說明", "資料", "資訊"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """One paragraph of such a table, with the cell that labels it and what the label means.

    beside  for a decision: the cells of its row that say who 主辦 and until when 期限
    """

    paragraph: Paragraph
    label: Passage | None = None
    entry: Entry | None = None
    beside: dict[str, list[Paragraph]] = field(default_factory=dict)


def unfold(table: Table) -> list[Labelled] | None:
    """Each paragraph of a table that only sets the page, with its label."""
    rows = table.rows
    if not rows:
        return []
    wide = max(sum(bool(cell) for cell in row) for row in rows)
    if wide <= 1:
        return [Labelled(paragraph) for row in rows for cell in row for paragraph in cell]
    people = _people(rows)
    if people is not None:
        return people
    deciding = _deciding(table)
    if deciding is not None:
        return deciding
    labelled = [_pairs(row) for row in rows]
    lists = _lists(rows, labelled)
    inside = {below for at, (last, _) in lists.items() for below in range(at + 1, last)}
    known = sum(pairs is not None for pairs in labelled)
    if known == 0 or 2 * known < len(rows) - len(inside) or _is_data(rows):
        return None
    out: list[Labelled] = []
    for at, (row, pairs) in enumerate(zip(rows, labelled, strict=True)):
        if at in inside:
            continue
        if at in lists:
            out += lists[at][1]
        elif pairs is not None:
            out += _labelled(pairs)
        elif at == 0 and wide == 2 and all(cell_key(cell) in _OVER for cell in row):
            out += _labelled([(row[0], row[1:])], Entry("head-note"))
        else:
            out += [Labelled(paragraph) for cell in row for paragraph in cell]
    return out


def _lists(rows: list[Cells], labelled: list[Pairs | None]) -> dict[int, tuple[int, list[Labelled]]]:
    """The rows that a label of people holds for, below it the first cell is empty: by row, the row behind and the people."""
    found = {}
    for at, row in enumerate(rows):
        if not row[0]:
            continue
        below = at + 1
        while below < len(rows) and not rows[below][0] and labelled[below] is None and any(rows[below]):
            below += 1
        people = _people(rows[at:below])
        if people is not None and below > at + 1:
            found[at] = (below, people)
    return found


def _people(rows: list[Cells]) -> list[Labelled] | None:
    """列席官員：| 甲會主任委員 | 王大明, and below the label nothing but the next ones: each post with its name."""
    entry = _entry(rows[0][0]) if rows[0][0] else None
    if entry is None or entry.kind not in _LISTS or any(row[0] for row in rows[1:]):
        return None
    out = [Labelled(rows[0][0][0], join(paragraph.passage for paragraph in rows[0][0]), entry)]
    for row in rows:
        one: list[Paragraph] = []
        for cell in row[1:]:
            one += cell
            if cell and len(one) > 1 and _is_a_name(solid(_text(cell))):
                out.append(_together(one))
                one = []
        if one:
            out.append(_together(one))
    return out


def _is_a_name(words: str) -> bool:
    surnamed = is_surname(words[:1]) or is_surname(words[:2])
    return _NAME.fullmatch(words) is not None and surnamed and title_pattern().search(words) is None


def _together(cells: list[Paragraph]) -> Labelled:
    words = [paragraph.passage for paragraph in cells]
    passage = join(one.cut(*match.span()) for one in words for match in _WORDS.finditer(one.text))
    return Labelled(replace(cells[0], passage=passage, folded=folded(passage.text)))


def _deciding(table: Table) -> list[Labelled] | None:
    """A table of 議題 | 決議: every row an item with its decision; None for another table."""
    known = columns(table)
    if known is None or not is_deciding(known[1]):
        return None
    at, found = known
    roles = {column: role for role, column in found.items()}
    heads = table.rows[at]
    out = [Labelled(paragraph) for row in table.rows[:at] for cell in row for paragraph in cell]
    for row in table.rows[at + 1 :]:
        beside = {role: row[found[role]] for role in _BESIDE if role in found}
        for column, cell in enumerate(row):
            entry = Entry(_AS_LABEL.get(roles.get(column, ""), "explanation"))
            label = join(paragraph.passage for paragraph in heads[column])
            for index, paragraph in enumerate(cell):
                if index == 0:
                    out.append(
                        Labelled(paragraph, label, entry, beside if entry.kind == "resolution" else {})
                    )
                else:
                    out.append(Labelled(paragraph))
    return out


def _is_data(rows: list[Cells]) -> bool:
    """The first row holds the headings of columns: no label's words stand beside it."""
    first = [cell for cell in rows[0] if cell]
    return len(first) > 2 and all(_entry(cell, columns=True) is not None for cell in first)


def _entry(cell: list[Paragraph], *, columns: bool = False) -> Entry | None:
    words = cell_key(cell).rstrip("：")
    if not words or len(words) > LONGEST:
        return None
    return (headings().columns if columns else headings().labels).words.get(words)


def _text(cell: list[Paragraph]) -> str:
    return "".join(paragraph.folded for paragraph in cell).strip()


def _is_case(plain: str) -> bool:
    """案由一, 第二案 and nothing else: what stands beside it is the item."""
    named = read_named(plain, 0)
    return named is not None and named.end == len(plain)


def _pairs(row: Cells) -> Pairs | None:
    """The row as labels, each with the cells of its words; None where it does not begin with a label."""
    pairs: Pairs = []
    for cell in row:
        if not cell:
            continue
        if (_entry(cell) is not None or _is_case(_text(cell))) and (not pairs or pairs[-1][1]):
            pairs.append((cell, []))
        elif pairs:
            pairs[-1][1].append(cell)
        else:
            return None
    return pairs


def _labelled(pairs: Pairs, meaning: Entry | None = None) -> Iterator[Labelled]:
    for label, cells in pairs:
        words = join(paragraph.passage for paragraph in label)
        entry = meaning or _entry(label)
        below = [paragraph for cell in cells for paragraph in cell]
        if not below:
            yield Labelled(label[0], words, entry)
        for index, paragraph in enumerate(below):
            yield Labelled(paragraph, words, entry) if index == 0 else Labelled(paragraph)
