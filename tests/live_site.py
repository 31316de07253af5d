"""A served site, for the tests that look at it from outside."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

LIEGUAN = Path(sys.executable).with_name("lieguan")
PASSWORD = "試行時所用的一組長密碼"


@dataclass(frozen=True)
class LiveSite:
    """A served site: its address, its data folder and what the server printed."""

    origin: str
    data: Path
    output: Path

    @property
    def environment(self) -> dict[str, str]:
        return site_environment(self.data)

    def run(self, *arguments: str) -> str:
        """What a lieguan command prints about this site; a failing one fails the test."""
        return _run([str(LIEGUAN), *arguments], self.environment)

    def python(self, source: str) -> str:
        """What these statements print, run beside the server with the site loaded."""
        return _run([sys.executable, "-c", f"import django; django.setup()\n{source}"], self.environment)

    def account(self, email: str, role: str, *, body: str = "", agency: str = "") -> str:
        """Make an account with this role (body by slug, agency by name) and give its password."""
        self.python(
            "from lieguan.site.registry.models import Account, Agency, Body, Grant\n"
            f"account = Account.objects.create_account({email!r}, {email.split('@', maxsplit=1)[0]!r})\n"
            f"account.set_password({PASSWORD!r}); account.save()\n"
            f"body = Body.objects.filter(slug={body!r}).first()\n"
            f"agency = Agency.objects.filter(name={agency!r}).first()\n"
            "if agency: Agency.objects.filter(pk=agency.pk).update(desk_submits=True)\n"
            f"Grant.objects.create(account=account, role={role!r}, body=body, agency=agency)"
        )
        return PASSWORD


def site_environment(data: Path) -> dict[str, str]:
    """The environment of a site in this folder, and of nothing else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIEGUAN_", "DJANGO_"))}
    return kept | {"LIEGUAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "lieguan.site.project.settings"}


def _run(command: list[str], environment: dict[str, str]) -> str:
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, f"{command[:2]} gave {run.returncode}: {run.stderr}"
    return run.stdout


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(data: Path, *arguments: str, command: tuple[str, ...] = ("serve",)) -> Iterator[LiveSite]:
    """Serve the site in this folder until the iterator is closed."""
    port = free_port()
    output = data.parent / f"{port}.log"
    with output.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [str(LIEGUAN), *command, "--port", str(port), *arguments],
            env=site_environment(data),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, f"http://127.0.0.1:{port}/", output)
            yield LiveSite(f"http://127.0.0.1:{port}", data, output)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], address: str, output: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}: {output.read_text(encoding='utf-8')}")
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not answer: {output.read_text(encoding='utf-8')}")


def demo_password(site: LiveSite) -> str:
    """The password of a served demo, as it says it."""
    said = re.search(r"password, for this start:\s+(\S+)", site.output.read_text(encoding="utf-8"))
    assert said is not None
    return said.group(1)


def sign_in(page: Page, site: LiveSite, email: str, password: str = PASSWORD) -> None:
    """Sign in through the page for it."""
    page.goto(f"{site.origin}/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.click("main form button")
    page.wait_for_url(lambda url: "/login/" not in url)
