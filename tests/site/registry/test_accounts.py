"""Accounts: by invitation alone, every change logged, never without an administrator."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lieguan.errors import InvalidInput, NotAllowed, Refused
from lieguan.site.log.models import Entry
from lieguan.site.registry.accounts import actions, links, queries
from lieguan.site.registry.models import Account, Agency, Body
from lieguan.site.registry.rights import Role

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-passphrase"


@pytest.fixture
def administrator() -> Account:
    account = actions.found("first@example.org")
    account.name = "管理者"
    account.set_password(PASSWORD)
    account.save()
    return account


@pytest.fixture
def body() -> Body:
    return Body.objects.create(name="海岸韌性推動小組", slug="coast")


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(name="經濟部")


@pytest.fixture
def signed_in(client: Client, administrator: Account) -> Client:
    client.force_login(administrator)
    return client


def fresh(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def test_the_first_account_is_an_administrator_without_a_password_and_there_is_no_second_first() -> None:
    account = actions.found(" First@Example.org ")
    assert (account.email, account.has_usable_password()) == ("first@example.org", False)
    assert [grant.role for grant in account.grants.all()] == [Role.ADMINISTRATOR]
    assert queries.waiting_administrator() == account
    with pytest.raises(Refused):
        actions.found("second@example.org")
    assert list(Entry.objects.values_list("action", flat=True)) == ["registry.found", "registry.grant"]


def test_nobody_waits_once_an_administrator_has_a_password(administrator: Account) -> None:
    assert queries.waiting_administrator() is None
    actions.invite(administrator, "late@example.org", "晚來", Role.ADMINISTRATOR)
    assert queries.waiting_administrator() is None


def test_inviting_makes_the_account_its_role_and_two_entries_of_the_log(
    administrator: Account, agency: Agency
) -> None:
    before = Entry.objects.count()
    account = actions.invite(administrator, "Desk@Example.org", "窗口", Role.DESK, agency=agency)
    assert (account.email, account.name, account.has_usable_password()) == ("desk@example.org", "窗口", False)
    entries = list(Entry.objects.order_by("number"))[before:]
    assert [entry.action for entry in entries] == ["registry.invite", "registry.grant"]
    assert {entry.actor_id for entry in entries} == {administrator.pk}
    assert entries[0].values.after == {"email": "desk@example.org", "name": "窗口", "active": True}


def test_a_known_address_gets_a_role_more(administrator: Account, body: Body, agency: Agency) -> None:
    first = actions.invite(administrator, "p@example.org", "某人", Role.DESK, agency=agency)
    second = actions.invite(administrator, "P@example.org", "別名", Role.MEMBER, body=body)
    assert first.pk == second.pk
    assert fresh(first).name == "某人"
    assert {grant.role for grant in first.grants.all()} == {Role.DESK, Role.MEMBER}


@pytest.mark.parametrize(
    ("role", "with_body", "with_agency"),
    [
        (Role.ADMINISTRATOR, True, False),
        (Role.AUDITOR, False, True),
        (Role.SECRETARIAT, False, False),
        (Role.CHAIR, True, True),
        (Role.MEMBER, False, True),
        (Role.DESK, True, False),
        (Role.APPROVER, False, False),
        ("emperor", False, False),
    ],
)
def test_a_role_out_of_its_scope_is_refused_and_nothing_is_made(
    administrator: Account, body: Body, agency: Agency, role: str, with_body: bool, with_agency: bool
) -> None:
    before = Entry.objects.count()
    scope: dict[str, Any] = {"body": body if with_body else None, "agency": agency if with_agency else None}
    with pytest.raises(InvalidInput):
        actions.invite(administrator, "x@example.org", "某", role, **scope)
    assert not Account.objects.filter(email="x@example.org").exists()
    assert Entry.objects.count() == before


def test_the_same_role_twice_and_a_wrong_address_are_refused(administrator: Account, body: Body) -> None:
    actions.invite(administrator, "s@example.org", "幕僚", Role.SECRETARIAT, body=body)
    with pytest.raises(InvalidInput, match="already"):
        actions.invite(administrator, "s@example.org", "幕僚", Role.SECRETARIAT, body=body)
    with pytest.raises(InvalidInput, match="not a mail address"):
        actions.invite(administrator, "nobody", "某", Role.AUDITOR)


def test_only_administrators_manage_accounts(administrator: Account, body: Body) -> None:
    secretariat = actions.invite(administrator, "s@example.org", "幕僚", Role.SECRETARIAT, body=body)
    held = administrator.grants.get()
    tries = [
        lambda: actions.invite(secretariat, "x@example.org", "某", Role.AUDITOR),
        lambda: actions.grant(secretariat, secretariat, Role.ADMINISTRATOR),
        lambda: actions.withdraw(secretariat, held),
        lambda: actions.deactivate(secretariat, administrator),
        lambda: actions.activate(secretariat, administrator),
        lambda: actions.rename(secretariat, administrator, "改名"),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt()
    actions.rename(secretariat, secretariat, "自己改名")
    assert fresh(secretariat).name == "自己改名"


def test_the_last_administrator_can_neither_leave_nor_be_deactivated(administrator: Account) -> None:
    with pytest.raises(Refused):
        actions.withdraw(administrator, administrator.grants.get())
    with pytest.raises(Refused):
        actions.deactivate(administrator, administrator)
    second = actions.invite(administrator, "b@example.org", "第二人", Role.ADMINISTRATOR)
    actions.deactivate(fresh(second), administrator)
    assert not fresh(administrator).is_active
    with pytest.raises(Refused):
        actions.withdraw(fresh(second), second.grants.get())


def test_deactivating_ends_what_is_signed_in_and_a_deactivated_account_cannot_be_invited(
    administrator: Account, body: Body, client: Client
) -> None:
    member = actions.invite(administrator, "m@example.org", "委員", Role.MEMBER, body=body)
    member.set_password(PASSWORD)
    member.save()
    answer = client.post(reverse("account_login"), {"login": "m@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get(reverse("usersessions_list")).status_code == 200
    actions.deactivate(administrator, member)
    assert client.get(reverse("usersessions_list")).status_code == 302
    assert not client.session.get("_auth_user_id")
    with pytest.raises(InvalidInput, match="deactivated"):
        actions.invite(administrator, "m@example.org", "委員", Role.AUDITOR)
    actions.activate(administrator, member)
    assert fresh(member).is_active


def test_the_link_sets_the_password_once_signs_in_and_then_is_dead(
    administrator: Account, body: Body, client: Client
) -> None:
    account = actions.invite(administrator, "new@example.org", "新人", Role.MEMBER, body=body)
    link = links.password_link(account, "http://testserver/")
    form = client.get(link, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0]
    answer = client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(account.pk)
    stranger = Client()
    again = stranger.get(link, follow=True)
    assert b'name="password1"' not in again.content
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_the_link_falls_after_its_days(
    administrator: Account, body: Body, client: Client, settings: Any
) -> None:
    account = actions.invite(administrator, "new@example.org", "新人", Role.MEMBER, body=body)
    link = links.password_link(account, "http://testserver/")
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert b'name="password1"' not in client.get(link, follow=True).content


def test_an_invitation_is_mailed_and_its_link_shown_once(signed_in: Client, body: Body) -> None:
    data = {"email": "S@example.org", "name": "幕僚", "role": Role.SECRETARIAT.value, "body": body.pk}
    page = signed_in.post(reverse("registry:accounts"), data, follow=True)
    shown = re.search(r'id="password-link">([^<]+)<', page.content.decode())
    assert shown is not None
    assert [message.to for message in mail.outbox] == [["s@example.org"]]
    assert shown.group(1) in mail.outbox[0].body
    again = signed_in.get(page.request["PATH_INFO"])
    assert "password-link" not in again.content.decode()


def test_mail_that_cannot_be_sent_is_said_and_the_link_still_shown(
    signed_in: Client, settings: Any, body: Body
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    data = {"email": "s@example.org", "name": "幕僚", "role": "secretariat", "body": body.pk}
    page = signed_in.post(reverse("registry:accounts"), data, follow=True).content.decode()
    assert "郵件寄送失敗" in page
    assert "password-link" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": "secretariat", "body": ""}, "請只選會議"),
        ({"role": "desk", "agency": ""}, "請選機關"),
        ({"role": "auditor", "body": "BODY"}, "及於全站"),
        ({"email": "nobody"}, "errorlist"),
        ({"role": "administrator", "email": "first@example.org"}, "已有此角色"),
    ],
)
def test_a_wrong_form_says_so_and_invites_nobody(
    signed_in: Client, body: Body, change: dict[str, str], said: str
) -> None:
    data = {"email": "s@example.org", "name": "某", "role": "auditor", "body": "", "agency": ""} | change
    data = {key: str(body.pk) if value == "BODY" else value for key, value in data.items()}
    answer = signed_in.post(reverse("registry:accounts"), data)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert Account.objects.count() == 1


def test_the_pages_grant_withdraw_rename_and_deactivate(
    signed_in: Client, administrator: Account, body: Body
) -> None:
    account = actions.invite(administrator, "m@example.org", "委員", Role.MEMBER, body=body)
    at = {"pk": account.pk}
    signed_in.post(reverse("registry:grant", kwargs=at), {"role": "chair", "body": body.pk})
    assert {grant.role for grant in account.grants.all()} == {"member", "chair"}
    chair = account.grants.get(role="chair")
    signed_in.post(reverse("registry:withdraw", kwargs={**at, "grant_pk": chair.pk}))
    assert {grant.role for grant in account.grants.all()} == {"member"}
    signed_in.post(reverse("registry:rename", kwargs=at), {"name": "新名"})
    signed_in.post(reverse("registry:activity", kwargs=at), {"active": "0"})
    assert (fresh(account).name, fresh(account).is_active) == ("新名", False)
    signed_in.post(reverse("registry:activity", kwargs=at), {"active": "1"})
    assert fresh(account).is_active
    page = signed_in.post(reverse("registry:link", kwargs=at), follow=True)
    assert "password-link" in page.content.decode()
    own = reverse("registry:activity", kwargs={"pk": administrator.pk})
    assert "唯一的系統管理者" in signed_in.post(own, {"active": "0"}, follow=True).content.decode()


def test_nobody_signs_up(client: Client) -> None:
    data = {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert not Account.objects.exists()


def test_five_wrong_passwords_lock_the_address_even_for_the_right_one(
    administrator: Account, client: Client
) -> None:
    cache.clear()
    address = reverse("account_login")
    for _ in range(5):
        client.post(address, {"login": administrator.email, "password": "wrong"})
    answer = client.post(address, {"login": administrator.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert not client.session.get("_auth_user_id")
    cache.clear()
    assert client.post(address, {"login": administrator.email, "password": PASSWORD}).status_code == 302


def test_a_lost_password_is_set_again_through_a_mailed_link(administrator: Account, client: Client) -> None:
    cache.clear()
    client.post(reverse("account_reset_password"), {"email": administrator.email})
    assert [message.to for message in mail.outbox] == [["first@example.org"]]
    link = re.search(r"http://testserver\S+", mail.outbox[0].body)
    assert link is not None
    form = client.get(link.group(0), follow=True)
    assert b'name="password1"' in form.content
