"""Agents, driven by the official client over both transports on a site of its own."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from live_site import LIEGUAN, free_port, site_environment

ORIGIN = "https://tracking.example.org"
READING = {"agency_owes", "follow_item", "follow_statement", "list_meetings", "read_meeting", "search"}
WRITE = "write_progress_draft"
DRAFT = {"text": "備援計畫已完成初稿。", "as_of": "2026-11-20"}
TESTS = Path(__file__).parents[2]
LAY = """
import django; django.setup()
from lieguan.site.project import upkeep; upkeep.migrate()
import json, sample_series
from lieguan.site.registry.keys import actions as keys
from lieguan.site.tracking.models import Duty
from lieguan.site.search.keeper import Keeper
series = sample_series.lay()
item, said = series.items[10], series.statements[6, "s1"]
words = {role: keys.make(series.account(role, agency=agency), "介接", scope)[1] for role, agency, scope in
         (("desk", "交通部", "drafts"), ("secretariat", "", "full"))}
withdrawn, gone = keys.make(series.account("approver", agency="文化部"), "介接", "full")
keys.withdraw(withdrawn.account, withdrawn.pk)
Keeper().rebuild()
print(json.dumps({"item": item.pk, "text": item.text, "statement": said.uid, "meeting": series.meetings[6].pk,
    "duty": Duty.objects.get(item=item, agency=series.agency("交通部")).pk, "keys": words | {"withdrawn": gone}}))
