"""Whatever a person does to a draft, in whatever order: the laws of lieguan.site.records.editing hold."""

from __future__ import annotations

import itertools
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lieguan.record.spans import words
from lieguan.site.records.differences import differences
from lieguan.site.records.editing.operations import OPERATIONS, apply
from lieguan.site.records.editing.parts import LOOSE, PLACED
from lieguan.site.records.editing.places import bare
from lieguan.site.records.editing.tree import CannotEdit, fold, unfold
from lieguan.site.records.identity import clauses_of, nodes_of, stripped, with_uids
from lieguan.site.records.marks import Block, boundaries, chunks
from lieguan.site.records.screen import screen
from made_minutes import minutes

DIRECTIONS = ("up", "down", "in", "out", "previous", "next")
# Edits that leave every word as it was printed.
KEEPING = {
    "agenda-move", "agenda-remove", "resolution-move", "resolution-remove", "resolution-add", "clause-split",
    "clause-join", "clause-move", "clause-send", "clause-remove", "statement-split", "statement-join",
    "statement-move", "statement-remove", "point-split", "point-join", "point-move", "point-remove", "part",
    "part-place",
}  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.sampled_from(sorted(OPERATIONS)), st.integers(0, 60), st.integers(0, 60), st.sampled_from(DIRECTIONS),
        st.sampled_from(LOOSE), st.sampled_from(PLACED), st.text("甲乙。，1.（一） ", min_size=1, max_size=8),
    ),
    max_size=12,
)  # fmt: skip


def said(chunk: tuple[Block, ...]) -> str:
    return "".join(piece.words for block in chunk for piece in block.pieces)


def fresh() -> dict[str, Any]:
    count = itertools.count(1)
    return fold(unfold(with_uids(minutes(), make=lambda: f"u{next(count)}")))


READ = fresh()
KINDS = {
    "agenda": r"a\d+$", "resolution": r"r\d+$", "clause": r"r\d+\.", "statement": r"s\d+$", "point": r"s\d+\.",
}  # fmt: skip


def target_of(record: dict[str, Any], operation: str, which: int) -> str:
    """An object of the kind that the operation is about, where there is one."""
    if operation in {"head", "people"}:
        return "meeting"
    other = {"statement-split": "point", "resolution-add": "agenda"}
    kind = other.get(operation) or operation.split("-", maxsplit=1)[0]
    nodes = list(nodes_of(record))
    fitting = [node for node in nodes if re.match(KINDS.get(kind, ""), node["id"])] or nodes
    return str(fitting[which % len(fitting)]["uid"]) if fitting else ""


def values_for(
    record: dict[str, Any], operation: str, at: int, direction: str, kind: str, placed: str, text: str
) -> dict[str, Any]:
    """Values that the operation understands, drawn from what the record has."""
    agenda = [item["uid"] for item in record["agenda"]]
    parts = [part for part in record["parts"] if part["of"] is None] or record["parts"]
    resolutions = [resolution["uid"] for resolution in record["resolutions"]] or [""]
    row = {
        "name": text,
        "as_written": text,
        "role": None,
        "collective": False,
        "open": False,
        "was": at or None,
    }
    person = {
        "name": text,
        "title": None,
        "organisation": None,
        "role": None,
        "as_written": text,
        "was": None,
    }
    return {
        "at": at, "direction": direction, "to": resolutions[at % len(resolutions)],
        "start": parts[at % len(parts)]["span"][0], "as": placed, "text": text, "number": None, "title": text,
        "kind": kind if operation == "part" else "report", "label": text, "path": "", "field": "", "read": READ,
        "agenda": agenda[:1] if operation.startswith("statement") else (agenda or [None])[0],
        "speaker": person, "disposition": "track" if at % 2 else None, "subject": None, "agencies": [row] * (at % 3),
        "deadlines": [], "rulings": [], "list": "chairs", "rows": [person], "ordinal": at, "body": text,
    } | ({"kind": kind} if operation == "part" else {})  # fmt: skip


