"""Tesseract as a program of its own: one picture in, lines of words out.

Run with one thread (more gain little and starve other work), a limit of time, and pipes only: no network, no
files. `--psm 6` takes the page as one block of text: of the modes it reads official minutes best.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec

from lieguan.errors import DamagedFile, FileTooLarge, MissingPart

LANGUAGE = "chi_tra"
_PROGRAM = "tesseract"
_PAGE_IS_ONE_BLOCK = "6"
#: Levels of Tesseract's table of results.
_LINE, _WORD = "4", "5"
_COLUMNS = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box in pixels, y downwards; `confidence` from 0 to 100."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


@dataclass(frozen=True, slots=True)
class WordLine:
    """Words of one line from left to right, and the line's own upper and lower edge in pixels."""

    words: tuple[Word, ...]
    top: float
    bottom: float


def edition(place: str) -> str:
    """The program and its data, such as `tesseract 5.3.0 chi_tra`.

    Raises MissingPart, with what to install, where a part of OCR is missing.
    """
    missing = []
    if find_spec("PIL") is None:
        missing.append("pip install 'lieguan[scan]'")
    program = shutil.which(_PROGRAM)
    packages = []
    if program is None:
        packages = ["tesseract-ocr", "tesseract-ocr-chi-tra"]
    elif LANGUAGE not in _answer(program, "--list-langs").split():
        packages = ["tesseract-ocr-chi-tra"]
    if packages:
        missing.append(f"apt-get install {' '.join(packages)}")
    if missing or program is None:
        raise MissingPart(
            "has no text that can be read (a scan, a picture, or fonts without a character map); reading it "
            "needs OCR, which is not installed",
            place=place,
            remedy=f"install it ({' and '.join(missing)}), or give the file that it was made from",
        )
    version = re.search(r"tesseract\s+v?(\S+)", _answer(program, "--version"))
    return f"tesseract {version[1] if version else '?'} {LANGUAGE}"


def _answer(program: str, question: str) -> str:
    result = subprocess.run(  # noqa: S603 - a program found on PATH, with a word of our own
        [program, question], capture_output=True, check=False, timeout=30
    )
    return (result.stdout + result.stderr).decode("utf-8", "replace")


def recognise(picture: bytes, dpi: int, *, place: str, page: int, seconds: float) -> list[WordLine]:
    """The words of a picture (any format that Tesseract opens, of `dpi` dots an inch), from top to bottom.

    `page`, from 1, is for errors. Raises FileTooLarge where it takes longer than `seconds`, DamagedFile where
    Tesseract fails.
    """
    command = [
        shutil.which(_PROGRAM) or _PROGRAM, "stdin", "stdout", "-l", LANGUAGE, "--psm", _PAGE_IS_ONE_BLOCK,
        "--dpi", str(dpi), "tsv",
    ]  # fmt: skip
    try:
        result = subprocess.run(  # noqa: S603 - a program found on PATH, with words of our own
            command, input=picture, capture_output=True, check=False, timeout=seconds,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise FileTooLarge(
            f"has a page ({page}) that took more than {seconds:g} seconds to read",
            place=place,
            remedy="scan it again in grey at 300 dots an inch, or leave the page out",
        ) from error
    if result.returncode:
        told = result.stderr.decode("utf-8", "replace").strip().splitlines()
        raise DamagedFile(
            f"has a page ({page}) that Tesseract cannot read ({told[-1] if told else result.returncode})",
            place=place,
            remedy="scan it again",
        )
    return word_lines(result.stdout.decode("utf-8", "replace"))


def word_lines(table: str) -> list[WordLine]:
    """Tesseract's table of results (TSV) as lines that hold words."""
    found: list[tuple[float, float, list[Word]]] = []
    for row in table.split("\n"):
        fields = row.split("\t")
        if len(fields) != _COLUMNS or fields[0] not in (_LINE, _WORD):
            continue
        left, top, width, height = (float(field) for field in fields[6:10])
        text = fields[11].strip()
        if fields[0] == _LINE:
            found.append((top, top + height, []))
        elif text and found:
            found[-1][2].append(Word(text, left, top, left + width, top + height, float(fields[10])))
    return [WordLine(tuple(words), top, bottom) for top, bottom, words in found if words]
