"""The search form: every field in the address, so that a search can be kept and sent."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lieguan.site.search import kinds
from lieguan.site.search.queries import Question
from lieguan.text.dates import parse_date


class DayField(forms.CharField):
    """A day as people write it: 113.5.1, 113年5月1日, 2024-05-01."""

    def to_python(self, value: str | None) -> date | None:  # type: ignore[override]
        """The day, or None where nothing is written."""
        if not value or not value.strip():
            return None
        found = parse_date(value.strip())
        if found is None:
            raise ValidationError(_("看不懂這個日期；請寫成 113.5.1、113年5月1日 或 2024-05-01。"))
        return found


class SearchForm(forms.Form):
    """What is looked for."""

    q = forms.CharField(label=_("搜尋"), required=False, max_length=300)
    kind = forms.MultipleChoiceField(label=_("類別"), required=False)
    since = DayField(label=_("起日"), required=False)
    until = DayField(label=_("迄日"), required=False)
    order = forms.ChoiceField(
        label=_("排序"), required=False, choices=[("new", _("日期新到舊")), ("best", _("最相關"))]
    )
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
        filters = {name: [asked[name]] for name in ("body", "agency", "person", "state") if asked.get(name)}
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
