"""Every write of programmes. Each function checks the right, changes, and logs, in one transaction.

An outline version is whole and never rewritten; a value is corrected by another one that names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Model
from django.utils import timezone

from lieguan.errors import Conflict, InvalidInput, WrongRows
from lieguan.site.log import actions as log
from lieguan.site.log.actions import Actor
from lieguan.site.programme import facts, sheet
from lieguan.site.programme.entries import Fault, MeasureEntry, OutlineEntry, Sheet, ValueEntry, Wrong
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
from lieguan.site.records.identity import new_uid
from lieguan.site.records.models import Clause
from lieguan.site.registry import agencies
from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.rights import Right, require
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.settling import change
from lieguan.site.tracking.states import DutyRole


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file.

    version  the version that was added; None where the file's is here already, or it brings values alone
    entered  values that are new;  corrected: those that replace another;  same: those that were here already
    skipped  rows of values that are wrong and were left out
    """

    programme: Programme
    version: OutlineVersion | None
    entered: int
    corrected: int
    same: int
    skipped: tuple[Wrong, ...]


def take_in(actor: Actor | None, body: Body, rows: Sequence[Sequence[str]]) -> Taken:
    """Take in the rows of a table (sheet.COLUMNS): a new version of an outline with its values, or values alone.

    Done twice it does nothing the second time. With a wrong row of the outline nothing is taken; a wrong row of values
    is left out and told. A version that is here already must say the same: what is new has a new number.

    Raises NotAllowed, WrongRows, Conflict (the version is here and says something else, or is older than the latest).
    """
    require(actor, Right.EDIT_PROGRAMME, body=body)
    said = sheet.parse(rows)
    if said.wrong:
        raise _refused(said.wrong)
    with change():
        _lock(body)
        programme = Programme.objects.filter(body=body, title=said.title).first()
        if programme is None and said.outline is None:
            raise _refused([Wrong(0, "名稱", Fault.UNKNOWN_PROGRAMME)])
        clause = _clause(body, said.outline) if said.outline else None
        if programme is None:
            programme = Programme.objects.create(body=body, uid=new_uid(), title=said.title)
            _log(actor, "programme.create", programme, programme, after=facts.of_programme(programme))
        added, version = None, programme.versions.order_by("-number").first()
        if said.outline is not None:
            version = programme.versions.filter(number=said.outline.number).first()
            if version is None:
                version = added = _add(actor, programme, said.outline, clause)
            else:
                _require_same(version, said.outline, clause)
        assert version is not None  # a programme comes with its first version
        counts, unknown = _enter_all(actor, version, said)
        _touch(programme)
    skipped = tuple(sorted((*said.skipped, *unknown), key=lambda one: one.row))
    return Taken(programme, added, counts["entered"], counts["corrected"], counts["same"], skipped)


def enter_value(
    actor: Actor | None,
    indicator: Indicator,
    *,
    kind: str,
    year: int,
    value: Decimal,
    source: str,
    as_of: date | None = None,
) -> Value:
    """Enter a yearly value; where there is one already, the new one corrects it and says so.

    Raises NotAllowed, InvalidInput (no source), Conflict (the same value is here already).
    """
    programme = indicator.version.programme
    require(actor, Right.EDIT_PROGRAMME, body=programme.body_id)
    if not source.strip():
        raise InvalidInput("a value needs its source", field="source", place=str(indicator), remedy="name it")
    with change():
        _lock(programme.body)
        entry = ValueEntry(indicator.code, kind, year, value, source.strip(), as_of)
        made, _corrects = _enter(actor, programme, indicator, entry)
        if made is None:
            raise Conflict(
                "this value is here already", place=f"{indicator} {year}", remedy="look at the table"
            )
        _touch(programme)
    return made


def link_item(actor: Actor | None, measure: Measure, item: Item) -> MeasureItem:
    """Say that a tracked item touches a measure, in this version and those that keep it.

    Raises NotAllowed, InvalidInput (an item of a body that is not the programme's), Conflict (it is linked already).
    """
    programme = measure.version.programme
    require(actor, Right.EDIT_PROGRAMME, body=programme.body_id)
    if item.body_id != programme.body_id:
        raise InvalidInput(
            "the item is of another body", field="item", place=str(measure), remedy="choose one of this body"
        )
    with change():
        _lock(programme.body)
        if MeasureItem.objects.filter(measure=measure.lasting, item=item, withdrawn_at=None).exists():
            raise Conflict(
                "it is linked already", place=f"{measure} {item.number}", remedy="load the page again"
            )
        link = MeasureItem.objects.create(
            measure_id=measure.lasting, item=item, linked_by_id=getattr(actor, "pk", None)
        )
        _log(actor, "programme.link_item", programme, link, after=facts.of_link(link))
        _touch(programme)
    return link


