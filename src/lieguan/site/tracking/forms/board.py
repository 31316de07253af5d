"""What narrows the board."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry.models import Body
from lieguan.site.tracking import board
from lieguan.site.tracking.lights import Light
from lieguan.site.tracking.models import choices
from lieguan.site.tracking.states import DutyRole, ItemState

ANY = ("", _("不限"))


# How many meetings the board offers; an older one is there where its page leads to it.
NEWEST = 120


class PlainSelect(forms.Select):
    """A <select> put together by hand: for the agencies of a body a template takes as long as for the rest of the page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002
        """As Django's select renders itself."""
        wanted = "" if value is None else str(value)
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if str(key) == wanted else ""}>{escape(words)}</option>'
            for key, words in self.choices
        )
        own = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return mark_safe(f"<select{own}>{options}</select>")  # noqa: S308 - escaped option by option


class BoardForm(forms.Form):
    """What narrows the board. Without anything asked, the items that are still tracked are shown."""

    words = forms.CharField(label=_("字詞"), required=False, max_length=100)
    agency = forms.TypedChoiceField(
        label=_("機關"), required=False, coerce=int, empty_value=None, widget=PlainSelect
    )
    role = forms.ChoiceField(
        label=_("分工"), required=False, choices=[ANY, *choices(DutyRole)], widget=PlainSelect
    )
    due = forms.ChoiceField(label=_("期程"), required=False, widget=PlainSelect)
    meeting = forms.TypedChoiceField(
        label=_("會議次別"), required=False, coerce=int, empty_value=None, widget=PlainSelect
    )
    group = forms.ChoiceField(label=_("分組"), required=False, widget=PlainSelect)
    state = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, body: Body, concerned: bool = False, **kwargs: Any) -> None:
        """`concerned`: whether the reader may know which agencies have not reported."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        there = board.choices(body.pk)
        fields["agency"].choices = [ANY, *there.agencies]
        asked = self.data.get("meeting", "")
        fields["meeting"].choices = [
            ANY,
            *(one for at, one in enumerate(there.meetings) if at < NEWEST or str(one[0]) == asked),
        ]
        fields["due"].choices = [
            ANY,
            *(choice for choice in choices(Light) if concerned or choice[0] != Light.SILENT),
            (board.NEXT_MEETING, _("下次會議")),
            (board.RECURRING, _("定期")),
        ]
        fields["group"].choices = [ANY, *((group, group) for group in there.groups)]
        if not there.groups:
            del fields["group"]
        fields["state"].choices = [("", ""), (board.ALL, ""), *((state.value, "") for state in ItemState)]
        fields["sort"].choices = [
            ("", ""),
            *((f"{sign}{name}", "") for name in board.SORTS for sign in ("", "-")),
        ]

    def filters(self) -> board.Filters:
        """What was asked for; a field that makes no sense counts as not asked."""
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        state = given.get("state") or ItemState.TRACKED.value
        return board.Filters(
            agency=given.get("agency"),
            role=given.get("role", ""),
            state="" if state == board.ALL else state,
            due=given.get("due", ""),
            meeting=given.get("meeting"),
            group=given.get("group", ""),
            words=given.get("words", ""),
            sort=given.get("sort") or "number",
        )
