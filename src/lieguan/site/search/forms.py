"""The search form: every field in the address, so that a search can be kept and sent."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lieguan.site.search import kinds
from lieguan.site.search.queries import Question
from lieguan.text.dates import common_era, parse_date
from lieguan.text.width import folded

# A year, or a year and a month, of either calendar: 113, 113年5月, 2024-05.
_PERIOD = re.compile(r"(?:中華民國|民國|西元)?(\d{2,4})(?:年|[./-]|$)(?:(\d{1,2})月?)?")


class DayField(forms.CharField):
    """A day as people write it: 113.5.1, 113年5月1日, 2024-05-01; a year or month means its first day, or its last."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.last = last

    def to_python(self, value: str | None) -> date | None:  # type: ignore[override]
        """The day, or None where nothing is written."""
        written = folded(value or "").strip()
        if not written:
            return None
        found = self._period(written) or parse_date(written)
        if found is None:
            raise ValidationError(_("看不懂這個日期；請寫成 113.5.1、113年5月、113年 或 2024-05-01。"))
        return found

    def _period(self, written: str) -> date | None:
        match = _PERIOD.fullmatch(written.replace(" ", ""))
        if match is None:
            return None
        year, month = common_era(int(match[1])), int(match[2] or (12 if self.last else 1))
        if not 1 <= month <= 12:
            return None
        return date(year, month, monthrange(year, month)[1] if self.last else 1)


# The facets that one value at a time narrows.
FILTERS = ("body", "meeting", "agency", "person", "state")


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(label=_("搜尋"), required=False, max_length=300)
    kind = forms.MultipleChoiceField(label=_("類別"), required=False)
    since = DayField(label=_("起日"))
    until = DayField(label=_("迄日"), last=True)
    order = forms.ChoiceField(
        label=_("排序"), required=False, choices=[("new", _("日期新到舊")), ("best", _("最相關"))]
    )
    meeting = forms.CharField(required=False, widget=forms.HiddenInput)
    body = forms.CharField(required=False, widget=forms.HiddenInput)
    agency = forms.CharField(required=False, widget=forms.HiddenInput)
    person = forms.CharField(required=False, widget=forms.HiddenInput)
    state = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["kind"].choices = [(kind.name, kind.title) for kind in kinds.registered()]

    def question(self, page: int) -> Question:
        """The question of a form that holds; fields that do not hold are left out."""
        asked = self.cleaned_data
        filters = {name: [asked[name]] for name in FILTERS if asked.get(name)}
        if asked.get("kind"):
            filters["kind"] = asked["kind"]
        return Question(
            words=asked.get("q", ""),
            filters=filters,
            since=asked.get("since"),
            until=asked.get("until"),
            best_first=asked.get("order") == "best",
            page=page,
        )
