"""What every test of the site has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lieguan.site.withholding.reading import inside


@pytest.fixture(scope="session", autouse=True)
def reads_everything() -> Iterator[None]:
    """A test looks at the database as the program does; what a page answers is what its visitor may read."""
    with inside():
        yield
