"""The confirm screen, as a clerk uses it: with the mouse, with the keyboard alone, with a colleague, on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from live_site import LiveSite, sign_in

pytestmark = pytest.mark.browser
SAMPLES = Path(__file__).parents[2] / "samples"
BODY = "行政院離島生活韌性推動小組"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def site(live_site: LiveSite) -> LiveSite:
    """The site with the body and two people of its secretariat."""
    live_site.python(
        f"from lieguan.site.registry.models import Body\nBody.objects.create(name={BODY!r}, slug='islands')"
    )
    for name in ("first", "second"):
        live_site.account(f"{name}@example.org", "secretariat", body="islands")
    return live_site


@pytest.fixture
def draft(site: LiveSite) -> Iterator[str]:
    """The address of a fresh draft of the sample minutes."""
    taken = site.python(
        "from pathlib import Path\n"
        "from lieguan.site.records.actions import Sent, discard, take_in\n"
        "from lieguan.site.records.models import Minutes\n"
        "from lieguan.site.registry.models import Account\n"
        "clerk = Account.objects.get(email='first@example.org')\n"
        "for one in Minutes.objects.filter(state__in=['draft', 'held']): discard(clerk, one.pk)\n"
        f"print(take_in(clerk, Sent(Path({str(SAMPLES / '03.odt')!r}), '第3次會議紀錄.odt'))[0].pk)"
    )
    return f"{site.origin}/minutes/{int(taken)}/"


def clause(page: Page, words: str) -> Locator:
    """The place of the clause whose words these are."""
    return page.locator("#sections .slot").filter(has_text=words).last


def said(page: Page, words: str) -> None:
    """What the page told somebody who listens to it."""
    expect(page.locator("#said")).to_have_text(words)


def test_with_the_mouse(page: Page, site: LiveSite, draft: str) -> None:
    sign_in(page, site, "first@example.org")
    page.goto(draft)

    # From the source to the field, and from the field to the source
    page.locator(".source-text .p.k-clause", has_text="持續列管").first.click()
    expect(clause(page, "離島海纜備援路由規劃")).to_be_focused()
    clause(page, "離島微電網示範計畫").get_by_role("link", name="原文").click()
    expect(page.locator(".source-text .here", has_text="離島微電網示範計畫").first).to_be_in_viewport()

    # Doubts, one by one
    doubts = page.locator("#doubts").get_by_role("button", name=re.compile("無誤"))
    while left := doubts.count():
        doubts.first.click()
        expect(doubts).to_have_count(left - 1)
    expect(page.locator("#doubts-title")).to_have_text("沒有待確認的項目")

    # Splitting at the cursor, joining again
    wanted = clause(page, "於下次會議提出具體方案")
    wanted.get_by_role("link", name=re.compile("修改")).click()
    text = page.get_by_label("文字", exact=True)
    at = text.input_value().index("就臺馬")
    text.evaluate("(field, at) => field.setSelectionRange(at, at)", at)
    page.get_by_role("button", name="於游標處分開").click()
    said(page, "已分為兩款。")
    expect(clause(page, "就臺馬及臺澎海纜")).not_to_contain_text("離島海纜備援路由規劃")
    clause(page, "離島海纜備援路由規劃").get_by_role("link", name=re.compile("修改")).click()
    page.get_by_role("button", name="與下一款合併").click()
    said(page, "已與下一款合併。")
    expect(clause(page, "就臺馬及臺澎海纜")).to_contain_text("離島海纜備援路由規劃")

    # A statement of somebody else
    statement = page.locator("details.statement", has_text="賀子嵐").first
    statement.locator("summary").click()
    statement.get_by_role("link", name=re.compile("修改")).first.click()
    page.get_by_label("職稱", exact=True).fill("召集委員")
    page.get_by_role("button", name="儲存").click()
    expect(page.locator("details.statement summary", has_text="賀子嵐召集委員")).to_be_visible()
    page.get_by_role("button", name=re.compile("復原：修改發言者")).click()
    expect(page.locator("details.statement summary", has_text="賀子嵐召集委員")).to_have_count(0)


def test_leaving_and_coming_back_loses_nothing(page: Page, site: LiveSite, draft: str) -> None:
    sign_in(page, site, "first@example.org")
    page.goto(draft)
    clause(page, "於下次會議提出具體方案").get_by_role("link", name=re.compile("修改")).click()
    page.get_by_label("文字", exact=True).fill("寫到一半就離開。")
    page.get_by_role("link", name="會議總覽").first.click()
    page.wait_for_url(f"{site.origin}/")
    page.goto(draft)
    expect(clause(page, "寫到一半就離開。")).to_be_visible()
    page.get_by_role("button", name=re.compile("復原：修改條款")).click()
    expect(clause(page, "於下次會議提出具體方案")).to_be_visible()


def test_with_the_keyboard_alone(page: Page, site: LiveSite, draft: str) -> None:
    sign_in(page, site, "first@example.org")
    page.goto(draft)
    edit = clause(page, "二十四小時輪值").get_by_role("link", name=re.compile("修改"))
    edit.focus()
    expect(page.locator(".source-text .here", has_text="二十四小時輪值")).to_be_in_viewport()
    page.keyboard.press("Enter")
    text = page.get_by_label("文字", exact=True)
    expect(text).to_be_focused()
    for _ in range(len("二十四小時輪值。")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+Shift+Enter")
    said(page, "已分為兩款。")
    expect(clause(page, "二十四小時輪值")).to_be_focused()
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    said(page, "已移動條款。")
    page.keyboard.press("Control+z")
    said(page, "已復原上一步。")
    page.keyboard.press("Control+z")
    expect(clause(page, "二十四小時輪值")).to_contain_text("視訊會診窗口")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("（試辦）")
    page.keyboard.press("Control+Enter")
    said(page, "已修改條款。")
    expect(clause(page, "（試辦）")).to_be_focused()
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    page.keyboard.press("Escape")
    expect(clause(page, "（試辦）")).to_be_focused()


def test_the_second_of_two_is_told_and_loses_nothing(
    page: Page, browser: Browser, site: LiveSite, draft: str
) -> None:
    # Not the fixture's page: a refused request is an error in this one's console.
    other = browser.new_context(locale="zh-TW", viewport={"width": 1280, "height": 900}).new_page()
    try:
        sign_in(page, site, "first@example.org")
        sign_in(other, site, "second@example.org")
        page.goto(draft)
        other.goto(draft)
        clause(other, "二十四小時輪值").get_by_role("link", name=re.compile("修改")).click()
        other.get_by_label("文字", exact=True).fill("第二個人寫的文字。")
        clause(page, "各離島安全存量標準").get_by_role("link", name=re.compile("修改")).click()
        page.get_by_label("文字", exact=True).fill("第一個人寫的文字。")
        page.get_by_role("button", name="儲存").click()
        said(page, "已修改條款。")
        other.get_by_role("button", name="儲存").click()
        told = other.get_by_role("alert").filter(has_text="已有人修改這份紀錄")
        expect(told).to_contain_text("first")
        expect(told).to_contain_text("修改條款：離島糧食及民生物資")
        expect(other.get_by_label("文字", exact=True)).to_have_value("第二個人寫的文字。")
        told.get_by_role("button", name="套用我的輸入").click()
        expect(clause(other, "第二個人寫的文字。")).to_be_visible()
        expect(clause(other, "第一個人寫的文字。")).to_be_visible()
    finally:
        other.context.close()


def test_on_a_phone(page: Page, site: LiveSite, draft: str) -> None:
    page.set_viewport_size(PHONE)
    sign_in(page, site, "first@example.org")
    page.goto(draft)
    source, record = page.locator("#source"), page.locator("#record")
    expect(record).to_be_visible()
    expect(source).to_be_hidden()
    clause(page, "二十四小時輪值").get_by_role("link", name="原文").click()
    expect(page.locator(".source-text .here", has_text="二十四小時輪值")).to_be_in_viewport()
    expect(record).to_be_hidden()
    page.locator(".source-text .p.k-clause", has_text="二十四小時輪值").click()
    expect(clause(page, "二十四小時輪值")).to_be_in_viewport()
    expect(page.get_by_role("button", name="確認紀錄")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_a_script(browser: Browser, site: LiveSite, draft: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-TW")
    page = context.new_page()
    try:
        sign_in(page, site, "first@example.org")
        page.goto(draft)
        clause(page, "二十四小時輪值").get_by_role("link", name=re.compile("修改")).click()
        text = page.get_by_label("文字", exact=True)
        text.fill(text.input_value().replace("，二十四", "，\n二十四"))
        page.get_by_role("button", name="於游標處分開").click()
        expect(page.get_by_role("status").filter(has_text="已分為兩款")).to_be_visible()
        expect(clause(page, "二十四小時輪值")).not_to_contain_text("視訊會診窗口")
    finally:
        context.close()
