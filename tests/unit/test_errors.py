"""Errors say in one line where, what and what to do."""

from __future__ import annotations

import inspect

from lieguan import errors
from lieguan.errors import LieguanError


def test_place_problem_and_remedy_in_one_line() -> None:
    error = LieguanError("is no PDF", place="紀錄.pdf", remedy="print it again")
    assert str(error) == "紀錄.pdf: is no PDF; print it again"
    assert str(LieguanError("wrong")) == "wrong"


def test_a_name_that_would_break_the_line_or_steer_the_terminal() -> None:
    error = LieguanError("is empty", place="壞\n檔\x1b[31m\u202e.pdf")
    assert str(error) == "壞 檔\ufffd[31m\ufffd.pdf: is empty"


def test_codes_are_different_and_the_tree_is_drawn_in_the_docstring() -> None:
    kinds = [
        kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, LieguanError)
    ]
    assert len({kind.code for kind in kinds}) == len(kinds)
    drawn = errors.__doc__ or ""
    assert [kind.__name__ for kind in kinds if kind.__name__ not in drawn] == []
