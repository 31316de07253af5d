"""Lists on pages that stay light 分頁, however much each part of them says: the last part of a page is the last that fits.

A public page weighs at most 150,000 bytes with all that it loads (tests/site/project/test_weight.py), 45,000 of which are
styles, scripts and the frame around its list.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.html import escape

# Bytes of one page's list, as UTF-8 in HTML.
ROOM = 60_000
# Parts of one page, where they are short.
MOST = 50
# Where a text that is too long for one page is parted, the best place first.
_BORDERS = ("\n", "。", "；", "，", " ")
# The part of an address that names an anchor: the page that holds it is opened.
ANCHOR = "at"


class Leaves(Paginator):
    """Parts on pages: at most `most` to a page, and no more than weigh `room` together; one that is heavier stands alone.

    weigh  a part -> its bytes on the page
    names  a part -> the anchors that stand in it
    """

    def __init__(
        self,
        parts: Iterable[Any],
        weigh: Callable[[Any], int],
        names: Callable[[Any], Iterable[str]] | None = None,
        *,
        room: int = ROOM,
        most: int = MOST,
    ) -> None:
        super().__init__(list(parts), most)
        self._places = {
            name: at
            for at, part in enumerate(self.object_list)
            for name in (names(part) if names else ())
            if name
        }
        self._starts = list(_starts(map(weigh, self.object_list), room, most)) or [0]

    @property
    def num_pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return len(self._starts)

    def page(self, number: Any) -> Page:
        """The page of this number."""
        number = self.validate_number(number)
        ends = [*self._starts[1:], self.count]
        return self._get_page(self.object_list[self._starts[number - 1] : ends[number - 1]], number, self)

    def page_of(self, name: str) -> int:
        """The number of the page on which an anchor stands; of an unknown one the first."""
        return bisect_right(self._starts, self._places.get(name, 0))

    def turned_to(self, asked: QueryDict) -> Page:
        """The page that an address asks for: the one that holds the anchor of `?at=NAME`, else `?page=N`."""
        at = asked.get(ANCHOR, "")
        return self.page(self.page_of(at)) if at in self._places else self.get_page(asked.get("page"))


def _starts(weights: Iterable[int], room: int, most: int) -> Iterator[int]:
    """Where each page begins."""
    taken, count = 0, 0
    for at, weight in enumerate(weights):
        if at == 0 or taken + weight > room or count == most:
            yield at
            taken, count = 0, 0
        taken, count = taken + weight, count + 1


def weight(*texts: Any) -> int:
    """The bytes that words take in a page; what is empty takes none."""
    return sum(len(escape(text).encode()) for text in texts if text)


def pieces(text: str, most: int) -> list[str]:
    """A text in pieces of at most `most` characters, parted at the end of a line or sentence where there is one in the
    later half of a piece; joined they are the text."""
    found = []
    while len(text) > most:
        ends = (text.rfind(border, most // 2, most) for border in _BORDERS)
        end = next((end + 1 for end in ends if end >= 0), most)
        found.append(text[:end])
        text = text[end:]
    return [*found, text]
