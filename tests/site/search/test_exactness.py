"""Search against plain substring search, over the transcripts that LIEGUAN_REAL_MINUTES names: same hits, same counts.

LIEGUAN_EXACT_QUERIES (10) queries are drawn by LIEGUAN_SEED (1) from the first LIEGUAN_EXACT_PARAGRAPHS (6,400)
paragraphs: of 2, 3, 4 to 6 characters, of two words, and names of speakers.
"""

from __future__ import annotations

import json
import lzma
import os
import random
import re
import unicodedata
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from lieguan.site.search import segments
from lieguan.site.search.index import Entry, Search, SearchIndex, document
from lieguan.site.search.language import parse

QUERIES = int(os.environ.get("LIEGUAN_EXACT_QUERIES", "10"))
PARAGRAPHS = int(os.environ.get("LIEGUAN_EXACT_PARAGRAPHS", "6400"))
SEED = int(os.environ.get("LIEGUAN_SEED", "1"))
HAN = re.compile(f"[{segments.HAN}]{{6,}}")
VARIANTS = str.maketrans(segments.VARIANTS)


@pytest.fixture(scope="module")
def corpus(real_minutes: Path) -> tuple[list[str], list[str]]:
    """(paragraphs, names of those who spoke them)."""
    file = real_minutes / "corpus" / "speeches.jsonl.xz"
    if not file.is_file():
        pytest.skip(f"NOT MEASURED ON REAL SPEECH: {file} is not there")
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        said = (row for row in map(json.loads, lines) if row.get("text"))
        rows = list(islice(said, PARAGRAPHS))
    return [row["text"] for row in rows], sorted({row["by"] for row in rows if row.get("by")})


@pytest.mark.real
def test_search_finds_what_substring_search_finds_and_nothing_else(
    corpus: tuple[list[str], list[str]], tmp_path: Path
) -> None:
    texts, names = corpus
    index = SearchIndex(tmp_path)
    writer = index.writer(threads=2)
    for number, text in enumerate(texts):
        writer.add_document(document(Entry(str(number), text), str(number)))
    writer.commit()
    writer.wait_merging_threads()
    index.refresh()
    plain = [folded(text) for text in texts]
    for words in drawn(texts, names):
        truth = {n for n, text in enumerate(plain) if all(stands(word)(text) for word in words)}
        found = index.search(Search(parse(" ".join(f"「{word}」" for word in words)), limit=len(texts)))
        assert ({int(key) for key in found.keys}, found.count) == (truth, len(truth)), words


def folded(text: str) -> str:
    """One form of what looks alike, by the standard library and the table of variants."""
    return unicodedata.normalize("NFKC", text).lower().translate(VARIANTS)


def stands(word: str) -> Callable[[str], bool]:
    """Whether a word stands in a folded text: a substring, whose letters and digits are whole words."""
    wanted = folded(word)
    if HAN.fullmatch(wanted + "六" * 6):  # Han alone, however short
        return lambda text: wanted in text
    spaced = r"\s+".join(re.escape(part) for part in wanted.split())
    pattern = re.compile(rf"(?<![^\W\d_{segments.HAN}]){spaced}(?![^\W\d_{segments.HAN}])")
    return lambda text: pattern.search(text) is not None


def drawn(texts: list[str], names: list[str]) -> list[tuple[str, ...]]:
    """Queries in equal parts of 2, 3, 4 to 6 characters, two words, names."""
    chance = random.Random(SEED)
    whole_names = [name for name in names if re.fullmatch(r"[^\W\d_]+( [^\W\d_]+)*", name)]

    def word(length: int) -> str:
        while True:
            runs = HAN.findall(chance.choice(texts))
            if runs:
                run = chance.choice(runs)
                start = chance.randrange(len(run) - length + 1)
                return run[start : start + length]

    kinds: list[Callable[[], tuple[str, ...]]] = [
        lambda: (word(2),),
        lambda: (word(3),),
        lambda: (word(chance.randint(4, 6)),),
        lambda: (word(2), word(2)),
        lambda: (chance.choice(whole_names),),
    ]
    return [kinds[number % len(kinds)]() for number in range(QUERIES)]
