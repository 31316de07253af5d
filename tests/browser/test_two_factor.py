"""Two-step sign-in, as a person sets it up and uses it, with real codes; in Chinese throughout."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import Page, expect

from live_site import PASSWORD, LiveSite, sign_in

pytestmark = pytest.mark.browser

EMAIL = "careful@example.org"
STEP = 30


def code(secret: str, step: int = 0) -> str:
    """The six digits that an authenticator shows for this secret (RFC 6238), or showed so many steps ago."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // STEP + step), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def another_code(used: str, secret: str) -> str:
    """A code that was not used yet: allauth takes none twice."""
    until = time.monotonic() + 2 * STEP
    while (fresh := code(secret)) == used:
        assert time.monotonic() < until
        time.sleep(1)
    return fresh


def in_chinese(page: Page) -> None:
    """No word of allauth's own English stands in the page."""
    said = page.locator("main").inner_text()
    assert not re.search(r"\b(Authenticator|Activate|Sign In|Recovery|Codes?|Submit|Two-Factor)\b", said), (
        said
    )


def test_a_person_sets_up_two_steps_and_signs_in_with_them(live_site: LiveSite, page: Page) -> None:
    live_site.account(EMAIL, "auditor")
    sign_in(page, live_site, EMAIL)
    page.get_by_role("link", name=re.compile("careful")).click()
    page.get_by_role("link", name="雙重驗證").first.click()
    in_chinese(page)
    page.locator("a[href$='/totp/activate/']").click()
    if page.locator("input[name=password]").count():  # asked again who one is
        in_chinese(page)
        page.fill("main input[name=password]", PASSWORD)
        page.click("main form button")
    in_chinese(page)
    secret = page.get_by_label("密鑰").input_value()
    page.locator("input[name=code]").fill("000000" if code(secret) != "000000" else "111111")
    page.locator("main form button").first.click()
    expect(page.locator("input[name=code]")).to_be_visible()
    used = code(secret)
    page.locator("input[name=code]").fill(used)
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("救援碼|備用碼|復原碼"))
    in_chinese(page)

    page.get_by_role("button", name="登出").click()
    page.goto(f"{live_site.origin}/account/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button")
    expect(page.locator("input[name=code]")).to_be_visible()
    in_chinese(page)
    page.goto(f"{live_site.origin}/desk/")  # half-way in is not in
    expect(page).to_have_url(re.compile("/2fa/authenticate/|/login/"))
    expect(page.get_by_role("button", name="登出")).to_have_count(0)
    page.locator("input[name=code]").fill(another_code(used, secret))
    page.locator("main form button").first.click()
    expect(page.get_by_role("button", name="登出")).to_be_visible()