def unlink_item(actor: Actor | None, link_pk: int) -> MeasureItem:
    """Withdraw a link; that it was there stays in the log. Raises NotAllowed, Conflict (it is withdrawn already)."""
    with change():
        found = MeasureItem.objects.select_for_update(of=("self",)).select_related(
            "measure__version__programme"
        )
        link = found.get(pk=link_pk)
        programme = link.measure.version.programme
        require(actor, Right.EDIT_PROGRAMME, body=programme.body_id)
        if link.withdrawn_at is not None:
            raise Conflict("it is withdrawn already", place=str(link.measure), remedy="load the page again")
        before = facts.of_link(link)
        link.withdrawn_at, link.withdrawn_by_id = timezone.now(), getattr(actor, "pk", None)
        link.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _log(actor, "programme.unlink_item", programme, link, before=before, after=facts.of_link(link))
        _touch(programme)
    return link


def _refused(wrong: Iterable[Wrong]) -> WrongRows:
    rows = tuple(wrong)
    return WrongRows(
        f"{len(rows)} cells are wrong ({'; '.join(map(str, rows[:5]))}); nothing was taken in",
        rows=rows,
        field="file",
        remedy="correct these rows and send the table again",
    )


def _lock(body: Body) -> None:
    """Who changes programmes of a body at the same time waits here: their own rows are append-only, and not locked."""
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)


