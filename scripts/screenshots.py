"""Take the pictures of the documentation from the demo: docs/images.

make screenshots
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 900
# Few colours are on a page: a palette makes the picture a quarter of its size.
COLOURS = 128


@contextmanager
def demo() -> Iterator[tuple[str, str]]:
    """(address, password) of a demo of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "output")
        command = [Path(sys.executable).with_name("lieguan"), "demo", ROOT / "samples", "--port", str(port)]
        with output.open("w", encoding="utf-8") as file:
            process = subprocess.Popen([*map(str, command), "--data", f"{folder}/data"], stdout=file)  # noqa: S603 - ours
        try:
            yield f"http://127.0.0.1:{port}", _password(output, port)
        finally:
            process.terminate()
            process.wait()


def _password(output: Path, port: int) -> str:
    """The demo's password, once it serves."""
    while True:
        time.sleep(0.5)
        said = re.search(r"password, for this start:\s+(\S+)", output.read_text(encoding="utf-8"))
        if said:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
            except OSError:
                continue
            return said.group(1)


def keep(page: Page, name: str) -> None:
    """One picture, of what a window shows."""
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


def _eighth() -> Path:
    """The last minutes of the series as those of another meeting, two weeks later."""
    words = (ROOT / "samples" / "06.md").read_text(encoding="utf-8")
    changed = Path(tempfile.mkdtemp(), "08.md")
    changed.write_text(
        words.replace("第 6 次", "第 8 次").replace("9 月 9 日", "9 月 23 日"), encoding="utf-8"
    )
    return changed


def main() -> None:
    """Every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with demo() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(locale="zh-TW", viewport={"width": WIDTH, "height": HEIGHT}).new_page()
        page.goto(f"{address}/bodies/outlying-islands/")
        keep(page, "body")
        page.get_by_role("link", name="離島海纜備援路由規劃").first.click()
        page.wait_for_load_state()
        keep(page, "item")
        page.goto(f"{address}/account/login/")
        page.fill("input[name=login]", "secretariat@example.org")
        page.fill("input[name=password]", password)
        page.locator("main form button").first.click()
        page.goto(f"{address}/minutes/")
        page.set_input_files("#files", _eighth())
        page.get_by_role("button", name="上傳並讀取").click()
        page.get_by_role("button", name="確認紀錄").wait_for()
        page.locator("[data-source]").nth(12).click()
        keep(page, "confirm")
        browser.close()


if __name__ == "__main__":
    main()
