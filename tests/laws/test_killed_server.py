"""The server is killed (SIGKILL) at random moments while people write: what it acknowledged is there, nothing is half done.

Real HTTP, gunicorn's workers, on SQLite and on PostgreSQL. LIEGUAN_KILLS says how often; the long run kills it 250 times
on each, 500 in all. Every fifth time the whole server goes, its master too; otherwise all its workers at once, which the master
(it holds no database connection) replaces.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from databases import Database, connected
from lieguan.site.log.verification import chain, head, missing_guards
from lieguan.site.records.models import Minutes
from lieguan.site.registry.keys import actions as keys
from lieguan.site.registry.models import Account
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import rounds, verification
from lieguan.site.tracking.models import Item, Progress, Recommendation, Ruling
from live_site import free_port, site_environment
from scene import Scene, duties

KILLS = int(os.environ.get("LIEGUAN_KILLS", "10"))
SEED = int(os.environ.get("LIEGUAN_SEED", "20261127"))
# So many rulings at most are entered between two kills; and how often the whole database is checked.
RULINGS, CHECKED = 6, 25
WHOLE_SERVER = 5
LOST = (OSError, HTTPException)  # what a client sees of a server that dies


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is the acknowledgement of a form."""

    def redirect_request(self, *_args: Any) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirect)


