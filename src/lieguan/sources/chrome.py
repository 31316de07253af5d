"""Which elements of a web page stand around the minutes: menus, breadcrumbs, search boxes, footers.

What decides: the element's tag, its role, words in its class and id, and how much of it is links. Never
chrome: what holds more than a quarter of the page's words, what stands inside <main> or <article>, and what
speaks of decisions, chairs or adjournment. In doubt it is not chrome.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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
_MINUTES = re.compile(r"決議|決定[:：]|裁示|主席[:：]|主持人|散會|出席|列席|案由|[紀记][錄录]\s*[:：]")
#: A list of links: so many links, so short, and hardly anything else.
_LINKS, _LONGEST_LINK, _LINK_SHARE = 5, 16, 0.9
_LINK_HOLDERS = frozenset(("ul", "ol", "div", "p", "td", "dl"))
_MAIN = frozenset(("main", "article"))
_STRUCTURE = frozenset(("table", "h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Shape:
    """What an element holds, all that is below it included.

    size        characters that are no white space
    minutes     it has words that only minutes have
    structured  a table or a heading is in it
    links       how many links, `linked` how many of its characters are theirs, `longest` the longest of them
    """

    size: int = 0
    minutes: bool = False
    structured: bool = False
    links: int = 0
    linked: int = 0
    longest: int = 0


class Surroundings:
    """Judges the elements of one page, whose shapes are worked out once, from the leaves up."""

    def __init__(self, root: HtmlElement) -> None:
        self._shapes: dict[HtmlElement, Shape] = {}
        self._inside_main: set[HtmlElement] = set()
        for element in _leaves_first(root):
            self._shapes[element] = self._shape(element)
        self._whole = self._shapes[root].size

    def _shape(self, element: HtmlElement) -> Shape:
        shape = Shape()
        words = [element.text or ""]
        for child in element:
            inner = self._shapes[child]
            words.append(child.tail or "")
            shape.size += inner.size
            shape.minutes |= inner.minutes
            shape.structured |= inner.structured or child.tag in _STRUCTURE
            shape.links += inner.links
            shape.linked += inner.linked
            shape.longest = max(shape.longest, inner.longest)
        own = " ".join(words)
        shape.size += len("".join(own.split()))
        shape.minutes |= _MINUTES.search(own) is not None
        if element.tag == "a" and element.get("href"):
            shape.links, shape.linked, shape.longest = 1, shape.size, shape.size
        return shape

    def shape(self, element: HtmlElement) -> Shape:
        """What the element holds."""
        return self._shapes[element]

    def is_chrome(self, element: HtmlElement, *, in_main: bool) -> bool:
        """Whether the element stands around the minutes; `in_main` says that <main> or <article> is around it."""
        named = _named(element)
        if in_main or not (named or element.tag in _LINK_HOLDERS):
            return False
        shape = self._shapes[element]
        if 4 * shape.size > self._whole or shape.minutes:
            return False
        return named or _is_link_list(shape)


def is_main(element: HtmlElement) -> bool:
    """Whether the element says that it holds what the page is for."""
    return element.tag in _MAIN


def _leaves_first(root: HtmlElement) -> list[HtmlElement]:
    # Without recursion: a page may nest 2,000 deep.
    return list(root.iter())[::-1]


def _named(element: HtmlElement) -> bool:
    if element.tag in _TAGS or element.get("role", "").strip().lower() in _ROLES:
        return True
    names = f"{element.get('id', '')} {element.get('class', '')}".strip()
    return bool(names) and any(part.lower() in _NAMES for part in _PARTS.findall(names))


def _is_link_list(shape: Shape) -> bool:
    if shape.links < _LINKS or shape.longest > _LONGEST_LINK:
        return False
    return shape.linked >= _LINK_SHARE * shape.size
