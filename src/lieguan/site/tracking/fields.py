"""Form fields for deadlines and agencies, typed as people write them in minutes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry.templatetags.roc import ROC_OFFSET
from lieguan.site.tracking.replay import Due
from lieguan.text.dates import parse_date

NEXT_MEETING = "下次會議"
# Written form -> recurrence of the record format; the longer word first, 每半年 holds 每年's 年.
RECURRENCES = {"每月": "monthly", "每季": "quarterly", "每半年": "half-yearly", "每年": "yearly"}
SEPARATORS = "、,，;；/\n"


def due_as_typed(due: Due) -> str:
    """A deadline as it stands in an input: 113年12月31日, 下次會議, 每季, or the words as written."""
    if due.on:
        return f"{due.on.year - ROC_OFFSET}年{due.on.month}月{due.on.day}日"
    if due.next_meeting:
        return NEXT_MEETING
    for words, recurrence in RECURRENCES.items():
        if recurrence == due.recurrence:
            return words
    return due.as_written


def parse_due(text: str, known: Due = Due()) -> Due:  # noqa: B008 - frozen
    """What was typed. Unchanged, it is `known` with its words; else the words are those typed.

    Words without a date, such as 配合期程, are kept as they are: the item then has no date.
    """
    text = " ".join(text.split())
    if text == due_as_typed(known):
        return known
    if not text:
        return Due()
    on = parse_date(text)
    if on:
        return Due(text, on=on)
    if "下次會議" in text or "下次會" in text:
        return Due(text, next_meeting=True)
    for words, recurrence in RECURRENCES.items():
        if words in text:
            return Due(text, recurrence=recurrence)
    return Due(text)


def split_names(text: str) -> list[str]:
    """Names parted by 、 or a comma, without repeats."""
    for separator in SEPARATORS[1:]:
        text = text.replace(separator, SEPARATORS[0])
    return list(dict.fromkeys(name.strip() for name in text.split(SEPARATORS[0]) if name.strip()))


def join_names(names: Sequence[str]) -> str:
    """The counterpart of `split_names`."""
    return "、".join(names)


class DueField(forms.CharField):
    """A deadline, cleaned to a Due."""

    def __init__(self, *, known: Due = Due(), **kwargs: Any) -> None:  # noqa: B008 - frozen
        self.known = known
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("initial", due_as_typed(known))
        kwargs.setdefault("help_text", _("例：114年12月31日、下次會議、每季"))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Due:
        """The deadline that was typed."""
        return parse_due(super().clean(value), self.known)
