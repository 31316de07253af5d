"""What a person may do to a draft, case by case."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from lieguan.record.spans import words as words_at
from lieguan.site.records.editing.operations import apply
from lieguan.site.records.editing.parts import unread
from lieguan.site.records.editing.tree import CannotEdit, fold, unfold
from lieguan.site.records.identity import clauses_of, nodes_of, stripped, with_uids
from made_minutes import clause, minutes

Edit = Callable[..., Any]


@pytest.fixture
def draft() -> dict[str, Any]:
    count = itertools.count(1)
    return fold(unfold(with_uids(minutes(), make=lambda: f"u{next(count)}")))


@pytest.fixture
def edit() -> Edit:
    count = itertools.count(1)

    def run(record: dict[str, Any], operation: str, target: str = "", **values: Any) -> dict[str, Any]:
        return apply(record, operation, target, values, lambda: f"n{next(count)}").record

    return run


def uid(record: dict[str, Any], local: str) -> str:
    return next(node["uid"] for node in nodes_of(record) if node["id"] == local)


def node(record: dict[str, Any], local: str) -> dict[str, Any]:
    return next(node for node in nodes_of(record) if node["id"] == local)


def words(record: dict[str, Any], local: str) -> str:
    return words_at(record["text"], [(s, e) for s, e in node(record, local)["spans"]])


def certainty(record: dict[str, Any], path: str) -> tuple[str, str]:
    entry = next(entry for entry in record["found"] if entry["path"] == path)
    return entry["rule"], entry["certainty"]


def test_a_record_opened_and_folded_back_is_the_same(draft: dict[str, Any]) -> None:
    again = fold(unfold(draft))
    assert again == draft
    assert stripped(draft) | {"found": []} == minutes() | {"found": []}
    key = lambda entry: entry["path"]  # noqa: E731
    assert sorted(draft["found"], key=key) == sorted(minutes()["found"], key=key)


def test_an_edit_leaves_the_record_that_it_was_given_alone(draft: dict[str, Any], edit: Edit) -> None:
    before = fold(unfold(draft))
    edit(draft, "clause-remove", uid(draft, "r1.1"))
    assert draft == before


def test_a_value_set_by_a_person_is_sure_and_has_the_rule_person(draft: dict[str, Any], edit: Edit) -> None:
    after = edit(draft, "head", "meeting", body="行政院海岸小組", ordinal=3)
    assert after["meeting"]["body"] == "行政院海岸小組"
    assert certainty(after, "/meeting/body") == ("person", "sure")
    assert certainty(after, "/meeting/ordinal") == ("person", "sure")
    assert certainty(after, "/meeting/title") == ("head.title", "sure")


def test_a_value_taken_out_leaves_nothing_found(draft: dict[str, Any], edit: Edit) -> None:
    after = edit(draft, "clause", uid(draft, "r1.2"), disposition=None, subject=None)
    assert not [e for e in after["found"] if e["path"] in {
        "/resolutions/0/clauses/1/disposition", "/resolutions/0/clauses/1/subject"}]  # fmt: skip


def test_nothing_changed_is_said(draft: dict[str, Any], edit: Edit) -> None:
    with pytest.raises(CannotEdit, match="nothing would change"):
        edit(draft, "head", "meeting", ordinal=2)


def test_a_split_cuts_words_spans_parts_and_what_the_words_say(draft: dict[str, Any], edit: Edit) -> None:
    target = uid(draft, "r1.2")
    text = node(draft, "r1.2")["text"]
    after = edit(draft, "clause-split", target, at=text.index("並請"))
    assert [c["text"] for c in after["resolutions"][0]["clauses"]][1:] == [
        "同意「沿海測站盤點」解除列管，", "並請各機關持續維護。",
    ]  # fmt: skip
    assert words(after, "r1.2") == "2.同意「沿海測站盤點」解除列管，"
    assert words(after, "r1.3") == "並請各機關持續維護。"
    assert node(after, "r1.2")["uid"] == target
    assert node(after, "r1.3")["split_from"] == target
    assert node(after, "r1.2")["disposition"] == "release"
    assert node(after, "r1.2")["agencies"] == []
    assert [a["as_written"] for a in node(after, "r1.3")["agencies"]] == ["各機關"]
    owners = [part["of"] for part in after["parts"] if part["of"] in {"r1.2", "r1.3"}]
    assert owners == ["r1.2", "r1.2", "r1.3"]


def test_a_split_gives_the_disposition_to_the_words_that_hold_it(edit: Edit) -> None:
    given = minutes(resolutions=[("決定", [clause(
        "1", "請各機關持續維護。「沿海測站盤點」解除列管。", disposition="release", subject="沿海測站盤點")])])  # fmt: skip
    draft = with_uids(given)
    after = edit(draft, "clause-split", uid(draft, "r1.1"), at=9)
    assert node(after, "r1.1")["disposition"] is None
    assert (node(after, "r1.2")["disposition"], node(after, "r1.2")["subject"]) == ("release", "沿海測站盤點")
    assert certainty(after, "/resolutions/0/clauses/1/disposition") == ("disposition.release", "sure")


def test_a_marker_at_the_cursor_becomes_the_number(edit: Edit) -> None:
    draft = with_uids(minutes(resolutions=[("決定", [clause("1", "洽悉。2.請各機關配合辦理。")])]))
    after = edit(draft, "clause-split", uid(draft, "r1.1"), at=3)
    assert (node(after, "r1.2")["number"], node(after, "r1.2")["text"]) == ("2", "請各機關配合辦理。")
    assert words(after, "r1.2") == "2.請各機關配合辦理。"
    assert [p["kind"] for p in after["parts"] if p["of"] == "r1.2"] == ["marker", "clause"]


def test_sub_clauses_go_with_the_later_part(draft: dict[str, Any], edit: Edit) -> None:
    after = edit(draft, "clause-split", uid(draft, "r1.1"), at=16)
    assert node(after, "r1.1")["clauses"] == []
    assert [c["id"] for c in node(after, "r1.2")["clauses"]] == ["r1.2.1", "r1.2.2"]


@pytest.mark.parametrize("at", [0, 10_000])
def test_a_split_needs_words_on_both_sides(draft: dict[str, Any], edit: Edit, at: int) -> None:
    with pytest.raises(CannotEdit) as refused:
        edit(draft, "clause-split", uid(draft, "r1.2"), at=at)
    assert refused.value.why == "split-at-end"


def test_what_was_typed_is_kept_when_the_cursor_splits(draft: dict[str, Any], edit: Edit) -> None:
    form = {"text": "同意解除列管，另請各機關持續維護。", "number": "貳"}
    after = edit(draft, "clause-split", uid(draft, "r1.2"), at=7, form=form)
    assert (node(after, "r1.2")["number"], node(after, "r1.2")["text"]) == ("貳", "同意解除列管，")
    assert node(after, "r1.3")["text"] == "另請各機關持續維護。"
    assert words(after, "r1.3").endswith("請各機關持續維護。")


def test_split_and_joined_again_the_words_and_places_are_as_before(draft: dict[str, Any], edit: Edit) -> None:
    cut = edit(draft, "clause-split", uid(draft, "r1.2"), at=8)
    after = edit(cut, "clause-join", uid(cut, "r1.2"))
    for key in ("text", "number", "spans", "agencies", "disposition", "subject", "uid"):
        assert node(after, "r1.2")[key] == node(draft, "r1.2")[key]
    assert node(after, "r1.2")["joined"] == [node(cut, "r1.3")["uid"]]


def test_a_joined_marker_stays_as_words(draft: dict[str, Any], edit: Edit) -> None:
    after = edit(draft, "clause-join", uid(draft, "r1.1.1"))
    assert node(after, "r1.1.1")["text"] == "完成巡查表單之修訂，並於下次會議提出。(2)辦理教育訓練二場。"
    assert words(after, "r1.1.1").replace("\n", "") == "(1)" + node(after, "r1.1.1")["text"]
    assert {part["of"] for part in after["parts"]} <= {None, "meeting", *(n["id"] for n in nodes_of(after))}


def test_the_next_clause_may_be_the_first_sub_clause(draft: dict[str, Any], edit: Edit) -> None:
    after = edit(draft, "clause-join", uid(draft, "r1.1"))
    assert [c["number"] for c in node(after, "r1.1")["clauses"]] == ["2"]
    assert [d["relative"] for d in node(after, "r1.1")["deadlines"]] == ["next-meeting"]


def test_the_last_clause_has_nothing_to_join_with(draft: dict[str, Any], edit: Edit) -> None:
    with pytest.raises(CannotEdit) as refused:
        edit(draft, "clause-join", uid(draft, "r1.2"))
    assert refused.value.why == "no-next"


def test_moving_in_and_out(draft: dict[str, Any], edit: Edit) -> None:
    inside = edit(draft, "clause-move", uid(draft, "r1.2"), direction="in")
    assert [c["id"] for c in clauses_of(inside["resolutions"][0])] == ["r1.1", "r1.1.1", "r1.1.2", "r1.1.3"]
    assert certainty(inside, "/resolutions/0/clauses/0/clauses/2/disposition")[1] == "sure"
    outside = edit(inside, "clause-move", uid(inside, "r1.1.3"), direction="out")
    assert outside == draft
    with pytest.raises(CannotEdit):
        edit(draft, "clause-move", uid(draft, "r1.1"), direction="in")
    with pytest.raises(CannotEdit):
        edit(draft, "clause-move", uid(draft, "r1.1"), direction="out")


def test_moving_up_and_down(draft: dict[str, Any], edit: Edit) -> None:
    after = edit(draft, "clause-move", uid(draft, "r1.1"), direction="down")
    assert node(after, "r1.2")["uid"] == uid(draft, "r1.1")
    assert edit(after, "clause-move", uid(after, "r1.2"), direction="up") == draft
    with pytest.raises(CannotEdit):
        edit(draft, "clause-move", uid(draft, "r1.2"), direction="down")


def test_sent_to_another_resolution_it_stands_where_the_source_has_it(
    draft: dict[str, Any], edit: Edit
) -> None:
    after = edit(draft, "clause-send", uid(draft, "r1.2"), to=uid(draft, "r2"))
    assert [c["uid"] for c in after["resolutions"][1]["clauses"]] == [uid(draft, "r1.2"), uid(draft, "r2.1")]
    assert words(after, "r1").endswith("辦理教育訓練二場。")
    assert "同意「沿海測站盤點」" in words(after, "r2")


def test_a_removed_clause_leaves_its_words_unread_and_its_sub_clauses_one_level_up(
    draft: dict[str, Any], edit: Edit
) -> None:
    after = edit(draft, "clause-remove", uid(draft, "r1.1"))
    assert [c["text"][:2] for c in after["resolutions"][0]["clauses"]] == ["完成", "辦理", "同意"]
    said = "".join(after["text"][slice(*part["span"])] for part in unread(after))
    assert "「海堤巡查作業手冊」持續列管" in said


def test_unread_words_become_a_clause_of_the_resolution_before_them(
    draft: dict[str, Any], edit: Edit
) -> None:
    gone = edit(draft, "clause-remove", uid(draft, "r1.2"))
    start = next(p["span"][0] for p in unread(gone) if gone["text"][p["span"][0]] == "同")
    after = edit(gone, "part-place", start=start, **{"as": "clause"})
    made = next(
        c for c in clauses_of(after["resolutions"][0]) if c["text"].startswith("同意「沿海測站盤點」")
    )
    assert made["number"] is None
    assert after["text"][slice(*made["spans"][0])] == made["text"]


def test_unread_words_go_on_with_the_point_before_them(draft: dict[str, Any], edit: Edit) -> None:
    start = next(unread(draft))["span"][0]
    after = edit(draft, "part-place", start=start, **{"as": "continue"})
    assert node(after, "s2.1")["text"].endswith("並納入公告。另附海岸巡查照片一批。")
    assert not list(unread(after))


def test_a_person_says_what_a_part_is(draft: dict[str, Any], edit: Edit) -> None:
    start = next(unread(draft))["span"][0]
    after = edit(draft, "part", start=start, kind="annex")
    assert not list(unread(after))
    index = next(i for i, part in enumerate(after["parts"]) if part["span"][0] == start)
    assert certainty(after, f"/parts/{index}/kind") == ("person", "sure")
    with pytest.raises(CannotEdit, match="belong to an object"):
        edit(draft, "part", start=node(draft, "r2.1")["spans"][0][0], kind="annex")


def test_a_missed_speaker_takes_the_points_behind_the_label(draft: dict[str, Any], edit: Edit) -> None:
    cut = edit(draft, "point-split", uid(draft, "s1.2"), at=4)
    gone = edit(cut, "point-remove", uid(cut, "s1.2"))
    start = next(p["span"][0] for p in unread(gone) if gone["text"][slice(*p["span"])].startswith("表單宜與"))
    after = edit(gone, "part-place", start=start, **{"as": "statement"})
    assert [s["speaker"]["name"] for s in after["statements"]] == ["柳青禾", "表單宜與", "石定遠"]
    assert [p["text"] for p in after["statements"][1]["points"]] == ["測站資料介接。"]


def test_a_statement_is_re_attributed(draft: dict[str, Any], edit: Edit) -> None:
    after = edit(
        draft,
        "statement",
        uid(draft, "s2"),
        speaker={"name": "石定遠", "title": "署長"},
        agenda=[uid(draft, "a2")],
    )
    assert after["statements"][1]["speaker"]["title"] == "署長"
    assert after["statements"][1]["agenda"] == ["a2"]
    with pytest.raises(CannotEdit):
        edit(
            draft, "statement", uid(draft, "s2"), speaker={"name": None, "title": None, "organisation": None}
        )


def test_a_point_begins_another_persons_statement(draft: dict[str, Any], edit: Edit) -> None:
    after = edit(draft, "statement-split", uid(draft, "s1.2"))
    assert [len(s["points"]) for s in after["statements"]] == [1, 1, 1]
    assert after["statements"][1]["speaker"]["name"] is None
    assert (
        edit(after, "statement-join", uid(after, "s1"))["statements"][0]["points"]
        == draft["statements"][0]["points"]
    )
    with pytest.raises(CannotEdit):
        edit(draft, "statement-split", uid(draft, "s1.1"))


def test_points_are_cut_joined_and_moved(draft: dict[str, Any], edit: Edit) -> None:
    cut = edit(draft, "point-split", uid(draft, "s1.1"), at=len("建議先盤點老舊海堤，"))
    assert [p["text"] for p in cut["statements"][0]["points"]][:2] == [
        "建議先盤點老舊海堤，",
        "再排定優先次序。",
    ]
    joined = edit(cut, "point-join", uid(cut, "s1.1"))
    assert joined["statements"][0]["points"][0]["text"] == draft["statements"][0]["points"][0]["text"]
    moved = edit(draft, "point-move", uid(draft, "s1.2"), direction="next")
    assert [len(s["points"]) for s in moved["statements"]] == [1, 2]
    assert edit(moved, "point-move", uid(moved, "s2.1"), direction="previous") == draft


def test_rows_keep_their_places_and_new_ones_find_theirs(draft: dict[str, Any], edit: Edit) -> None:
    row = {
        "name": "經濟部水利署",
        "as_written": "水利署",
        "role": "lead",
        "collective": False,
        "open": False,
        "was": 0,
    }
    new = {
        "name": "內政部",
        "as_written": "營建署",
        "role": "support",
        "collective": False,
        "open": False,
        "was": None,
    }
    after = edit(draft, "clause", uid(draft, "r1.1"), agencies=[row, new])
    first, second = node(after, "r1.1")["agencies"]
    assert first == node(draft, "r1.1")["agencies"][0]
    assert after["text"][slice(*second["spans"][0])] == "營建署"
    assert certainty(after, "/resolutions/0/clauses/0/agencies/0/as_written") == ("agencies.list", "sure")
    assert certainty(after, "/resolutions/0/clauses/0/agencies/1") == ("person", "sure")


def test_a_name_left_open_is_that_of_the_day(draft: dict[str, Any], edit: Edit) -> None:
    def row(written: str, *, collective: bool = False) -> dict[str, Any]:
        return {
            "name": None,
            "as_written": written,
            "role": None,
            "collective": collective,
            "open": False,
            "was": None,
        }

    rows = [row("數發部"), row("相關部會", collective=True), row("海岸工程公司")]
    after = edit(draft, "clause", uid(draft, "r2.1"), agencies=rows)
    names = [agency["name"] for agency in node(after, "r2.1")["agencies"]]
    assert names == ["數位發展部", "相關部會", "海岸工程公司"]
    earlier = edit(draft, "head", "meeting", starts_at="2023-01-05", ends_at=None)
    after = edit(earlier, "clause", uid(draft, "r2.1"), agencies=[row("環保署")])
    assert node(after, "r2.1")["agencies"][0]["name"] == "行政院環境保護署"


def test_a_doubt_is_accepted(draft: dict[str, Any], edit: Edit) -> None:
    after = edit(draft, "accept", "meeting", path="body")
    assert certainty(after, "/meeting/body") == ("person", "sure")
    assert certainty(after, "/meeting/chairs/0/name")[1] == "guess"
    whole = edit(draft, "accept", uid(draft, "r1.1"), path="")
    assert certainty(whole, "/resolutions/0/clauses/0/agencies/1/as_written") == ("person", "sure")
    with pytest.raises(CannotEdit):
        edit(draft, "accept", uid(draft, "r1.1.2"), path="")


def test_accepting_a_clause_leaves_the_doubts_of_its_sub_clauses(draft: dict[str, Any], edit: Edit) -> None:
    doubtful = fold(unfold(draft))
    entry = next(
        e for e in doubtful["found"] if e["path"].startswith("/resolutions/0/clauses/0/clauses/0/deadlines")
    )
    entry["certainty"] = "guess"
    after = edit(doubtful, "accept", uid(draft, "r1.1"), path="")
    assert certainty(after, entry["path"])[1] == "guess"


def test_a_field_is_given_back_what_was_read(draft: dict[str, Any], edit: Edit) -> None:
    wrong = edit(draft, "head", "meeting", body="別的小組", ordinal=9)
    after = edit(wrong, "reset", "meeting", field="body", read=draft)
    assert (after["meeting"]["body"], after["meeting"]["ordinal"]) == (draft["meeting"]["body"], 9)
    assert certainty(after, "/meeting/body") == ("head.body", "likely")
    changed = edit(draft, "clause", uid(draft, "r1.2"), text="同意。", agencies=[])
    assert node(edit(changed, "reset", uid(draft, "r1.2"), read=draft), "r1.2") == node(draft, "r1.2")


def test_what_was_cut_is_not_given_back_whole(draft: dict[str, Any], edit: Edit) -> None:
    cut = edit(draft, "clause-split", uid(draft, "r1.2"), at=8)
    with pytest.raises(CannotEdit) as refused:
        edit(cut, "reset", uid(draft, "r1.2"), read=draft)
    assert refused.value.why == "re-cut"


def test_the_agenda_is_changed_and_what_hangs_on_it_follows(draft: dict[str, Any], edit: Edit) -> None:
    moved = edit(draft, "agenda-move", uid(draft, "a1"), direction="down")
    assert [r["agenda"] for r in moved["resolutions"]] == ["a2", "a1"]
    assert moved["statements"][0]["agenda"] == ["a2"]
    gone = edit(draft, "agenda-remove", uid(draft, "a1"))
    assert [r["agenda"] for r in gone["resolutions"]] == [None, "a1"]
    assert [s["agenda"] for s in gone["statements"]] == [[], ["a1"]]
    more = edit(draft, "agenda-add", uid(draft, "a1"), kind="motion", number=None, title="臨時提案")
    assert [a["title"] for a in more["agenda"]][1] == "臨時提案"
    assert [r["agenda"] for r in more["resolutions"]] == ["a1", "a3"]


def test_resolutions_are_added_linked_and_removed(draft: dict[str, Any], edit: Edit) -> None:
    more = edit(draft, "resolution-add", uid(draft, "a1"), label="附帶決議")
    assert [r["agenda"] for r in more["resolutions"]] == ["a1", "a1", "a2"]
    linked = edit(draft, "resolution", uid(draft, "r2"), label="決定", agenda=None)
    assert (linked["resolutions"][1]["label"], linked["resolutions"][1]["agenda"]) == ("決定", None)
    gone = edit(draft, "resolution-remove", uid(draft, "r2"))
    assert len(gone["resolutions"]) == 1
    assert any("照案通過" in gone["text"][slice(*part["span"])] for part in unread(gone))


def test_people_are_set(draft: dict[str, Any], edit: Edit) -> None:
    rows = [{"name": "柳青禾", "title": "委員", "organisation": None, "role": None, "as_written": "柳青禾委員", "was": 0},
            {"name": "葛雲", "title": None, "organisation": None, "role": None, "as_written": "", "was": None}]  # fmt: skip
    after = edit(draft, "people", "meeting", list="present", rows=rows)
    assert [p["name"] for p in after["meeting"]["attendance"]["present"]] == ["柳青禾", "葛雲"]
    assert after["meeting"]["attendance"]["present"][1]["represents"] is None


def test_a_removed_item_takes_along_what_was_found_of_it_in_statements(edit: Edit) -> None:
    given = minutes()
    for entry in given["found"]:
        if entry["path"].startswith("/statements/1/agenda/"):
            entry["rule"] = f"was {entry['path'][-1]}"
    draft = with_uids(given)
    after = edit(draft, "agenda-remove", uid(draft, "a1"))
    assert after["statements"][1]["agenda"] == ["a1"]
    left = {e["path"]: e["rule"] for e in after["found"] if e["path"].startswith("/statements/1/agenda")}
    assert left == {"/statements/1/agenda/0": "was 1"}


def test_words_that_two_clauses_share_stay_with_the_one_that_is_left(edit: Edit) -> None:
    given = minutes()
    shared, other = given["resolutions"][1]["clauses"][0], given["resolutions"][0]["clauses"][1]
    other["spans"] = [list(span) for span in shared["spans"]]
    draft = with_uids(given)
    after = edit(draft, "clause-remove", uid(draft, "r2.1"))
    part = next(part for part in after["parts"] if part["span"][0] == shared["spans"][0][0])
    assert (part["of"], part["kind"]) == ("r1.2", "clause")
