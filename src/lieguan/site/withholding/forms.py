"""The forms of a restriction."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lieguan.site.withholding.models import ground_choices


class RestrictForm(forms.Form):
    """Ground and reason."""

    ground = forms.TypedChoiceField(
        label=_("依據（政府資訊公開法第18條第1項）"),
        coerce=int,
        choices=ground_choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("記入修改紀錄，供幕僚單位、召集人與稽核查考；不對外顯示。請勿寫入不予公開之內容。"),
    )  # fmt: skip


class LiftForm(forms.Form):
    """Why it may be read again."""

    reason = forms.CharField(label=_("解除限制之理由"), widget=forms.Textarea(attrs={"rows": 2}))
