"""The forms of a programme: a file, a yearly value, a tracked item that touches a measure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lieguan.site.programme.models import DIGITS, PLACES, Indicator, MeasureItem, OutlineVersion, Value
from lieguan.site.programme.sheet import plain
from lieguan.site.registry.fields import RocDateField
from lieguan.site.registry.models import Body
from lieguan.site.registry.templatetags.roc import ROC_OFFSET
from lieguan.site.tracking.models import Item


class FileForm(forms.Form):
    """A table to take in."""

    file = forms.FileField(
        label=_("方案綱領表或年度值表"),
        help_text=_("ODS、XLSX 或 CSV；讀取第一個工作表。"),
        widget=forms.FileInput(attrs={"accept": ".ods,.xlsx,.csv"}),
    )


class YearField(forms.IntegerField):
    """A year as it is typed here, 114 or 2025; cleans to the common era."""

    def clean(self, value: Any) -> int | None:
        """The year of the common era."""
        found: int | None = super().clean(value)
        if found is not None and found < 1000:
            found += ROC_OFFSET
        if found is not None and not 1900 <= found <= 2200:
            raise ValidationError(_("不是年度；請寫成 114 或 2025。"))
        return found


class IndicatorChoice(forms.ModelChoiceField):
    """An indicator by its code and title."""

    def label_from_instance(self, obj: Indicator) -> str:
        """總-1 海纜備援路由數（條）."""
        return f"{obj}（{obj.unit}）" if obj.unit else str(obj)


class ValueForm(forms.Form):
    """A target or an actual value of one year."""

    indicator = IndicatorChoice(label=_("指標"), queryset=Indicator.objects.none())
    kind = forms.ChoiceField(
        label=_("種類"), choices=Value.Kind.choices, initial=Value.Kind.ACTUAL, widget=forms.RadioSelect
    )
    year = YearField(
        label=_("年度"),
        help_text=_("例：115"),
        widget=forms.TextInput(attrs={"size": 6, "inputmode": "numeric"}),
    )
    value = forms.DecimalField(
        label=_("數值"), max_digits=DIGITS, decimal_places=PLACES, widget=forms.TextInput(attrs={"size": 16})
    )
    source = forms.CharField(label=_("來源"), max_length=300, help_text=_("例：內政部115年統計年報"))
    as_of = RocDateField(label=_("資料日期"), required=False)

    def __init__(self, *args: Any, version: OutlineVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = version.indicators.order_by("position")  # type: ignore[attr-defined]

    def clean_value(self) -> Decimal:
        """Without zeros that say nothing."""
        return plain(self.cleaned_data["value"]).quantize(Decimal("0.0001"))


class ItemChoice(forms.ModelChoiceField):
    """An item by its number and title."""

    def label_from_instance(self, obj: Item) -> str:
        """10 離島交通船替代運能計畫."""
        return f"{obj.number} {obj.title}"


class LinkForm(forms.Form):
    """A tracked item of the body that is not linked yet."""

    item = ItemChoice(label=_("列管事項"), queryset=Item.objects.none())

    def __init__(self, *args: Any, body: Body, lasting: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = MeasureItem.objects.filter(measure=lasting, withdrawn_at=None).values("item")
        items = Item.objects.filter(body=body).exclude(pk__in=linked).order_by("number")
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
