"""What the columns of a table hold, by their headings (headings.toml)."""

from __future__ import annotations

from lieguan.lexicon.headings import headings, key
from lieguan.reading.paragraphs import Paragraph, Table

#: Which column has which role.
Columns = dict[str, int]
#: Columns of what earlier meetings decided.
_EARLIER = frozenset({"progress", "date", "state", "content", "tick-release", "tick-track", "tick-self"})
#: Columns beside the decision on a bill.
_BESIDE_A_BILL = frozenset({"審查意見", "建議", "備註", "附註"})


def columns(table: Table) -> tuple[int, Columns] | None:
    """Which row holds the headings, and which column has which role; None where no row does."""
    vocabulary = headings().columns
    for at, row in enumerate(table.rows[:3]):
        found: Columns = {}
        for column, cell in enumerate(row):
            entry = vocabulary.words.get(cell_key(cell))
            if entry is not None:
                found.setdefault(entry.kind, column)
        if len(found) >= 2:
            return at, _of_earlier(_of_bills(_decided_again(found, row), row))
    return None


def _decided_again(found: Columns, row: list[list[Paragraph]]) -> Columns:
    """案由 | 決議 | 執行情形 | 主席裁示: what an earlier meeting decided, what became of it, and what this one rules."""
    progress, first = found.get("progress"), found.get("decision")
    if progress is None or first is None or "state" in found:
        return found
    words = headings().columns.words
    again = [
        column
        for column, cell in enumerate(row)
        if column > progress and (entry := words.get(cell_key(cell))) is not None and entry.kind == "decision"
    ]
    if not again or first == again[-1]:
        return found
    named = bool(found.keys() & {"title", "content"})  # else what was decided before is what is tracked
    kept = {role: column for role, column in found.items() if role != "decision"}
    return kept | {"state": again[-1]} | ({} if named else {"content": first})


def _of_bills(found: Columns, row: list[list[Paragraph]]) -> Columns:
    """案號 | 案由 | 審查意見 | 議決 | 備註 of a council: what its committee thought of the bill says nothing of a state."""
    if not {"title", "decision"} <= found.keys():
        return found
    return {role: column for role, column in found.items() if cell_key(row[column]) not in _BESIDE_A_BILL}


def _of_earlier(found: Columns) -> Columns:
    """決議事項 | 權責單位 | 辦理情形 | 決議: what stands in the last column is decided on what was decided before."""
    earlier = "content" in found and "decision" in found and not found.keys() & {"title", "state"}
    if not earlier or not found.keys() & {"lead", "progress"}:
        return found
    return {"state" if role == "decision" else role: column for role, column in found.items()}


def cell_key(cell: list[Paragraph]) -> str:
    """A cell's words as the vocabulary is keyed."""
    return key("".join(paragraph.passage.text for paragraph in cell))


def is_tracking(found: Columns) -> bool:
    """The columns are those of tracked items: what is to be done, and by whom, until when or in what state."""
    content = "content" in found or "title" in found
    return (
        content
        and "decision" not in found
        and bool(found.keys() & {"lead", "due", "state", "tick-release", "tick-track"})
    )


def is_deciding(found: Columns) -> bool:
    """The columns are 議題 | 決議: what this meeting dealt with, row by row, and what it decided."""
    return {"title", "decision"} <= found.keys() and not found.keys() & _EARLIER
