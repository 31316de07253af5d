"""Which files are read, and where their records go.

Folders are walked one after another and nothing is remembered of those behind, so that an archive of any size is
planned in the memory that its largest folder takes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lieguan.errors import LieguanError
from lieguan.sources.formats import EXTENSIONS

#: Takes one line on what was named but is not there.
Complain = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One file, and the file that its records go into."""

    source: Path
    target: Path


def sources(words: Iterable[str], complain: Complain) -> Iterator[Path]:
    """The files that the words name (files, folders, patterns), in order, each once."""
    seen: set[Path] = set()
    for word in words:
        for path in _files(word, complain):
            if path not in seen:
                seen.add(path)
                yield path


def tasks(words: Sequence[str], out: Path, extension: str, complain: Complain) -> Iterator[Task]:
    """What is read into the folder `out`.

    The files of a folder keep their places below it; of several folders, each goes below its own name. Files that are
    named themselves, or by a pattern, go into `out`. Raises LieguanError where two folders have one name.
    """
    folders = [word for word in words if Path(word).is_dir()]
    below = _places(folders)
    direct = [word for word in words if word not in below]
    files = list(sources(direct, complain)) if direct else []
    for path, name in zip(files, _targets([path.name for path in files], extension), strict=True):
        yield Task(path, out / name)
    for word, place in below.items():
        found = False
        for folder, names in _walk(Path(word), out):
            found = True
            target = out / place / folder.relative_to(word)
            for source, name in zip(names, _targets(names, extension), strict=True):
                yield Task(folder / source, target / name)
        if not found:
            complain(_nothing(word))


def _places(folders: Sequence[str]) -> dict[str, str]:
    """For each folder its place below `out`: `out` itself where there is but one."""
    words = list(dict.fromkeys(folders))
    if len(words) == 1:
        return {words[0]: ""}
    places: dict[str, str] = {}
    for word in words:
        name = Path(word).resolve().name
        if name in places.values():
            raise LieguanError(
                "two folders of this name would be written into one",
                place=word,
                remedy="read them one by one",
            )
        places[word] = name
    return places


def _targets(names: Sequence[str], extension: str) -> Iterator[str]:
    """STEM.json for each name of a folder; the whole name before it where an earlier one has that (a.odt, a.pdf)."""
    taken: set[str] = set()
    for name in names:
        base, number = Path(name).stem, 1
        while base.casefold() in taken:
            base = name if number == 1 else f"{name}-{number}"
            number += 1
        taken.add(base.casefold())
        yield base + extension


def _files(word: str, complain: Complain) -> Iterator[Path]:
    path = Path(word)
    found = False
    for file in _named(word, path):
        found = True
        yield file
    if not found:
        complain(_nothing(word))


def _named(word: str, path: Path) -> Iterator[Path]:
    if path.is_dir():
        for folder, names in _walk(path):
            yield from (folder / name for name in names)
    elif path.exists() or not re.search(r"[*?\[]", word):
        yield path
    else:
        base = Path(path.anchor) if path.is_absolute() else Path()
        matches = base.glob(str(path.relative_to(path.anchor)))
        yield from sorted((match for match in matches if match.is_file()), key=_natural)


def _nothing(word: str) -> str:
    return f"{word}: holds or matches no file of a format that is read; check the name"


def _walk(top: Path, out: Path | None = None) -> Iterator[tuple[Path, list[str]]]:
    """Each folder, and the names in it that have the extension of a format that is read; `out` is passed over."""
    for place, folders, names in os.walk(top):
        folders[:] = sorted(
            (name for name in folders if not name.startswith(".") and not _same(Path(place, name), out)),
            key=_natural,
        )
        read = [
            name for name in names if not name.startswith(".") and Path(name).suffix.lower() in EXTENSIONS
        ]
        if read:
            yield Path(place), sorted(read, key=_natural)


def _same(folder: Path, out: Path | None) -> bool:
    return out is not None and out.exists() and folder.samefile(out)


def _natural(name: str | Path) -> list[tuple[bool, int, str]]:
    """第9次 before 第10次."""
    parts = re.split(r"(\d+)", str(name))
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]
