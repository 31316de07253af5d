"""What search engines read: robots.txt and the sitemap (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lieguan.site.api import addresses, queries
from lieguan.site.programme.models import Measure, Programme
from lieguan.site.records.models import Meeting

# A file of the protocol holds 50,000 addresses at most.
AT_MOST = 10_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
Entries = Iterator[tuple[str, datetime | None]]


def _pages(_start: int, _stop: int) -> Entries:
    yield reverse("home"), None
    yield reverse("opendata:index"), None
    for body in queries.bodies(None):
        for name in ("tracking:body", "tracking:board", "records:meetings", "papers:report"):
            yield reverse(name, args=[body.slug]), None

    for programme in Programme.objects.select_related("body").order_by("pk"):
        yield reverse("programme:programmes", args=[programme.body.slug]), None
        yield reverse("programme:programme", args=[programme.uid]), programme.modified_at
    # A measure has one address, however many versions have it.
    for uid in Measure.objects.filter(first=None).order_by("pk").values_list("uid", flat=True):
        yield reverse("programme:measure", args=[uid]), None


def _rows(rows: Callable[[], Any], name: str, key: str = "pk") -> Callable[[int, int], Entries]:
    def entries(start: int, stop: int) -> Entries:
        for found, changed in rows()[start:stop].values_list(key, "changed"):
            yield reverse(name, args=[found]), changed

    return entries


def _meetings() -> Any:
    return queries.meetings(None).exclude(state=Meeting.State.WITHDRAWN)


def _statements() -> Any:
    return queries.statements(None).filter(standing=True, meeting__state=Meeting.State.HELD)


SECTIONS: dict[str, tuple[Callable[[], Any] | None, Callable[[int, int], Entries]]] = {
    "pages": (None, _pages),
    "meetings": (_meetings, _rows(_meetings, "records:meeting")),
    "items": (lambda: queries.items(None), _rows(lambda: queries.items(None), "tracking:item")),
    "agencies": (lambda: queries.agencies(None), _rows(lambda: queries.agencies(None), "tracking:agency")),
    "statements": (_statements, _rows(_statements, "tracking:statement", "uid")),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files of the sitemap."""
    to, found = addresses.of(request), []
    for section, (rows, _entries) in SECTIONS.items():
        count = rows().count() if rows else 1
        for part in range(-(-count // AT_MOST)):
            address = to.absolute(reverse("opendata:sitemap", args=[section, part + 1]))
            found.append(f"<sitemap><loc>{escape(address)}</loc></sitemap>")
    return _xml(f"<sitemapindex {_NAMESPACE}>{''.join(found)}</sitemapindex>")


@require_safe
def part(request: HttpRequest, section: str, number: int) -> HttpResponse:
    """One file of the sitemap."""
    if section not in SECTIONS or number < 1:
        raise Http404
    to, entries = addresses.of(request), SECTIONS[section][1]
    found = []
    for path, changed in entries((number - 1) * AT_MOST, number * AT_MOST):
        said = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        found.append(f"<url><loc>{escape(to.absolute(path))}</loc>{said}</url>")
    if not found:
        raise Http404
    return _xml(f"<urlset {_NAMESPACE}>{''.join(found)}</urlset>")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; searches are made anew for each question and lead nowhere else."""
    to = addresses.of(request)
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('search:search')}",
        f"Disallow: {reverse('account_login')}",
        "",
    ]
    lines.append(f"Sitemap: {to.absolute(reverse('opendata:sitemap-index'))}\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _xml(inner: str) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{inner}\n', content_type="application/xml; charset=utf-8"
    )
