"""Which elements of a web page stand around the minutes: menus, breadcrumbs, search boxes, footers.

What decides: the element's tag, its role, words in its class and id, and how much of it is links. Never
chrome: what holds more than a quarter of the page's words, what stands inside <main> or <article>, and what
speaks of decisions, chairs or adjournment. In doubt it is not chrome.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAGS = frozenset(("nav", "footer"))
_ROLES = frozenset(("navigation", "contentinfo", "search", "menu", "menubar"))
_NAMES = frozenset(
    "nav navbar navigation menu mainmenu topmenu submenu breadcrumb breadcrumbs footer pagefooter sitefooter "
    "sidebar sitemap skip skiplink accesskey copyright pagination pager social share login search toolbar".split()
)
_PARTS = re.compile(r"[A-Za-z]+")
#: Words of minutes that a menu does not hold.
_MINUTES = re.compile(r"決議|決定[:：]|裁示|主席[:：]|主持人|散會|出席|列席|案由|[紀記][錄录]\s*[:：]")
#: A list of links: so many links, so short, and hardly anything else.
_LINKS, _LONGEST_LINK, _LINK_SHARE = 5, 16, 0.9
_LINK_HOLDERS = frozenset(("ul", "ol", "div", "p", "td", "dl"))


class Surroundings:
    """Judges the elements of one page."""

    def __init__(self, root: HtmlElement) -> None:
        self._whole = _size(root.text_content())

    def is_chrome(self, element: HtmlElement) -> bool:
        """Whether the element with all that is in it stands around the minutes."""
        if not (self._named(element) or element.tag in _LINK_HOLDERS):
            return False
        words = element.text_content()
        if 4 * _size(words) > self._whole or _MINUTES.search(words):
            return False
        if next(element.iterancestors("main", "article"), None) is not None:
            return False
        return self._named(element) or _is_link_list(element, _size(words))

    @staticmethod
    def _named(element: HtmlElement) -> bool:
        if element.tag in _TAGS or element.get("role", "").strip().lower() in _ROLES:
            return True
        names = f"{element.get('id', '')} {element.get('class', '')}".strip()
        return bool(names) and any(part.lower() in _NAMES for part in _PARTS.findall(names))


def _is_link_list(element: HtmlElement, size: int) -> bool:
    links = [_size(link.text_content()) for link in element.iter("a") if link.get("href")]
    if len(links) < _LINKS or max(links) > _LONGEST_LINK:
        return False
    return sum(links) >= _LINK_SHARE * size


def _size(words: str) -> int:
    return len("".join(words.split()))
