"""Search, measured: its speed beside SQLite FTS5 and PostgreSQL tsvector.

    python bench/search_speed.py CORPUS.jsonl.xz [--paragraphs 1000000] [--queries 200]

CORPUS holds one JSON object a line; those with `text` are paragraphs. More paragraphs than it holds are made by
shuffling the clauses of each, so that the pairs of characters stay natural. All engines are given the same terms
(lieguan.site.search.segments). A timing is the first 20 hits with the exact total; what is printed are medians and
95th percentiles in milliseconds, and ratios. PostgreSQL is started in a folder of its own.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from cluster import Cluster

from lieguan.site.search import segments
from lieguan.site.search.index import Entry, Search, SearchIndex, document
from lieguan.site.search.language import All, Wanted, Words
from lieguan.site.search.marking import snippet

SEED = 20261123
HAN = re.compile(f"[{segments.HAN}]{{6,}}")
CUT = re.compile(r"(?<=[，。；！？、])")
FACETS = ("kind", "person")


def paragraphs(corpus: Path, wanted: int) -> Iterator[str]:
    """`wanted` paragraphs: the corpus, then shuffled copies of it."""
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        own = [row["text"] for row in map(json.loads, lines) if row.get("text")]
    chance = random.Random(SEED)
    for number in range(wanted):
        text = own[number % len(own)]
        if number >= len(own):
            clauses = CUT.split(text)
            chance.shuffle(clauses)
            text = "".join(clauses)
        yield text


def drawn(texts: list[str], count: int) -> list[tuple[str, Wanted]]:
    """Queries from the texts: 2, 3, 4 to 6 characters, two words, in equal parts."""
    chance = random.Random(SEED)

    def word(length: int) -> str:
        while True:
            runs = HAN.findall(segments.fold(chance.choice(texts)))
            if runs:
                run = chance.choice(runs)
                start = chance.randrange(len(run) - length + 1)
                return run[start : start + length]

    made: list[tuple[str, Wanted]] = []
    for number in range(count):
        kind = ("2", "3", "4-6", "two words")[number % 4]
        if kind == "two words":
            made.append((kind, All((Words(word(2)), Words(word(2))))))
        else:
            made.append((kind, Words(word(int(kind[0]) if kind != "4-6" else chance.randint(4, 6)))))
    return made


def words_of(wanted: Wanted) -> list[str]:
    """The words of a drawn query."""
    return [wanted.text] if isinstance(wanted, Words) else [p.text for p in wanted.parts]  # type: ignore[union-attr]


def phrase(word: str) -> list[str]:
    """The terms that the word's phrase is made of."""
    return segments.pairs(word)[:-1]


