"""Work that goes on beside the pages: keeping the search index, sending reminders and the new hits of saved searches. One
process, started along with the site."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from types import FrameType

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from lieguan.site.search.keeper import Keeper, only_keeper
from lieguan.site.search.saved import Teller
from lieguan.site.tracking import reminders

logger = logging.getLogger(__name__)
# How often the process looks whether the site that started it still lives, and whether the other keeper is gone.
LOOK = 2.0
# How often it looks whether a reminder is due. Any number of processes may: each mail is taken up by one.
REMIND = 5.0
# How often the new hits of saved searches are gathered: what is confirmed in one go comes in one mail.
TELL = 300.0


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
    if not settings.DEMO:  # its people are invented, and so are their addresses
        threading.Thread(target=_remind, args=(stop,), daemon=True).start()
    while not stop.is_set():
        with only_keeper() as alone:
            if alone:
                # Only where the index is kept: of two processes that tell, each new hit would be told of twice.
                if not settings.DEMO:
                    threading.Thread(target=_tell, args=(stop,), daemon=True).start()
                Keeper().run(stop)
            else:
                stop.wait(LOOK)
    return 0


def _remind(stop: threading.Event) -> None:
    reminding = reminders.Reminding()
    while not stop.is_set():
        try:
            reminding.step(timezone.now())
        except Exception:
            logger.exception("reminders could not be made; trying again")
        finally:
            close_old_connections()
        stop.wait(REMIND)


def _tell(stop: threading.Event) -> None:
    teller, origin = Teller(), settings.ORIGIN or "http://127.0.0.1:8000"
    while not stop.wait(TELL):
        try:
            teller.step(origin)
        except Exception:
            logger.exception("saved searches could not be told of; trying again")
        finally:
            close_old_connections()


def _watch(beside: int, stop: threading.Event) -> None:
    while not stop.wait(LOOK):
        if os.getppid() != beside:
            stop.set()
