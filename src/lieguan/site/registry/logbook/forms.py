"""What of the log is to be shown, and an erasure as an administrator asks for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lieguan.site.log.models import Entry
from lieguan.site.registry.fields import RocDateField
from lieguan.site.registry.logbook.words import ACTIONS
from lieguan.site.registry.models import Body


class FilterForm(forms.Form):
    """Which entries: all that is empty asks for nothing."""

    body = forms.ModelChoiceField(
        label=_("會議"), queryset=Body.objects.none(), required=False, empty_label=_("全部")
    )
    action = forms.ChoiceField(label=_("動作"), required=False)
    actor = forms.CharField(label=_("人員"), required=False)
    since = RocDateField(label=_("自"), required=False)
    until = RocDateField(label=_("至"), required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["body"].queryset = bodies
        fields["action"].choices = [
            ("", _("全部")),
            *((action, _(words)) for action, words in ACTIONS.items()),
        ]

    def narrowed(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that were asked for; what cannot be read asks for nothing."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else getattr(self, "cleaned_data", {})
        if body := asked.get("body"):
            entries = entries.filter(body_id=body.pk)
        if action := asked.get("action"):
            entries = entries.filter(action=action)
        if actor := asked.get("actor", "").strip():
            entries = entries.filter(actor__icontains=actor)
        if since := asked.get("since"):
            entries = entries.filter(at__date__gte=since)
        if until := asked.get("until"):
            entries = entries.filter(at__date__lte=until)
        return entries


class ErasureForm(forms.Form):
    """Words to strike out, a line each, and the law that asks for it."""

    words = forms.CharField(
        label=_("要抹除的字詞"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一個，寫完整，至少兩個字。"),
    )
    ground = forms.CharField(
        label=_("法律依據"),
        max_length=300,
        help_text=_("例：個人資料保護法第11條第3項。會留在修改紀錄裡，請勿寫出要抹除的字詞。"),
    )

    def clean_words(self) -> list[str]:
        """The words, each of two characters or more."""
        found = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if any(len(word) < 2 for word in found):
            raise forms.ValidationError(_("每個字詞至少兩個字。"))
        return found

    def clean(self) -> dict[str, Any]:
        """A ground that does not say again what is to go."""
        given: dict[str, Any] = super().clean() or {}
        if any(word in given.get("ground", "") for word in given.get("words", ())):
            self.add_error("ground", _("法律依據會留在修改紀錄裡，請勿寫出要抹除的字詞。"))
        return given
