"""What the log keeps of programmes: plain values, made of the rows in the same way when they are written and when they
are verified."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from lieguan.site.programme.models import (
    Group,
    Indicator,
    Measure,
    MeasureItem,
    OutlineVersion,
    Programme,
    Responsible,
    Value,
)

Facts = dict[str, Any]


def whole_versions() -> QuerySet[OutlineVersion]:
    """Versions with all that they hold, in a constant number of queries: `all_groups`, `all_measures` (each with
    `agencies`), `all_indicators`."""
    agencies = Responsible.objects.select_related("agency").order_by("position")
    measures = Measure.objects.select_related("group").order_by("position")
    return OutlineVersion.objects.select_related("programme__body", "adopted_by__meeting").prefetch_related(
        Prefetch("groups", Group.objects.order_by("position"), to_attr="all_groups"),
        Prefetch(
            "measures",
            measures.prefetch_related(Prefetch("responsible", agencies, to_attr="agencies")),
            to_attr="all_measures",
        ),
        Prefetch(
            "indicators",
            Indicator.objects.select_related("measure").order_by("position"),
            to_attr="all_indicators",
        ),
    )


def of_programme(programme: Programme) -> Facts:
    """A programme itself."""
    return {"body": programme.body_id, "uid": programme.uid, "title": programme.title}


def of_version(version: Any) -> Facts:
    """A version of `whole_versions`, whole."""
    return {
        "programme": version.programme_id,
        "number": version.number,
        "title": version.title,
        "vision": version.vision,
        "adopted_on": version.adopted_on,
        "in_force_from": version.in_force_from,
        "adopted_by": version.adopted_by_id,
        "source": version.source,
        "source_address": version.source_address,
        "seen_on": version.seen_on,
        "groups": [[one.code, one.title, one.lead] for one in version.all_groups],
        "measures": [
            [
                one.code, one.uid, one.first_id, one.group.code, one.title, one.text,
                [[who.role, who.as_written, who.agency_id] for who in one.agencies],
            ]
            for one in version.all_measures
        ],
        "indicators": [
            [
                one.code, one.first_id, one.measure.code if one.measure else "", one.title, one.unit, one.direction,
                number(one.baseline), one.baseline_year, one.source,
            ]
            for one in version.all_indicators
        ],
    }  # fmt: skip


def of_value(value: Value) -> Facts:
    """A yearly value."""
    return {
        "indicator": value.indicator_id,
        "kind": value.kind,
        "year": value.year,
        "value": number(value.value),
        "source": value.source,
        "as_of": value.as_of,
        "replaces": value.replaces_id,
    }


def of_link(link: MeasureItem) -> Facts:
    """A link of a measure to an item."""
    return {"measure": link.measure_id, "item": link.item_id, "withdrawn": link.withdrawn_at is not None}


def number(value: Decimal | None) -> str | None:
    """A number as both databases give it back: four digits behind the point."""
    return None if value is None else format(value, ".4f")


def of_versions(versions: Iterable[OutlineVersion]) -> dict[int, Facts]:
    """The facts of versions by their keys."""
    keys = [version.pk for version in versions]
    return {version.pk: of_version(version) for version in whole_versions().filter(pk__in=keys)}
