"""Writing programmes: who may, what is refused, that versions are not rewritten and values correct each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from lieguan.errors import Conflict, InvalidInput, NotAllowed, WrongRows
from lieguan.site.log.models import Entry
from lieguan.site.programme import actions, files, queries, verification
from lieguan.site.programme.entries import Fault
from lieguan.site.programme.models import (
    Indicator,
    Measure,
    MeasureItem,
    OutlineVersion,
    Programme,
    Responsible,
    Value,
)
from lieguan.site.programme.rule import Status
from lieguan.site.records.sheets import rows_of
from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.rights import Role
from scene import Scene

Rows = list[list[str]]
Table = Callable[[int], Rows]


def taken(scene: Scene, rows: Rows) -> actions.Taken:
    return actions.take_in(scene.secretariat, scene.body, rows)


def without(rows: Rows, kind: str) -> Rows:
    return [row for row in rows if row[0] != kind]


def only(rows: Rows, *kinds: str) -> Rows:
    return [rows[0], *(row for row in rows[1:] if row[0] in kinds)]


def changed(rows: Rows, code: str, column: str, value: str) -> Rows:
    at = rows[0].index(column)
    made = []
    for row in rows:
        cells = [*row, *[""] * (len(rows[0]) - len(row))]
        if row[1:2] == [code]:
            cells[at] = value
        made.append(cells)
    return made


def test_the_sample_comes_to_four_reached_and_two_near(scene: Scene, table: Table) -> None:
    first, second = taken(scene, table(1)), taken(scene, table(2))
    assert (first.entered, second.entered, second.corrected, second.same) == (32, 34, 0, 8)
    current = queries.in_force(queries.versions_of(second.programme), date(2026, 12, 1))
    assert current == second.version
    found = queries.outline(second.version.pk)
    assert found.counted == {Status.REACHED: 4, Status.NEAR: 2}
    assert [one.judged.year for one in found.overall] == [2025] * 6
    assert {one.indicator.code: one.judged.status for one in found.own} == {
        "A-2-1": Status.BEHIND, "B-1-1": Status.NEAR, "D-2-1": Status.NO_DATA,
    }  # fmt: skip
    earlier = queries.outline(first.version.pk)
    # The values of 2025, which came with the new version, are judged by the old one's own targets of that year.
    assert [(one.judged.year, one.judged.status) for one in earlier.overall] == [
        (one.judged.year, one.judged.status) for one in found.overall
    ]


def test_the_version_of_the_day_is_in_force(scene: Scene, table: Table) -> None:
    programme = taken(scene, table(1)).programme
    taken(scene, table(2))
    versions = queries.versions_of(programme)
    days = [date(2020, 1, 1), date(2024, 4, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [queries.in_force(versions, day).number for day in days] == [1, 1, 1, 2]
    assert queries.in_force([], days[0]) is None


def test_done_twice_it_does_nothing(scene: Scene, table: Table) -> None:
    taken(scene, table(2))
    entries = Entry.objects.count()
    again = taken(scene, table(2))
    assert (again.version, again.entered, again.corrected, again.same) == (None, 0, 0, 42)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("kind", ["ods", "csv"])
def test_what_is_taken_home_comes_back_without_a_change(scene: Scene, table: Table, kind: str) -> None:
    version = taken(scene, table(2)).version
    rows = rows_of(files.write(queries.as_sheet(queries.outline(version.pk)), kind), f"a.{kind}")
    entries = Entry.objects.count()
    assert (taken(scene, rows).same, Entry.objects.count()) == (42, entries)


def test_a_version_is_never_rewritten(scene: Scene, table: Table) -> None:
    taken(scene, table(1))
    entries = Entry.objects.count()
    for rows in (changed(table(1), "A-1", "名稱", "改名"), without(table(1), "分組")):
        with pytest.raises((Conflict, WrongRows)):
            taken(scene, rows)
    with pytest.raises(Conflict, match="says something else \\(measures\\)"):
        taken(scene, changed(table(1), "A-1", "主辦機關", "內政部"))
    assert Entry.objects.count() == entries
    taken(scene, table(2))
    older = changed(table(1), "1", "代碼", "3")
    assert taken(scene, older).version.number == 3
    taken(scene, changed(table(1), "1", "代碼", "5"))
    with pytest.raises(Conflict, match="is here already, which is later"):
        taken(scene, changed(table(1), "1", "代碼", "4"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE programme_outlineversion SET vision = 'x'",
        "UPDATE programme_measure SET title = 'x'",
        "UPDATE programme_indicator SET unit = 'x'",
        "UPDATE programme_value SET value = 1",
        "DELETE FROM programme_value",
        "DELETE FROM programme_responsible",
        "UPDATE programme_programme SET title = 'x'",
        "DELETE FROM programme_measureitem",
    ],
)
def test_the_database_refuses_to_rewrite(
    scene: Scene, table: Table, statement: str, database: object
) -> None:
    version = taken(scene, table(1)).version
    actions.link_item(scene.secretariat, version.measures.first(), scene.item(scene.meeting(1), "內政部"))
    with pytest.raises(DatabaseError), transaction.atomic(), database.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement)


def test_measures_and_values_go_on_through_versions(scene: Scene, table: Table) -> None:
    first, second = taken(scene, table(1)).version, taken(scene, table(2)).version
    old, new = first.measures.get(code="A-1"), second.measures.get(code="A-1")
    assert (new.uid, new.lasting) == (old.uid, old.pk)
    item = scene.item(scene.meeting(1), "內政部")
    actions.link_item(scene.secretariat, new, item)
    for version in (first, second):
        shown = next(
            one
            for _g, some in queries.outline(version.pk).groups
            for one in some
            if one.measure.code == "A-1"
        )
        assert [link.item for link in shown.links] == [item]
    actual = Value.objects.filter(kind="actual", year=2025, indicator__code="總-1").get()
    assert actual.indicator.version == first


def test_an_indicator_begins_anew_under_another_unit(scene: Scene, table: Table) -> None:
    taken(scene, table(1))
    version = taken(
        scene, changed(only(table(2), "方案", "綱領", "分組", "措施", "指標"), "總-1", "單位", "‰")
    ).version
    assert version.indicators.get(code="總-1").first is None
    assert version.indicators.get(code="總-2").first is not None


def test_agencies_are_those_of_the_registry_where_they_can_be_told(scene: Scene, table: Table) -> None:
    version = taken(scene, table(2)).version
    found = Responsible.objects.filter(measure__version=version)
    short = found.get(measure__code="B-1", role="lead")
    assert (short.as_written, short.agency.name) == ("衛福部", "衛生福利部")
    assert found.get(as_written="相關部會").agency is None
    assert Agency.objects.filter(name="數位發展部").count() == 1


def test_with_a_wrong_row_of_the_outline_nothing_is_taken(scene: Scene, table: Table) -> None:
    rows = changed(changed(table(1), "A-2", "上層代碼", "Z"), "總-3", "方向", "左")
    with pytest.raises(WrongRows) as caught:
        taken(scene, rows)
    assert [(one.row, one.column, one.fault) for one in caught.value.rows] == [
        (rows.index(next(row for row in rows if row[1] == "A-2")) + 1, "上層代碼", Fault.UNKNOWN),
        (rows.index(next(row for row in rows if row[1] == "總-3")) + 1, "方向", Fault.DIRECTION),
    ]
    assert not Programme.objects.exists()


def test_right_values_are_kept_and_wrong_ones_named(scene: Scene, table: Table) -> None:
    taken(scene, table(1))
    head = table(1)[0]
    filled = {"列別": "年度值", "年度": "114", "來源": "年報"}
    rows = [
        head,
        [{"列別": "方案", "名稱": "離島生活韌性推動方案"}.get(column, "") for column in head],
        *(
            [(filled | more).get(column, "") for column in head]
            for more in (
                {"上層代碼": "總-1", "實際值": "86"},
                {"上層代碼": "沒有", "實際值": "1"},
                {"上層代碼": "總-2", "實際值": "多"},
                {"上層代碼": "總-3", "實際值": "98"},
            )
        ),
    ]  # fmt: skip
    came = taken(scene, rows)
    assert (came.version, came.entered) == (None, 2)
    assert [(one.row, one.fault) for one in came.skipped] == [(4, Fault.UNKNOWN), (5, Fault.NUMBER)]


def test_values_need_a_programme_that_is_here(scene: Scene, table: Table) -> None:
    with pytest.raises(WrongRows) as caught:
        taken(scene, only(table(1), "方案", "年度值"))
    assert [one.fault for one in caught.value.rows] == [Fault.UNKNOWN_PROGRAMME]


def test_a_correction_is_a_value_that_names_the_one_it_replaces(scene: Scene, table: Table) -> None:
    version = taken(scene, table(1)).version
    indicator = version.indicators.get(code="總-1")
    old = Value.objects.get(indicator=indicator, kind="actual", year=2024)
    enter = {"kind": "actual", "year": 2024, "value": Decimal("77"), "source": "更正公告"}
    new = actions.enter_value(scene.secretariat, indicator, **enter, as_of=date(2025, 6, 1))
    assert (new.replaces, Value.objects.get(pk=old.pk).value) == (old, 76)
    (standing,) = [
        one
        for one in queries.standing_values([indicator])[indicator.pk]
        if (one.kind, one.year) == ("actual", 2024)
    ]
    assert standing == new
    entry = Entry.objects.order_by("number").last()
    assert (entry.action, entry.event_on) == ("programme.correct_value", date(2025, 6, 1))
    with pytest.raises(Conflict):
        actions.enter_value(scene.secretariat, indicator, **enter, as_of=date(2025, 6, 1))
    with pytest.raises(InvalidInput):
        actions.enter_value(scene.secretariat, indicator, **(enter | {"source": " "}))


def test_a_target_of_a_new_version_leaves_the_old_one_as_it_was(scene: Scene, table: Table) -> None:
    first, second = taken(scene, table(1)).version, taken(scene, table(2)).version
    indicator = second.indicators.get(code="總-1")
    actions.enter_value(
        scene.secretariat, indicator, kind="target", year=2026, value=Decimal(99), source="修正"
    )
    targets = {
        version.number: {
            year.year: year.target.value
            for year in queries.outline(version.pk).overall[0].years
            if year.target
        }
        for version in (first, second)
    }
    assert (targets[1][2026], targets[2][2026]) == (90, 99)


def test_a_link_is_withdrawn_and_stays_to_be_read(scene: Scene, table: Table) -> None:
    measure = taken(scene, table(1)).version.measures.first()
    item = scene.item(scene.meeting(1), "內政部")
    link = actions.link_item(scene.secretariat, measure, item)
    with pytest.raises(Conflict):
        actions.link_item(scene.secretariat, measure, item)
    actions.unlink_item(scene.secretariat, link.pk)
    with pytest.raises(Conflict):
        actions.unlink_item(scene.secretariat, link.pk)
    assert not queries.standing_links([measure.lasting]).exists()
    assert actions.link_item(scene.secretariat, measure, item).pk != link.pk
    assert MeasureItem.objects.count() == 2


def test_an_item_of_another_body_is_not_linked(scene: Scene, table: Table) -> None:
    measure = taken(scene, table(1)).version.measures.first()
    other = Body.objects.create(name="港灣小組", slug="harbours")
    with pytest.raises(InvalidInput):
        actions.link_item(
            scene.secretariat, measure, scene.item(scene.meeting(1), "內政部").__class__(body=other)
        )


def test_the_clause_that_adopted_it_is_one_of_the_body(scene: Scene, table: Table) -> None:
    clause = scene.clause(scene.meeting(1), "通過綱領。")
    rows = changed(table(1), "1", "依據段落", f"https://tracking.example.org/paragraphs/{clause.uid}/")
    assert taken(scene, rows).version.adopted_by == clause
    with pytest.raises(WrongRows) as caught:
        taken(scene, changed(table(2), "2", "依據段落", "nosuchclause"))
    assert [one.fault for one in caught.value.rows] == [Fault.CLAUSE]


@pytest.mark.parametrize("role", [Role.CHAIR, Role.MEMBER, Role.DESK, Role.AUDITOR, None])
def test_only_the_secretariat_and_the_administrator_write(
    scene: Scene, table: Table, role: Role | None
) -> None:
    version = taken(scene, table(1)).version
    measure, indicator = version.measures.first(), version.indicators.first()
    item = scene.item(scene.meeting(1), "內政部")
    link = actions.link_item(scene.secretariat, measure, item)
    who = None
    if role is not None:
        scope = {"agency": Agency.objects.first()} if role == Role.DESK else {}
        who = scene.account(role, **(scope or ({} if role == Role.AUDITOR else {"body": scene.body})))
    entries = Entry.objects.count()
    for write in (
        lambda: actions.take_in(who, scene.body, table(2)),
        lambda: actions.enter_value(who, indicator, kind="actual", year=2030, value=Decimal(1), source="x"),
        lambda: actions.link_item(who, measure, scene.item(scene.meeting(2), "外交部")),
        lambda: actions.unlink_item(who, link.pk),
    ):
        with pytest.raises(NotAllowed):
            write()
    assert (
        Entry.objects.filter(action__startswith="programme").count()
        == Entry.objects.filter(action__startswith="programme", number__lte=entries).count()
    )


def test_what_was_said_on_the_items_of_a_measure_is_found(scene: Scene, table: Table) -> None:
    assert queries.statements_on([scene.item(scene.meeting(1), "內政部")]) == []


def test_verify_names_what_was_changed_behind_the_log(scene: Scene, table: Table) -> None:
    version = taken(scene, table(1)).version
    with transaction.atomic():
        late = Measure.objects.create(
            version=version,
            group=version.groups.first(),
            uid="latecomer",
            code="Z-9",
            title="後補",
            position=99,
        )
        first, other = Indicator.objects.filter(version=version)[:2]
        value = Value.objects.filter(indicator=first).first()
        Value.objects.create(indicator=other, kind=value.kind, year=1999, value=1, source="x", replaces=value)
        found = {problem.code for problem in verification.verify()}
        transaction.set_rollback(True)
    assert late.pk
    assert found == {"log.differs", "log.silent", "value.correction"}
    assert OutlineVersion.objects.get().measures.count() == 7
