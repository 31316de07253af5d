"""The secretariat's main job, end to end, as a person does it: from a file of minutes to the next meeting's report."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lieguan import engine
from live_site import LiveSite, sign_in

SAMPLES = Path(__file__).parents[2] / "samples"
BODY = "行政院離島生活韌性推動小組"
# From choosing the file to opened items, on the task force's own minutes.
ALLOWED = 25


def body_and_secretariat(site: LiveSite, body: str, slug: str, *, second_person: bool = True) -> str:
    """The address of the body's secretariat; both are made."""
    made = {"name": body, "slug": slug, "second_person": second_person}
    site.python(
        "from lieguan.site.registry.models import Body\n"
        f"Body.objects.filter(slug={slug!r}).exists() or Body.objects.create(**{made!r})"
    )
    email = f"{slug}@example.org"
    site.account(email, "secretariat", body=slug)
    return email


def upload(page: Page, file: Path) -> None:
    """Choose a file, and send it; its confirm screen shows."""
    page.get_by_role("link", name="收錄會議紀錄").first.click()
    page.get_by_label("選擇會議紀錄檔案").set_input_files(file)
    page.get_by_role("button", name="上傳並讀取").click()
    expect(page.get_by_role("button", name="確認紀錄")).to_be_visible(timeout=60_000)


def clause(page: Page, words: str) -> Locator:
    """The clause on the confirm screen whose own words these are."""
    return page.locator("#sections").get_by_role("listitem").filter(has_text=words).last


def opened(page: Page, title: str) -> None:
    """Go to the page of an item, by the board."""
    page.get_by_role("link", name="列管事項", exact=True).first.click()
    page.get_by_role("link", name="全部").first.click()
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def confirmed_by_another(browser: Browser, site: LiveSite) -> None:
    """A colleague finds the record among what waits, looks at what it ends, and confirms it."""
    site.account("colleague@example.org", "secretariat", body="outlying-islands")
    context = browser.new_context(locale="zh-TW", timezone_id="Asia/Taipei")
    colleague = context.new_page()
    sign_in(colleague, site, "colleague@example.org")
    colleague.goto(site.origin)
    colleague.get_by_role("link", name=re.compile("^覆核紀錄：")).click()
    expect(colleague.get_by_role("main")).to_contain_text("離島遠距會診服務規範")
    colleague.get_by_role("button", name="覆核無誤").click()
    expect(colleague.get_by_role("status").first).to_contain_text("已覆核")
    context.close()


def test_from_a_file_to_a_released_item_and_the_report(
    live_site: LiveSite, browser: Browser, page: Page
) -> None:
    sign_in(page, live_site, body_and_secretariat(live_site, BODY, "outlying-islands"))

    upload(page, SAMPLES / "03.odt")
    before, after = "於年底前提出各離島安全存量標準", "於114年年底前提出各離島安全存量標準"
    wrong = clause(page, before)
    wrong.get_by_role("link", name=re.compile("修改")).first.click()
    text = page.get_by_label("文字", exact=True)
    text.fill(text.input_value().replace(before, after))
    page.get_by_role("button", name="儲存").first.click()
    expect(clause(page, after)).to_be_visible()
    page.reload()
    expect(clause(page, after)).to_be_visible()
    page.get_by_role("button", name="確認紀錄").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("開立列管事項與登錄裁示")
    expect(page.locator("blockquote").filter(has_text=after).first).to_be_visible()
    page.get_by_role("button", name="開立並登錄").first.click()
    expect(page.get_by_role("status").first).to_contain_text("已開立 7 項列管事項")

    upload(page, SAMPLES / "04.docx")
    page.get_by_role("button", name="確認紀錄").click()
    expect(page.get_by_role("main")).to_contain_text("您是確認者，不能由您自己覆核")
    confirmed_by_another(browser, live_site)
    page.reload()
    expect(page.get_by_role("main")).not_to_contain_text("尚待另一人覆核")
    page.get_by_role("button", name="開立並登錄").first.click()
    expect(page.get_by_role("status").first).to_contain_text("已開立 2 項列管事項")

    opened(page, "離島遠距會診服務規範")
    expect(page.get_by_role("main")).to_contain_text("會議裁示：解除列管")
    expect(page.get_by_role("main")).to_contain_text("紀錄經第二人覆核")
    quote = page.locator("blockquote").filter(has_text="解除列管").first
    expect(quote).to_contain_text("離島遠距會診服務規範")
    expect(quote.get_by_role("link", name=re.compile("第4次會議紀錄"))).to_be_visible()
    opened(page, "離島避難收容處所備援電力")
    expect(page.get_by_role("main")).to_contain_text("併案列管")

    page.get_by_role("link", name="追蹤列管報告表").first.click()
    expect(page.get_by_role("main")).to_contain_text("離島微電網示範計畫")
    with page.expect_download() as download:
        page.get_by_role("link", name="下載 ODT").click()
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as odt:
        content = odt.read("content.xml").decode()
    assert "離島微電網示範計畫" in content
    assert "離島遠距會診服務規範" not in content
    with page.expect_download() as download:
        page.get_by_role("link", name="下載 PDF").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


