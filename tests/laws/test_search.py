"""Law: what the index finds is what stands in the texts, no more and no less."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lieguan.site.search import segments
from lieguan.site.search.index import Entry, Search, SearchIndex
from lieguan.site.search.language import Words

# Few characters, so that words meet often; Han, letters, digits, spaces, punctuation, a variant, full width.
TEXTS = st.text("數位發展臺台AaiＡ1 　，。「", min_size=0, max_size=14)
WORDS = st.text("數位發展臺台", min_size=1, max_size=5)


def held(texts: list[str], folder: Path) -> SearchIndex:
    index = SearchIndex(folder)
    writer = index.writer()
    for number, text in enumerate(texts):
        index.write(writer, f"row/{number}", [Entry(str(number), text)])
    writer.commit()
    writer.wait_merging_threads()
    index.refresh()
    return index


@pytest.mark.parametrize("best_first", [False, True])
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=25), words=st.lists(WORDS, min_size=1, max_size=12))
def test_search_is_substring_search_over_folded_text(
    best_first: bool, texts: list[str], words: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = held(texts, Path(folder))
        for word in words:
            hits = index.search(Search(Words(word), best_first=best_first, limit=100))
            truth = {str(n) for n, text in enumerate(texts) if segments.fold(word) in segments.fold(text)}
            assert set(hits.keys) == truth, word
            assert hits.count == len(truth)
