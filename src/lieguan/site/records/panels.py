"""What the apps above add to the page of a meeting, without records knowing them.

An app above registers functions in its AppConfig.ready():

    panels.add_to_meeting(function)     function(request, meeting) -> SafeString: a whole <section>, or ""
    panels.link_paragraphs(function)    function(request, meeting) -> {uid: [Link]}: links shown beside a paragraph,
                                        such as the item that a clause opened; one call (and few queries) a page
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

from lieguan.site.records.models import Meeting


@dataclass(frozen=True, slots=True)
class Link:
    """A link beside a paragraph: where it goes and what it says."""

    url: str
    text: str


Section = Callable[[HttpRequest, Meeting], SafeString]
Links = Callable[[HttpRequest, Meeting], Mapping[str, Sequence[Link]]]

_sections: list[Section] = []
_links: list[Links] = []


def add_to_meeting(section: Section) -> None:
    """Show what `section` gives below the record of every meeting."""
    if section not in _sections:
        _sections.append(section)


def link_paragraphs(links: Links) -> None:
    """Show what `links` gives beside the paragraphs of every meeting."""
    if links not in _links:
        _links.append(links)


def meeting_sections(request: HttpRequest, meeting: Meeting) -> list[SafeString]:
    """Every section that is not empty, in the order of registration."""
    return [made for section in _sections if (made := section(request, meeting))]


def paragraph_links(request: HttpRequest, meeting: Meeting) -> dict[str, list[Link]]:
    """All links by the uid of their paragraph."""
    found: dict[str, list[Link]] = defaultdict(list)
    for links in _links:
        for uid, some in links(request, meeting).items():
            found[uid].extend(some)
    return dict(found)
