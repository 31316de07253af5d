"""Tables that are only a way of setting the page: heads and items printed as label | words.

Reads:  a table of the flow. Returns the paragraphs and units in it, in reading order; None for a table of data.
"""

from __future__ import annotations

from collections.abc import Iterator

from lieguan.lexicon.headings import LONGEST, Entry, headings, key
from lieguan.reading.paragraphs import Paragraph, Table
from lieguan.text.passage import Passage, join

Cells = list[list[Paragraph]]


def unfold(table: Table) -> list[tuple[Paragraph, Passage | None, Entry | None]] | None:
    """Each paragraph of a table that only sets the page, with the label cell and the label's meaning before it."""
    rows = table.rows
    if not rows:
        return []
    wide = max(sum(bool(cell) for cell in row) for row in rows)
    if wide <= 1:
        return [(paragraph, None, None) for row in rows for cell in row for paragraph in cell]
    labelled = [_pairs(row) for row in rows]
    known = sum(pairs is not None for pairs in labelled)
    if known == 0 or 2 * known < len(rows) or _is_data(rows):
        return None
    out: list[tuple[Paragraph, Passage | None, Entry | None]] = []
    for row, pairs in zip(rows, labelled, strict=True):
        if pairs is None:
            out += [(paragraph, None, None) for cell in row for paragraph in cell]
        else:
            out += _labelled(pairs)
    return out


def _is_data(rows: list[Cells]) -> bool:
    """The first row holds the headings of columns: no label's words stand beside it."""
    first = [cell for cell in rows[0] if cell]
    return len(first) > 2 and all(_entry(cell, columns=True) is not None for cell in first)


def _entry(cell: list[Paragraph], *, columns: bool = False) -> Entry | None:
    words = key("".join(paragraph.passage.text for paragraph in cell)).rstrip("：")
    if not words or len(words) > LONGEST:
        return None
    return (headings().columns if columns else headings().labels).words.get(words)


def _pairs(row: Cells) -> list[tuple[list[Paragraph], list[list[Paragraph]]]] | None:
    """The row as labels, each with the cells of its words; None where it does not begin with a label."""
    pairs: list[tuple[list[Paragraph], list[list[Paragraph]]]] = []
    for cell in row:
        if not cell:
            continue
        if _entry(cell) is not None and (not pairs or pairs[-1][1]):
            pairs.append((cell, []))
        elif pairs:
            pairs[-1][1].append(cell)
        else:
            return None
    return pairs


def _labelled(
    pairs: list[tuple[list[Paragraph], list[list[Paragraph]]]],
) -> Iterator[tuple[Paragraph, Passage | None, Entry | None]]:
    for label, cells in pairs:
        words = join(paragraph.passage for paragraph in label)
        entry = _entry(label)
        below = [paragraph for cell in cells for paragraph in cell]
        if not below:
            yield label[0], words, entry
            continue
        for index, paragraph in enumerate(below):
            yield paragraph, (words if index == 0 else None), (entry if index == 0 else None)
