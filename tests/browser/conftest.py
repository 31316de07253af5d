"""A site of its own for each module of browser tests, served by `lieguan serve`, and Chromium to look at it with.

A page that logs an error in the browser's console (a script that failed, something that the content security policy
refused) fails its test. Screenshots of failures: out/screenshots.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from live_site import LiveSite, served

REPOSITORY = Path(__file__).parents[2]
SCREENSHOTS = REPOSITORY / "out" / "screenshots"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember whether the test itself failed, for the screenshot."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="module")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """An empty site, served as `lieguan serve` serves it."""
    yield from served(tmp_path_factory.mktemp("site") / "data")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The sample series as `make run` serves it; tests leave it as something that others can go on with."""
    data = tmp_path_factory.mktemp("demo") / "data"
    yield from served(data, "--data", str(data), command=("demo", str(REPOSITORY / "samples")))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window; Debian's where there is one, else the one that playwright brought."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page in a context of its own, as somebody in Taiwan would see it."""
    context = browser.new_context(
        locale="zh-TW", timezone_id="Asia/Taipei", viewport={"width": 1280, "height": 900}
    )
    shown = context.new_page()
    shown.set_default_timeout(15_000)
    errors: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.on(
        "console",
        lambda said: (
            errors.append(f"{said.text} ({json.dumps(said.location)})") if said.type == "error" else None
        ),
    )
    yield shown
    if request.node.stash.get(FAILED, False):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        shown.screenshot(path=SCREENSHOTS / f"{request.node.name}.png", full_page=True)
    context.close()
    assert not errors, f"the browser's console holds errors: {errors}"
