"""Bodies: entered by administrators, never their own predecessors, every change logged."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from lieguan.errors import InvalidInput, NotAllowed
from lieguan.site.log.models import Entry
from lieguan.site.registry import actions
from lieguan.site.registry.accounts import actions as accounts
from lieguan.site.registry.models import Account, Agency, Body, Grant
from lieguan.site.registry.rights import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Account:
    return accounts.found("admin@example.org")


def test_a_body_is_entered_and_logged(administrator: Account) -> None:
    body = actions.create_body(administrator, name="海岸韌性推動小組", slug="coast", short_name="海岸小組")
    assert (body.name, body.slug) == ("海岸韌性推動小組", "coast")
    entry = Entry.objects.get(action="registry.create_body")
    assert entry.body_id == body.pk
    assert entry.values.after["name"] == "海岸韌性推動小組"


@pytest.mark.parametrize(
    ("name", "slug", "field"),
    [("", "coast", "name"), ("海岸小組", "not a slug", "slug"), ("第一小組", "one", "name")],
)
def test_a_body_without_a_name_with_a_wrong_slug_or_twice_is_refused(
    administrator: Account, name: str, slug: str, field: str
) -> None:
    actions.create_body(administrator, name="第一小組", slug="first")
    with pytest.raises(InvalidInput) as refused:
        actions.create_body(administrator, name=name, slug=slug)
    assert refused.value.field == field
    assert Body.objects.count() == 1


def test_only_administrators_manage_bodies(administrator: Account) -> None:
    body = actions.create_body(administrator, name="第一小組", slug="first")
    secretariat = accounts.invite(administrator, "s@example.org", "幕僚", Role.SECRETARIAT, body=body)
    with pytest.raises(NotAllowed):
        actions.create_body(secretariat, name="第二小組", slug="second")
    with pytest.raises(NotAllowed):
        actions.edit_body(secretariat, body.pk, {"name": "改名"})


def test_a_body_is_never_its_own_predecessor(administrator: Account) -> None:
    first = actions.create_body(administrator, name="第一小組", slug="first")
    second = actions.create_body(administrator, name="第二小組", slug="second", predecessor=first)
    third = actions.create_body(administrator, name="第三小組", slug="third", predecessor=second)
    for body in (first, second, third):
        with pytest.raises(InvalidInput):
            actions.edit_body(administrator, first.pk, {"predecessor": body})
    changed = actions.edit_body(administrator, first.pk, {"name": "第一小組（舊）"})
    assert changed.name == "第一小組（舊）"


@pytest.fixture
def signed_in(client: Client, administrator: Account) -> Client:
    client.force_login(administrator)
    return client


def test_the_pages_enter_and_change_a_body(signed_in: Client) -> None:
    data = {"name": "海岸韌性推動小組", "short_name": "", "slug": "coast", "secretariat_name": "海洋委員會"}
    page = signed_in.post(reverse("registry:bodies"), data, follow=True)
    assert "已新增海岸韌性推動小組" in page.content.decode()
    body = Body.objects.get()
    assert str(body.secretariat) == "海洋委員會"
    address = reverse("registry:body", kwargs={"slug": "coast"})
    shown = signed_in.get(address).content.decode()
    assert 'value="海洋委員會"' in shown
    assert 'name="slug"' not in shown
    signed_in.post(address, {"name": "海岸小組", "short_name": "", "secretariat_name": ""})
    body.refresh_from_db()
    assert (body.name, body.secretariat, body.slug) == ("海岸小組", None, "coast")


def test_a_wrong_body_is_said_and_nothing_entered(signed_in: Client) -> None:
    answer = signed_in.post(
        reverse("registry:bodies"), {"name": "海岸小組", "slug": "海岸", "secretariat_name": ""}
    )
    assert answer.status_code == 400
    assert "errorlist" in answer.content.decode()
    assert not Body.objects.exists()


def test_succeeding_ones_own_successor_is_said_on_the_page(signed_in: Client, administrator: Account) -> None:
    first = actions.create_body(administrator, name="第一小組", slug="first")
    second = actions.create_body(administrator, name="第二小組", slug="second", predecessor=first)
    data = {"name": "第一小組", "short_name": "", "secretariat_name": "", "predecessor": second.pk}
    answer = signed_in.post(reverse("registry:body", kwargs={"slug": "first"}), data)
    assert answer.status_code == 400
    assert "不能承接自己" in answer.content.decode()


def test_agencies_are_found_by_name_and_short_name(signed_in: Client) -> None:
    Agency.objects.create(name="數位發展部", short_name="數發部")
    Agency.objects.create(name="交通部")
    page = signed_in.get(reverse("registry:agencies"), {"q": "數發"}).content.decode()
    assert "數位發展部" in page
    assert "交通部" not in page


def test_the_same_agency_and_the_same_grant_exist_once() -> None:
    agency = Agency.objects.create(name="示範署")
    account = Account.objects.create_account("once@example.org", "甲")
    everywhere = {"account": account, "role": Role.AUDITOR}
    of_agency = {"account": account, "role": Role.DESK, "agency": agency}
    Grant.objects.create(**everywhere)
    Grant.objects.create(**of_agency)
    for again in (
        lambda: Agency.objects.create(name="示範署"),
        lambda: Grant.objects.create(**everywhere),
        lambda: Grant.objects.create(**of_agency),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()
