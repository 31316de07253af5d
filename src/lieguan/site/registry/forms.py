"""What an administrator fills in about a body."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry import agencies
from lieguan.site.registry.models import Body


class BodyForm(forms.ModelForm):
    """A body; its word in addresses is chosen once."""

    secretariat_name = forms.CharField(
        label=_("幕僚單位"),
        required=False,
        max_length=120,
        help_text=_("機關或單位之全銜，例：國家發展委員會。"),
    )
    field_order = ("name", "short_name", "slug", "secretariat_name", "predecessor", "second_person")

    class Meta:
        model = Body
        fields = ("name", "short_name", "slug", "predecessor", "second_person")
        labels = {"slug": _("網址代稱"), "predecessor": _("承接自")}
        help_texts = {
            "name": _("如會議紀錄標題所載，例：行政院離島生活韌性推動小組。"),
            "slug": _("英文小寫、數字與連字號，用於網址，日後不能更改。"),
            "predecessor": _("改組前的會議：本會議得對其列管事項作成裁示。"),
            "second_person": _(
                "解除、併案、移列等結束列管之裁示，須待另一人覆核該次紀錄後才能登錄。關閉時會留下修改紀錄。"
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]
            self.fields["predecessor"].queryset = Body.objects.exclude(pk=self.instance.pk)
            self.initial["secretariat_name"] = self.instance.secretariat or ""

    def values(self) -> dict[str, Any]:
        """The arguments of the action; needs its transaction, where the secretariat is new."""
        data = self.cleaned_data
        name = " ".join(data["secretariat_name"].split())
        return {
            "name": data["name"],
            "short_name": data["short_name"],
            "predecessor": data["predecessor"],
            "second_person": data["second_person"],
            "secretariat": agencies.ensure(name) if name else None,
        }
