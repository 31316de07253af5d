"""Public pages, kept for readers without an account until anything changes.

Every change of a fact writes to the log, so a page stays right as long as the log's end is the one that stood before the
page was made, and the day is the same (what is late depends on it). Who has a session is never given a kept page, and no
page made for somebody with a session is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from lieguan.site.log import queries as log

# Of each worker process; the pages that were asked for longest ago go first.
ROOM = 32 * 1024 * 1024
# What makes an answer somebody's own.
_PERSONAL = frozenset({settings.SESSION_COOKIE_NAME, "messages"})
_NOT_KEPT = ("no-store", "private", "no-cache")


class kept_pages:  # noqa: N801 - Django names middleware by its dotted path, beside functions
    """Give a page again that was made since the last change; must stand first, so that what it keeps is whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shelf = Shelf(ROOM)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not for_anybody(request):
            return self.get_response(request)
        end = log.end()
        if not end:
            return self.get_response(request)
        state = f"{end} {timezone.localdate()}"
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        # get_host() refuses a host that nobody named, here as everywhere.
        name = (request.scheme, request.get_host(), language, request.get_full_path())
        kept = self.shelf.find(state, name)
        if kept is None:
            response = self.get_response(request)
            if may_be_kept(response):
                self.shelf.put(state, name, response)
            return response
        content, headers = kept
        response = HttpResponse(content, headers=headers)
        return get_conditional_response(request, etag=headers.get("ETag"), response=response) or response


class Shelf:
    """Pages of one state of the site, the last asked for last; safe for threads."""

    def __init__(self, room: int) -> None:
        self.room, self.taken, self.state = room, 0, ""
        self.pages: OrderedDict[tuple[str, ...], tuple[bytes, dict[str, str]]] = OrderedDict()
        self.lock = Lock()

    def find(self, state: str, name: tuple[str, ...]) -> tuple[bytes, dict[str, str]] | None:
        """The page (content, headers), or None; a new state empties the shelf."""
        with self.lock:
            if state != self.state:
                self.pages.clear()
                self.taken, self.state = 0, state
            found = self.pages.get(name)
            if found is not None:
                self.pages.move_to_end(name)
            return found

    def put(self, state: str, name: tuple[str, ...], response: HttpResponse) -> None:
        """Keep a page that was made in this state, unless the site has moved on."""
        content = response.content
        with self.lock:
            if state != self.state or name in self.pages or len(content) > self.room:
                return
            self.pages[name] = (content, dict(response.items()))
            self.taken += len(content)
            while self.taken > self.room:
                _name, (dropped, _headers) = self.pages.popitem(last=False)
                self.taken -= len(dropped)


def for_anybody(request: HttpRequest) -> bool:
    """Whether a page that was made for one reader may be given to this one."""
    return request.method == "GET" and not names_somebody(request)


def names_somebody(request: HttpRequest) -> bool:
    """Whether something in the request says who asks: a session, or a key."""
    return "HTTP_AUTHORIZATION" in request.META or not _PERSONAL.isdisjoint(request.COOKIES)


def may_be_kept(response: HttpResponse) -> bool:
    """A whole page that sets no cookie and does not forbid it."""
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    if not response.get("Content-Type", "").startswith("text/html"):
        return False
    return not any(word in response.get("Cache-Control", "") for word in _NOT_KEPT)
