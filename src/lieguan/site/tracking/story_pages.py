"""The life of an item on pages that stay light: few are so long, and nothing is asked of the database for it."""

from __future__ import annotations

from lieguan.site.registry.leaves import Leaves, weight
from lieguan.site.tracking.story import Event
from lieguan.site.tracking.templatetags.items import standing_lines

# Bytes around the words of one event, with its source and its badges: measured on the page, rounded up.
_AROUND = 1_100
_EVIDENCE = 450
_MOST = 60


def pages(events: list[Event]) -> Leaves:
    """The events of `story.life` on pages; an anchor such as ruling-7 leads to the page that holds it."""
    return Leaves(events, _weight, lambda event: [f"{event.kind}-{event.what.pk}"], most=_MOST)


def _weight(event: Event) -> int:
    what = event.what
    if event.kind == "opening":
        return _AROUND + weight(what.text)
    if event.kind == "progress":
        said = (what.text, what.next_step, what.wish_reason, what.return_reason)
        return _AROUND + weight(*said) + (_EVIDENCE * len(what.evidence.all()) if what.has_evidence else 0)
    if event.kind == "recommendation":
        return _AROUND + weight(what.reason)
    lines = standing_lines(what.clause) if what.has_lines else []
    said = (what.clause.text, what.reason, what.delegated_act, *(line.text for _depth, line in lines))
    return _AROUND + weight(*said) + 60 * len(lines)
