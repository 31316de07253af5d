"""People, bodies and minutes that the tests of records share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lieguan.site.records.actions import Sent, confirm, take_in, taking_in
from lieguan.site.records.models import Minutes
from lieguan.site.registry.models import Account, Body, Grant
from lieguan.site.registry.rights import Role
from made_minutes import BODY, minutes

TakeIn = Callable[..., Minutes]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """A folder for the files of one test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def body() -> Body:
    return Body.objects.create(name=BODY, short_name="海岸小組", slug="coast")


@pytest.fixture
def account() -> Callable[..., Account]:
    """`account(role, body)`: a fresh account with one role."""

    def make(role: Role | None, body: Body | None = None, agency: Any = None) -> Account:
        number = Account.objects.count()
        made = Account.objects.create_account(f"p{number}@example.org", f"人員{number}")
        if role is not None:
            Grant.objects.create(account=made, role=role, body=body, agency=agency)
        return made

    return make


@pytest.fixture
def secretary(account: Callable[..., Account], body: Body) -> Account:
    return account(Role.SECRETARIAT, body)


@pytest.fixture
def administrator(account: Callable[..., Account]) -> Account:
    return account(Role.ADMINISTRATOR)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files hold the JSON of the records that are read from them."""
    monkeypatch.setattr(
        taking_in, "read_apart", lambda path, _name: json.loads(path.read_text(encoding="utf-8"))
    )


@pytest.fixture
def received(read: None, tmp_path: Path, secretary: Account) -> TakeIn:
    """`received(**what)`: made minutes (made_minutes.minutes), taken in by the secretary."""

    def run(*records: dict[str, Any], actor: Account | None = None, **what: Any) -> Minutes:
        given = list(records) or [minutes(**what)]
        content = json.dumps(given, ensure_ascii=False)
        path = tmp_path / hashlib.sha256(content.encode()).hexdigest()
        path.write_text(content, encoding="utf-8")
        return take_in(actor or secretary, Sent(path, f"{path.name[:8]}.odt"))[0]

    return run


@pytest.fixture
def confirmed(received: TakeIn, body: Body, secretary: Account) -> TakeIn:
    """The same, confirmed."""

    def run(*records: dict[str, Any], **what: Any) -> Minutes:
        taken = received(*records, **what)
        return confirm(secretary, taken.pk, taken.draft_version)

    return run


@pytest.fixture
def browser(client: Client, secretary: Account) -> Client:
    """A browser in which the secretary is signed in."""
    client.force_login(secretary)
    return client
