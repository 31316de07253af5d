"""Pages of docs/reference that are made from tables of the code say what the tables say."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest

from repo import tracked


def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", tracked.ROOT / "scripts" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(reference().PAGES))
def test_the_page_is_as_made(name: str) -> None:
    page = (tracked.ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert page == reference().PAGES[name](), "run make reference"
