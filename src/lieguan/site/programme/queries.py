"""What pages, the interface and other apps read of programmes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from lieguan.site.programme import entries, rule
from lieguan.site.programme.facts import whole_versions
from lieguan.site.programme.models import Indicator, Measure, MeasureItem, OutlineVersion, Programme, Value
from lieguan.site.records.models import Statement
from lieguan.site.records.queries import readable
from lieguan.site.registry.models import Body
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.outcomes import outcomes_of
from lieguan.site.tracking.states import DutyRole

# Years of the table of indicators: the latest ones; the others are in the table that can be taken home.
SHOWN_YEARS = 6


@dataclass(slots=True)
class Year:
    """What one year has of an indicator; the values with their source, None where there is none."""

    year: int
    target: Value | None = None
    actual: Value | None = None


@dataclass(slots=True)
class Measured:
    """An indicator with its values by year, the latest last, and what the rule says of them."""

    indicator: Indicator
    years: list[Year]
    judged: rule.Judged

    def in_years(self, wanted: Iterable[int]) -> list[Year]:
        """What it has of these years, one for each."""
        own = {one.year: one for one in self.years}
        return [own.get(year) or Year(year) for year in wanted]


@dataclass(slots=True)
class Shown:
    """A measure with its agencies by role, its indicators, and the tracked items that touch it."""

    measure: Any
    leads: list[Any]
    supports: list[Any]
    indicators: list[Measured] = field(default_factory=list)
    links: list[MeasureItem] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """A version as its page shows it.

    groups      (group, its measures)
    overall     indicators of the whole (總體指標); `own` those of measures
    counted     how many of `overall` have which status
    years       the years that the tables show
    """

    version: Any
    groups: list[tuple[Any, list[Shown]]]
    overall: list[Measured]
    own: list[Measured]
    counted: dict[rule.Status, int]
    years: list[int]


def programmes(body: Body) -> QuerySet[Programme]:
    """The programmes of a body, in the order in which they came."""
    return Programme.objects.filter(body=body).order_by("pk")


def in_force(versions: Sequence[OutlineVersion], today: date) -> OutlineVersion | None:
    """The version that is in force: the latest that came into force by today; where none has, the first.

    A version without a day counts from the day of its adoption, without either from the beginning.
    """
    began = [
        version for version in versions if (version.in_force_from or version.adopted_on or date.min) <= today
    ]
    return max(
        began, key=lambda one: one.number, default=min(versions, key=lambda one: one.number, default=None)
    )


def versions_of(programme: Programme) -> list[OutlineVersion]:
    """All versions, the latest first."""
    return list(programme.versions.select_related("adopted_by__meeting").order_by("-number"))


def standing_values(indicators: Iterable[Indicator]) -> dict[int, list[Value]]:
    """{indicator: the values that hold}: targets of the version's own rows, actual values of the lasting ones."""
    rows = list(indicators)
    keys = {row.pk for row in rows} | {row.lasting for row in rows}
    found: dict[int, list[Value]] = defaultdict(list)
    rows_of_values = Value.objects.filter(indicator__in=keys, replaced_by=None).select_related("replaces")
    for value in rows_of_values.order_by("year", "pk"):
        found[value.indicator_id].append(value)
    return {
        row.pk: [one for one in found[row.pk] if one.kind == Value.Kind.TARGET]
        + [one for one in found[row.lasting] if one.kind == Value.Kind.ACTUAL]
        for row in rows
    }


def measured(indicators: Iterable[Indicator]) -> list[Measured]:
    """The indicators with their values, judged; one query for any number."""
    rows = list(indicators)
    values = standing_values(rows)
    return [_measured(row, values[row.pk]) for row in rows]


def _measured(indicator: Indicator, values: Iterable[Value]) -> Measured:
    years: dict[int, Year] = {}
    by_kind: dict[str, dict[int, Decimal]] = {"target": {}, "actual": {}}
    for value in values:
        setattr(years.setdefault(value.year, Year(value.year)), value.kind, value)
        by_kind[value.kind][value.year] = value.value
    judged = rule.judge(
        rule.Direction(indicator.direction), indicator.baseline, by_kind["target"], by_kind["actual"]
    )
    return Measured(indicator, [years[year] for year in sorted(years)], judged)


def standing_links(measures: Iterable[int]) -> QuerySet[MeasureItem]:
    """Links of lasting measures that stand, with their items; the items' words are what the reader may read."""
    found = MeasureItem.objects.filter(measure__in=measures, withdrawn_at=None)
    return found.select_related("item__body", "item__opened_by__meeting", "linked_by").order_by(
        "item__number"
    )


