"""Bodies: entered by administrators, never their own predecessors, every change logged."""

from __future__ import annotations

import pytest

from lieguan.errors import InvalidInput, NotAllowed, Refused
from lieguan.site.log.models import Entry
from lieguan.site.registry import actions
from lieguan.site.registry.accounts import actions as accounts
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Account:
    return accounts.found("admin@example.org")


def test_a_body_is_entered_and_logged(administrator: Account) -> None:
    body = actions.create_body(administrator, " 海岸韌性推動小組 ", "coast", short_name="海岸小組")
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
    actions.create_body(administrator, "第一小組", "first")
    with pytest.raises(InvalidInput) as refused:
        actions.create_body(administrator, name, slug)
    assert refused.value.field == field
    assert Body.objects.count() == 1


def test_only_administrators_manage_bodies(administrator: Account) -> None:
    body = actions.create_body(administrator, "第一小組", "first")
    secretariat = accounts.invite(administrator, "s@example.org", "幕僚", Role.SECRETARIAT, body=body)
    with pytest.raises(NotAllowed):
        actions.create_body(secretariat, "第二小組", "second")
    with pytest.raises(NotAllowed):
        actions.change_body(secretariat, body, name="改名")


def test_a_body_is_never_its_own_predecessor(administrator: Account) -> None:
    first = actions.create_body(administrator, "第一小組", "first")
    second = actions.create_body(administrator, "第二小組", "second", predecessor=first)
    third = actions.create_body(administrator, "第三小組", "third", predecessor=second)
    for body in (first, second, third):
        with pytest.raises(Refused):
            actions.change_body(administrator, first, name="第一小組", predecessor=body)
    changed = actions.change_body(administrator, first, name="第一小組（舊）")
    assert changed.name == "第一小組（舊）"
