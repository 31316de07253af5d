"""Names suggested under the search field: by keyboard, by pointer, and not in the way of who wants none."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from live_site import LiveSite


@pytest.mark.parametrize(("address", "label"), [("/", "全站搜尋"), ("/search/", "要找的字詞")])
def test_the_arrows_go_through_the_names_and_enter_searches(
    page: Page, demo: LiveSite, address: str, label: str
) -> None:
    page.goto(demo.origin + address)
    field = page.get_by_role("combobox", name=label)
    names = page.get_by_role("listbox", name="建議的名稱")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("離島")
    expect(names).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    chosen = names.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    text = chosen.get_attribute("data-text") or ""
    field.press("Escape")
    expect(names).to_be_hidden()
    expect(field).to_have_value("離島")
    field.press_sequentially("生")
    expect(names).to_be_visible()
    field.press("ArrowUp")
    last = names.get_by_role("option", selected=True).get_attribute("data-text") or ""
    assert text
    field.press("Enter")
    expect(page.get_by_role("status").filter(has_text="找到")).to_be_visible()
    assert last in page.locator("#id_q").input_value()


def test_a_name_may_be_clicked_and_enter_alone_searches_what_was_typed(page: Page, demo: LiveSite) -> None:
    page.goto(f"{demo.origin}/search/")
    field = page.get_by_role("combobox", name="要找的字詞")
    field.press_sequentially("交通")
    page.get_by_role("listbox", name="建議的名稱").get_by_role("option").first.click()
    expect(page.get_by_role("status").filter(has_text="找到")).to_be_visible()
    field.fill("離")
    expect(page.get_by_role("listbox", name="建議的名稱")).to_be_visible()
    field.press("Enter")
    expect(page.locator("#id_q")).to_have_value("離")
    expect(page.get_by_role("status").filter(has_text="找到")).to_be_visible()
