"""Every kind of page by axe-core: WCAG 2.2 A and AA, in both languages, on a desk and on the narrowest phone.

The pages are found as people find them: by following links from the start page, as each kind of visitor. A page that
nobody can reach by a link, or that this test cannot reach, is named in ELSEWHERE with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page
from roles_table import CASES

from live_site import LiveSite, demo_password

SAMPLES = Path(__file__).parents[2] / "samples"
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 320)
LANGUAGES = ("zh-hant", "en")
# In this order: a kind of page that one of them has been shown is not asked for again, but by the public.
VISITORS = ("public", "secretariat", "admin", "desk1", "chair", "member")

# Where people begin: the start page, and what no page links to.
BEGINNINGS = ("/", "/search/?q=海纜", "/account/email/")

# What is no page of its own to be looked at, or is reached by no link.
ELSEWHERE = {
    "set_language": "a form",
    "records:sameness": "only minutes that seem to be here twice have it",
    "records:source": "a file",
    "records:draft-record": "a file",
    "records:record": "a file",
    "search:stop": "reached by mail",
    "search:suggestions": "a file",
    "tracking:second": "only a record that ends items and waits for its second person has it",
    "records:paragraph": "leads to the meeting's page",
    "records:state": "a part of the confirm screen",
    "records:form": "a part of the confirm screen",
    "tracking:evidence": "a file",
    "papers:report-whole": "only a report of several pages leads to it",
    "account_signup": "nobody signs up: people are invited",
    "account_inactive": "shown to an account that was switched off",
    "account_reset_password_done": "follows a form",
    "account_reset_password_from_key": "reached by mail",
    "account_reset_password_from_key_done": "follows a form",
    "account_email_verification_sent": "follows a form",
    "account_confirm_email": "reached by mail",
    "account_logout": "a form",
    "account_set_password": "for an account without one",
    "account_confirm_login_code": "in the middle of signing in",
    "account_reauthenticate": "in the middle of a change",
    "mfa_authenticate": "in the middle of signing in",
    "mfa_reauthenticate": "in the middle of a change",
    "mfa_generate_recovery_codes": "for an account with a second factor",
    "mfa_view_recovery_codes": "for an account with a second factor",
    "mfa_download_recovery_codes": "a file",
    "mfa_deactivate_totp": "for an account with a second factor",
    "papers:report-odt": "a file",
    "papers:report-pdf": "a file",
    "programme:ods": "a file",
    "programme:csv": "a file",
    "api-1:api-root": "nothing is there",
}


@dataclass(frozen=True)
class Kind:
    """One kind of page: the name of its address, who looks at it, and one address."""

    name: str
    visitor: str
    path: str


@pytest.fixture(scope="module")
def visits(
    demo: LiveSite, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, BrowserContext]:
    """A browser for each kind of visitor, signed in."""
    found = {}
    for visitor in VISITORS:
        context = browser.new_context(locale="zh-TW")
        if visitor != "public":
            page = context.new_page()
            page.goto(f"{demo.origin}/account/login/")
            page.fill("input[name=login]", f"{visitor}@example.org")
            page.fill("input[name=password]", demo_password(demo))
            page.click("main form button")
            page.wait_for_url(lambda url: "/login/" not in url)
            page.close()
        found[visitor] = context
    _take_in(found["secretariat"].new_page(), demo, tmp_path_factory.mktemp("sent") / "08.md")
    return found


def _go(page: Page, site: LiveSite, path: str) -> str | None:
    """The name of the page that shows, after the password where the site asks for it once more."""
    page.goto(f"{site.origin}{path}")
    if "/reauthenticate/" in page.url:
        page.fill("input[name=password]", demo_password(site))
        page.click("main form button")
        page.wait_for_url(lambda url: "/reauthenticate/" not in url)
    return _name(page.url.removeprefix(site.origin))


def _take_in(page: Page, site: LiveSite, file: Path) -> None:
    """The last minutes of the series, as those of a later meeting."""
    words = (SAMPLES / "06.md").read_text(encoding="utf-8")
    file.write_text(words.replace("第 6 次", "第 8 次").replace("9 月 9 日", "9 月 23 日"), encoding="utf-8")
    page.goto(f"{site.origin}/minutes/")
    page.set_input_files("#files", file)
    page.get_by_role("button", name="上傳並讀取").click()
    page.get_by_role("button", name="確認紀錄").wait_for(timeout=60_000)
    page.close()


def _links(page: Page, origin: str) -> list[str]:
    """The addresses of this site that the page links to, without what stands behind #."""
    targets: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    own = [urldefrag(target).url for target in targets if target.startswith(f"{origin}/")]
    return [path.removeprefix(origin) for path in dict.fromkeys(own)]


def _name(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def _is_page(context: BrowserContext, address: str) -> bool:
    headers = context.request.get(address).headers
    return "html" in headers.get("content-type", "") and "content-disposition" not in headers


@pytest.fixture(scope="module")
def kinds(demo: LiveSite, visits: dict[str, BrowserContext]) -> list[Kind]:
    """One page of each kind for the public, and of each kind that only somebody signed in is shown."""
    found: dict[str, Kind] = {}
    for visitor, context in visits.items():
        page, waiting = context.new_page(), list(BEGINNINGS)
        seen: set[str] = set()
        while waiting:
            path = waiting.pop(0)
            name = _name(path)
            if name is None or name in seen or path.endswith((".atom", ".ics")):
                continue
            if not _is_page(context, f"{demo.origin}{path}"):
                continue
            seen.add(name)
            if _go(page, demo, path) != name:  # sent to sign in first
                continue
            waiting += _links(page, demo.origin)
            found.setdefault(name, Kind(name, visitor, path))
        page.close()
    return list(found.values())


def test_every_kind_of_page_is_looked_at(kinds: list[Kind]) -> None:
    pages = {case.name for case in CASES if case.method == "get"}
    files = {name for name in pages if name.startswith(("api-1:", "api:", "opendata:"))} - {"opendata:index"}
    missing = pages - files - {kind.name for kind in kinds} - set(ELSEWHERE)
    assert not missing, f"link to {sorted(missing)}, or say in ELSEWHERE why no link leads there"
    reached = {kind.name for kind in kinds} & set(ELSEWHERE)
    assert not reached, "a link leads there: take it out of ELSEWHERE"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_wcag(
    language: str, kinds: list[Kind], demo: LiveSite, visits: dict[str, BrowserContext]
) -> None:
    assert AXE.is_file(), "axe-core is not installed: make test does it (npm ci in tests/browser/axe)"
    axe, broken = AXE.read_text(encoding="utf-8"), []
    for context in visits.values():
        context.add_cookies([{"name": "django_language", "value": language, "url": demo.origin}])
    for kind in kinds:
        page = visits[kind.visitor].new_page()
        assert _go(page, demo, kind.path) == kind.name
        assert page.locator("html").get_attribute("lang") == {"zh-hant": "zh-Hant-TW", "en": "en"}[language]
        page.evaluate(axe)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            broken += [f"{kind.name} at {width}: {one}" for one in _violations(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                broken.append(f"{kind.name} at {width}: wider than its window")
        page.close()
    assert not broken, "\n".join(broken)


def _violations(page: Page) -> list[str]:
    found = page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", STANDARD
    )
    return [
        f"{rule['id']} ({rule['help']}): {node['html'][:120]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
