"""The confirm screen, as a browser asks for it: source and record, forms, every small change."""

from __future__ import annotations

import re
from collections.abc import Callable

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse

from draft_work import FRAGMENTS, clause_form, edit, uid
from lieguan.record.codec import schema
from lieguan.site.records import actions
from lieguan.site.records.identity import nodes_of
from lieguan.site.records.models import Minutes
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role
from made_minutes import BODY, minutes

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]


def test_source_and_record_stand_side_by_side_and_lead_to_each_other(
    browser: Client, received: TakeIn
) -> None:
    taken = received()
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    ids = set(re.findall(r' id="([^"]+)"', page))
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= ids
    assert {f"f-{node['uid']}" for node in nodes_of(taken.draft)} <= ids
    assert {f"s{part['span'][0]}" for part in taken.draft["parts"]} <= ids
    assert '<mark class="agency">水利署</mark>' in page
    assert 'class="doubt guess" href="#f-head"' in page
    assert "未讀入" in page
    assert page.index("另附海岸巡查照片一批") < page.index('id="sections"')


def test_a_doubt_is_told_in_the_readers_words(browser: Client, received: TakeIn) -> None:
    record = minutes()
    record["found"] += [
        {"path": "/agenda/0/kind", "rule": "item.kind.default", "certainty": "guess", "spans": []},
        {"path": "/resolutions/0/clauses/0/disposition", "rule": "x", "certainty": "likely", "spans": []},
    ]
    record["resolutions"][0]["clauses"][0]["disposition"] = "track"
    taken = received(record)
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    said = re.findall(r'：<span class="words">([^<]*)</span>', page)
    assert {"報告事項", "持續列管"} <= set(said)
    assert not {"report", "discussion", "track"} & set(said)


def test_minutes_that_name_no_body_say_so(browser: Client, received: TakeIn) -> None:
    record = minutes()
    record["meeting"]["body"] = None
    record["found"] = [one for one in record["found"] if one["path"] != "/meeting/body"]
    taken = received(record)
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert "紀錄未寫明是哪個會議" in page
    assert "「」" not in page


def test_every_id_stands_once(browser: Client, received: TakeIn) -> None:
    taken = received()
    for address in ("", f"?edit={uid(taken, 'r1.1')}", "?edit=head", "?edit=people:chairs"):
        page = browser.get(reverse("records:minutes", args=[taken.pk]) + address).content.decode()
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), address


def test_every_form_opens_where_its_object_stands(browser: Client, received: TakeIn) -> None:
    taken = received()
    start = next(p["span"][0] for p in taken.draft["parts"] if p["kind"] == "unread")
    targets = [
        "head", "people:chairs", "people:absent", f"part:{start}", "add-agenda", "add-statement",
        f"add-clause:{uid(taken, 'r1')}", f"add-clause:{uid(taken, 'r1.1.1')}", f"add-point:{uid(taken, 's1')}",
        f"add-resolution:{uid(taken, 'a1')}", *(node["uid"] for node in nodes_of(taken.draft)),
    ]  # fmt: skip
    for target in targets:
        page = browser.get(reverse("records:minutes", args=[taken.pk]), {"edit": target}).content.decode()
        assert page.count('<form class="edit"') == 1, target
        fragment = browser.get(reverse("records:form", args=[taken.pk]), {"of": target})
        assert fragment.content.decode().count("<form") == 1, target
    assert browser.get(reverse("records:form", args=[taken.pk]), {"of": "nothing"}).status_code == 404


def test_who_only_reads_gets_no_form(
    client: Client, received: TakeIn, account: Callable[..., Account], body: Body
) -> None:
    taken = received()
    client.force_login(account(Role.CHAIR, body))
    page = client.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert "data-edit=" not in page
    assert "確認紀錄" not in page


def test_a_change_without_a_script_comes_back_to_its_place(browser: Client, received: TakeIn) -> None:
    taken = received()
    target = uid(taken, "r1.2")
    answer = edit(browser, taken, "clause", target, **clause_form("同意解除列管。"))
    assert answer.url == reverse("records:minutes", args=[taken.pk]) + f"#f-{target}"
    taken.refresh_from_db()
    assert taken.draft["resolutions"][0]["clauses"][1]["text"] == "同意解除列管。"


def test_a_script_gets_what_changed_and_no_more(browser: Client, received: TakeIn) -> None:
    taken = received()
    target = uid(taken, "r1.2")
    answer = edit(browser, taken, "clause", target, script=True, **clause_form("同意解除列管。")).json()
    assert set(answer["sections"]) == {uid(taken, "r1")}
    assert answer["order"] == [
        "head",
        "agenda",
        uid(taken, "r1"),
        uid(taken, "r2"),
        uid(taken, "s1"),
        uid(taken, "s2"),
    ]
    assert (answer["version"], answer["focus"], answer["said"]) == (2, target, "修改條款")
    assert "復原：修改條款" in answer["steps"]


