"""Queries whose SQL is written once.

Django writes the SQL of a queryset anew each time it is asked, and for a row with what belongs to it that takes ten times
as long as the database takes to answer. A `Prepared` query keeps the SQL, and the way from its rows to objects, for each
kind of database; asked again, it puts the values in their places.

PostgreSQL plans such a query anew each time as well, and longer than it answers: there it is asked in a way that lets the
server keep the plan (a prepared statement of the connection).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=Model)
# Stand in for the values while the SQL is written: keys that no row has.
_STAND_INS = range(7_140_003_001, 7_140_003_101)


class Prepared(Generic[Row]):
    """A query for objects, asked with whole numbers (primary keys) alone.

    make  the queryset for given numbers, a hundred at most; it may select, annotate, order and cut, but not prefetch, and must be of the
          same form whatever the numbers are
    """

    def __init__(self, make: Callable[..., QuerySet[Row]]) -> None:
        self._make = make
        self._plans: dict[tuple[str, int], _Plan | None] = {}

    def __call__(self, *numbers: int) -> list[Row]:
        """The objects for these numbers, as `list(make(*numbers))` would give them."""
        connection = connections[DEFAULT_DB_ALIAS]
        name = (connection.vendor, len(numbers))
        if name not in self._plans:
            self._plans[name] = _plan(self._make(*_STAND_INS[: len(numbers)]))
        plan = self._plans[name]
        if plan is None:
            return []
        with _cursor(connection) as cursor:
            cursor.execute(plan.sql, plan.parameters(numbers))
            return list(plan.objects(cursor.fetchall()))


def _cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor that may keep its plans, with Django's errors and its list of queries."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    import psycopg  # noqa: PLC0415 - a site on SQLite has no use for it

    connection.ensure_connection()
    # Django's cursor puts the values into the SQL, which makes another statement of it each time.
    return connection._prepare_cursor(psycopg.Cursor(connection.connection))  # type: ignore[attr-defined,no-any-return]


def _plan(rows: QuerySet[Any]) -> _Plan | None:
    """The plan of a queryset made for stand-ins; None where its conditions can never hold."""
    if rows._prefetch_related_lookups:  # type: ignore[attr-defined]
        raise TypeError("a prepared query prefetches nothing")
    compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    return _Plan(compiler, sql, list(parameters))


class _Plan:
    """SQL, and how its rows become objects: what django.db.models.query.ModelIterable does, without what it does anew."""

    def __init__(self, compiler: SQLCompiler, sql: str, parameters: list[Any]) -> None:
        self.compiler, self.sql = compiler, sql
        self._parameters = parameters
        # Only whole numbers: True and 1.0 are equal to 1 as well.
        self._places = [
            (at, _STAND_INS.index(value))
            for at, value in enumerate(parameters)
            if type(value) is int and value in _STAND_INS
        ]
        select, info = compiler.select, compiler.klass_info
        self._model: type[Model] = info["model"]
        fields = info["select_fields"]
        self._own = slice(fields[0], fields[-1] + 1)
        self._names = [column[0].target.attname for column in select[self._own]]
        self._related = get_related_populators(info, select, DEFAULT_DB_ALIAS)
        self._annotations = compiler.annotation_col_map
        self._converters = compiler.get_converters([column[0] for column in select])

    def parameters(self, numbers: tuple[int, ...]) -> list[Any]:
        """The parameters, with the numbers in the places of their stand-ins."""
        found = self._parameters.copy()
        for at, which in self._places:
            found[at] = numbers[which]
        return found

    def objects(self, fetched: list[Any]) -> Iterator[Any]:
        """The objects of the rows that the database gave."""
        rows = map(list, fetched)
        for row in self.compiler.apply_converters(rows, self._converters) if self._converters else rows:
            made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
            for populator in self._related:
                populator.populate(row, made)
            for name, column in self._annotations.items():
                setattr(made, name, row[column])
            yield made