def _touch(programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(modified_at=timezone.now())


def _log(
    actor: Actor | None,
    action: str,
    programme: Programme,
    target: Model,
    *,
    after: facts.Facts,
    before: facts.Facts | None = None,
    on: date | None = None,
) -> None:
    log.append(actor, action, target, before=before, after=after, body_id=programme.body_id, event_on=on)


def _clause(body: Body, outline: OutlineEntry) -> Clause | None:
    """The clause that adopted it: a standing one of the body, or of one that it succeeded."""
    if not outline.adopted_by:
        return None
    bodies, one = [], body
    while one is not None and one.pk not in bodies:
        bodies.append(one.pk)
        one = one.predecessor  # type: ignore[assignment]
    found = Clause.objects.filter(uid=outline.adopted_by, standing=True, meeting__body__in=bodies).first()
    if found is None:
        raise _refused([Wrong(outline.row, "依據段落", Fault.CLAUSE)])
    return found


def _add(
    actor: Actor | None, programme: Programme, said: OutlineEntry, clause: Clause | None
) -> OutlineVersion:
    """A new version, whole. Measures and indicators that an earlier version had under the same code go on."""
    latest = programme.versions.order_by("-number").first()
    if latest is not None and latest.number > said.number:
        raise Conflict(
            f"version {latest.number} is here already, which is later than {said.number}",
            place=str(programme),
            remedy=f"give the new version a number above {latest.number}",
        )
    version = OutlineVersion.objects.create(
        programme=programme,
        number=said.number,
        title=said.title,
        vision=said.vision,
        adopted_on=said.adopted_on,
        in_force_from=said.in_force_from,
        adopted_by=clause,
        source=said.source,
        source_address=said.source_address,
        seen_on=said.seen_on,
        made_by_id=getattr(actor, "pk", None),
    )
    groups = {
        one.code: Group.objects.create(
            version=version, code=one.code, title=one.title, lead=one.lead, position=at
        )
        for at, one in enumerate(said.groups)
    }
    measures = _add_measures(version, said, groups)
    earlier = _latest(Indicator.objects.filter(version__programme=programme))
    for at, one in enumerate(said.indicators):
        before = earlier.get(one.code)
        Indicator.objects.create(
            version=version,
            measure=measures.get(one.measure),
            # Under another unit the old values would say something else.
            first_id=before.lasting if before is not None and before.unit == one.unit else None,
            code=one.code,
            title=one.title,
            unit=one.unit,
            direction=one.direction.value,
            baseline=one.baseline,
            baseline_year=one.baseline_year,
            source=one.source,
            position=at,
        )
    stored = facts.whole_versions().get(pk=version.pk)
    _log(
        actor, "programme.add_version", programme, version, after=facts.of_version(stored), on=said.adopted_on
    )
    return version


def _add_measures(
    version: OutlineVersion, said: OutlineEntry, groups: dict[str, Group]
) -> dict[str, Measure]:
    earlier = _latest(Measure.objects.filter(version__programme=version.programme_id))
    found = {}
    for at, one in enumerate(said.measures):
        before = earlier.get(one.code)
        found[one.code] = Measure.objects.create(
            version=version,
            group=groups[one.group],
            first_id=before.lasting if before is not None else None,
            uid=before.uid if before is not None else new_uid(),
            code=one.code,
            title=one.title,
            text=one.text,
            position=at,
        )
        _add_agencies(found[one.code], one, said.adopted_on or said.in_force_from)
    return found


def _latest(rows: Iterable[Measure] | Iterable[Indicator]) -> dict[str, Measure | Indicator]:
    """Of each code the row of the latest version that had it."""
    return {row.code: row for row in sorted(rows, key=lambda one: one.version_id)}


def _add_agencies(measure: Measure, said: MeasureEntry, day: date | None) -> None:
    written = [(DutyRole.LEAD, name) for name in said.leads]
    written += [(DutyRole.SUPPORT, name) for name in said.supports]
    for at, (role, name) in enumerate(written):
        Responsible.objects.create(
            measure=measure, agency=_agency(name, day), as_written=name, role=role.value, position=at
        )


def _agency(name: str, day: date | None) -> Agency | None:
    """The agency that a name or short name means; None for 各縣市政府, a company, a name of two agencies."""
    row = agencies.known().resolve(name, day=day)
    if row is not None:
        return agencies.ensure(row.name, day)
    return Agency.objects.filter(name=name).order_by("pk").first()


def _require_same(version: OutlineVersion, said: OutlineEntry, clause: Clause | None) -> None:
    """Refuse a file whose version is here and says something else."""
    stored = facts.of_version(facts.whole_versions().get(pk=version.pk))
    told = {
        "title": said.title,
        "vision": said.vision,
        "adopted_on": said.adopted_on,
        "in_force_from": said.in_force_from,
        "adopted_by": clause.pk if clause else None,
        "source": said.source,
        "source_address": said.source_address,
        "seen_on": said.seen_on,
        "groups": [[one.code, one.title, one.lead] for one in said.groups],
        "measures": [
            [one.code, one.group, one.title, one.text, list(one.leads), list(one.supports)]
            for one in said.measures
        ],
        "indicators": [
            [
                one.code, one.measure, one.title, one.unit, one.direction.value, facts.number(one.baseline),
                one.baseline_year, one.source,
            ]
            for one in said.indicators
        ],
    }  # fmt: skip
    known = stored | {
        "measures": [
            [code, group, title, text, _written(who, DutyRole.LEAD), _written(who, DutyRole.SUPPORT)]
            for code, _uid, _first, group, title, text, who in stored["measures"]
        ],
        "indicators": [[code, *rest] for code, _first, *rest in stored["indicators"]],
    }
    differs = [name for name, value in told.items() if known[name] != value]
    if differs:
        raise Conflict(
            f"version {version.number} is here already and says something else ({', '.join(differs)})",
            place=str(version.programme),
            remedy="a version is never rewritten: give the new one the next number",
        )


def _written(agencies_of: Iterable[Sequence[str]], role: DutyRole) -> list[str]:
    return [name for held, name, _agency in agencies_of if held == role]


def _enter_all(
    actor: Actor | None, version: OutlineVersion, said: Sheet
) -> tuple[dict[str, int], list[Wrong]]:
    """Enter the values of a file; how many were new, correct another, were here; and rows of unknown indicators."""
    indicators = {one.code: one for one in version.indicators.all()}
    counts, unknown = {"entered": 0, "corrected": 0, "same": 0}, []
    for entry in said.values:
        indicator = indicators.get(entry.indicator)
        if indicator is None:
            unknown.append(Wrong(entry.row, "上層代碼", Fault.UNKNOWN))
            continue
        made, corrects = _enter(actor, version.programme, indicator, entry)
        counts["same" if made is None else "corrected" if corrects else "entered"] += 1
    return counts, unknown


def _enter(
    actor: Actor | None, programme: Programme, indicator: Indicator, entry: ValueEntry
) -> tuple[Value | None, bool]:
    """(the new value, whether it corrects another); None where the same value stands."""
    key = indicator.pk if entry.kind == Value.Kind.TARGET else indicator.lasting
    standing = Value.objects.filter(indicator=key, kind=entry.kind, year=entry.year, replaced_by=None).first()
    if standing is not None and (standing.value, standing.source, standing.as_of) == (
        entry.value,
        entry.source,
        entry.as_of,
    ):
        return None, False
    made = Value.objects.create(
        indicator_id=key,
        kind=entry.kind,
        year=entry.year,
        value=entry.value,
        source=entry.source,
        as_of=entry.as_of,
        replaces=standing,
        entered_by_id=getattr(actor, "pk", None),
    )
    action = "programme.correct_value" if standing is not None else "programme.enter_value"
    _log(actor, action, programme, made, after=facts.of_value(made), on=entry.as_of)
    return made, standing is not None
