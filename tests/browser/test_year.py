"""A year in the life: five people over three meetings, from the minutes that open an item to those that release it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from live_site import LiveSite, sign_in

pytestmark = pytest.mark.browser
SAMPLES = Path(__file__).parents[2] / "samples"
BODY, SLUG = "行政院離島生活韌性推動小組", "outlying-islands"
ITEM, AGENCY = "離島居民便民服務單一窗口整合案", "內政部"
DUE = date.today() + timedelta(days=30)  # noqa: DTZ011 - the site's own day is what the page compares with


class People:
    """Five people, each at a browser of their own."""

    def __init__(self, site: LiveSite, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self.pages: dict[str, Page] = {}

    def invited(self, name: str, role: str, *, agency: str = "") -> Page:
        """Somebody with this role in the body, or for the agency, signed in."""
        self.site.account(f"{name}@example.org", role, body="" if agency else SLUG, agency=agency)
        page = self.browser.new_context(locale="zh-TW", timezone_id="Asia/Taipei").new_page()
        page.set_default_timeout(15_000)
        page.on("dialog", lambda dialog: dialog.accept())
        sign_in(page, self.site, f"{name}@example.org")
        self.pages[name] = page
        return page

    def go(self, name: str, path: str) -> Page:
        """That person at an address of the site."""
        self.pages[name].goto(f"{self.site.origin}{path}")
        return self.pages[name]


@pytest.fixture
def people(live_site: LiveSite, browser: Browser) -> Iterator[People]:
    live_site.python(
        "from lieguan.site.registry.models import Body\n"
        f"Body.objects.create(name={BODY!r}, slug={SLUG!r}, second_person=False)"
    )
    found = People(live_site, browser)
    yield found
    for page in found.pages.values():
        page.context.close()


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


def take_in(people: People, file: str) -> None:
    """The secretariat takes minutes in, confirms them, and enters what they propose."""
    page = people.go("secretariat", "/minutes/")
    page.get_by_label("選擇會議紀錄檔案").set_input_files(SAMPLES / file)
    page.get_by_role("button", name="上傳並讀取").click()
    page.get_by_role("button", name="確認紀錄").click(timeout=60_000)
    page.get_by_role("button", name="開立並登錄").first.click()
    expect(page.get_by_role("status").first).to_contain_text(re.compile("已開立|登錄"))


def ask(people: People, note: str) -> None:
    """The secretariat asks the agencies for the next meeting."""
    page = people.go("secretariat", f"/bodies/{SLUG}/round/")
    page.get_by_role("link", name="開啟追蹤輪次").first.click()
    page.get_by_label("填報期限").fill(f"{DUE:%Y-%m-%d}")
    page.get_by_label(re.compile("^說明")).fill(note)
    page.get_by_role("button", name="開啟並通知機關").click()
    said(page, "已開啟追蹤輪次。")


def at_desk(people: People, name: str, button: str) -> Page:
    """Somebody of the agency opens the report on the item from the list of what it owes."""
    page = people.go(name, "/desk/")
    page.get_by_role("row").filter(has_text=ITEM).get_by_role("link", name=re.compile(button)).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ITEM)
    return page


def submit(people: People) -> None:
    """The approver submits what the desk wrote."""
    page = at_desk(people, "approver", "繼續填寫")
    page.get_by_role("button", name="提送", exact=True).click()
    said(page, "已提送辦理情形。")


def issue(people: People) -> None:
    """The secretariat recommends to go on with the rest, and issues the papers."""
    page = people.go("secretariat", f"/bodies/{SLUG}/round/")
    page.get_by_role("button", name=re.compile("其餘 .* 項均建議持續列管")).click()
    said(page, "項建議持續列管。")
    page.get_by_role("button", name="發出會議文件").click()
    said(page, "會議文件已發出")


def row(page: Page) -> Locator:
    return page.locator("section.panel").filter(has=page.get_by_role("heading", name=re.compile(ITEM)))


def asked_and_says_too_little(people: People) -> None:
    """The first meeting opens the item; the agency is asked, and says too little."""
    take_in(people, "03.odt")
    people.invited("desk", "desk", agency=AGENCY)
    people.invited("approver", "approver", agency=AGENCY)
    people.site.python(
        "from lieguan.site.registry.models import Agency\n"
        f"Agency.objects.filter(name={AGENCY!r}).update(desk_submits=False)"
    )
    ask(people, "請附佐證資料")
    told_by_mail(people, times=1)
    page = at_desk(people, "desk", "^填報")
    expect(page.get_by_role("complementary")).to_contain_text("請附佐證資料")
    page.get_by_label("辦理情形").fill("整合範圍研議中。")
    page.get_by_role("button", name="儲存草稿，送核定人").click()
    expect(page.get_by_role("main")).to_contain_text("尚待辦理或研議，但未寫明日期")
    submit(people)


def returned_and_completed(people: People) -> None:
    """The secretariat sees the remark and returns it; the agency completes it."""
    page = people.go("secretariat", f"/bodies/{SLUG}/round/?show=waiting")
    mine = row(page)
    expect(mine).to_contain_text("尚待辦理或研議，但未寫明日期")
    mine.get_by_text("退回", exact=False).first.click()
    mine.get_by_label("退回理由").fill("請寫明預定日期")
    mine.get_by_role("button", name="退回並通知補正").click()
    said(page, "已退回")
    page = people.go("desk", "/desk/")
    expect(page.get_by_role("row").filter(has_text=ITEM)).to_contain_text("請寫明預定日期")
    page = at_desk(people, "desk", "補正")
    page.get_by_label("辦理情形").fill("整合範圍研議中，預計115年4月1日前上線。")
    page.get_by_role("button", name="儲存草稿，送核定人").click()
    submit(people)
    page = people.go("secretariat", f"/bodies/{SLUG}/round/?show=waiting")
    row(page).get_by_role("button", name=re.compile("收受")).click()
    said(page, "已收受辦理情形。")


def on_the_members_table(people: People) -> None:
    """Before the papers are issued the member sees nothing of it; then the table."""
    expect(people.go("member", "/member/").get_by_role("main")).to_contain_text("會議文件尚未發出")
    issue(people)
    page = people.go("member", "/member/")
    expect(page.get_by_role("row").filter(has_text=ITEM)).to_contain_text("持續列管")


def goes_on_being_tracked(people: People) -> None:
    """The second meeting goes on tracking it, and what was reported to it is public."""
    take_in(people, "04.docx")
    page = people.go("secretariat", f"/bodies/{SLUG}/rounds/1/")
    expect(row(page)).to_contain_text("其餘事項持續列管")
    reader = people.browser.new_page()
    reader.goto(page.url)
    expect(row(reader)).to_contain_text("預計115年4月1日前上線")
    reader.close()


def done_and_ready(people: People) -> None:
    """Done, with evidence: the agency wishes for release, the secretariat recommends it, the chair sees it is ready."""
    ask(people, "")
    told_by_mail(people, times=3)  # of the first round, of what came back, of this one
    page = at_desk(people, "desk", "^填報")
    page.get_by_label("辦理情形").fill("單一窗口已於115年4月1日上線，辦理完成。")
    page.get_by_label("辦理狀態").select_option("done")
    page.get_by_label(re.compile("^機關建議")).select_option("release")
    page.get_by_label(re.compile("^建議理由")).fill("已依決議整合上線")
    page.get_by_label("這份資料顯示什麼").first.fill("單一窗口之公開網頁")
    page.get_by_label(re.compile("^或網址")).first.fill("https://www.example.org/islands/one-stop")
    page.get_by_role("button", name="儲存草稿，送核定人").click()
    submit(people)
    page = people.go("secretariat", f"/bodies/{SLUG}/round/?show=waiting")
    mine = row(page)
    expect(mine).to_contain_text("單一窗口之公開網頁")
    expect(mine).not_to_contain_text("檢核提示")
    expect(mine.get_by_label("建議", exact=True)).to_have_value("release")
    mine.get_by_role("button", name=re.compile("儲存建議")).click()
    said(page, "已儲存列管建議。")
    page = people.go("chair", f"/bodies/{SLUG}/chair/")
    expect(page.locator("#ready")).to_contain_text(ITEM)
    mine = page.locator("#silent tr").filter(has=page.get_by_role("link", name=AGENCY, exact=True))
    expect(mine).not_to_contain_text(ITEM)
    issue(people)
    expect(people.go("member", "/member/").get_by_role("row").filter(has_text=ITEM)).to_contain_text(
        "解除列管"
    )


def released(people: People) -> None:
    """The third meeting releases it, in its own words, and nothing before did."""
    page = people.go("member", f"/bodies/{SLUG}/board/?state=all")
    page.get_by_role("link", name=ITEM).click()
    address = page.url
    expect(page.get_by_role("main")).to_contain_text("本事項尚未經會議裁示解除列管。")
    take_in(people, "05.pdf")
    page.goto(address)
    expect(page.get_by_role("main")).to_contain_text("會議裁示：解除列管")
    expect(page.locator("blockquote").filter(has_text="解除列管").first).to_contain_text("第5次會議紀錄")
    page = people.go("secretariat", f"/bodies/{SLUG}/report/")
    expect(page.get_by_role("main")).not_to_contain_text(ITEM)
    expect(people.go("desk", "/desk/").get_by_role("main")).not_to_contain_text(ITEM)


def test_from_the_minutes_to_the_release(people: People) -> None:
    people.invited("secretariat", "secretariat")
    people.invited("chair", "chair")
    people.invited("member", "member")
    asked_and_says_too_little(people)
    returned_and_completed(people)
    on_the_members_table(people)
    goes_on_being_tracked(people)
    done_and_ready(people)
    released(people)


def told_by_mail(people: People, *, times: int) -> None:
    """The process beside the site has told the desk and the approver so many times, and not once more."""
    until = time.monotonic() + 60
    while len(found := mails(people.site)) < 2 * times and time.monotonic() < until:
        time.sleep(0.2)
    assert Counter(to for to, _ in found) == {f"{who}@example.org": times for who in ("desk", "approver")}
    assert len({key for _, key in found}) == 2 * times


def mails(site: LiveSite) -> list[tuple[str, str]]:
    """(to, Message-ID) of what the console back end printed."""
    printed = site.output.read_text(encoding="utf-8")
    return re.findall(
        r"^To: (\S+)$.*?^Message-ID: (<lieguan-reminder-\S+>)$", printed, re.MULTILINE | re.DOTALL
    )
