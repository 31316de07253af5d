"""Files as a browser sends them: what is read, what is refused and in which words."""

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

from draft_work import FRAGMENTS
from lieguan.site.records.models import Minutes, SourceFile
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role
from made_minutes import BODY, minutes

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]
SAMPLE = Path(__file__).parents[3] / "samples" / "03.odt"


def sent_file(record: dict[str, Any], name: str = "會議紀錄.odt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, json.dumps([record], ensure_ascii=False).encode())


def test_one_file_leads_to_its_confirm_screen(browser: Client, read: None, body: Body) -> None:
    answer = browser.post(reverse("records:minutes-list"), {"files": sent_file(minutes())})
    taken = Minutes.objects.get()
    assert answer.url == reverse("records:minutes", args=[taken.pk])
    assert taken.source.name == "會議紀錄.odt"


def test_a_bad_file_is_named_and_the_others_go_on(browser: Client, read: None, body: Body) -> None:
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
    browser: Client, read: None, settings: Any, body: Body
) -> None:
    settings.UPLOAD_LIMIT = 100_000
    large = SimpleUploadedFile("大檔.pdf", b"%PDF-" + b"0" * 300_000)
    answer = browser.post(reverse("records:minutes-list"), {"files": [large, sent_file(minutes())]})
    assert "大檔.pdf</strong>：檔案（或解壓縮後的內容）超過上限" in answer.content.decode()
    assert Minutes.objects.count() == 1


def test_minutes_of_others_are_refused_in_words(browser: Client, read: None) -> None:
    Body.objects.create(name="別的小組", slug="other")
    answer = browser.post(
        reverse("records:minutes-list"), {"files": sent_file(minutes(body="別的小組"))}, **FRAGMENTS
    )
    assert "這是其他會議的紀錄，您沒有收錄的權限" in answer.content.decode()
    assert not SourceFile.objects.exists()


def test_no_file_is_told(browser: Client) -> None:
    assert "請先選擇檔案" in browser.post(reverse("records:minutes-list")).content.decode()


def test_the_list_shows_what_waits_and_what_was_confirmed(
    browser: Client, received: TakeIn, confirmed: TakeIn
) -> None:
    confirmed()
    received(ordinal=3, day=date(2025, 12, 5))
    page = browser.get(reverse("records:minutes-list")).content.decode()
    assert page.index("第3次會議紀錄") < page.index("最近確認") < page.index("第2次會議紀錄")


def test_the_list_holds_nothing_of_other_bodies(
    client: Client, received: TakeIn, account: Callable[..., Account]
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
