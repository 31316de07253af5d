"""How items are shown: `{% load items %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lieguan.site.records import anchors
from lieguan.site.registry.templatetags.roc import roc
from lieguan.site.tracking import board, workdays
from lieguan.site.tracking.lights import Light
from lieguan.site.tracking.lights import light as light_of

register = template.Library()

RECURRENCES = {
    "monthly": gettext_noop("每月"),
    "quarterly": gettext_noop("每季"),
    "half-yearly": gettext_noop("每半年"),
    "yearly": gettext_noop("每年"),
}


@register.filter
def due(item: Any) -> str:
    """When an item, or a ruling that sets it anew, is due: a date, 下次會議, 每季, or the words as written."""
    if item.due_on:
        return roc(item.due_on)
    if item.due_next_meeting:
        return _("下次會議")
    if item.due_recurrence:
        return _(RECURRENCES.get(item.due_recurrence, item.due_recurrence))
    return str(item.due_as_written)


@register.filter
def label(value: Any) -> str:
    """The words of a member of a table of states, in the reader's language."""
    return _(value.label) if hasattr(value, "label") else str(value)


@register.filter
def with_words(clause: Any, words: str) -> SafeString:
    """The clause, with those of its words marked that show a ruling; the ruling's own where a correction changed it."""
    text, words = str(clause.text), words.strip()
    if not words or words == text:
        return format_html("{}", text)
    before, found, after = text.partition(words)
    return format_html("{}<mark>{}</mark>{}", before, found, after) if found else format_html("{}", words)


@register.filter
def standing_lines(clause: Any) -> list[tuple[int, Any]]:
    """The standing sub-clauses of a clause with their depth, two levels down (prefetched by story.rulings)."""
    lines = []
    for child in clause.children.all():
        if child.standing:
            lines.append((1, child))
            lines += [(2, grandchild) for grandchild in child.children.all() if grandchild.standing]
    return lines


@register.filter
def place(clause: Any) -> str:
    """The address of a clause on its meeting's page."""
    return anchors.of_paragraph(clause.meeting_id, clause.uid)


@register.filter
def said_at(statement: Any) -> str:
    """The address of a statement on its meeting's page."""
    return anchors.of_paragraph(statement.meeting_id, statement.uid)


@register.inclusion_tag("tracking/light.html")
def light(item: Any) -> dict[str, Any]:
    """The badges of an item: its deadline where it has one, and silence where the query found it (`silent`)."""
    today = timezone.localdate()
    found = light_of(item.state, item.due_on, today)
    days = 0
    if item.due_on:
        late = found is Light.LATE
        days = (today - item.due_on).days if late else (workdays.on_or_after(item.due_on) - today).days
    return {"light": found.value, "days": days, "silent": getattr(item, "silent", False)}


@register.filter
def occasion(reminder: Any) -> str:
    """What a reminder was sent for: the opening of the round, a report that came back, or a day before or after the due
    date."""
    if reminder.occasion == reminder.OPENED:
        return _("開啟通知")
    if reminder.occasion.startswith(reminder.RETURNED):
        return _("退回通知")
    days = int(reminder.occasion)
    if days > 0:
        return _("期限前 %(days)s 日") % {"days": days}
    return _("期限後 %(days)s 日") % {"days": -days} if days else _("期限當日")


@register.filter
def leads(duties: list[Any]) -> list[Any]:
    """Who stands in the column 主辦."""
    return board.by_role(list(duties))["lead"]


@register.filter
def supports(duties: list[Any]) -> list[Any]:
    """Who stands in the column 協辦."""
    return board.by_role(list(duties))["support"]
