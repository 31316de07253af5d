"""What an administrator fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry.accounts import actions
from lieguan.site.registry.models import Account, Agency, Body, Grant
from lieguan.site.registry.rights import Role


class GrantForm(forms.Form):
    """A role in its scope; says in the reader's language what the action would refuse."""

    # Nobody is made an administrator because it stands first.
    role = forms.ChoiceField(label=_("角色"), choices=[("", _("請選擇")), *Role.choices])
    body = forms.ModelChoiceField(
        label=_("會議"),
        queryset=Body.objects.all(),
        required=False,
        help_text=_("幕僚單位、召集人與委員必填；機關窗口與核定人可用來限定在一個會議。"),
    )
    agency = forms.ModelChoiceField(
        label=_("機關"),
        queryset=Agency.objects.all(),
        required=False,
        help_text=_("機關窗口與機關核定人必填。"),
    )
    account: Account | None = None

    def clean(self) -> dict[str, Any]:
        """The scope fits the role, and the account has not the role already."""
        cleaned: dict[str, Any] = super().clean() or {}
        role, body, agency = cleaned.get("role"), cleaned.get("body"), cleaned.get("agency")
        if role in actions.EVERYWHERE and (body or agency):
            self.add_error("role", _("這個角色及於全站，請勿選會議或機關。"))
        if role in actions.IN_BODY and (body is None or agency):
            self.add_error("body", _("這個角色屬於一個會議：請只選會議。"))
        if role in actions.FOR_AGENCY and agency is None:
            self.add_error("agency", _("這個角色屬於一個機關：請選機關。"))
        account = self.account or Account.objects.filter(email=cleaned.get("email", "")).first()
        if account and Grant.objects.filter(account=account, role=role, body=body, agency=agency).exists():
            self.add_error("role", _("這個帳號已有此角色。"))
        return cleaned


class InviteForm(GrantForm):
    """A new person, or a known one with a role more."""

    email = forms.EmailField(label=_("電子郵件"), help_text=_("登入時使用。"))
    name = forms.CharField(label=_("姓名"), max_length=100)
    field_order = ("email", "name", "role", "body", "agency")

    def clean_email(self) -> str:
        """In small letters, as accounts are kept; not of a deactivated account."""
        email = str(self.cleaned_data["email"]).lower()
        if Account.objects.filter(email=email, is_active=False).exists():
            raise forms.ValidationError(_("這個帳號已停用，請先到該帳號的頁面恢復。"))
        return email


class NameForm(forms.Form):
    """The name that an account is shown by."""

    name = forms.CharField(label=_("姓名"), max_length=100)
