"""Queries whose SQL is written once.

Django writes the SQL of a queryset anew each time it is asked, and for a row with what belongs to it that takes ten times
as long as the database takes to answer. A `Prepared` query keeps the SQL, and the way from its rows to objects, for each
kind of database; asked again, it puts the values in their places.

PostgreSQL plans such a query anew each time as well, and longer than it answers: there it is asked in a way that lets the
server keep the plan (a prepared statement of the connection).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
# Stand in for the values while the SQL is written: keys that no row has.
_STAND_INS = range(7_140_003_001, 7_140_003_101)
# As it is and, where a column holds text, as text. Whole numbers alone: True and 1.0 are equal to 1 as well.
_PLACES: dict[tuple[type, int | str], int] = {
    (kind, kind(value)): place for place, value in enumerate(_STAND_INS) for kind in (int, str)
}
LONGEST = len(_STAND_INS)


class Prepared(Generic[Row]):
    """A query for objects, or with `values_list` for tuples, asked with whole numbers (primary keys) and short
    texts that a column equals (slugs).

    make  the queryset for given values, LONGEST at most; it may select, annotate, order and cut, but not prefetch, and must be of the
          same form whatever the values are
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self._make = make
        self._plans: dict[tuple[str, int], _Plan | None] = {}

    def __call__(self, *values: int | str) -> list[Row]:
        """What is found for these values, as `list(make(*values))` would give it."""
        if len(values) > LONGEST:
            raise ValueError(f"a prepared query is asked with {LONGEST} values at most")
        connection = connections[DEFAULT_DB_ALIAS]
        name = (connection.vendor, len(values))
        if name not in self._plans:
            self._plans[name] = _plan(self._make(*_STAND_INS[: len(values)]))
        plan = self._plans[name]
        if plan is None:
            return []
        with _cursor(connection) as cursor:
            cursor.execute(plan.sql, plan.parameters(values))
            return list(plan.made(cursor.fetchall()))


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
    kinds: dict[type, type[_Plan]] = {ModelIterable: _Objects, ValuesListIterable: _Tuples}
    return kinds[rows._iterable_class](compiler, sql, list(parameters))  # type: ignore[attr-defined]


class _Plan(ABC):
    """SQL, and the places of the values in it."""

    def __init__(self, compiler: SQLCompiler, sql: str, parameters: list[Any]) -> None:
        self.compiler, self.sql = compiler, sql
        self._parameters = parameters
        self._places = [
            (at, place)
            for at, value in enumerate(parameters)
            if type(value) in {int, str} and (place := _PLACES.get((type(value), value))) is not None
        ]
        self._converters = compiler.get_converters([column[0] for column in compiler.select])

    def parameters(self, values: tuple[int | str, ...]) -> list[Any]:
        """The parameters, with the values in the places of their stand-ins."""
        found = self._parameters.copy()
        for at, which in self._places:
            found[at] = values[which]
        return found

    @abstractmethod
    def made(self, fetched: list[Any]) -> Iterator[Any]:
        """What the rows become that the database gave."""

    def converted(self, fetched: list[Any]) -> Iterable[Any]:
        """The rows, with what the database says in its own way as Python says it."""
        if not self._converters:
            return fetched
        return self.compiler.apply_converters(map(list, fetched), self._converters)  # type: ignore[arg-type]


class _Tuples(_Plan):
    """What django.db.models.query.ValuesListIterable does."""

    def __init__(self, compiler: SQLCompiler, sql: str, parameters: list[Any]) -> None:
        super().__init__(compiler, sql, parameters)
        if compiler.query.extra_select:
            raise TypeError("a prepared query has no extra columns")

    def made(self, fetched: list[Any]) -> Iterator[Any]:
        """Tuples."""
        return map(tuple, self.converted(fetched))


class _Objects(_Plan):
    """What django.db.models.query.ModelIterable does, without what it does anew."""

    def __init__(self, compiler: SQLCompiler, sql: str, parameters: list[Any]) -> None:
        super().__init__(compiler, sql, parameters)
        select, info = compiler.select, compiler.klass_info
        self._model: type[Model] = info["model"]
        fields = info["select_fields"]
        self._own = slice(fields[0], fields[-1] + 1)
        self._names = [column[0].target.attname for column in select[self._own]]
        self._related = get_related_populators(info, select, DEFAULT_DB_ALIAS)
        self._annotations = compiler.annotation_col_map

    def made(self, fetched: list[Any]) -> Iterator[Any]:
        """Objects of the model."""
        for row in self.converted(fetched):
            made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
            for populator in self._related:
                populator.populate(row, made)
            for name, column in self._annotations.items():
                setattr(made, name, row[column])
            yield made