def check(record: dict[str, Any], *, printed: bool) -> None:
    text = record["text"]
    at = 0
    for part in record["parts"]:
        assert part["span"][0] == at < part["span"][1]
        at = part["span"][1]
        assert not text[part["span"][0]].isspace() or part is record["parts"][0]
    assert at == len(text)
    ids = [node["id"] for node in nodes_of(record)]
    assert len(set(ids)) == len(ids)
    uids = [node["uid"] for node in nodes_of(record)]
    assert len(set(uids)) == len(uids)
    assert {part["of"] for part in record["parts"]} <= {None, "meeting", *ids}
    for resolution in record["resolutions"]:
        assert resolution["agenda"] in {None, *(item["id"] for item in record["agenda"])}
    for siblings in families(record):
        seen: set[int] = set()
        for node in siblings:
            places = [at for start, end in node["spans"] for at in range(start, end)]
            assert places == sorted(set(places))
            assert all(0 <= at < len(text) for at in places)
            assert not seen.intersection(places)
            seen.update(places)
    for entry in record["found"]:
        assert points_at_something(record, entry["path"]), entry["path"]
        assert set(entry) == {"path", "rule", "certainty", "spans"}
    if printed:
        for node in printed_nodes(record):
            said = bare(words(text, [(s, e) for s, e in node["spans"]]))
            assert said.endswith(bare(node["text"]))
    assert not any(key.startswith("_") for node in nodes_of(record) for key in node)


def families(record: dict[str, Any]) -> Any:
    yield record["agenda"]
    yield [c for r in record["resolutions"] for c in clauses_of(r)]
    yield [p for s in record["statements"] for p in s["points"]]


def printed_nodes(record: dict[str, Any]) -> Any:
    yield from (c for r in record["resolutions"] for c in clauses_of(r))
    yield from (p for s in record["statements"] for p in s["points"])


def points_at_something(record: dict[str, Any], path: str) -> bool:
    here: Any = record
    for token in path.strip("/").split("/"):
        if isinstance(here, list):
            if int(token) >= len(here):
                return False
            here = here[int(token)]
        elif token in here:
            here = here[token]
        else:
            return False
    return True


STARTS = boundaries(READ, size=60)
CHUNKS = [said(chunk) for chunk in chunks(READ, STARTS)]


def check_screen(record: dict[str, Any]) -> None:
    """The source keeps its chunks, everything has its place on the screen, and nothing differs from itself."""
    assert [said(chunk) for chunk in chunks(record, STARTS)] == CHUNKS
    drawn = screen(record)
    shown = str([section.data for section in drawn.sections])
    assert all(node["uid"] in shown for node in nodes_of(record))
    starts = {part["span"][0] for part in record["parts"]}
    assert {doubt.at for doubt in drawn.doubts} <= starts | {None}
    assert {part.start for part in (*drawn.unread, *drawn.loose)} <= starts
    assert differences(record, record) == []
    uids = {node["id"]: node["uid"] for node in nodes_of(record)}
    assert differences(record, record, (uids, uids)) == []


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_any_edits_in_any_order(steps: list[Any]) -> None:
    record, count, printed = fresh(), itertools.count(1), True
    for operation, which, at, direction, kind, placed, text in steps:
        target = target_of(record, operation, which)
        try:
            done = apply(
                record, operation, target, values_for(record, operation, at, direction, kind, placed, text),
                lambda: f"n{next(count)}",
            )  # fmt: skip
        except CannotEdit:
            continue
        printed = printed and operation in KEEPING
        record = done.record
        check(record, printed=printed)
        check_screen(record)
        assert fold(unfold(record)) == record
        assert done.focus in {"", "meeting", *(node["uid"] for node in nodes_of(record))}


def test_the_plain_record_of_a_draft_has_no_address_in_it() -> None:
    assert not any(
        key in node for node in nodes_of(stripped(fresh())) for key in ("uid", "split_from", "joined")
    )
