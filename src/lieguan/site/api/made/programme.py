"""Programmes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from lieguan.site.api.addresses import Addresses
from lieguan.site.api.shapes.programme import (
    GroupShape,
    IndicatorShape,
    MeasureShape,
    OutlineShape,
    ProgrammeShape,
    ResponsibleShape,
    YearShape,
)
from lieguan.site.programme import queries
from lieguan.site.programme.queries import Measured, Outline, Shown, Year


def programme(to: Addresses, row: Any) -> ProgrammeShape:
    """A programme with the outline that is in force."""
    versions = queries.versions_of(row)
    current = queries.in_force(versions, timezone.localdate())
    outline = queries.outline(current.pk) if current else None
    return ProgrammeShape(
        id=to.thing("programme", row.uid),
        web=to.page("programme:programme", row.uid),
        modified=row.changed,
        license=settings.LICENCE,
        title=row.title,
        body=to.thing("body", row.body.slug),
        versions=[one.number for one in versions],
        outline=_outline(to, row.uid, outline) if outline else None,
    )


def _outline(to: Addresses, uid: str, found: Outline) -> OutlineShape:
    version = found.version
    return OutlineShape(
        number=version.number,
        title=version.title,
        vision=version.vision,
        adopted_on=version.adopted_on,
        in_force_from=version.in_force_from,
        adopted_by=to.paragraph(version.adopted_by.uid) if version.adopted_by else None,
        source=version.source,
        source_address=version.source_address,
        web=to.page("programme:version", uid, version.number),
        groups=[
            GroupShape(
                code=group.code,
                title=group.title,
                lead=group.lead,
                measures=[_measure(to, one) for one in some],
            )
            for group, some in found.groups
        ],
        indicators=_indicators(found.overall),
        counts={status.value: count for status, count in found.counted.items()},
    )


def _measure(to: Addresses, shown: Shown) -> MeasureShape:
    row = shown.measure
    return MeasureShape(
        id=to.page("programme:measure", row.uid),
        code=row.code,
        title=row.title,
        text=row.text,
        responsible=[
            ResponsibleShape(
                name=str(who),
                as_written=who.as_written,
                agency=to.thing("agency", who.agency_id) if who.agency_id else None,
                role=who.role,
            )
            for who in row.agencies
        ],
        indicators=_indicators(shown.indicators),
        items=[to.thing("item", link.item_id) for link in shown.links],
    )


def _indicators(found: Iterable[Measured]) -> list[IndicatorShape]:
    return [
        IndicatorShape(
            code=one.indicator.code,
            title=one.indicator.title,
            unit=one.indicator.unit,
            direction=one.indicator.direction,
            baseline=one.indicator.baseline,
            baseline_year=one.indicator.baseline_year,
            source=one.indicator.source,
            status=one.judged.status.value,
            status_year=one.judged.year,
            years=[_year(year) for year in one.years],
        )
        for one in found
    ]


def _year(found: Year) -> YearShape:
    actual = found.actual
    return YearShape(
        year=found.year,
        target=found.target.value if found.target else None,
        actual=actual.value if actual else None,
        source=actual.source if actual else "",
        as_of=actual.as_of if actual else None,
    )
