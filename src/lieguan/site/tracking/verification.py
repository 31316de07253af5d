"""`lieguan verify`: the database against its own rules, for what an owner of it could do behind the guards' backs."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Model

from lieguan.site.log import erasing, verification
from lieguan.site.log.actions import canonical
from lieguan.site.log.models import Entry
from lieguan.site.log.verification import Problem
from lieguan.site.records import verification as records
from lieguan.site.tracking import basis, facts, reporting, rounds
from lieguan.site.tracking.models import Duty, Evidence, Item, Progress, Recommendation
from lieguan.site.tracking.replay import replay
from lieguan.site.withholding import verification as withholding

CHUNK = 500


def verify(published: str = "") -> Iterator[Problem]:
    """Everything that is not as it must be: guards, chain, records, endings, states, facts against the log, files.

    published  a head of the log that was given out earlier (see log.verification.chain)
    """
    if not {Entry._meta.db_table, Item._meta.db_table} <= set(connection.introspection.table_names()):
        yield Problem("database.empty", str(connection.settings_dict["NAME"]), "it has no tables yet")
        return
    yield from verification.missing_guards()
    yield from verification.chain(published)
    yield from records.verify()
    yield from withholding.verify()
    yield from of_tracking()


def of_tracking() -> Iterator[Problem]:
    """What concerns items, duties, rulings, reports and recommendations."""
    for check in (unfounded, states, against_log, files):
        yield from readable(check)


def readable(check: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
    """What a check finds; a value that was made into what it cannot be (a state that there is not), or a row that is gone
    from under another, ends it, as a problem."""
    try:
        yield from check()
    except (
        ArithmeticError, AttributeError, LookupError, ObjectDoesNotExist, TypeError, ValueError,
    ) as error:  # fmt: skip
        words = (
            f"a value cannot be read ({type(error).__name__}: {error}); the rest of this check was not made"
        )
        yield Problem("facts.unreadable", check.__name__.replace("_", " "), words)


def unfounded() -> Iterator[Problem]:
    """Every item and duty whose ending rests on no standing ruling."""
    words = "its tracking ended, but no standing ruling of a later meeting ended it"
    with connection.cursor() as cursor:
        cursor.execute(basis.LIST_UNFOUNDED_ITEMS)
        for body, number, title in cursor.fetchall():
            yield Problem("item.unfounded", f"{body} item {number} {title}", words)
        cursor.execute(basis.LIST_UNFOUNDED_DUTIES)
        for body, number, agency in cursor.fetchall():
            yield Problem("duty.unfounded", f"{body} item {number}, duty of {agency}", words)


def states() -> Iterator[Problem]:
    """Items and duties whose state is not the one that their standing rulings lead to."""
    outcomes = replay(*facts.load())
    duties = {pk: (state, by) for pk, state, by in Duty.objects.values_list("pk", "state", "ended_by_id")}
    for item in (
        Item.objects.select_related("body", "opened_by__meeting").order_by("body", "number").iterator()
    ):
        outcome = outcomes[item.pk]
        ending = outcome.ending
        if (item.state, item.ended_by_id, item.ended_on) != (ending.state, ending.by, ending.on):
            yield Problem(
                "item.state", _place(item), f"it is {item.state}; its rulings make it {ending.state}"
            )
        if facts.due_of(item) != outcome.due:
            yield Problem(
                "item.due", _place(item), "its deadline is not the one that its opening and rulings give"
            )
        opening = item.opened_by.meeting if item.opened_by else None
        if opening and not item.carried_in and item.opened_on != opening.starts_on:
            yield Problem("item.opened", _place(item), f"it says that it was opened on {item.opened_on}")
        for pk, ended in outcome.duties.items():
            if duties[pk] != (ended.state, ended.by):
                yield Problem(
                    "duty.state", f"{_place(item)}, duty {pk}", f"its rulings make it {ended.state}"
                )


def against_log() -> Iterator[Problem]:
    """Facts that are not as the log last left them, and facts that it does not know."""
    yield from compare(
        Item, lambda items: facts.snapshots([item.pk for item in items]), _place_of_item, folded=True
    )
    yield from compare(
        Progress,
        lambda rows: {row.pk: reporting.facts_of(row) for row in rows},
        lambda row: f"report {row.pk}",
    )
    yield from compare(
        Recommendation,
        lambda rows: {row.pk: rounds.facts_of(row) for row in rows},
        lambda row: f"recommendation {row.pk}",
    )


def files() -> Iterator[Problem]:
    """Evidence whose file is gone, or is not the one that was handed in."""
    for one in Evidence.objects.exclude(sha256="").iterator():
        place = f"evidence {one.pk} ({one.name})"
        if not default_storage.exists(one.file.name):
            yield Problem("evidence.gone", place, "its file is not there")
            continue
        with default_storage.open(one.file.name) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != one.sha256:
            yield Problem("evidence.changed", place, "its file is not the one that was handed in")


def compare(
    model: type[Model],
    now: Callable[[list[Any]], Mapping[int, Mapping[str, Any]]],
    place: Callable[[Any], str],
    *,
    folded: bool = False,
) -> Iterator[Problem]:
    """Each row against what the log says of it, and each logged object against the rows; in chunks.

    folded  an entry holds only what changed; else the whole of the object
    """
    kind = model._meta.label_lower
    every = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(every), CHUNK):
        keys = every[start : start + CHUNK]
        rows = list(model._default_manager.filter(pk__in=keys).order_by("pk"))
        said = _said(kind, keys, folded=folded)
        found = now(rows)
        for row in rows:
            if row.pk not in said:
                yield Problem("log.silent", place(row), "the log does not know it")
            elif not erasing.fits(said[row.pk], _plain(found[row.pk])):
                yield Problem("log.differs", place(row), "it was changed behind the log's back")
    yield from _gone(model, kind)


def _gone(model: type[Model], kind: str) -> Iterator[Problem]:
    """Objects that the log left standing and that are no more."""
    logged = (
        Entry.objects.filter(kind=kind)
        .order_by("object_id", "number")
        .values_list("object_id", "after_digest")
    )
    # Keys as the log has them: one that was tampered with may be no number.
    last = {key: bool(digest) for key, digest in logged.iterator()}
    standing = {str(key) for key in model._default_manager.values_list("pk", flat=True)}
    for key in sorted(key for key, stands in last.items() if stands and key not in standing):
        yield Problem("log.gone", f"{kind} {key}", "the log knows it, but it is not there")


def _said(kind: str, keys: Iterable[int], *, folded: bool) -> dict[int, dict[str, Any]]:
    """What the log last said of each object."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    restated = erasing.restated()
    entries = Entry.objects.filter(kind=kind, object_id__in=[str(key) for key in keys]).order_by("number")
    for number, key, *kept in entries.values_list("number", "object_id", "values__before", "values__after"):
        before, after = restated.get(number, kept)
        known = found[int(key)]
        if not folded:
            known.clear()
        # Values that are no object were tampered with, which the chain tells.
        for name in before if isinstance(before, dict) else {}:
            known.pop(name, None)
        known.update(after if isinstance(after, dict) else {})
    return dict(found)


def _plain(value: Any) -> Any:
    """As JSON gives it back."""
    return json.loads(canonical(value))


def _place(item: Item) -> str:
    return f"{item.body} item {item.number} {item.title}"


def _place_of_item(item: Any) -> str:
    return f"item {item.number} {item.title}"
