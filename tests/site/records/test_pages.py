"""The pages of records, as a browser asks for them: taking in, the confirm screen, meetings."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lieguan.record.codec import schema
from lieguan.site.records import actions
from lieguan.site.records.identity import nodes_of
from lieguan.site.records.models import Clause, Meeting, Minutes, SourceFile
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role
from made_minutes import BODY, minutes

jsonschema = pytest.importorskip("jsonschema")
pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]
FRAGMENTS = {"HTTP_X_LIEGUAN": "fragments"}
SAMPLE = Path(__file__).parents[3] / "samples" / "03.odt"


@pytest.fixture
def browser(client: Client, secretary: Account) -> Client:
    client.force_login(secretary)
    return client


def uid(minutes: Minutes, local: str) -> str:
    return next(node["uid"] for node in nodes_of(minutes.draft) if node["id"] == local)


def sent_file(record: dict[str, Any], name: str = "會議紀錄.odt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, json.dumps([record], ensure_ascii=False).encode())


def edit(browser: Client, found: Minutes, operation: str, target: str = "", **values: Any) -> Any:
    found.refresh_from_db()
    shown = {"HTTP_X_LIEGUAN_SHOWN": str(found.draft_version)}
    extra = FRAGMENTS | shown if values.pop("script", False) else {}
    data = {"op": operation, "target": target, "version": found.draft_version} | values
    return browser.post(reverse("records:edit", args=[found.pk]), data, **extra)


def clause_form(text: str, **more: Any) -> dict[str, Any]:
    return {"form": "clause", "text": text, "number": "2", "disposition": "", "subject": ""} | more


class TestTakingIn:
    def test_one_file_leads_to_its_confirm_screen(self, browser: Client, read: None, body: Body) -> None:
        answer = browser.post(reverse("records:minutes-list"), {"files": sent_file(minutes())})
        taken = Minutes.objects.get()
        assert answer.url == reverse("records:minutes", args=[taken.pk])
        assert taken.source.name == "會議紀錄.odt"

    def test_a_bad_file_is_named_and_the_others_go_on(self, browser: Client, read: None, body: Body) -> None:
        files = [
            sent_file(minutes()),
            SimpleUploadedFile("空白.txt", b""),
            sent_file(minutes(ordinal=3, day=date(2025, 12, 5))),
        ]
        answer = browser.post(reverse("records:minutes-list"), {"files": files})
        page = answer.content.decode()
        assert Minutes.objects.count() == 2
        assert re.search(r"空白\.txt</strong>：檔案是空的。請確認檔案內容後重新上傳。", page)

    def test_a_file_larger_than_the_limit_is_named_and_not_kept(
        self, browser: Client, read: None, settings: Any, body: Body
    ) -> None:
        settings.UPLOAD_LIMIT = 100_000
        large = SimpleUploadedFile("大檔.pdf", b"%PDF-" + b"0" * 300_000)
        answer = browser.post(reverse("records:minutes-list"), {"files": [large, sent_file(minutes())]})
        assert "大檔.pdf</strong>：檔案（或解壓縮後的內容）超過上限" in answer.content.decode()
        assert Minutes.objects.count() == 1

    def test_minutes_of_others_are_refused_in_words(self, browser: Client, read: None) -> None:
        Body.objects.create(name="別的小組", slug="other")
        answer = browser.post(
            reverse("records:minutes-list"), {"files": sent_file(minutes(body="別的小組"))}, **FRAGMENTS
        )
        assert "這是其他會議的紀錄，您沒有收錄的權限" in answer.content.decode()
        assert not SourceFile.objects.exists()

    def test_no_file_is_told(self, browser: Client) -> None:
        assert "請先選擇檔案" in browser.post(reverse("records:minutes-list")).content.decode()

    def test_the_list_shows_what_waits_and_what_was_confirmed(
        self, browser: Client, received: TakeIn, confirmed: TakeIn
    ) -> None:
        confirmed()
        received(ordinal=3, day=date(2025, 12, 5))
        page = browser.get(reverse("records:minutes-list")).content.decode()
        assert page.index("第3次會議紀錄") < page.index("最近確認") < page.index("第2次會議紀錄")

    def test_the_list_holds_nothing_of_other_bodies(
        self, client: Client, received: TakeIn, account: Callable[..., Account]
    ) -> None:
        received()
        client.force_login(account(Role.SECRETARIAT, Body.objects.create(name="別的小組", slug="other")))
        assert "第2次會議紀錄" not in client.get(reverse("records:minutes-list")).content.decode()


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("[Content_Types].xml", "<Types/>")
    archive.writestr("word/document.xml", b"0" * (220 * 1024 * 1024))
ENTITIES = io.BytesIO()
with zipfile.ZipFile(ENTITIES, "w") as archive:
    archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    archive.writestr("META-INF/manifest.xml", "<manifest/>")
    archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]><x>&leak;</x>')


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("空白.odt", b"", id="empty"),
        pytest.param("只有空白.txt", " \n\u3000".encode(), id="white space"),
        pytest.param("壞掉.odt", SAMPLE.read_bytes()[:3000], id="damaged ODT"),
        pytest.param("壞掉.pdf", b"%PDF-1.7\n1 0 obj", id="damaged PDF"),
        pytest.param("炸彈.docx", BOMB.getvalue(), id="zip bomb"),
        pytest.param("不是文件.odt", bytes(range(256)) * 40, id="no document at all"),
        pytest.param("外部實體.odt", ENTITIES.getvalue(), id="external entities"),
    ],
)
def test_a_hostile_file_gets_a_clear_message_and_leaves_nothing(
    browser: Client, media: Path, name: str, content: bytes
) -> None:
    answer = browser.post(
        reverse("records:minutes-list"), {"files": SimpleUploadedFile(name, content)}, **FRAGMENTS
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "root:" not in page
    if Minutes.objects.exists():  # read after all: then nothing of the entity is in it
        assert "root:" not in str(Minutes.objects.get().draft)
        return
    assert re.search(rf"<strong>{re.escape(name)}</strong>：[^<]+。[^<]+。", page)
    assert not SourceFile.objects.exists()
    assert not media.exists() or not [path for path in media.rglob("*") if path.is_file()]


def test_scripts_in_a_file_are_words_on_the_page(browser: Client, body: Body) -> None:
    html = (
        f"<html><body><p>{BODY}第4次會議紀錄</p><p>決議：請&lt;script&gt;alert(1)&lt;/script&gt;改善。</p>"
        "<script>alert(2)</script><img src=x onerror=alert(3)></body></html>"
    )
    answer = browser.post(
        reverse("records:minutes-list"), {"files": SimpleUploadedFile("x.html", html.encode())}
    )
    taken = Minutes.objects.get()
    page = browser.get(answer.url)
    assert "<script>alert" not in page.content.decode()
    assert "onerror" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()
    assert "script" not in page.headers["Content-Security-Policy"]
    source = browser.get(reverse("records:source", args=[taken.pk]))
    assert source.headers["Content-Disposition"].startswith("attachment")
    assert source.headers["Content-Type"] == "application/octet-stream"
    assert source.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(source.streaming_content) == html.encode()


class TestConfirmScreen:
    def test_source_and_record_stand_side_by_side_and_lead_to_each_other(
        self, browser: Client, received: TakeIn
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

    def test_every_id_stands_once(self, browser: Client, received: TakeIn) -> None:
        taken = received()
        for address in ("", f"?edit={uid(taken, 'r1.1')}", "?edit=head", "?edit=people:chairs"):
            page = browser.get(reverse("records:minutes", args=[taken.pk]) + address).content.decode()
            ids = re.findall(r' id="([^"]+)"', page)
            assert len(ids) == len(set(ids)), address

    def test_every_form_opens_where_its_object_stands(self, browser: Client, received: TakeIn) -> None:
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
        self, client: Client, received: TakeIn, account: Callable[..., Account], body: Body
    ) -> None:
        taken = received()
        client.force_login(account(Role.CHAIR, body))
        page = client.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert "data-edit=" not in page
        assert "確認紀錄" not in page

    def test_a_change_without_a_script_comes_back_to_its_place(
        self, browser: Client, received: TakeIn
    ) -> None:
        taken = received()
        target = uid(taken, "r1.2")
        answer = edit(browser, taken, "clause", target, **clause_form("同意解除列管。"))
        assert answer.url == reverse("records:minutes", args=[taken.pk]) + f"#f-{target}"
        taken.refresh_from_db()
        assert taken.draft["resolutions"][0]["clauses"][1]["text"] == "同意解除列管。"

    def test_a_script_gets_what_changed_and_no_more(self, browser: Client, received: TakeIn) -> None:
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

    def test_a_field_that_is_wrong_is_named_and_what_was_typed_is_kept(
        self, browser: Client, received: TakeIn
    ) -> None:
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
        self, browser: Client, received: TakeIn, sent: dict[str, str], day: str
    ) -> None:
        taken = received()
        edit(browser, taken, "head", "meeting", title="紀錄", body=BODY, ordinal="2", **sent)
        taken.refresh_from_db()
        assert taken.draft["meeting"]["starts_at"] == day

    def test_rows_of_agencies_and_deadlines(self, browser: Client, received: TakeIn) -> None:
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

    def test_a_deadline_is_a_date_or_a_rhythm(self, browser: Client, received: TakeIn) -> None:
        taken = received()
        both = {"deadlines-0-was": "", "deadlines-0-date": "114/12/31", "deadlines-0-when": "monthly"}
        answer = edit(
            browser, taken, "clause", uid(taken, "r1.1"), script=True, **clause_form("文字。", **both)
        )
        assert (answer.status_code, answer.json()["field"]) == (400, "deadlines-0-when")

    def test_without_a_script_a_line_break_says_where_to_split(
        self, browser: Client, received: TakeIn
    ) -> None:
        taken = received()
        typed = "同意「沿海測站盤點」解除列管，\r\n並請各機關持續維護。"
        edit(browser, taken, "clause-split", uid(taken, "r1.2"), at="", **clause_form(typed))
        taken.refresh_from_db()
        texts = [c["text"] for c in taken.draft["resolutions"][0]["clauses"]]
        assert texts[1:] == ["同意「沿海測站盤點」解除列管，", "並請各機關持續維護。"]

    def test_the_cursor_is_counted_in_characters_of_the_text(self, browser: Client, received: TakeIn) -> None:
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

    def test_a_move_a_doubt_and_a_part(self, browser: Client, received: TakeIn) -> None:
        taken = received()
        edit(browser, taken, "clause-move:in", uid(taken, "r1.2"))
        edit(browser, taken, "accept:body", "meeting")
        start = next(p["span"][0] for p in taken.draft["parts"] if p["kind"] == "unread")
        edit(browser, taken, "part", "", start=start, kind="annex")
        taken.refresh_from_db()
        assert len(taken.draft["resolutions"][0]["clauses"]) == 1
        assert next(e for e in taken.draft["found"] if e["path"] == "/meeting/body")["rule"] == "person"
        assert "unread" not in {p["kind"] for p in taken.draft["parts"]}

    def test_what_cannot_be_done_is_said_in_words(self, browser: Client, received: TakeIn) -> None:
        taken = received()
        answer = edit(browser, taken, "clause-join", uid(taken, "r1.2"), script=True)
        assert (answer.status_code, answer.json()["error"]) == (400, "後面沒有可以合併的段落。")

    def test_nothing_changed_is_no_error(self, browser: Client, received: TakeIn) -> None:
        taken = received()
        answer = edit(
            browser, taken, "point", uid(taken, "s2.1"), script=True, text="將於年底前完成盤點，並納入公告。"
        )
        assert answer.status_code == 200
        assert answer.json()["version"] == 1
        assert answer.json()["sections"] == {}

    def test_the_draft_stays_a_record_of_the_format(self, browser: Client, received: TakeIn) -> None:
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

    def test_undo_goes_back(self, browser: Client, received: TakeIn) -> None:
        taken = received()
        edit(browser, taken, "clause-remove", uid(taken, "r2.1"))
        answer = browser.post(reverse("records:undo", args=[taken.pk]), {"version": 2}, **FRAGMENTS)
        assert answer.json()["said"] == "復原上一步"
        again = Minutes.objects.get(pk=taken.pk)
        assert again.draft["resolutions"] == taken.draft["resolutions"]

    def test_a_long_record_comes_in_sections_when_they_are_opened(
        self, browser: Client, received: TakeIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lieguan.site.records.views.rendering.INLINE", 3)
        taken = received()
        target = uid(taken, "r1.1.2")
        page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert f'id="f-{target}"' not in page
        section = browser.get(
            reverse("records:section", args=[taken.pk, target]), **FRAGMENTS
        ).content.decode()
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
        self, browser: Client, received: TakeIn, account: Callable[..., Account], body: Body
    ) -> None:
        taken, other = received(), account(Role.SECRETARIAT, body)
        actions.edit(other, taken.pk, 1, "head", "meeting", {"ordinal": 3})
        page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert f"{other} 也在處理這份紀錄" in page
        state = browser.get(reverse("records:state", args=[taken.pk])).json()
        assert (state["version"], state["said"].startswith(f"{other} 剛才修改會議資料")) == (2, True)


class TestTwoPeople:
    @pytest.fixture
    def other(self, account: Callable[..., Account], body: Body) -> Account:
        return account(Role.SECRETARIAT, body)

    def test_the_second_is_told_and_what_was_typed_is_at_hand(
        self, browser: Client, received: TakeIn, other: Account
    ) -> None:
        taken = received()
        target = uid(taken, "r1.2")
        actions.edit(other, taken.pk, 1, "clause-remove", uid(taken, "r2.1"), {})
        data = {"op": "clause", "target": target, "version": 1} | clause_form("同意解除列管，並持續維護。")
        address = reverse("records:edit", args=[taken.pk])
        answer = browser.post(address, data, **FRAGMENTS)
        assert answer.status_code == 409
        assert f"{other}" in answer.json()["conflict"]
        assert "刪除條款：照案通過" in answer.json()["conflict"]
        page = browser.post(address, data)
        assert page.status_code == 409
        form = re.search(r'<form class="typed".*?</form>', page.content.decode(), re.DOTALL)
        assert form is not None
        again = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form.group()))
        assert again["text"] == "同意解除列管，並持續維護。"
        assert browser.post(address, again).status_code == 302
        taken.refresh_from_db()
        assert taken.draft["resolutions"][0]["clauses"][1]["text"] == "同意解除列管，並持續維護。"
        assert taken.draft["resolutions"][1]["clauses"] == []

    def test_who_goes_on_after_that_sees_what_the_other_did(
        self, browser: Client, received: TakeIn, other: Account
    ) -> None:
        taken = received()
        actions.edit(other, taken.pk, 1, "clause-remove", uid(taken, "r2.1"), {})
        data = {"op": "clause", "target": uid(taken, "r1.2"), "version": 2} | clause_form("同意。")
        answer = browser.post(
            reverse("records:edit", args=[taken.pk]), data, **FRAGMENTS, HTTP_X_LIEGUAN_SHOWN="1"
        ).json()
        assert set(answer["sections"]) == set(answer["order"])
        assert "照案通過" not in answer["sections"][uid(taken, "r2")]

    def test_what_was_typed_when_leaving_is_saved(self, browser: Client, received: TakeIn) -> None:
        taken = received()
        edit(browser, taken, "clause", uid(taken, "r1.2"), leaving="1", **clause_form("離開時的文字。"))
        page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert "離開時的文字。" in page

    def test_what_was_typed_when_leaving_is_kept_aside_where_somebody_was_quicker(
        self, browser: Client, received: TakeIn, other: Account
    ) -> None:
        taken = received()
        actions.edit(other, taken.pk, 1, "head", "meeting", {"ordinal": 3})
        data = {"op": "clause", "target": uid(taken, "r1.2"), "version": 1, "leaving": "1"}
        assert (
            browser.post(
                reverse("records:edit", args=[taken.pk]), data | clause_form("離開時的文字。")
            ).status_code
            == 409
        )
        page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert "您上次離開時，下列輸入還沒有儲存" in page
        assert "離開時的文字。" in page
        browser.post(reverse("records:forget", args=[taken.pk]))
        assert (
            "離開時的文字。" not in browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        )

    def test_confirming_what_changed_meanwhile_shows_what_changed(
        self, browser: Client, received: TakeIn, other: Account
    ) -> None:
        taken = received()
        actions.edit(other, taken.pk, 1, "clause-remove", uid(taken, "r2.1"), {})
        answer = browser.post(reverse("records:confirm", args=[taken.pk]), {"version": 1})
        assert answer.status_code == 409
        assert f"{other} 剛才修改了：照案通過" in answer.content.decode()
        assert not Meeting.objects.exists()


class TestConfirming:
    def test_confirmed_it_goes_on_to_the_items(self, browser: Client, received: TakeIn) -> None:
        taken = received()
        answer = browser.post(reverse("records:confirm", args=[taken.pk]), {"version": 1})
        assert answer.url == reverse("tracking:proposals", args=[taken.pk])
        meeting = Meeting.objects.get()
        assert browser.get(reverse("records:minutes", args=[taken.pk])).url == reverse(
            "records:meeting", args=[meeting.pk]
        )

    def test_a_new_body_is_made_in_the_same_step(
        self, client: Client, received: TakeIn, administrator: Account
    ) -> None:
        client.force_login(administrator)
        taken = received(actor=administrator, body="海岸巡防小組")
        page = client.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert "新增會議：海岸巡防小組" in page
        client.post(reverse("records:confirm", args=[taken.pk]), {"version": 1, "body": "new"})
        assert Meeting.objects.get().body.name == "海岸巡防小組"

    def test_a_body_is_chosen_the_likest_first(
        self, client: Client, received: TakeIn, administrator: Account, body: Body
    ) -> None:
        Body.objects.create(name="教育課程小組", slug="school")
        client.force_login(administrator)
        taken = received(actor=administrator, body="行政院海岸韌性推動委員會")
        page = client.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert (
            page.index("名稱相近")
            < page.index(f">{BODY}<")
            < page.index("其他會議")
            < page.index(">教育課程小組<")
        )
        client.post(reverse("records:confirm", args=[taken.pk]), {"version": 1, "body": str(body.pk)})
        assert Meeting.objects.get().body == body

    def test_without_a_choice_nothing_is_made(
        self, client: Client, received: TakeIn, administrator: Account
    ) -> None:
        client.force_login(administrator)
        taken = received(actor=administrator, body="海岸巡防小組")
        answer = client.post(reverse("records:confirm", args=[taken.pk]), {"version": 1}, follow=True)
        assert "請先選擇這是哪個會議的紀錄" in answer.content.decode()
        assert not Meeting.objects.exists()
        assert not Body.objects.filter(name="海岸巡防小組").exists()

    def test_a_secretariat_makes_no_bodies(self, browser: Client, received: TakeIn) -> None:
        taken = received(body="海岸巡防小組")
        page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert "新增會議：" not in page
        assert (
            browser.post(
                reverse("records:confirm", args=[taken.pk]), {"version": 1, "body": "new"}
            ).status_code
            == 403
        )
        assert not Meeting.objects.exists()

    def test_doubts_of_the_head_are_shown_first(
        self, browser: Client, received: TakeIn, confirmed: TakeIn
    ) -> None:
        confirmed()
        taken = received(ordinal=9, day=date(2025, 12, 5), weekday="一")
        page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert "原文印的是星期一，但這個日期是星期五" in page
        assert "前一次會議是第 2 次" in page

    def test_a_held_one_asks_what_it_is(self, browser: Client, received: TakeIn, confirmed: TakeIn) -> None:
        confirmed()
        taken = received(unread="更正版。")
        address = browser.get(reverse("records:minutes", args=[taken.pk])).url
        assert address == reverse("records:sameness", args=[taken.pk])
        page = browser.get(address).content.decode()
        for choice in ("discard", "edition", "apart"):
            assert f'value="{choice}"' in page
        browser.post(reverse("records:settle", args=[taken.pk]), {"choice": "edition"})
        page = browser.get(reverse("records:minutes", args=[taken.pk])).content.decode()
        assert "新版；確認後取代原版" in page

    def test_the_same_file_cannot_be_another_meeting(self, browser: Client, received: TakeIn) -> None:
        received()
        again = received()
        page = browser.get(reverse("records:sameness", args=[again.pk])).content.decode()
        assert 'value="apart"' not in page
        assert "同一個檔案先前已經收錄" in page

    def test_a_correction_from_the_meetings_page_to_the_versions(
        self, browser: Client, confirmed: TakeIn
    ) -> None:
        done = confirmed()
        browser.post(reverse("records:start-correction", args=[done.pk]))
        page = browser.get(reverse("records:minutes", args=[done.pk])).content.decode()
        assert "更正理由" in page
        edit(browser, done, "clause", uid(done, "r1.1.2"), **clause_form("辦理教育訓練三場。"))
        done.refresh_from_db()
        address = reverse("records:save-correction", args=[done.pk])
        assert (
            "請填寫更正理由"
            in browser.post(
                address, {"version": done.draft_version, "reason": " "}, follow=True
            ).content.decode()
        )
        browser.post(address, {"version": done.draft_version, "reason": "場次誤植"})
        page = browser.get(reverse("records:versions", args=[done.meeting.pk])).content.decode()
        assert "場次誤植" in page
        assert "<del>二</del><ins>三</ins>" in page

    def test_a_confirmation_is_taken_back_from_the_page(self, browser: Client, confirmed: TakeIn) -> None:
        done = confirmed()
        assert (
            "請填寫理由"
            in browser.post(reverse("records:take-back", args=[done.pk]), follow=True).content.decode()
        )
        answer = browser.post(reverse("records:take-back", args=[done.pk]), {"reason": "誤按"}, follow=True)
        assert "確認紀錄" in answer.content.decode()


class TestMeetings:
    def test_anybody_reads_a_confirmed_meeting(self, client: Client, confirmed: TakeIn) -> None:
        done = confirmed()
        page = client.get(reverse("records:meeting", args=[done.meeting.pk])).content.decode()
        for row in Clause.objects.all():
            assert f'id="{row.uid}"' in page
            assert row.text in page
        for words in (
            "114年9月12日（星期五）",
            "主持人",
            "岳長河",
            "解除列管：沿海測站盤點",
            "下次會議",
            "石定遠",
        ):
            assert words in page
        assert "更正紀錄" not in page
        record = client.get(reverse("records:record", args=[done.meeting.pk]))
        jsonschema.validate(record.json(), schema())
        assert client.get(reverse("records:source", args=[done.pk])).status_code == 200

    def test_a_paragraph_has_an_address_for_good(self, client: Client, confirmed: TakeIn) -> None:
        done = confirmed()
        for local in ("r1.1.1", "s1", "s1.2"):
            address = uid(done, local)
            answer = client.get(reverse("records:paragraph", args=[address]))
            assert answer.url == reverse("records:meeting", args=[done.meeting.pk]) + f"#{address}"
        assert client.get(reverse("records:paragraph", args=["nothing"])).status_code == 404

    def test_what_fell_is_still_to_be_found(
        self, browser: Client, confirmed: TakeIn, secretary: Account
    ) -> None:
        done = confirmed()
        draft = actions.start_correction(secretary, done.pk)
        gone = uid(done, "r1.2")
        draft, _ = actions.edit(secretary, draft.pk, draft.draft_version, "clause-remove", gone, {})
        actions.save_correction(secretary, draft.pk, draft.draft_version, "誤收")
        page = browser.get(reverse("records:meeting", args=[done.meeting.pk])).content.decode()
        assert re.search(rf'<li id="{gone}" class="tombstone"><del>', page)
        old = browser.get(reverse("records:record", args=[done.meeting.pk]), {"version": "1"}).json()
        assert len(old["resolutions"][0]["clauses"]) == 2

    def test_a_withdrawn_meeting_says_so(self, client: Client, confirmed: TakeIn, secretary: Account) -> None:
        done = confirmed()
        actions.withdraw(secretary, done.meeting.pk, "誤收")
        page = client.get(reverse("records:meeting", args=[done.meeting.pk])).content.decode()
        assert "這次會議的紀錄已撤回" in page
        assert uid(done, "r1.1") in page

    def test_drafts_are_not_public(self, client: Client, received: TakeIn) -> None:
        taken = received()
        for name in ("minutes", "source", "draft-record", "state", "form"):
            assert client.get(reverse(f"records:{name}", args=[taken.pk])).status_code == 403

    def test_a_meeting_taken_back_shows_nothing_of_its_record(
        self, client: Client, confirmed: TakeIn, secretary: Account
    ) -> None:
        done = confirmed()
        actions.take_back(secretary, done.pk, "尚待核稿")
        page = client.get(reverse("records:meeting", args=[done.meeting.pk])).content.decode()
        assert "海堤巡查作業手冊" not in page
        assert client.get(reverse("records:record", args=[done.meeting.pk])).status_code == 404
        assert client.get(reverse("records:versions", args=[done.meeting.pk])).status_code == 404
        assert client.get(reverse("records:source", args=[done.pk])).status_code == 403

    def test_the_meetings_of_a_body_and_one_to_come(
        self, browser: Client, confirmed: TakeIn, body: Body
    ) -> None:
        confirmed()
        address = reverse("records:meetings", args=[body.slug])
        page = browser.get(address).content.decode()
        assert f'value="{BODY}第3次會議"' in page
        browser.post(
            address, {"title": "第3次會議", "kind": "regular", "ordinal": "3", "starts_on": "115/1/15"}
        )
        page = browser.get(address).content.decode()
        assert page.index("第3次會議") < page.index("第2次會議紀錄")
        planned = Meeting.objects.get(state=Meeting.State.PLANNED)
        browser.post(
            reverse("records:edit-meeting", args=[planned.pk]),
            {"title": "第3次會議", "kind": "regular", "starts_on": ""},
        )
        planned.refresh_from_db()
        assert planned.starts_on is None
        browser.post(reverse("records:cancel-meeting", args=[planned.pk]))
        planned.refresh_from_db()
        assert planned.state == Meeting.State.WITHDRAWN

    def test_the_order_of_a_day_is_changed(
        self, browser: Client, confirmed: TakeIn, received: TakeIn, secretary: Account
    ) -> None:
        first = confirmed().meeting
        taken = actions.settle_sameness(secretary, received(ordinal=3).pk, "apart")
        second = actions.confirm(secretary, taken.pk, taken.draft_version).meeting
        assert "移到前面" in browser.get(reverse("records:meeting", args=[second.pk])).content.decode()
        browser.post(reverse("records:order-day", args=[second.pk]))
        first.refresh_from_db()
        second.refresh_from_db()
        assert (second.order_in_day, first.order_in_day) == (0, 1)
        assert browser.post(reverse("records:order-day", args=[second.pk])).status_code == 400

    def test_in_english(self, client: Client, confirmed: TakeIn) -> None:
        done = confirmed()
        client.post(reverse("set_language"), {"language": "en"})
        answer = client.get(reverse("records:meeting", args=[done.meeting.pk]))
        assert "12 September 2025" in answer.content.decode()
