"""Working on drafts: asking for their pages as a browser does, changing them, hearing what the apps above are asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.dispatch import Signal
from django.test import Client
from django.urls import reverse

from lieguan.site.records import actions
from lieguan.site.records.identity import nodes_of
from lieguan.site.records.models import Minutes, RecordVersion
from lieguan.site.registry.models import Account

FRAGMENTS = {"HTTP_X_LIEGUAN": "fragments"}


def uid(minutes: Minutes, local: str) -> str:
    """The address of the object of a draft with this local id."""
    return next(node["uid"] for node in nodes_of(minutes.draft) if node["id"] == local)


def edit(browser: Client, found: Minutes, operation: str, target: str = "", **values: Any) -> Any:
    """Send one change of a draft, as the page shows it now; with `script=True` as the page's script does."""
    found.refresh_from_db()
    shown = {"HTTP_X_LIEGUAN_SHOWN": str(found.draft_version)}
    extra = FRAGMENTS | shown if values.pop("script", False) else {}
    data = {"op": operation, "target": target, "version": found.draft_version} | values
    return browser.post(reverse("records:edit", args=[found.pk]), data, **extra)


def clause_form(text: str, **more: Any) -> dict[str, Any]:
    """The fields of a clause's form."""
    return {"form": "clause", "text": text, "number": "2", "disposition": "", "subject": ""} | more


def correct(
    actor: Account, minutes: Minutes, *steps: tuple[str, str, dict[str, Any]], reason: str = "誤植"
) -> RecordVersion:
    """Correct a confirmed record: operation, target and values of each step."""
    draft = actions.start_correction(actor, minutes.pk)
    for operation, target, values in steps:
        draft, _focus = actions.edit(actor, draft.pk, draft.draft_version, operation, target, values)
    return actions.save_correction(actor, draft.pk, draft.draft_version, reason)


@contextmanager
def listening(signal: Signal) -> Iterator[list[dict[str, Any]]]:
    """What the signal is sent with."""
    heard: list[dict[str, Any]] = []

    def hear(sender: Any, signal: Any, **given: Any) -> list[str]:
        heard.append(given)
        return []

    signal.connect(hear)
    try:
        yield heard
    finally:
        signal.disconnect(hear)
