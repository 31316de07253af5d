"""The index: tantivy, one folder, written by one process, rebuilt from the database at any time.

Each document is one paragraph-like thing (a clause, a statement's point, an item, a progress report …), known by its
`key`. `seen_by` says who may find it: a search names the viewers it searches for, and what none of them may see is
neither found nor counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy

from lieguan.site.search import segments
from lieguan.site.search.language import All, Begun, Either, Not, Wanted, Words

# Changed whenever documents of an older index would be read wrong: the index is then built anew.
VERSION = 2
ANALYZER = "terms"
FACETS = ("kind", "body", "meeting", "person", "agency", "state")
HEAP = 64 * 1024 * 1024
PUBLIC = "public"
# The row of the one document that holds how far the log was followed; nobody sees it.
MARK = "mark"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    key      unique: "clause:12", "text:3.41"
    text     its words
    name     what it is called, where that is suggested while somebody types; part of `text` as well
    day      ISO day by which it is ordered, "" where it has none
    seen_by  who may find it: "public", "body:3", "agency:5"
    facets   values for FACETS
    """

    key: str
    text: str
    day: str = ""
    name: str = ""
    seen_by: tuple[str, ...] = (PUBLIC,)
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, by whom, and which page of it. `in_names`: in the names of things instead of their words;
    `without`: rows that are left out, whoever looks."""

    wanted: Wanted | None
    viewers: tuple[str, ...] = (PUBLIC,)
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    best_first: bool = False
    offset: int = 0
    limit: int = 20
    counted: tuple[str, ...] = ()
    in_names: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """Keys of one page, the count of all, and for each counted facet its values with their counts."""

    keys: tuple[str, ...]
    count: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


def schema() -> tantivy.Schema:
    """Fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name=ANALYZER, index_option="position")
    builder.add_text_field("name", tokenizer_name=ANALYZER, index_option="position")
    builder.add_text_field("row", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("seen_by", tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        builder.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("day", indexed=True, fast=True)
    return builder.build()


class SearchIndex:
    """An open index. Reading is safe from many threads; writing from one process at a time.

    folder  where it lies; None: in memory
    make    make it where there is none, which is for the one process that keeps it. Who only reads asks `read`

    Raises ValueError or OSError where its files are damaged, or gone and not to be made.
    """

    def __init__(self, folder: Path | None, *, make: bool = True) -> None:
        self.schema = schema()
        if folder is None:
            self.index = tantivy.Index(self.schema)
        elif make:
            folder.mkdir(parents=True, exist_ok=True)
            self.index = tantivy.Index(self.schema, path=str(folder))
        else:
            self.index = tantivy.Index.open(str(folder))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer(ANALYZER, analyzer)

    @classmethod
    def read(cls, folder: Path) -> SearchIndex | None:
        """The index of a folder, for reading; None where it is not there, or not whole while it is built anew."""
        try:
            return cls(folder, make=False)
        except (ValueError, OSError):
            return None

    def writer(self, *, threads: int = 1) -> tantivy.IndexWriter:
        """The one writer; another process that holds it makes this fail."""
        return self.index.writer(heap_size=HEAP, num_threads=threads)

    def write(self, writer: tantivy.IndexWriter, row: str, entries: Iterable[Entry]) -> None:
        """Put the entries of a row in the place of those it had; visible after commit and `refresh`."""
        writer.delete_documents_by_term("row", row)
        for entry in entries:
            writer.add_document(document(entry, row))

    def set_mark(self, writer: tantivy.IndexWriter, number: int) -> None:
        """Store, in the same commit, how far the log was followed."""
        writer.delete_documents_by_term("row", MARK)
        made = tantivy.Document()
        made.add_text("row", MARK)
        made.add_text("key", f"{MARK}:{number}")
        writer.add_document(made)

    def mark(self) -> int | None:
        """How far the log was followed, or None for an index that was never filled."""
        searcher = self.index.searcher()
        query = tantivy.Query.term_query(self.schema, "row", MARK, "basic")
        for _, address in searcher.search(query, limit=1).hits:
            return int(str(searcher.doc(address)["key"][0]).partition(":")[2])
        return None

    def refresh(self) -> None:
        """See what was committed. Raises ValueError or OSError where its files are damaged or gone."""
        self.index.reload()

    def search(self, search: Search) -> Hits:
        """One page of what is found, with the exact count."""
        query = self._query(search)
        searcher = self.index.searcher()
        order: dict[str, Any] = {} if search.best_first else {"order_by_field": "day"}
        found = searcher.search(query, limit=search.limit, offset=search.offset, count=True, **order)
        keys = tuple(str(searcher.doc(address)["key"][0]) for _, address in found.hits)
        return Hits(keys, found.count or 0, self._count(searcher, query, search.counted))

    def _count(
        self, searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[str]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """The values of facets with their counts, the most frequent first; all in one pass over what is found."""
        if not names:
            return {}
        answer = searcher.aggregate(query, {name: {"terms": {"field": name, "size": 20}} for name in names})
        return {
            name: tuple((bucket["key"], bucket["doc_count"]) for bucket in answer[name]["buckets"])
            for name in names
        }

    def _query(self, search: Search) -> tantivy.Query:
        must = [self._any("seen_by", search.viewers)]
        if search.wanted is not None:
            must.append(self._wanted(search.wanted, "name" if search.in_names else "words"))
        must += [self._any(name, values) for name, values in search.filters.items() if values]
        if search.since or search.until:
            must.append(
                tantivy.Query.range_query(
                    self.schema,
                    "day",
                    tantivy.FieldType.Unsigned,
                    _day(search.since) or 1,
                    _day(search.until) or 99991231,
                )
            )
        parts = [(tantivy.Occur.Must, part) for part in must]
        if search.without:
            parts.append((_NOT, self._any("row", search.without)))
        return tantivy.Query.boolean_query(parts)

    def _any(self, name: str, values: Sequence[str]) -> tantivy.Query:
        terms = [tantivy.Query.term_query(self.schema, name, value, "basic") for value in values]
        one = terms[0] if len(terms) == 1 else tantivy.Query.boolean_query([(_SHOULD, t) for t in terms])
        return tantivy.Query.const_score_query(one, 0.0)

    def _wanted(self, wanted: Wanted, field: str) -> tantivy.Query:
        match wanted:
            case Words(text):
                return self._phrase(text, field)
            case Begun(text):
                return self._phrase(text, field, begun=True)
            case Not(part):
                everything = (tantivy.Occur.Must, tantivy.Query.all_query())
                return tantivy.Query.boolean_query([everything, (_NOT, self._wanted(part, field))])
            case Either(parts):
                return tantivy.Query.boolean_query([(_SHOULD, self._wanted(part, field)) for part in parts])
            case All(parts):
                wanted_parts = [
                    (_NOT, self._wanted(p.part, field))
                    if isinstance(p, Not)
                    else (_MUST, self._wanted(p, field))
                    for p in parts
                ]
                if all(isinstance(p, Not) for p in parts):
                    wanted_parts.append((_MUST, tantivy.Query.all_query()))
                return tantivy.Query.boolean_query(wanted_parts)

    def _phrase(self, text: str, field: str, *, begun: bool = False) -> tantivy.Query:
        """The words side by side. Punctuation in what was typed parts it: each piece is then wanted."""
        pieces: list[list[str]] = [[]]
        found = list(segments.runs(segments.fold(text)))
        for number, (gap, run) in enumerate(found):
            if gap and pieces[-1]:
                pieces.append([])
            last = number == len(found) - 1 or found[number + 1][0]
            pieces[-1] += wanted_terms(run, last=last)
        pieces = [piece for piece in pieces if piece]
        queries = [
            self._piece(piece, field, begun=begun and number == len(pieces))
            for number, piece in enumerate(pieces, 1)
        ]
        if not queries:
            return tantivy.Query.empty_query()
        return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(_MUST, q) for q in queries])

    def _piece(self, words: list[str], field: str, *, begun: bool) -> tantivy.Query:
        """One phrase. A single Han character at its end stands before any other; letters that are `begun` may go on."""
        last = words[-1]
        if segments.is_one_han(last):
            pattern = last + ".?"
        elif begun and not segments.is_han(last):
            pattern = re.escape(last) + ".*"
        elif len(words) == 1:
            return tantivy.Query.term_query(self.schema, field, last, "freq")
        else:
            return tantivy.Query.phrase_query(self.schema, field, list(words))
        if len(words) == 1:
            return tantivy.Query.regex_query(self.schema, field, pattern)
        patterns = [*(re.escape(word) for word in words[:-1]), pattern]
        return tantivy.Query.regex_phrase_query(self.schema, field, list(patterns))


_SHOULD, _MUST, _NOT = tantivy.Occur.Should, tantivy.Occur.Must, tantivy.Occur.MustNot


def wanted_terms(run: str, *, last: bool) -> list[str]:
    """The terms that a run of the query must match: at its end the text may go on, so no single last character."""
    found = segments.pairs(run)
    return found[:-1] if last and len(found) > 1 else found


def document(entry: Entry, row: str) -> tantivy.Document:
    """The tantivy document of an entry."""
    made = tantivy.Document()
    made.add_text("row", row)
    made.add_text("key", entry.key)
    made.add_text("words", " ".join(segments.terms(entry.text)))
    if entry.name:
        made.add_text("name", " ".join(segments.terms(entry.name)))
    for viewer in entry.seen_by:
        made.add_text("seen_by", viewer)
    for name, values in entry.facets.items():
        for value in values:
            made.add_text(name, value)
    made.add_unsigned("day", _day(entry.day))
    return made


def _day(iso: str) -> int:
    return int(iso[:10].replace("-", "")) if iso else 0
