"""What is fuzzed: for each target its seeds, how an input becomes another, and what must hold of each.

An input is a file's bytes (for `text`, the words in UTF-8). It must give a document and records that keep their laws, or an
error of ours in one line; never another exception, and never more than five seconds.
"""

from __future__ import annotations

import random
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cases.test_clauses import CASES as CLAUSES
from cases.test_reading_cases import CASES as READING
from fuzz import mutation, small_files
from fuzz.mutation import Damage
from laws_of_reading import check as check_reading
from laws_of_reading import records
from lieguan.errors import SourceError
from lieguan.record.codec import dumps
from lieguan.sources import Limits, open_document
from unit.sources.reading_of import keeps_the_laws

SAMPLES = Path(__file__).parents[2] / "samples"
#: Characters of a text, bytes of a file, seconds of processor time for one input, and how many inputs are read twice.
LONGEST, LARGEST, SECONDS, TWICE = 2000, 60_000, 5.0, 50
#: OCR is another program, which takes its seconds for each page.
LIMITS = Limits(scanned_pages=0)


@dataclass(frozen=True)
class Target:
    """`name` is also that of its corpus; `file` what the input is called."""

    name: str
    file: str
    seeds: Callable[[], Sequence[bytes]]
    change: Callable[[bytes, random.Random, Damage], bytes]

    def mutate(self, data: bytes, chance: random.Random, damage: Damage) -> bytes:
        """Another input, of bounded size."""
        return self.change(data, chance, damage)[:LARGEST]

    def check(self, data: bytes) -> bool:
        """Whether it could be opened. Raises AssertionError, or whatever reading raised, where a law is broken."""
        if self.name == "text":
            data = data.decode("utf-8", "ignore")[:LONGEST].encode()
        start = time.process_time()
        opened = _check(data, self.file)
        taken = time.process_time() - start
        assert taken <= SECONDS, f"took {taken:.1f} s"
        return opened


def _check(data: bytes, name: str) -> bool:
    refused: SourceError | None = None
    try:
        document = open_document(data, name, LIMITS)
    except SourceError as error:
        refused = error
    if refused is not None:
        assert refused.place == name
        assert refused.remedy
        assert "\n" not in str(refused)
        return False
    keeps_the_laws(document)
    read = check_reading(document)
    if zlib.crc32(data) % TWICE == 0:
        assert [dumps(record) for record in read] == [dumps(record) for record in records(document)]
    return True


@cache
def _words() -> tuple[str, ...]:
    """Texts of at most LONGEST characters: the cases, and the samples in pieces."""
    cases = [case.document for case in READING] + [f"決議：{case.clause}\n" for case in CLAUSES]
    pieces = []
    for file in sorted(path for path in SAMPLES.iterdir() if path.suffix in (".odt", ".docx", ".pdf", ".md")):
        text = open_document(file.read_bytes(), file.name, LIMITS).text
        if file.suffix != ".md":
            pieces += [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)]
    return tuple(words[:LONGEST] for words in (*cases, *pieces))


@cache
def _pool() -> tuple[str, ...]:
    """Lines of the texts, each once."""
    return tuple(dict.fromkeys(line for words in _words() for line in words.split("\n") if line.strip()))


def _text(data: bytes, chance: random.Random, damage: Damage) -> bytes:
    if chance.random() < 0.05:
        return damage(data)
    return mutation.text(data.decode("utf-8", "ignore"), chance, _pool(), LONGEST).encode("utf-8", "ignore")


def _marked(pieces: Sequence[str]) -> Callable[[bytes, random.Random, Damage], bytes]:
    def change(data: bytes, chance: random.Random, damage: Damage) -> bytes:
        if chance.random() < 0.1:
            return damage(data)
        words = data.decode("utf-8", "ignore")
        if chance.random() < 0.4:
            return mutation.text(words, chance, _pool()).encode("utf-8", "ignore")
        return mutation.marked(words, chance, pieces)[:8000].encode("utf-8", "ignore")

    return change


def _of_pool(
    change: Callable[[bytes, random.Random, Sequence[str], Damage], bytes],
) -> Callable[[bytes, random.Random, Damage], bytes]:
    return lambda data, chance, damage: change(data, chance, _pool(), damage)


def _cases(form: str) -> list[bytes]:
    return [case.document.encode() for case in READING if case.form == form]


TARGETS = {
    target.name: target
    for target in (
        Target("text", "a.txt", lambda: [words.encode() for words in _words()], _text),
        Target("pdf", "a.pdf", small_files.pdfs, _of_pool(mutation.pdf)),
        Target("docx", "a.docx", small_files.docxs, _of_pool(mutation.archive)),
        Target("odt", "a.odt", small_files.odts, _of_pool(mutation.archive)),
        Target("html", "a.html", lambda: [*small_files.pages(), *_cases("html")], _marked(mutation.HTML)),
        Target("markdown", "a.md", lambda: [*small_files.markdowns(), *_cases("markdown")], _marked(mutation.MARKDOWN)),
        Target("plain", "a.txt", small_files.texts, _of_pool(mutation.encoded)),
    )
}  # fmt: skip
FILES = tuple(name for name in TARGETS if name != "text")
