"""Reading the lexicon's data files: CSV with a header line, UTF-8, one row a thing, `|` between several."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

from lieguan.errors import LexiconError


def packaged(name: str) -> str:
    """The text of a data file that comes with the package."""
    return files("lieguan.lexicon").joinpath("data", name).read_text(encoding="utf-8")


def from_file(path: Path) -> str:
    """The text of a user's own file. Raises LexiconError where it cannot be read as UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError(
            f"cannot be opened ({error.strerror})",
            place=str(path),
            remedy="check the path and its permissions",
        ) from error
    except UnicodeDecodeError as error:
        raise LexiconError("is not UTF-8", place=str(path), remedy="save it as UTF-8 CSV") from error


def rows(text: str, place: str, columns: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row as (its place for messages, its cells stripped). Raises LexiconError on a wrong shape."""
    wanted = list(columns)
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in wanted if name not in (reader.fieldnames or ())]
    if missing:
        raise LexiconError(
            f"column {', '.join(missing)} is missing", place=place, remedy=f"the header is {','.join(wanted)}"
        )
    for row in reader:
        where = f"{place}:{reader.line_num}"
        if None in row or None in row.values():
            raise LexiconError(
                f"has not {len(reader.fieldnames or ())} cells",
                place=where,
                remedy="quote a cell that holds a comma",
            )
        yield where, {name: (cell or "").strip() for name, cell in row.items()}


def several(cell: str) -> tuple[str, ...]:
    """The things of a cell that `|` divides."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def day(cell: str, where: str) -> date | None:
    """An ISO date, or None for an empty cell. Raises LexiconError on anything else."""
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise LexiconError(f"{cell!r} is not a date", place=where, remedy="write it as 2026-11-23") from error
