"""Who may do what: one table, deny by default.

Roles and rights of design.md and of the tracking issue. `allowed` answers for one account, `require` refuses.
A right is held everywhere (administrator, auditor), in a body (secretariat, chair, member) or for an agency
(desk, approver); PUBLIC is what anybody may do without an account.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from lieguan.errors import NotAllowed


class Row(Protocol):
    """A body or an agency as the database has it: what a right is asked for is known by its key."""

    pk: Any


class Role(models.TextChoices):
    """角色."""

    ADMINISTRATOR = "administrator", _("系統管理者")
    SECRETARIAT = "secretariat", _("幕僚單位")
    CHAIR = "chair", _("召集人")
    DESK = "desk", _("機關窗口")
    APPROVER = "approver", _("機關核定人")
    MEMBER = "member", _("委員")
    AUDITOR = "auditor", _("稽核")


class Right(models.TextChoices):
    """What can be done."""

    READ = "read", _("閱覽公開內容")
    READ_DRAFT = "read-draft", _("閱覽尚未確認之紀錄")
    READ_VOICES = "read-voices", _("閱覽尚未公開之辦理情形與列管建議")
    TAKE_IN = "take-in", _("收錄會議紀錄")
    CORRECT = "correct", _("修正紀錄")
    CONFIRM = "confirm", _("確認紀錄")
    OPEN_ITEM = "open-item", _("開立列管事項")
    RULE = "rule", _("登錄裁示")
    RECOMMEND = "recommend", _("提列管建議")
    REVIEW = "review", _("審核辦理情形")
    WRITE_PROGRESS = "write-progress", _("填報辦理情形")
    SUBMIT_PROGRESS = "submit-progress", _("提送辦理情形")
    MAKE_PAPERS = "make-papers", _("製作會議文件")
    EDIT_PROGRAMME = "edit-programme", _("編修方案綱領")
    MANAGE_BODIES = "manage-bodies", _("管理會議與機關")
    SET_SUBMITTING = "set-submitting", _("設定機關由誰提送")
    MANAGE_ACCOUNTS = "manage-accounts", _("管理帳號")
    READ_LOG = "read-log", _("閱覽修改紀錄")
    ERASE = "erase", _("抹除修改紀錄所載內容")
    READ_WITHHELD = "read-withheld", _("閱覽不予公開之部分")
    RESTRICT = "restrict", _("限制公開、解除限制")


PUBLIC = frozenset({Right.READ})
_IN_BODY = {
    Right.READ_DRAFT, Right.READ_VOICES, Right.TAKE_IN, Right.CORRECT, Right.CONFIRM, Right.OPEN_ITEM,
    Right.RULE, Right.RECOMMEND, Right.REVIEW, Right.MAKE_PAPERS, Right.EDIT_PROGRAMME, Right.READ_LOG,
    Right.READ_WITHHELD, Right.RESTRICT,
}  # fmt: skip
TABLE: dict[str, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(
        {Right.MANAGE_BODIES, Right.SET_SUBMITTING, Right.MANAGE_ACCOUNTS, Right.ERASE, *_IN_BODY}
    ),
    Role.SECRETARIAT: frozenset(_IN_BODY),
    Role.CHAIR: frozenset({Right.READ_DRAFT, Right.READ_VOICES, Right.READ_LOG, Right.READ_WITHHELD}),
    Role.MEMBER: frozenset(),
    Role.AUDITOR: frozenset({Right.READ_DRAFT, Right.READ_VOICES, Right.READ_LOG, Right.READ_WITHHELD}),
    Role.DESK: frozenset({Right.READ_VOICES, Right.WRITE_PROGRESS, Right.READ_WITHHELD}),
    Role.APPROVER: frozenset(
        {
            Right.READ_VOICES,
            Right.WRITE_PROGRESS,
            Right.SUBMIT_PROGRESS,
            Right.SET_SUBMITTING,
            Right.READ_WITHHELD,
        }
    ),
}


def allowed(
    account: Any, right: Right, *, body: Row | int | None = None, agency: Row | int | None = None
) -> bool:
    """Whether `account` (an Account, AnonymousUser or None) holds `right` for this body or agency.

    body, agency   what the thing at hand belongs to, as objects or primary keys; a grant in a body does not
                   count where no body is named, nor one for an agency where no agency is named
    """
    if right in PUBLIC:
        return True
    if account is None or not account.is_authenticated or not account.is_active:
        return False
    body_id, agency_id = getattr(body, "pk", body), getattr(agency, "pk", agency)
    for role, grant_body, grant_agency in grants_of(account):
        if right not in TABLE[role]:
            continue
        if grant_agency is not None:
            if grant_agency == agency_id and grant_body in {None, body_id}:
                return True
        elif grant_body is None or grant_body == body_id:
            return True
    return False


def holds(account: Any, right: Right) -> bool:
    """Whether `account` holds `right` anywhere at all: for menus, never for an action."""
    if right in PUBLIC:
        return True
    if account is None or not account.is_authenticated or not account.is_active:
        return False
    return any(right in TABLE[role] for role, _body, _agency in grants_of(account))


def has_role(account: Any, role: Role) -> bool:
    """Whether `account` has this role anywhere: for menus, never for an action."""
    if account is None or not account.is_authenticated or not account.is_active:
        return False
    return any(held == role for held, _body, _agency in grants_of(account))


def require(
    account: Any, right: Right, *, body: Row | int | None = None, agency: Row | int | None = None
) -> None:
    """Refuse with NotAllowed where `allowed` says no."""
    if not allowed(account, right, body=body, agency=agency):
        raise NotAllowed(
            f"{account} has no right to {right.value}",
            place=str(body or agency or "site"),
            remedy="ask the administrator of the site for the role",
        )


def grants_of(account: Any) -> list[tuple[str, int | None, int | None]]:
    """(role, body, agency) of an account, read once for each request's account object.

    Where the agency lets its desk submit by itself, a desk is an approver too.
    """
    cached: list[tuple[str, int | None, int | None]] | None = getattr(account, "_grants", None)
    if cached is None:
        rows = account.grants.values_list("role", "body_id", "agency_id", "agency__desk_submits")
        cached = [(role, body, agency) for role, body, agency, _submits in rows]
        cached += [
            (Role.APPROVER.value, body, agency)
            for role, body, agency, submits in rows
            if submits and role == Role.DESK
        ]
        account._grants = cached
    return cached
