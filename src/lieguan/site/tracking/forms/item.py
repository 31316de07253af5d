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
    """Title, group, the item above, and deadline as opened."""

    title = forms.CharField(label=_("事項"), max_length=500)
    group = forms.CharField(label=_("分組"), max_length=100, required=False)
    parent = forms.IntegerField(
        label=_("上層事項的編號"),
        required=False,
        min_value=1,
        help_text=_("本事項是另一事項的分項時填寫；兩者各自列管、各自結束。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        self.item = item
        shown = {"title": item.title, "group": item.group, "version": item.version}
        kwargs.setdefault("initial", shown | {"parent": item.parent.number if item.parent else None})
        super().__init__(*args, **kwargs)
        self.fields["due"] = DueField(known=due_from_json(item.opening_due), label=_("開立時的期程"))

    def clean_parent(self) -> Item | None:
        """The item of this number in the same body."""
        number = self.cleaned_data["parent"]
        if number is None:
            return None
        found: Item | None = Item.objects.filter(body=self.item.body_id, number=number).first()
        if found is None or found.pk == self.item.pk:
            raise ValidationError(_("沒有這個編號的其他事項。"))
        return found


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