class Server:
    """gunicorn with the site in it, in a process group of its own."""

    def __init__(self, database: Database, folder: Path) -> None:
        data = folder / "data"
        data.mkdir()
        # The sessions that this process makes are to be believed there.
        (data / "secret-key").write_text(settings.SECRET_KEY, encoding="ascii")
        self.environment = site_environment(data) | {"LIEGUAN_DATABASE_URL": address_of(database)}
        django = [sys.executable, "-m", "django"]
        subprocess.run([*django, "collectstatic", "--noinput", "-v0"], env=self.environment, check=True)
        self.port, self.log = free_port(), folder / "server.log"
        self.start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        options = ["--workers", "2", "--threads", "4", "--preload", "--bind", f"127.0.0.1:{self.port}"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *options, "lieguan.site.project.wsgi:application"],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def workers(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in found.split()]

    def kill(self, *, whole: bool) -> None:
        """Without any warning; only what this test started."""
        if whole:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
            self.start()
            return
        for pid in self.workers():
            os.kill(pid, signal.SIGKILL)

    def wait(self) -> None:
        """Until it answers again."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                if asked(f"{self.origin}/api/1/openapi.json") == 200:
                    return
            except LOST:
                time.sleep(0.02)
        pytest.fail(f"the server did not answer: {self.log.read_text(encoding='utf-8')[-3000:]}")

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)


def address_of(database: Database) -> str:
    if database.kind == "sqlite":
        return f"sqlite:///{database.wanted['NAME']}"
    host = str(database.wanted["HOST"]).replace("/", "%2F")
    return f"postgres://{database.wanted['USER']}@{host}/{database.wanted['NAME']}"


def asked(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> int:
    """The status that the server answers with. Raises what is in LOST where it does not."""
    request = urllib.request.Request(
        url, body, {name.replace("_", "-"): v for name, v in headers.items()}, method=method
    )
    try:
        with OPENER.open(request, timeout=20) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.read()
        return error.code


class Work:
    """What people do all the time, and what the server acknowledged of it since it last came up."""

    def __init__(self, scene: Scene, kills: int) -> None:
        self.scene = scene
        self.meeting = scene.meeting(6)
        rounds_for(scene)
        self.duties = [duties(scene.item(scene.meeting(1), agency))[0] for agency in ("內政部", "交通部")]
        self.desks = [keyed(scene.account(Role.DESK, agency=duty.agency)) for duty in self.duties]
        self.recommended = scene.item(scene.meeting(1))
        self.key = keyed(Account.objects.get(pk=scene.secretariat.pk))
        to_rule = [scene.item(scene.meeting(1), "經濟部") for _ in range(kills * RULINGS)]
        clauses = [scene.clause(self.meeting, f"「{item.title}」解除列管。") for item in to_rule]
        self.to_rule = iter(list(zip(to_rule, clauses, strict=True)))
        browser = Client()
        browser.force_login(scene.secretariat)
        browser.get(reverse("tracking:rule", args=[to_rule[0].pk]))
        self.cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
        self.numbers = itertools.count(1)
        self.acknowledged: list[tuple[str, Any]] = []

    def report(self, origin: str, which: int) -> None:
        """An agency writes its report, and submits it."""
        duty, key, text = self.duties[which], self.desks[which], f"第{next(self.numbers)}次填報"
        draft = f"{origin}/api/1/duties/{duty.pk}/draft"
        body = json.dumps({"text": text, "as_of": "2025-03-01"}).encode()
        if asked(draft, "PUT", body, Authorization=key, Content_Type="application/json") == 200:
            self.acknowledged.append(("written", (duty.pk, text)))
            if asked(f"{draft}/submit", "POST", b"", Authorization=key) == 200:
                self.acknowledged.append(("submitted", (duty.pk, text)))

    def rule(self, origin: str) -> None:
        """The secretariat enters a ruling through the page."""
        item, clause = next(self.to_rule)
        url = f"{origin}{reverse('tracking:rule', args=[item.pk])}?meeting={self.meeting.pk}"
        form = urlencode({"clause": clause.pk, "kind": "release", "version": item.version}).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if asked(url, "POST", form, Cookie=cookies, X_CSRFToken=self.cookies["csrftoken"]) == 302:
            self.acknowledged.append(("ruled", item.pk))

    def recommend(self, origin: str) -> None:
        number = next(self.numbers)
        body = json.dumps({"kind": "track", "reason": str(number)}).encode()
        url = f"{origin}/api/1/items/{self.recommended.pk}/recommendation"
        if asked(url, "PUT", body, Authorization=self.key, Content_Type="application/json") == 200:
            self.acknowledged.append(("recommended", number))

    def take_in(self, origin: str) -> None:
        """Minutes are sent: a file, and rows that name it."""
        number = next(self.numbers)
        words = f"{self.scene.body.name}第{number}次會議紀錄\n時間：117年9月4日下午2時\n決定：洽悉。\n"
        part = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{number}.txt"\r\n\r\n{words}\r\n--x--\r\n'
        kind = "multipart/form-data; boundary=x"
        if (
            asked(f"{origin}/api/1/minutes", "POST", part.encode(), Authorization=self.key, Content_Type=kind)
            == 201
        ):
            self.acknowledged.append(("taken in", number))

    def wait_for(self, count: int) -> None:
        """Until so many writes were acknowledged: on a busy machine too the server is to die in its work."""
        until = time.monotonic() + 30
        while len(self.acknowledged) < count and time.monotonic() < until:
            time.sleep(0.005)

    @contextmanager
    def going_on(self, origin: str) -> Iterator[None]:
        """All of it at once, each until the server is gone or the block ends."""
        over = threading.Event()

        def repeat(act: Callable[[str], None]) -> None:
            while not over.is_set():
                try:
                    act(origin)
                except (*LOST, StopIteration):
                    return

        acts = [
            lambda o: self.report(o, 0),
            lambda o: self.report(o, 1),
            self.rule,
            self.recommend,
            self.take_in,
        ]
        threads = [threading.Thread(target=repeat, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join(60)

    def missing(self) -> list[str]:
        """What was acknowledged and is not there."""
        is_there: dict[str, Callable[[Any], bool]] = {
            "written": lambda of: (
                Progress.objects.filter(duty=of[0], text=of[1]).exists() or self.overwritten(of)
            ),
            "submitted": lambda of: (
                Progress.objects.filter(duty=of[0], text=of[1]).exclude(state="draft").exists()
            ),
            "ruled": lambda pk: (
                Ruling.objects.filter(item=pk, standing=True).exists()
                and Item.objects.get(pk=pk).state == "released"
            ),
            "recommended": lambda number: (
                int(Recommendation.objects.get(item=self.recommended).reason) >= number
            ),
            "taken in": lambda number: Minutes.objects.filter(source__name=f"{number}.txt").exists(),
        }
        return [f"{kind} {what}" for kind, what in self.acknowledged if not is_there[kind](what)]

    def overwritten(self, of: tuple[int, str]) -> bool:
        """A draft that was written over by the next one, which was not acknowledged any more."""
        return Progress.objects.filter(duty=of[0], state="draft").exists()


def rounds_for(scene: Scene) -> None:
    """Somewhere for reports and recommendations to go, before everybody asks for it at once."""
    with transaction.atomic():
        rounds.current(scene.body.pk)


def keyed(account: Account) -> str:
    """What a program of this account sends."""
    return f"Bearer {keys.make(Account.objects.get(pk=account.pk), '介接', 'full')[1]}"


def problems(published: str) -> list[str]:
    return [str(one) for one in [*missing_guards(), *chain(published), *verification.of_tracking()]]


def test_what_a_killed_server_acknowledged_is_there_and_nothing_is_half_done(
    fresh_database: Database, tmp_path: Path
) -> None:
    with connected(fresh_database.owner):
        call_command("createcachetable", verbosity=0)
    work, dice = Work(Scene(), KILLS), random.Random(SEED)
    server = Server(fresh_database, tmp_path)
    acknowledged, published = 0, head()[1]
    try:
        server.wait()
        for kill in range(1, KILLS + 1):
            connections["default"].close()  # nobody but the server has the database open when it dies
            work.acknowledged.clear()
            with work.going_on(server.origin):
                work.wait_for(dice.choice([0, 1, 2]))
                time.sleep(dice.uniform(0, 0.3))
                server.kill(whole=kill % WHOLE_SERVER == 0)
            server.wait()
            assert work.missing() == [], f"kill {kill} of seed {SEED}"
            acknowledged += len(work.acknowledged)
            if kill % CHECKED == 0 or kill == KILLS:
                assert problems(published) == [], f"kill {kill} of seed {SEED}"
                published = head()[1]
    finally:
        server.stop()
    print(f"{fresh_database.kind}: {KILLS} kills, {acknowledged} writes acknowledged, all there")
    assert acknowledged >= KILLS // 2