def outline(version_pk: int) -> Outline | None:
    """A version with all that its page shows, in a constant number of queries."""
    version: Any = whole_versions().filter(pk=version_pk).first()
    if version is None:
        return None
    found = measured(version.all_indicators)
    links: dict[int, list[MeasureItem]] = defaultdict(list)
    for link in standing_links(one.lasting for one in version.all_measures):
        links[link.measure_id].append(link)
    shown = [_shown(one, found, links) for one in version.all_measures]
    overall = [one for one in found if one.indicator.measure_id is None]
    return Outline(
        version,
        [(group, [one for one in shown if one.measure.group_id == group.pk]) for group in version.all_groups],
        overall,
        [one for one in found if one.indicator.measure_id is not None],
        rule.counted(one.judged for one in overall),
        sorted({year.year for one in found for year in one.years})[-SHOWN_YEARS:],
    )


def _shown(measure: Any, found: Iterable[Measured], links: Mapping[int, list[MeasureItem]]) -> Shown:
    return Shown(
        measure,
        [who for who in measure.agencies if who.role == DutyRole.LEAD],
        [who for who in measure.agencies if who.role == DutyRole.SUPPORT],
        [one for one in found if one.indicator.measure_id == measure.pk],
        links.get(measure.lasting, []),
    )


def measure(uid: str) -> tuple[Outline, Shown] | None:
    """The latest row of a measure, with the version that has it; None where there is no such address."""
    row = Measure.objects.filter(uid=uid).order_by("-version__number").first()
    found = outline(row.version_id) if row is not None else None
    if row is None or found is None:
        return None
    return found, next(one for _group, some in found.groups for one in some if one.measure.pk == row.pk)


def statements_on(items: Sequence[Item]) -> list[Statement]:
    """What was said under the agenda items whose resolutions opened these items or ruled on them, by the record's
    agenda alone; in the order of the meetings. Two speeches may stand under one agenda item and answer another."""
    meetings = {one.opened_by.meeting_id for one in items if one.opened_by is not None}
    said = readable(Statement.objects.filter(meeting__in=meetings, standing=True))
    rows = list(said.select_related("meeting").order_by("meeting__starts_on", "position"))
    wanted = {one.pk for one in items}
    touched = {
        uid
        for uid, blocks in outcomes_of(rows).items()
        if any(item.pk in wanted for block in blocks for _clause, some in block.lines for item in some)
    }
    return [one for one in rows if one.uid in touched]


def as_sheet(found: Outline) -> entries.Sheet:
    """A version with its values as the table that it came from, for taking home and bringing back."""
    version = found.version
    by_code = {one.indicator.pk: one for one in (*found.overall, *found.own)}
    return entries.Sheet(
        version.programme.title,
        entries.OutlineEntry(
            version.number,
            version.title,
            version.source,
            vision=version.vision,
            adopted_on=version.adopted_on,
            in_force_from=version.in_force_from,
            adopted_by=version.adopted_by.uid if version.adopted_by else "",
            source_address=version.source_address,
            seen_on=version.seen_on,
            groups=tuple(entries.GroupEntry(one.code, one.title, one.lead) for one in version.all_groups),
            measures=tuple(
                entries.MeasureEntry(
                    one.measure.code,
                    one.measure.group.code,
                    one.measure.title,
                    one.measure.text,
                    tuple(who.as_written for who in one.leads),
                    tuple(who.as_written for who in one.supports),
                )
                for one in _in_order(found)
            ),
            indicators=tuple(
                entries.IndicatorEntry(
                    one.code,
                    one.title,
                    rule.Direction(one.direction),
                    one.measure.code if one.measure else "",
                    one.unit,
                    one.baseline,
                    one.baseline_year,
                    one.source,
                )
                for one in version.all_indicators
            ),
        ),
        tuple(
            entries.ValueEntry(one.code, value.kind, value.year, value.value, value.source, value.as_of)
            for one in version.all_indicators
            for value in _values(by_code[one.pk])
        ),
    )


def _in_order(found: Outline) -> list[Shown]:
    every = [one for _group, some in found.groups for one in some]
    return sorted(every, key=lambda one: one.measure.position)


def _values(one: Measured) -> list[Value]:
    return [value for year in one.years for value in (year.target, year.actual) if value is not None]