class Counting:
    """A person at the page: every click, every field filled in is one action."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, target: Locator) -> None:
        self.actions += 1
        target.click()

    def choose_file(self, target: Locator, file: Path) -> None:
        self.actions += 1
        target.set_input_files(file)


def test_the_task_forces_own_minutes_take_at_most_25_actions(
    live_site: LiveSite, page: Page, real_minutes: Path
) -> None:
    file = real_minutes / "minutes" / "smart-nation-05.md"
    body = engine.read(file)[0].meeting.body
    assert body is not None
    # One person's job: what ends items is told by a body that asks no second one.
    sign_in(page, live_site, body_and_secretariat(live_site, body, "smart-nation", second_person=False))
    page.goto(f"{live_site.origin}/minutes/")
    person = Counting(page)
    person.choose_file(page.get_by_label("選擇會議紀錄檔案"), file)
    person.click(page.get_by_role("button", name="上傳並讀取"))
    # Everything doubtful is looked at and said to be right, one by one, as a careful person would.
    doubts = page.locator("#doubts").get_by_role("button", name=re.compile("無誤"))
    expect(page.get_by_role("button", name="確認紀錄")).to_be_visible(timeout=60_000)
    while left := doubts.count():
        person.click(doubts.first)
        expect(doubts).to_have_count(left - 1)
    person.click(page.get_by_role("button", name="確認紀錄"))
    person.click(page.get_by_role("button", name="開立並登錄").first)
    expect(page.get_by_role("status").first).to_contain_text(re.compile(r"已開立 \d+ 項列管事項"))
    print(f"from choosing the file to opened items: {person.actions} actions")
    assert person.actions <= ALLOWED


def test_the_first_administrator_enters_a_body_and_invites_its_secretariat(
    live_site: LiveSite, page: Page
) -> None:
    """The way to the main job from an empty site."""
    output = live_site.output.read_text(encoding="utf-8")
    link = re.search(r"http://\S+/account/password/reset/key/\S+", output)
    assert link is not None
    page.goto(link.group())
    for field in page.locator("input[type=password]").all():
        field.fill("第一位管理者的一組長密碼")
    page.locator("main form button").first.click()
    page.get_by_role("link", name="會議與機關").click()
    page.get_by_label("名稱", exact=True).fill("海岸步道推動小組")
    page.get_by_label("網址代稱").fill("coastal-path")
    page.get_by_role("button", name="新增").click()
    expect(page.get_by_role("main")).to_contain_text("海岸步道推動小組")
    page.get_by_role("link", name="帳號", exact=True).click()
    page.get_by_label("電子郵件").fill("clerk@example.org")
    page.get_by_label("姓名").fill("步道幕僚")
    page.get_by_label("角色").select_option("secretariat")
    page.get_by_label(re.compile("^會議")).select_option(label="海岸步道推動小組")
    page.get_by_role("button", name="送出邀請").click()
    invitation = page.locator("#password-link").inner_text()
    page.get_by_role("button", name="登出").click()
    page.goto(invitation)
    for field in page.locator("input[type=password]").all():
        field.fill("步道幕僚自己的一組密碼")
    page.locator("main form button").first.click()
    expect(page.get_by_role("link", name="收錄會議紀錄").first).to_be_visible()


pytestmark = pytest.mark.browser