def test_a_field_that_is_wrong_is_named_and_what_was_typed_is_kept(browser: Client, received: TakeIn) -> None:
    taken = received()
    head = {"title": "改", "body": BODY, "ordinal": "2", "starts_at": "後天", "place": "第三會議室"}
    answer = edit(browser, taken, "head", "meeting", script=True, **head)
    assert answer.status_code == 400
    assert answer.json()["field"] == "starts_at"
    assert "看不懂日期" in answer.json()["error"]
    page = edit(browser, taken, "head", "meeting", **head)
    assert page.status_code == 400
    assert 'name="place" value="第三會議室"' in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "day"),
    [
        ({"starts_at": "114年9月15日", "starts_at_time": "09:30"}, "2025-09-15T09:30+08:00"),
        ({"starts_at": "114/9/15", "starts_at_time": ""}, "2025-09-15"),
        ({"starts_at": "2025-09-15", "starts_at_time": "9:05"}, "2025-09-15T09:05+08:00"),
    ],
)
def test_dates_as_they_are_typed_here(
    browser: Client, received: TakeIn, sent: dict[str, str], day: str
) -> None:
    taken = received()
    edit(browser, taken, "head", "meeting", title="紀錄", body=BODY, ordinal="2", **sent)
    taken.refresh_from_db()
    assert taken.draft["meeting"]["starts_at"] == day


def test_rows_of_agencies_and_deadlines(browser: Client, received: TakeIn) -> None:
    taken = received()
    rows = {
        "agencies-0-was": "0", "agencies-0-as_written": "水利署", "agencies-0-name": "經濟部水利署", "agencies-0-role": "lead",
        "agencies-1-was": "1", "agencies-1-as_written": "營建署", "agencies-1-name": "內政部國土管理署", "agencies-1-gone": "on",
        "agencies-2-was": "", "agencies-2-as_written": "各機關", "agencies-2-name": "", "agencies-2-collective": "on",
        "agencies-3-was": "", "agencies-3-as_written": "", "agencies-3-name": "",
        "deadlines-0-was": "", "deadlines-0-as_written": "年底", "deadlines-0-date": "114年12月31日",
        "rulings-0-was": "0", "rulings-0-disposition": "track", "rulings-0-subjects": "海堤巡查作業手冊\r\n編號2\r\n",
    }  # fmt: skip
    target = uid(taken, "r1.1")
    edit(browser, taken, "clause", target, **clause_form("文字。", **rows))
    taken.refresh_from_db()
    clause = taken.draft["resolutions"][0]["clauses"][0]
    assert [(a["name"], a["role"], a["collective"]) for a in clause["agencies"]] == [
        ("經濟部水利署", "lead", False), ("各機關", None, True),
    ]  # fmt: skip
    assert clause["deadlines"][0]["date"] == "2025-12-31"
    assert clause["rulings"][0]["subjects"] == ["海堤巡查作業手冊", "編號2"]


def test_a_deadline_is_a_date_or_a_rhythm(browser: Client, received: TakeIn) -> None:
    taken = received()
    both = {"deadlines-0-was": "", "deadlines-0-date": "114/12/31", "deadlines-0-when": "monthly"}
    answer = edit(browser, taken, "clause", uid(taken, "r1.1"), script=True, **clause_form("文字。", **both))
    assert (answer.status_code, answer.json()["field"]) == (400, "deadlines-0-when")


def test_without_a_script_a_line_break_says_where_to_split(browser: Client, received: TakeIn) -> None:
    taken = received()
    typed = "同意「沿海測站盤點」解除列管，\r\n並請各機關持續維護。"
    edit(browser, taken, "clause-split", uid(taken, "r1.2"), at="", **clause_form(typed))
    taken.refresh_from_db()
    texts = [c["text"] for c in taken.draft["resolutions"][0]["clauses"]]
    assert texts[1:] == ["同意「沿海測站盤點」解除列管，", "並請各機關持續維護。"]


def test_the_cursor_is_counted_in_characters_of_the_text(browser: Client, received: TakeIn) -> None:
    taken = received()
    edit(
        browser,
        taken,
        "clause-split",
        uid(taken, "r2.1"),
        at="4",
        **clause_form("照案通過，𠮷字請水利署辦理。"),
    )
    taken.refresh_from_db()
    assert [c["text"] for c in taken.draft["resolutions"][1]["clauses"]] == [
        "照案通過",
        "，𠮷字請水利署辦理。",
    ]


