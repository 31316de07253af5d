"""The main paths with the keyboard alone: what has the focus can be seen, and everything is reached in the page's order."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from live_site import LiveSite, demo_password

SAMPLES = Path(__file__).parents[2] / "samples"
# More steps than this to one thing of a page is no path.
REACH = 150


def reach(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus; it must show that it has."""
    expect(target).to_be_visible()
    for _ in range(REACH):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            style = target.evaluate(
                "one => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth]"
            )
            assert style[0] != "none", "nothing shows that it has the focus"
            assert style[1] != "0px", "nothing shows that it has the focus"
            return
    raise AssertionError(f"{REACH} steps do not lead to {target}")


def press(page: Page, target: Locator) -> None:
    """Go to it, and press Enter."""
    reach(page, target)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def write(page: Page, target: Locator, words: str) -> None:
    """Go to it, and type."""
    reach(page, target)
    page.keyboard.insert_text(words)


def signed_in(page: Page, site: LiveSite, who: str) -> None:
    page.goto(site.origin)
    press(page, page.get_by_role("link", name="登入"))
    write(page, page.locator("input[name=login]"), f"{who}@example.org")
    write(page, page.locator("input[name=password]"), demo_password(site))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def test_somebody_looks_a_word_up_and_reads_where_it_stands(demo: LiveSite, page: Page) -> None:
    page.goto(demo.origin)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first link leads past the menu
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(demo.origin)
    write(
        page, page.get_by_role("searchbox", name="全站搜尋").or_(page.get_by_label("全站搜尋")).first, "海纜"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    hit = page.get_by_role("main").locator("a").filter(has_text="離島海纜備援路由規劃").first
    press(page, hit)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/search/" not in page.url


def test_a_desk_reports_and_submits(demo: LiveSite, page: Page) -> None:
    signed_in(page, demo, "desk7")
    press(page, page.get_by_role("navigation").get_by_role("link", name="機關填報"))
    press(page, page.get_by_role("main").get_by_role("link", name="填報").first)
    write(page, page.locator("textarea[name=text]"), "各航線首期準點率已公開，次期於會前更新。")
    press(page, page.get_by_role("button", name="提送").first)
    expect(page.get_by_role("status").first).to_contain_text("提送")


def test_the_secretariat_takes_minutes_in_confirms_them_and_opens_items(
    demo: LiveSite, page: Page, tmp_path: Path
) -> None:
    words = (SAMPLES / "06.md").read_text(encoding="utf-8")
    file = tmp_path / "09.md"
    file.write_text(words.replace("第 6 次", "第 9 次").replace("9 月 9 日", "10 月 21 日"), encoding="utf-8")
    signed_in(page, demo, "secretariat")
    press(page, page.get_by_role("navigation").get_by_role("link", name="收錄會議紀錄"))
    chosen = page.get_by_label("選擇會議紀錄檔案")
    reach(page, chosen)
    chosen.set_input_files(file)  # the window in which a file is chosen is the browser's own
    press(page, page.get_by_role("button", name="上傳並讀取"))
    confirm = page.get_by_role("button", name="確認紀錄")
    expect(confirm).to_be_visible(timeout=60_000)
    press(page, confirm)
    expect(page.get_by_role("heading", level=1)).to_have_text("開立列管事項與登錄裁示")
    press(page, page.get_by_role("button", name="開立並登錄").first)
    expect(page.get_by_role("status").first).to_contain_text("已開立")
