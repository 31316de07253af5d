"""Form fields that every app may use."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry.templatetags.roc import ROC_OFFSET
from lieguan.text.dates import parse_date


class RocDateInput(forms.TextInput):
    """A date as it is typed here: 113年12月31日."""

    def format_value(self, value: Any) -> str | None:
        """Show a date in Republic-of-China years, in either language: what was typed is what stands there."""
        if isinstance(value, date):
            return f"{value.year - ROC_OFFSET}年{value.month}月{value.day}日"
        return super().format_value(value)


class RocDateField(forms.Field):
    """A date: 113年12月31日, 113.12.31, 113/12/31, 1131231, or 2024-12-31. Cleans to a date, or None."""

    widget = RocDateInput
    default_error_messages = {"invalid": _("看不懂這個日期；請寫成 113年12月31日、113/12/31 或 2024-12-31。")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("例：113年12月31日"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """The date that was typed."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        found = parse_date(str(value))
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found

    def widget_attrs(self, _widget: forms.Widget) -> dict[str, Any]:
        """Wide enough for a date, without the browser's own suggestions."""
        return {"size": 16, "autocomplete": "off"}