def test_a_move_a_doubt_and_a_part(browser: Client, received: TakeIn) -> None:
    taken = received()
    edit(browser, taken, "clause-move:in", uid(taken, "r1.2"))
    edit(browser, taken, "accept:body", "meeting")
    start = next(p["span"][0] for p in taken.draft["parts"] if p["kind"] == "unread")
    edit(browser, taken, "part", "", start=start, kind="annex")
    taken.refresh_from_db()
    assert len(taken.draft["resolutions"][0]["clauses"]) == 1
    assert next(e for e in taken.draft["found"] if e["path"] == "/meeting/body")["rule"] == "person"
    assert "unread" not in {p["kind"] for p in taken.draft["parts"]}


def test_what_cannot_be_done_is_said_in_words(browser: Client, received: TakeIn) -> None:
    taken = received()
    answer = edit(browser, taken, "clause-join", uid(taken, "r1.2"), script=True)
    assert (answer.status_code, answer.json()["error"]) == (400, "後面沒有可以合併的段落。")


def test_nothing_changed_is_no_error(browser: Client, received: TakeIn) -> None:
    taken = received()
    answer = edit(
        browser, taken, "point", uid(taken, "s2.1"), script=True, text="將於年底前完成盤點，並納入公告。"
    )
    assert answer.status_code == 200
    assert answer.json()["version"] == 1
    assert answer.json()["sections"] == {}


def test_the_draft_stays_a_record_of_the_format(browser: Client, received: TakeIn) -> None:
    taken = received()
    jsonschema.validate(minutes(), schema())
    edit(browser, taken, "clause-split", uid(taken, "r1.2"), at="15", **clause_form(
        taken.draft["resolutions"][0]["clauses"][1]["text"]))  # fmt: skip
    edit(browser, taken, "clause-move:in", uid(taken, "r1.2"))
    edit(browser, taken, "clause-add", uid(taken, "r2"), text="另請水利署說明。")
    edit(browser, taken, "agenda-add", "", kind="motion", title="臨時提案")
    edit(browser, taken, "statement-add", "", name="葛雲", agenda=uid(taken, "a1"))
    edit(browser, taken, "people:absent", "meeting", **{"people-0-was": "", "people-0-name": "祝融"})
    edit(browser, taken, "point-split", uid(taken, "s1.1"), at="5", text="建議先盤點老舊海堤。")
    taken.refresh_from_db()
    assert taken.draft_version == 8
    answer = browser.get(reverse("records:draft-record", args=[taken.pk]))
    jsonschema.validate(answer.json(), schema())


def test_undo_goes_back(browser: Client, received: TakeIn) -> None:
    taken = received()
    edit(browser, taken, "clause-remove", uid(taken, "r2.1"))
    answer = browser.post(reverse("records:undo", args=[taken.pk]), {"version": 2}, **FRAGMENTS)
    assert answer.json()["said"] == "復原上一步"
    again = Minutes.objects.get(pk=taken.pk)
    assert again.draft["resolutions"] == taken.draft["resolutions"]


def test_a_long_record_comes_in_sections_when_they_are_opened(
    browser: Client, received: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lieguan.site.records.views.rendering.INLINE", 3)
    taken = received()
    target = uid(taken, "r1.1.2")
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert f'id="f-{target}"' not in page
    section = browser.get(reverse("records:section", args=[taken.pk, target]), **FRAGMENTS).content.decode()
    assert f'id="f-{target}"' in section
    opened = browser.get(
        reverse("records:minutes", args=[taken.pk]), {"open": uid(taken, "r1")}
    ).content.decode()
    assert f'id="f-{target}"' in opened
    editing = browser.get(reverse("records:minutes", args=[taken.pk]), {"edit": target}).content.decode()
    assert editing.count('<form class="edit"') == 1
    loose = browser.get(reverse("records:section", args=[taken.pk, "loose"])).content.decode()
    assert "未列入紀錄的原文" in loose


def test_somebody_else_at_work_is_shown(
    browser: Client, received: TakeIn, account: Callable[..., Account], body: Body
) -> None:
    taken, other = received(), account(Role.SECRETARIAT, body)
    actions.edit(other, taken.pk, 1, "head", "meeting", {"ordinal": 3})
    page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
    assert f"{other} 也在處理這份紀錄" in page
    state = browser.get(reverse("records:state", args=[taken.pk])).json()
    assert (state["version"], state["said"].startswith(f"{other} 剛才修改會議資料")) == (2, True)
