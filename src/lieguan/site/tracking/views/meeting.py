"""What tracking adds to the page of a meeting: links beside clauses, and what the meeting decided on items."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lieguan.site.records.anchors import at
from lieguan.site.records.models import Meeting
from lieguan.site.records.panels import Link
from lieguan.site.records.queries import confirmed_minutes
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.tracking import overview
from lieguan.site.tracking.board import ALL

# How many items are named beside one clause.
BESIDE = 30


def paragraph_links(_request: HttpRequest, meeting: Meeting) -> dict[str, list[Link]]:
    """The items that each clause opened, and its rulings, by the clause's permanent address."""
    found: dict[str, list[Link]] = defaultdict(list)
    decided = overview.decided([meeting])[meeting.pk]
    for item in (*decided.carried_in, *decided.opened):
        words = _("列管編號 %(number)s") % {"number": item.number}
        found[item.opened_by.uid].append(Link(reverse("tracking:item", args=[item.pk]), words))
    for kind, rulings in decided.rulings.items():
        for ruling in rulings:
            words = _("編號 %(number)s %(ruling)s") % {"number": ruling.item.number, "ruling": _(kind.label)}
            address = at(reverse("tracking:item", args=[ruling.item_id]), f"ruling-{ruling.pk}")
            found[ruling.clause.uid].append(Link(address, words))
    board = f"{reverse('tracking:board', args=[meeting.body.slug])}?meeting={meeting.pk}&state={ALL}"
    return {uid: _few(links, board) for uid, links in found.items()}


def _few(links: list[Link], board: str) -> list[Link]:
    """The first links beside a clause that decided on very many items, and where all are."""
    left = len(links) - BESIDE
    if left <= 0:
        return links
    words = _("另 %(count)s 項，見列管事項") % {"count": left}
    return [*links[:BESIDE], Link(board, words)]


def section(request: HttpRequest, meeting: Meeting) -> SafeString:
    """What the meeting decided on items, and for the secretariat the way to the proposals."""
    if meeting.state != Meeting.State.HELD:
        return mark_safe("")
    decided = overview.decided([meeting])[meeting.pk]
    minutes = (
        confirmed_minutes(meeting) if allowed(request.user, Right.OPEN_ITEM, body=meeting.body_id) else None
    )
    if not minutes and not decided.opened and not decided.rulings:
        return mark_safe("")
    return render_to_string(
        "tracking/meeting_section.html", {"decided": decided, "minutes": minutes}, request=request
    )
