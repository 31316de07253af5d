"""Bodies 會議, agencies 機關, accounts 帳號 and grants of roles 角色.

`ApiKey` lets a program act as an account, within the key's own scope.

Personal data: `Account` holds the name and mail address of the people who sign in; nothing else does.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry.rights import Role


class AccountManager(UserManager):
    """Accounts are known by their mail address."""

    def create_account(self, email: str, name: str) -> Account:
        """An account without a password: its owner sets one through a link."""
        account = Account(email=self.normalize_email(email).lower(), name=name)
        account.username = account.email
        account.set_unusable_password()
        account.save()
        return account


class Account(AbstractUser):
    """A person who signs in. What it may do stands in its grants, never in Django's permission tables."""

    email = models.EmailField(_("電子郵件"), unique=True)
    name = models.CharField(_("姓名"), max_length=100)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.name or self.email


class Agency(models.Model):
    """An agency 機關 or unit 單位, as named from one day to another.

    desk_submits  its desk may submit by itself what it wrote; else an approver does
    """

    name = models.CharField(_("名稱"), max_length=120)
    short_name = models.CharField(_("簡稱"), max_length=60, blank=True)
    code = models.CharField(_("機關代碼"), max_length=40, blank=True)
    oid = models.CharField("OID", max_length=80, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    desk_submits = models.BooleanField(default=False)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            # Two of each, as SQLite cannot be told that NULLs are alike.
            models.UniqueConstraint(fields=["name", "valid_from"], name="agency_once"),
            models.UniqueConstraint(
                fields=["name"], name="agency_once_undated", condition=Q(valid_from__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A body 會議 (task force, committee) that meets.

    predecessor    whose items it took over
    second_person  a record of it ends items only once a second person confirmed it
    """

    name = models.CharField(_("名稱"), max_length=120, unique=True)
    short_name = models.CharField(_("簡稱"), max_length=60, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    secretariat = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="serves")
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    second_person = models.BooleanField(_("結束列管須經第二人覆核"), default=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """授予: a role of an account, everywhere, in a body, or for an agency, as the role asks."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="grants")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="grants")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # One for each scope that a role has, as SQLite cannot be told that NULLs are alike.
            models.UniqueConstraint(fields=["account", "role", "body", "agency"], name="grant_once"),
            models.UniqueConstraint(
                fields=["account", "role", "body"],
                name="grant_once_in_body",
                condition=Q(agency__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["account", "role", "agency"],
                name="grant_once_for_agency",
                condition=Q(body__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["account", "role"],
                name="grant_once_everywhere",
                condition=Q(body__isnull=True, agency__isnull=True),
            ),
            models.CheckConstraint(
                name="grant_scope",
                condition=(
                    Q(role__in=["administrator", "auditor"], body__isnull=True, agency__isnull=True)
                    | Q(role__in=["secretariat", "chair", "member"], body__isnull=False, agency__isnull=True)
                    | Q(role__in=["desk", "approver"], agency__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()} {self.body or self.agency or ''}".strip()


class ApiKey(models.Model):
    """A key 金鑰 with which a program acts as its account, in the interface and for agents. Never removed.

    The key itself is shown once and not kept: it has 256 random bits, so its SHA-256 says nothing about it.
    scope    `drafts`: what a person has yet to submit; `full`: what the account's roles may do in the interface
    used_on  the last day on which it was used
    """

    class Scope(models.TextChoices):
        """範圍."""

        DRAFTS = "drafts", _("只寫草稿")
        FULL = "full", _("草稿、提送與建議")

    account = models.ForeignKey(Account, models.PROTECT, related_name="keys")
    name = models.CharField(_("用途"), max_length=100)
    scope = models.CharField(_("範圍"), max_length=10, choices=Scope.choices, default=Scope.DRAFTS)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField(_("到期日"), null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["account", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
