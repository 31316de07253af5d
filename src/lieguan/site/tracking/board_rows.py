"""The rows of the board as HTML. Built by hand, not by a template: a page has fifty rows of eight cells, and a template
takes longer for them than everything else on the page together. What a cell says is what the item's page says
(templates/tracking/duties.html, light.html); a test holds the two together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lieguan.site.registry.templatetags.roc import iso, roc
from lieguan.site.tracking import board
from lieguan.site.tracking.templatetags.items import due, label, light

NOTHING = "—"
# How many agencies a cell names.
LISTED = 8


def rows_html(items: Iterable[Any]) -> SafeString:
    """A <tr> for each item from `board.page`."""
    row = _Row()
    return mark_safe("\n".join(row.html(item) for item in items))  # noqa: S308 - escaped cell by cell


def short_rows_html(items: Iterable[Any]) -> SafeString:
    """A <tr> of the short table (templates/tracking/rows.html) for each item, from `board.page` or `board.rows`."""
    row = _Row()
    return mark_safe("\n".join(row.short_html(item) for item in items))  # noqa: S308 - escaped cell by cell


def agency_rows_html(agencies: Iterable[Any], board_url: str) -> SafeString:
    """A <tr> for each agency of `overview.agencies`: its name, and how much of what it owes is open and late."""
    agency = _addresses("tracking:agency")
    rows = []
    for one in agencies:
        said = escape(_("項%(name)s列管中事項") % {"name": one.name})
        late = f'<span class="badge s-late">{one.late}</span>' if one.late else "0"
        rows.append(
            f'<tr><th scope="row"><a href="{agency(one.pk)}">{escape(one.name)}</a></th>'
            f'<td class="num"><a href="{escape(board_url)}?agency={one.pk}">{one.open}'
            f'<span class="visually-hidden"> {said}</span></a></td><td class="num">{late}</td></tr>'
        )
    return mark_safe("\n".join(rows))  # noqa: S308 - escaped cell by cell


class _Row:
    """What all rows of one page have in common."""

    def __init__(self) -> None:
        self.item, self.agency = _addresses("tracking:item"), _addresses("tracking:agency")
        self.open_list = escape(pgettext("open list", "等"))
        self.kinds: dict[Any, str] = {}
        heads = (_("編號"), _("主辦"), _("協辦"), _("預定完成期程"), _("列管起日"), _("最近裁示"), _("狀態"))
        self.cells = [f'<td data-label="{escape(head)}">' for head in heads]
        self.cells[0] = self.cells[0].replace("<td", '<td class="num"')

    def html(self, item: Any) -> str:
        """One row."""
        _number, lead, support, _until, opened, ruled, state = self.cells
        duties = board.by_role(item.all_duties)
        return (
            f"<tr>{self.head(item)}"
            f"{lead}{self.duties(duties['lead'], item)}</td>"
            f"{support}{self.duties(duties['support'], item)}</td>"
            f"{self.until(item)}"
            f"{opened}{self.opened(item)}</td>"
            f"{ruled}{self.ruled(item)}</td>"
            f'{state}<span class="badge s-{item.state}">{self.word(item, "state")}</span></td></tr>'
        )

    def short_html(self, item: Any) -> str:
        """One row of the short table."""
        lead = board.by_role(item.all_duties)["lead"]
        return f"<tr>{self.head(item)}{self.cells[1]}{self.duties(lead, item)}</td>{self.until(item)}</tr>"

    def head(self, item: Any) -> str:
        """Its number and its title."""
        link = f'<a href="{self.item(item.pk)}">{escape(item.title)}</a>'
        return f'{self.cells[0]}{item.number}</td><th scope="row">{link}</th>'

    def until(self, item: Any) -> str:
        """When it is due, with its light."""
        return f"{self.cells[3]}{escape(due(item)) or NOTHING} {light_html(item)}</td>"

    def duties(self, duties: list[Any], item: Any) -> str:
        """As duties.html; of a long list the first, and how many there are."""
        said = "、".join(self.duty(duty, item) for duty in duties[:LISTED]) or NOTHING
        if len(duties) > LISTED:
            said += escape(_("等 %(count)s 個機關") % {"count": len(duties)})
        return said

    def duty(self, duty: Any, item: Any) -> str:
        """One agency, or the words that stand for it."""
        if duty.agency_id:
            said = f'<a href="{self.agency(duty.agency_id)}">{escape(duty.agency.name)}</a>'
        else:
            said = escape(duty.as_written)
        if duty.open_list:
            said += self.open_list
        if duty.state != item.state:
            said += f" <small>（{self.word(duty, 'state')}）</small>"
        return said

    def opened(self, item: Any) -> str:
        """Since when it is tracked."""
        if not item.opened_on:
            return NOTHING
        return f'<time datetime="{iso(item.opened_on)}">{escape(roc(item.opened_on))}</time>'

    def ruled(self, item: Any) -> str:
        """The last ruling that stands, and its day."""
        if item.last_ruling is None:
            return NOTHING
        day = escape(roc(item.last_ruling.on))
        return f'{escape(label(item.last_ruling.kind))}<br><small class="nowrap">{day}</small>'

    def word(self, row: Any, field: str) -> str:
        """The label of a row's choice."""
        name = (field, getattr(row, field))
        if name not in self.kinds:
            self.kinds[name] = escape(getattr(row, f"get_{field}_display")())
        return self.kinds[name]


def light_html(item: Any) -> str:
    """As the tag `light` shows it."""
    return _light_html(get_language(), tuple(sorted(light(item).items())))


@lru_cache(maxsize=2_000)
def _light_html(_language: str, context: tuple[tuple[str, Any], ...]) -> str:
    return render_to_string("tracking/light.html", dict(context)).strip()


def _addresses(name: str) -> Callable[[int], str]:
    """Addresses of things by their keys; reversing each takes longer than the rest of its cell."""
    before, _zero, after = reverse(name, args=[0]).rpartition("0")
    return lambda pk: f"{before}{pk}{after}"
