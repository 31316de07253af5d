"""The server: tools over stdio for one agent, or over streamable HTTP for several.

https://modelcontextprotocol.io; the library checks host and origin of HTTP requests against what is named here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import anyio.to_thread
from django.db import close_old_connections
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

import lieguan
from lieguan.errors import LieguanError
from lieguan.site.agents import answers, tools
from lieguan.site.api.addresses import Addresses
from lieguan.site.api.shapes.written import DraftIn
from lieguan.site.registry.keys import actions as keys
from lieguan.site.registry.models import ApiKey
from lieguan.site.withholding.reading import reading_as

Answered = TypeVar("Answered")
WRITE = "write_progress_draft"
INSTRUCTIONS = (
    "lieguan 列管 holds the minutes of committees, and follows every instruction in them until a later meeting releases it. "
    "Search first, then read meetings, items and statements by the numbers that you found. Cite the `source` of what you "
    f"say. {answers.NOTICE}"
)
READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)


@dataclass(frozen=True, slots=True)
class Agents:
    """What the tools work with: addresses of the site, and the key of the one agent on stdio."""

    to: Addresses
    own_key: str = ""

    def words_of_key(self, headers: Any) -> str:
        """The key that came with a request, else the one that the server was started with."""
        scheme, _space, words = (headers or {}).get("authorization", "").partition(" ")
        return str(words).strip() if scheme.lower() == "bearer" else self.own_key

    def key(self, headers: Any) -> ApiKey | None:
        """The key, where there is one that holds."""
        words = self.words_of_key(headers)
        return keys.use(words) if words else None


def made(agents: Agents) -> MCPServer:
    """The server with its tools."""
    server: MCPServer = MCPServer(
        "lieguan",
        title="lieguan 列管",
        instructions=INSTRUCTIONS,
        version=lieguan.__version__,
        log_level="WARNING",
        middleware=[_hidden_without_a_key(agents)],
    )
    _add_search(server, agents.to)
    _add_reading(server, agents.to)
    _add_writing(server, agents)
    return server


def _add_search(server: MCPServer, to: Addresses) -> None:
    @server.tool(title="Search", annotations=READS)
    def search(
        words: str,
        kind: str = "",
        body: str = "",
        since: date | None = None,
        until: date | None = None,
        page: int = 1,
    ) -> answers.Found:
        """Find exact words in everything public: items, clauses, statements, progress reports, original texts.

        words: as in the text (Traditional Chinese); 「…」 keeps words together, OR either, - not.
        kind: item, clause, statement, progress, text …; body: as list_meetings names it; since, until: ISO days.
        """
        return read(lambda: tools.search(to, words, kind, body, since, until, page))

    @server.tool(title="List meetings", annotations=READS)
    def list_meetings(body: str = "") -> answers.Meetings:
        """The bodies with their meetings, latest first; of one body where it is named."""
        return read(lambda: tools.list_meetings(to, body))


def _add_reading(server: MCPServer, to: Addresses) -> None:
    @server.tool(title="Read a meeting", annotations=READS)
    def read_meeting(meeting: int, statements: bool = True) -> answers.MeetingRead:
        """What a meeting decided, clause by clause under its agenda, and what was said there."""
        return read(lambda: tools.read_meeting(to, meeting, statements=statements))

    @server.tool(title="Follow an item", annotations=READS)
    def follow_item(item: int) -> answers.ItemFollowed:
        """The life of a tracked item: how it was opened, what agencies reported, what was recommended and ruled."""
        return read(lambda: tools.follow_item(to, item))

    @server.tool(title="What an agency owes", annotations=READS)
    def agency_owes(agency: str) -> answers.Owed:
        """The items on which an agency (full name, short name or number) has an open duty, due first first."""
        return read(lambda: tools.agency_owes(to, agency))

    @server.tool(title="Follow a statement", annotations=READS)
    def follow_statement(statement: str) -> answers.StatementFollowed:
        """What a meeting decided on the agenda items that a statement was made under, and what became of it."""
        return read(lambda: tools.follow_statement(to, statement))


def _add_writing(server: MCPServer, agents: Agents) -> None:
    @server.tool(
        name=WRITE,
        title="Write the draft of a progress report",
        annotations=ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False),
    )
    def write_progress_draft(duty: int, draft: DraftIn, ctx: Context) -> answers.DraftWritten:  # type: ignore[type-arg]
        """Write, or write again, the draft of an agency's progress report. A person reads and submits it."""

        def write() -> answers.DraftWritten:
            key = agents.key(ctx.headers)
            if key is None:
                raise ToolError("this needs the key of an account that writes reports for the agency")
            with reading_as(key.account):
                return tools.write_progress_draft(agents.to, key, duty, draft)

        return _told(write)


def _hidden_without_a_key(agents: Agents) -> Any:
    """Middleware: who has no key that holds is not told of the tool that needs one."""

    async def middleware(context: Any, call_next: Callable[[Any], Awaitable[Any]]) -> Any:
        result = await call_next(context)
        if context.method == "tools/list":
            headers = getattr(context.request, "headers", None)
            if await anyio.to_thread.run_sync(lambda: _told(lambda: agents.key(headers))) is None:
                # As it goes out: the library has made plain values of it.
                kept = [tool for tool in result["tools"] if tool["name"] != WRITE]
                result = {**result, "tools": kept}
        return result

    return middleware


def read(work: Callable[[], Answered]) -> Answered:
    """What anybody may read."""

    def as_anybody() -> Answered:
        with reading_as(None):
            return work()

    return _told(as_anybody)


def _told(work: Callable[[], Answered]) -> Answered:
    """Do the work in this thread; what the site refuses is told to the agent with what to do."""
    close_old_connections()
    try:
        return work()
    except LieguanError as error:
        raise ToolError(str(error)) from error
    finally:
        close_old_connections()