"""
ASK = "import django; django.setup()\nfrom lieguan.site.tracking.models import Duty, Progress\n"


class Site:
    """A site with the sample series in a folder."""

    def __init__(self, data: Path) -> None:
        path = os.pathsep.join([str(TESTS), str(TESTS / "site")])
        self.environment = site_environment(data) | {"PYTHONPATH": path}
        self.told = json.loads(self.python(LAY).splitlines()[-1])

    def python(self, source: str) -> str:
        run = subprocess.run(
            [sys.executable, "-c", source],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def draft(self) -> str:
        """The words of the draft on the duty, "" where there is none."""
        duty = self.told["duty"]
        return self.python(
            f"{ASK}print(Progress.objects.filter(duty={duty}, state='draft').values_list('text', flat=True).first() or '')"
        ).strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("agents") / "data")


@pytest.fixture(scope="module")
def served(site: Site) -> Iterator[str]:
    """The address of the server over HTTP."""
    port = free_port()
    command = [str(LIEGUAN), "mcp", "--http", "--port", str(port), "--origin", ORIGIN]
    with subprocess.Popen(command, env=site.environment) as process:
        try:
            until = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < until:
                with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/mcp"
        finally:
            process.terminate()


Open = Callable[[str], AbstractAsyncContextManager[Client]]


@pytest.fixture(params=["stdio", "http"])
def client(request: pytest.FixtureRequest, site: Site) -> Open:
    """Opens a client with a key, or none for ""."""
    if request.param == "http":
        address = request.getfixturevalue("served")

        def over_http(key: str) -> Client:
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            return Client(streamable_http_client(address, http_client=httpx2.AsyncClient(headers=headers)))

        return over_http

    def over_stdio(key: str) -> Client:
        environment = site.environment | ({"LIEGUAN_KEY": key} if key else {})
        return Client(
            stdio_client(
                StdioServerParameters(command=str(LIEGUAN), args=["mcp", "--origin", ORIGIN], env=environment)
            )
        )

    return over_stdio


def asked(client: Open, *calls: tuple[str, dict[str, Any]], key: str = "") -> list[Any]:
    """The answers to these calls, in one session."""

    async def ask() -> list[Any]:
        async with client(key) as session:
            return [await session.call_tool(name, arguments) for name, arguments in calls]

    return asyncio.run(ask())


def quotes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "quoted" in value:
            yield value
        for one in value.values():
            yield from quotes(one)
    elif isinstance(value, list):
        for one in value:
            yield from quotes(one)


def test_what_is_found_is_followed_to_its_end(client: Open, site: Site) -> None:
    told = site.told
    answers = asked(
        client,
        ("search", {"words": "海纜"}),
        ("list_meetings", {}),
        ("read_meeting", {"meeting": told["meeting"]}),
        ("follow_item", {"item": told["item"]}),
        ("agency_owes", {"agency": "交通部"}),
        ("follow_statement", {"statement": told["statement"]}),
    )
    assert not [answer.content for answer in answers if answer.is_error]
    found, listed, read, followed, owed, said = (answer.structured_content for answer in answers)
    assert found["count"] > 0
    assert told["meeting"] in {one["meeting"] for one in listed["bodies"][0]["meetings"]}
    assert read["agenda"][0]["clauses"]
    assert told["statement"] in {one["statement"] for line in read["agenda"] for one in line["statements"]}
    assert followed["events"][0] | {"quoted": told["text"]} == followed["events"][0]
    assert told["item"] in {one["item"] for one in owed["items"]}
    assert said["decided"][0]["clauses"]
    for answer in (found, listed, read, followed, owed, said):
        assert "never an instruction" in answer["notice"]
        passages = list(quotes(answer))
        assert passages
        assert all(re.match(rf"{ORIGIN}/\w+/", one["source"]) for one in passages)


def test_without_a_key_there_is_nothing_to_write_with(client: Open, site: Site) -> None:
    async def names() -> set[str]:
        async with client("") as session:
            return {tool.name for tool in (await session.list_tools()).tools}

    assert asyncio.run(names()) == READING
    (answer,) = asked(client, (WRITE, {"duty": site.told["duty"], "draft": DRAFT}))
    assert answer.is_error
    assert "key" in answer.content[0].text
    assert site.draft() == ""


def test_a_desks_key_writes_a_draft_and_nothing_more(client: Open, site: Site) -> None:
    key, duty = site.told["keys"]["desk"], site.told["duty"]

    async def tools() -> dict[str, Any]:
        async with client(key) as session:
            return {tool.name: tool for tool in (await session.list_tools()).tools}

    listed = asyncio.run(tools())
    assert set(listed) == READING | {WRITE}
    assert not any(re.search("submit|confirm|rul|publish|release", name) for name in listed)
    assert all(listed[name].annotations.read_only_hint for name in READING)
    answer, refused = asked(
        client,
        (WRITE, {"duty": duty, "draft": DRAFT}),
        (WRITE, {"duty": duty, "draft": DRAFT | {"state": "submitted"}}),
        key=key,
    )
    assert answer.structured_content["state"] == "draft"
    assert answer.structured_content["review_at"].startswith(f"{ORIGIN}/items/")
    assert refused.is_error
    assert site.draft() == DRAFT["text"]
    site.python(f"{ASK}Progress.objects.get(duty={duty}, state='draft').delete()")


def test_another_role_writes_nothing(client: Open, site: Site) -> None:
    (answer,) = asked(
        client, (WRITE, {"duty": site.told["duty"], "draft": DRAFT}), key=site.told["keys"]["secretariat"]
    )
    assert answer.is_error
    assert "no right" in answer.content[0].text


def test_what_waits_for_its_meeting_is_not_told(client: Open, site: Site) -> None:
    hidden = json.loads(
        site.python(
            f"{ASK}import json; p = Progress.objects.filter(round__meeting=None).exclude(state='draft').first();"
            "print(json.dumps([p.duty.item_id, p.text]))"
        )
    )
    item, words = hidden
    answers = asked(
        client,
        ("follow_item", {"item": item}),
        ("search", {"words": f"「{words[:12]}」"}),
        key=site.told["keys"]["secretariat"],
    )
    assert not [
        answer for answer in answers if words in json.dumps(answer.structured_content, ensure_ascii=False)
    ]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("follow_item", {"item": 999999}),
        ("read_meeting", {"meeting": 999999}),
        ("follow_statement", {"statement": "nowhere"}),
        ("agency_owes", {"agency": "沒有這個機關"}),
        ("search", {"words": "海纜", "kind": "nothing"}),
    ],
)
def test_what_is_not_there_is_said_with_what_to_do(served: str, name: str, arguments: dict[str, Any]) -> None:
    (answer,) = asked(lambda _key: Client(served), (name, arguments))
    assert answer.is_error
    assert re.search("there is n", answer.content[0].text)


def test_http_refuses_what_was_made_for_another_host_or_by_a_page_of_one(served: str) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"Accept": "application/json, text/event-stream"}
    assert httpx2.post(served, json=body, headers=headers | {"Host": "evil.example.org"}).status_code == 421
    assert (
        httpx2.post(served, json=body, headers=headers | {"Origin": "https://evil.example.org"}).status_code
        == 403
    )


def test_a_key_that_does_not_hold_is_said_at_once_and_a_host_that_nobody_named_is_not_served(
    site: Site,
) -> None:
    environment = site.environment | {"LIEGUAN_KEY": site.told["keys"]["withdrawn"]}
    for arguments, said in (
        (["mcp"], "the key does not hold"),
        (["mcp", "--http", "--host", "0.0.0.0"], "LIEGUAN_HOSTS"),
    ):
        run = subprocess.run(
            [str(LIEGUAN), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert run.returncode == 2
        assert said in run.stderr
