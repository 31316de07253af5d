"""The contract, tried at random by schemathesis: no operation fails, none answers what the contract does not say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import sample_series
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi import checks

from lieguan.site.api.interface import api
from lieguan.site.registry.keys import actions as keys
from lieguan.site.tracking.models import Duty

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("LIEGUAN_CONTRACT_EXAMPLES", "5"))
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
contract = schemathesis.openapi.from_dict(api.get_openapi_schema())
contract.app = WSGIHandler()


# Keys of what is there, so that not every address that is tried leads nowhere; and the keys to write with, by role.
KNOWN: dict[str, list[Any]] = {}
KEYS: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def laid(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The sample series, laid once; what each request does is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        series = sample_series.lay()
        statements = list(series.statements.values())
        item = series.items[10]
        duties = Duty.objects.filter(item=item).values_list("pk", flat=True)
        KNOWN["pk"] = [1, 2, 5, item.pk, *duties]
        KNOWN["uid"] = [one.uid for one in (*statements, *series.clauses.values())]
        KNOWN["slug"] = [series.body.slug]
        KNOWN["name"] = [one.speaker for one in statements]
        for role, agency in (("desk", "交通部"), ("secretariat", "")):
            KEYS[role] = keys.make(series.account(role, agency=agency), "介接", "full")[1]
        yield
        transaction.set_rollback(True)


@contract.hook
def map_path_parameters(_context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Let half of what is drawn be the key of something."""
    for name, value in (path_parameters or {}).items():
        known = KNOWN.get(name, [])
        size = value if isinstance(value, int) else len(str(value))
        if known and size % 2 == 0:
            path_parameters[name] = known[size // 2 % len(known)]  # type: ignore[index]
    return path_parameters


@contract.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="LIEGUAN_CONTRACT_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_of_the_contract(case: schemathesis.Case) -> None:
    role = "secretariat" if "recommendation" in case.path or "minutes" in case.path else "desk"
    keyed = case.operation.definition.raw.get("security")
    headers = {"Authorization": f"Bearer {KEYS[role]}"} if keyed else {}
    with transaction.atomic():
        answer = case.call(headers=headers)
        transaction.set_rollback(True)
    case.validate_response(answer, checks=CHECKS)
