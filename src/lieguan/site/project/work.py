"""Work that goes on beside the pages: keeping the search index. One process, started along with the site."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import FrameType

from lieguan.site.search.keeper import Keeper, only_keeper

# How often the process looks whether the site that started it still lives, and whether the other keeper is gone.
LOOK = 2.0


def start() -> subprocess.Popen[bytes]:
    """Start the work as a process of its own; it ends when this process does."""
    return subprocess.Popen(  # noqa: S603 - this Python, fixed words
        [sys.executable, "-m", "lieguan.cli", "work", "--beside", str(os.getpid())]
    )


def run(beside: int | None = None) -> int:
    """Work until told to stop, or until the process `beside` which it was started is gone; 0."""
    stop = threading.Event()

    def stopped(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stopped)
    if beside is not None:
        threading.Thread(target=_watch, args=(beside, stop), daemon=True).start()
    while not stop.is_set():
        with only_keeper() as alone:
            if alone:
                Keeper().run(stop)
            else:
                stop.wait(LOOK)
    return 0


def _watch(beside: int, stop: threading.Event) -> None:
    while not stop.wait(LOOK):
        if os.getppid() != beside:
            stop.set()
