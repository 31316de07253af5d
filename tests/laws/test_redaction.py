"""A record without what is withheld is a record still, and holds none of the words."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from laws.test_draft_edits import check
from lieguan.site.records.identity import clauses_of, nodes_of, stripped, with_uids
from lieguan.site.records.redaction import REST, redacted
from made_minutes import minutes

NOTICE, WORD, FILE = (
    "本段依政府資訊公開法第18條第1項第3款不予公開",
    "（不予公開）",
    "（依政府資訊公開法第18條第1項第9款不予公開）",
)
WHOLE = minutes(unread="另附海岸巡查照片一批。")


def paragraphs(record: dict[str, Any]) -> list[str]:
    """Local ids of what can be withheld."""
    found = [clause["id"] for one in record["resolutions"] for clause in clauses_of(one)]
    for statement in record["statements"]:
        found += [statement["id"], *(point["id"] for point in statement["points"])]
    return found


def words_of(record: dict[str, Any], ids: set[str]) -> dict[str, str]:
    return {node["id"]: node["text"] for node in nodes_of(record) if node["id"] in ids and "text" in node}


@given(st.sets(st.sampled_from(paragraphs(WHOLE))), st.booleans())
def test_what_is_withheld_is_gone_and_the_rest_is_a_record(ids: set[str], file: bool) -> None:
    shown = redacted(WHOLE, dict.fromkeys(ids, (NOTICE, WORD)), FILE if file else "")
    check(with_uids(shown), printed=True)
    assert shown["source"]["characters"] == len(shown["text"])
    kept = words_of(WHOLE, set(paragraphs(WHOLE)) - ids)
    for local, words in words_of(WHOLE, ids).items():
        assert not any(words in other for other in kept.values())
        assert words not in str(shown), local
    assert words_of(shown, set(kept)) == kept
    assert words_of(shown, ids) == dict.fromkeys(words_of(WHOLE, ids), NOTICE)
    rest = [WHOLE["text"][slice(*part["span"])].strip() for part in WHOLE["parts"] if part["kind"] in REST]
    assert rest
    assert all((words in shown["text"]) is not file for words in rest)


def test_nothing_withheld_leaves_the_record_as_it_is() -> None:
    assert redacted(WHOLE, {}) == WHOLE
    assert stripped(with_uids(WHOLE)) == WHOLE


def test_the_marker_stays_before_the_notice() -> None:
    clause = WHOLE["resolutions"][0]["clauses"][0]
    shown = redacted(WHOLE, {clause["id"]: (NOTICE, WORD)})
    now = shown["resolutions"][0]["clauses"][0]
    start, end = now["spans"][0][0], now["spans"][-1][1]
    printed = shown["text"][start:end]
    assert printed.endswith(NOTICE)
    assert printed != NOTICE
    assert (now["disposition"], now["subject"], now["agencies"], now["rulings"]) == (None, None, [], [])
    assert now["clauses"] != []
