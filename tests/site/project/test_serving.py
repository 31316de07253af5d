"""`lieguan serve` as the clerk runs it: its first start, what it refuses, several workers."""

from __future__ import annotations

import email
import email.policy
import http.cookiejar
import re
import socket
import sqlite3
import stat
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from lieguan.site.project import environment, server
from live_site import LIEGUAN, PASSWORD, LiveSite, served, site_environment

LINK = re.compile(r"http://127\.0\.0\.1:\d+/account/password/reset/key/\S+")


@contextmanager
def serving(data: Path, *arguments: str) -> Iterator[LiveSite]:
    running = served(data, *arguments)
    with closing(running):
        yield next(running)


class Visitor:
    """Somebody with a cookie jar and no browser."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, address: str) -> tuple[str, str]:
        """(address that answered, page)."""
        with self.opener.open(address, timeout=30) as answer:
            return answer.geturl(), answer.read().decode()

    def post(self, address: str, **fields: str) -> tuple[str, str]:
        """Fill in the form of a page."""
        at, page = self.get(address)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token.group(1), **fields}).encode()
        request = urllib.request.Request(at, data, {"Referer": at})
        with self.opener.open(request, timeout=30) as answer:
            return answer.geturl(), answer.read().decode()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serving") / "data"


@pytest.fixture(scope="module")
def first_start(data: Path) -> str:
    """What the server prints when it starts for the first time."""
    with serving(data, "--administrator", "clerk@example.org") as site:
        return site.output.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def second_start(first_start: str, data: Path) -> Iterator[LiveSite]:
    """The site at its second start, with several workers; nobody has a password yet."""
    with serving(data, "--workers", "4") as site:
        yield site


@pytest.fixture(scope="module")
def link(second_start: LiveSite) -> str:
    """What the second start prints for the administrator."""
    found = LINK.search(second_start.output.read_text(encoding="utf-8"))
    assert found is not None
    return found.group()


@pytest.fixture(scope="module")
def site(second_start: LiveSite, link: str) -> LiveSite:
    """The same, once the administrator has followed the link and set a password."""
    at, _page = Visitor().post(link, password1=PASSWORD, password2=PASSWORD)
    assert at == f"{second_start.origin}/"
    return second_start


def test_each_start_prints_a_link_until_the_first_password_is_set(
    first_start: str, site: LiveSite, link: str
) -> None:
    assert LINK.search(first_start)
    assert "clerk@example.org" in first_start
    _at, refused = Visitor().get(link)
    assert "password1" not in refused


def test_the_data_folder_is_its_owners_alone(site: LiveSite) -> None:
    assert stat.S_IMODE(site.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((site.data / "secret-key").stat().st_mode) == 0o600


def test_failed_sign_ins_are_counted_over_all_workers(site: LiveSite) -> None:
    site.account("m@example.org", "auditor")
    address = f"{site.origin}/account/login/"
    for _ in range(5):
        Visitor().post(address, login="m@example.org", password="wrong")
    at, _page = Visitor().post(address, login="m@example.org", password=PASSWORD)
    assert at == address
    at, page = Visitor().post(address, login="clerk@example.org", password=PASSWORD)
    assert at == f"{site.origin}/", re.findall(r'class="errorlist[^>]*>(.*?)</ul>', page, re.DOTALL)
    assert "clerk@example.org" in page


def test_inviting_from_the_command_line_prints_a_link_that_works(site: LiveSite) -> None:
    said = site.run(
        "invite", "late@example.org", "--role", "auditor", "--name", "晚來", "--origin", site.origin
    )
    link = LINK.search(said)
    assert link is not None
    at, page = Visitor().post(link.group(), password1=PASSWORD, password2=PASSWORD)
    assert at == f"{site.origin}/"
    assert "晚來" in page


def test_an_invitation_is_mailed_where_asked(site: LiveSite, tmp_path: Path) -> None:
    words = (
        "invite",
        "mailed@example.org",
        "--role",
        "auditor",
        "--mail",
        "--origin",
        "https://tracking.example.org",
    )
    said = command(
        site.data, *words, LIEGUAN_MAIL_URL=f"file:{tmp_path}", LIEGUAN_MAIL_FROM="clerk@example.org"
    )
    assert said.returncode == 0, said.stderr
    (file,) = tmp_path.iterdir()
    message = email.message_from_bytes(file.read_bytes().partition(b"\n---")[0], policy=email.policy.default)
    assert (message["To"], message["From"]) == ("mailed@example.org", "clerk@example.org")
    link = said.stdout.split()[-1]
    assert link.startswith("https://tracking.example.org/account/password/reset/key/")
    assert link in message.get_content()


@pytest.mark.parametrize(
    ("host", "named", "told"),
    [("0.0.0.0", "", True), ("0.0.0.0", "tracking.example.org", False), ("127.0.0.1", "", False)],
)
def test_who_serves_others_is_told_to_name_the_host(host: str, named: str, told: bool, settings: Any) -> None:
    settings.ALLOWED_HOSTS = environment.hosts(named, "")
    assert server.answers(host) is not told


def command(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LIEGUAN), *arguments],
        env=site_environment(data) | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = command(tmp_path / "data", "serve", "--port", str(port))
    assert refused.returncode == 2
    assert f"127.0.0.1:{port}" in refused.stderr
    assert "--port" in refused.stderr
    assert not (tmp_path / "data" / "lieguan.sqlite3").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["invite", "x@example.org", "--role", "emperor"], 64, "emperor"),
        (["invite", "x@example.org", "--role", "chair", "--body", "nowhere"], 2, "no body nowhere"),
        (["invite", "x@example.org", "--role", "desk", "--agency", "無此機關"], 2, "no agency 無此機關"),
        (["invite", "nobody", "--role", "auditor"], 2, "not a mail address"),
        (["invite", "x@example.org", "--role", "auditor", "--as", "who@example.org"], 2, "no active account"),
        (["serve", "--port", "http"], 64, "port"),
    ],
)
def test_wrong_usage_is_64_and_what_cannot_be_done_is_2(
    site: LiveSite, arguments: list[str], status: int, said: str
) -> None:
    refused = command(site.data, *arguments)
    assert (refused.returncode, said in refused.stderr) == (status, True), refused.stderr


def _drop_guard(data: Path) -> None:
    with closing(sqlite3.connect(data / "lieguan.sqlite3", isolation_level=None)) as database:
        database.execute("DROP TRIGGER log_entry_not_changed")


def test_the_site_does_not_start_with_a_guard_missing_and_migrate_puts_it_back(site: LiveSite) -> None:
    data = site.data
    site.account("again@example.org", "administrator")  # somebody can sign in: no link is to be printed
    sound = command(data, "verify")
    assert sound.returncode == 0, sound.stdout
    _drop_guard(data)
    unsound = command(data, "verify")
    assert (unsound.returncode, "log_entry_not_changed" in unsound.stdout) == (2, True)
    head = sound.stdout.split()[-1]
    assert "does not hold this head" not in command(data, "verify", "--head", head).stdout
    assert "does not hold this head" in command(data, "verify", "--head", "0" * 63 + "1").stdout
    refused = command(data, "serve", "--port", "0")
    assert refused.returncode == 2
    assert "log_entry_not_changed" in refused.stderr
    assert "lieguan migrate" in refused.stderr
    by_itself = subprocess.run(
        [str(LIEGUAN.with_name("gunicorn")), "--check-config", "lieguan.site.project.wsgi"],
        env=site_environment(data),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert by_itself.returncode != 0
    assert "log_entry_not_changed" in by_itself.stderr
    assert command(data, "migrate").returncode == 0
    with serving(data) as again:
        assert Visitor().get(f"{again.origin}/")[0] == f"{again.origin}/"
        assert LINK.search(again.output.read_text(encoding="utf-8")) is None
