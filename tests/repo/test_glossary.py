"""The glossary and the code use the same nouns."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

from django.apps import apps

from lieguan.record import nouns
from repo import tracked

ROW = re.compile(r"^\| ([^|]+) \| ((?:`[^`|]+`(?:, )?)+) \|", re.MULTILINE)
# Nouns of the code that are no term of the field: how Django and the reader work inside.
INSIDE = {"Cell", "Block"}


def glossary() -> dict[str, str]:
    """{code: Chinese term} of the page."""
    page = tracked.text(Path("docs/reference/glossary.md"))
    return {code: term for term, codes in ROW.findall(page) for code in re.findall(r"`([^`]+)`", codes)}


def identifiers() -> set[str]:
    """Every name and every word of a string in the source."""
    found = set()
    for path in tracked.files(".py"):
        if path.parts[0] != "src":
            continue
        for node in ast.walk(ast.parse(tracked.text(path))):
            for name in ("name", "id", "attr", "arg"):
                value = getattr(node, name, None)
                if isinstance(value, str):
                    found.add(value)
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(re.findall(r"\w+", node.value), [node.value])
    return found


def test_every_word_of_the_glossary_is_used_in_the_code() -> None:
    used = identifiers()
    unused = [
        code
        for code in glossary()
        if code not in used and not all(word in used or f"{word}_on" in used for word in code.split())
    ]
    assert not unused


def test_every_noun_of_the_record_and_every_model_of_the_site_is_in_the_glossary() -> None:
    of_the_record = {
        name
        for name, value in inspect.getmembers(nouns, inspect.isclass)
        if value.__module__ == nouns.__name__
    }
    of_the_site = {model.__name__ for model in apps.get_models() if model.__module__.startswith("lieguan.")}
    assert (of_the_record | of_the_site) - INSIDE - set(glossary()) == set()


def test_a_class_says_its_chinese_term_or_stands_in_a_file_that_does() -> None:
    terms = glossary()
    silent = []
    for model in apps.get_models():
        if not model.__module__.startswith("lieguan."):
            continue
        said = (inspect.getdoc(model) or "") + (inspect.getmodule(model).__doc__ or "")
        words = re.split(r"[、，（）]|第 N 次", terms[model.__name__])
        if not any(word and word in said for word in words):
            silent.append(model.__name__)
    assert not silent
