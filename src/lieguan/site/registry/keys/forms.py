"""What is asked of a new key."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry.fields import RocDateField
from lieguan.site.registry.models import ApiKey


class KeyForm(forms.Form):
    """Its use, its scope, its last day."""

    name = forms.CharField(label=_("用途"), max_length=100, help_text=_("例如：公文系統介接。"))
    scope = forms.ChoiceField(
        label=_("範圍"),
        choices=ApiKey.Scope.choices,
        initial=ApiKey.Scope.DRAFTS,
        help_text=_("「只寫草稿」的金鑰寫下的內容，須由人提送。"),
    )
    expires_on = RocDateField(label=_("到期日"), required=False, help_text=_("空白表示不設期限。"))
