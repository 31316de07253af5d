"""Several people at the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

from databases import Database, connected
from lieguan.errors import SiteError

Act = Callable[[], Any]


def at_once(database: Database, *acts: Act) -> list[str]:
    """Do all of these, each in a thread with a connection of its own, and give what each was told: "" for done.

    An act is written partial(function, …): what it works on is fixed when it is written.
    """
    start = threading.Barrier(len(acts))
    told = [""] * len(acts)

    def run(place: int, act: Act) -> None:
        with connected(database.wanted):
            connections["default"].ensure_connection()
            start.wait(10)
            try:
                act()
            except SiteError as error:
                told[place] = error.code

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    return told
