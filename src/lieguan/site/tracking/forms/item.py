"""What the secretariat may edit of an item: never how it was opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lieguan.site.tracking.facts import due_from_json
from lieguan.site.tracking.fields import DueField, split_names
from lieguan.site.tracking.models import Item, choices
from lieguan.site.tracking.states import DutyRole


class ItemForm(forms.Form):
    """Title, group and deadline as opened."""

    title = forms.CharField(label=_("事項"), max_length=500)
    group = forms.CharField(label=_("分組"), max_length=100, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": item.title, "group": item.group, "version": item.version})
        super().__init__(*args, **kwargs)
        self.fields["due"] = DueField(known=due_from_json(item.opening_due), label=_("開立時的期程"))


class NamesField(forms.CharField):
    """Names of agencies, parted by 、; cleaned to a list."""

    def clean(self, value: Any) -> list[str]:
        """The names that were typed."""
        names = split_names(super().clean(value))
        if any(len(name) > 120 for name in names):
            raise ValidationError(_("機關名稱過長；多個機關請以「、」分隔。"))
        return names


class NameAgenciesForm(forms.Form):
    """Whom 相關部會, or the 等 at the end of a list, stands for."""

    names = NamesField(label=_("指定機關"), help_text=_("請寫全銜；多個機關以「、」分隔。"))


class DutyForm(forms.Form):
    """One more agency on an item."""

    name = forms.CharField(label=_("機關"), max_length=120)
    role = forms.ChoiceField(
        label=_("分工"), choices=[*choices(DutyRole), ("", _("未分主協辦"))], required=False
    )


class ReviewForm(forms.Form):
    """Accept a submitted report, or return it with a reason."""

    return_reason = forms.CharField(
        label=_("退回理由"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