class Tantivy:
    """lieguan's own index."""

    name = "tantivy"

    def __init__(self, folder: Path, texts: list[str]) -> None:
        self.index = SearchIndex(folder)
        writer = self.index.writer(threads=2)
        for number, text in enumerate(texts):
            day = f"{2000 + number % 26}-{number % 12 + 1:02}-{number % 28 + 1:02}"
            facets = {"kind": ["statement"], "person": [f"p{number % 500}"]}
            writer.add_document(document(Entry(str(number), text, day, facets=facets), str(number)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.refresh()

    def find(self, wanted: Wanted, *, best: bool, limit: int = 20) -> tuple[list[int], int]:
        hits = self.index.search(Search(wanted, best_first=best, limit=limit))
        return [int(key) for key in hits.keys], hits.count

    def page(self, wanted: Wanted, texts: list[str]) -> None:
        hits = self.index.search(Search(wanted, best_first=True, counted=FACETS))
        for key in hits.keys:
            snippet(texts[int(key)], wanted)


class Fts5:
    """SQLite, contentless FTS5 over the same terms."""

    name = "FTS5"

    def __init__(self, folder: Path, texts: list[str]) -> None:
        self.db = sqlite3.connect(folder / "fts.sqlite3")
        self.db.execute("CREATE VIRTUAL TABLE t USING fts5(words, content='', tokenize='unicode61')")
        rows = ((n, " ".join(segments.terms(text))) for n, text in enumerate(texts))
        self.db.executemany("INSERT INTO t(rowid, words) VALUES (?, ?)", rows)
        self.db.commit()

    def find(self, wanted: Wanted, *, best: bool, limit: int = 20) -> tuple[list[int], int]:
        match = " AND ".join('"' + " ".join(phrase(w)) + '"' for w in words_of(wanted))
        order = "bm25(t)" if best else "rowid DESC"
        rows = self.db.execute(
            f"SELECT rowid FROM t WHERE t MATCH ? ORDER BY {order} LIMIT ?", (match, limit)
        )
        found = [row[0] for row in rows]
        return found, self.db.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone()[0]


class Tsvector:
    """PostgreSQL, tsvector 'simple' over the same terms with a GIN index."""

    name = "tsvector"

    def __init__(self, folder: Path, texts: list[str]) -> None:

        self.server = Cluster(folder)
        self.db = psycopg.connect(
            host="127.0.0.1", port=self.server.port, user="postgres", dbname="postgres", autocommit=True
        )
        self.db.execute("CREATE TABLE t (id int PRIMARY KEY, words tsvector)")
        with self.db.cursor().copy("COPY t (id, words) FROM STDIN") as copy:
            for number, text in enumerate(texts):
                copy.write_row((number, vector(segments.terms(text))))
        self.db.execute("CREATE INDEX ON t USING gin (words)")
        self.db.execute("ANALYZE t")

    def find(self, wanted: Wanted, *, best: bool, limit: int = 20) -> tuple[list[int], int]:
        query = " & ".join(f"({' <-> '.join(phrase(w))})" for w in words_of(wanted))
        order = "ts_rank(words, q) DESC" if best else "id DESC"
        rows = self.db.execute(
            f"SELECT id FROM t, to_tsquery('simple', %s) q WHERE words @@ q ORDER BY {order} LIMIT {limit}",
            (query,),
        ).fetchall()
        count = self.db.execute(
            "SELECT count(*) FROM t WHERE words @@ to_tsquery('simple', %s)", (query,)
        ).fetchone()
        return [row[0] for row in rows], count[0] if count else 0


def vector(terms: list[str]) -> str:
    """The terms as the text of a tsvector."""
    quoted = (term.replace("\\", "\\\\").replace("'", "''") for term in terms)
    return " ".join(f"'{term}':{n}" for n, term in enumerate(quoted, 1) if n < 16_383)


def timed(action: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[18] if len(values) > 1 else values[0]


def main() -> None:
    """Build, check, time, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--paragraphs", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="lieguan-search-"))
    folder.chmod(0o755)
    try:
        texts = list(paragraphs(options.corpus, options.paragraphs))
        engines = []
        for kind in (Tantivy, Fts5, Tsvector):
            place = folder / kind.name
            place.mkdir()
            start = time.perf_counter()
            engines.append(kind(place, texts))
            print(f"{kind.name}: {len(texts)} paragraphs built in {time.perf_counter() - start:.0f} s")
        compare(engines, drawn(texts, options.queries), texts)
    finally:
        for engine in locals().get("engines", []):
            if isinstance(engine, Tsvector):
                engine.db.close()
                engine.server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def compare(engines: list, queries: list[tuple[str, Wanted]], texts: list[str]) -> None:
    """All engines in turn, query by query."""
    for best in (True, False):
        times: dict[str, list[float]] = {engine.name: [] for engine in engines}
        for _kind, wanted in queries:
            for engine in engines:
                engine.find(wanted, best=best)
                times[engine.name].append(timed(lambda e=engine, w=wanted, b=best: e.find(w, best=b)))  # type: ignore[misc]
        ours = times["tantivy"]
        print("best first" if best else "newest first")
        for name, values in times.items():
            ratio = p95(values) / p95(ours)
            print(
                f"  {name:9} p50 {statistics.median(values):8.2f}  p95 {p95(values):8.2f} ms   p95 / ours {ratio:6.1f}"
            )
    shown = [timed(lambda w=wanted: engines[0].page(w, texts)) for _kind, wanted in queries]  # type: ignore[misc]
    print(f"with marks and facets: p50 {statistics.median(shown):.2f}  p95 {p95(shown):.2f} ms")


if __name__ == "__main__":
    main()
