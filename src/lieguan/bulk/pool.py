"""A pool of processes on this machine."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice
from typing import TYPE_CHECKING, Any

from pebble import ProcessExpired, ProcessPool

from lieguan.bulk.plan import Task
from lieguan.bulk.work import FILES_A_PROCESS, Options, Outcome, Results, died, do, fault, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Memory that a process may have.
_BYTES = 4 * 1024**3


def run(tasks: Iterator[Task], options: Options, jobs: int, seconds: float) -> Results:
    """Reads with `jobs` processes; each file in `seconds`."""
    # Not plain fork: the pool's own threads are running when it replaces a process.
    ways = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if "forkserver" in ways else "spawn")
    if "forkserver" in ways:
        context.set_forkserver_preload(["lieguan.bulk.work"])
    pool = ProcessPool(max_workers=jobs, max_tasks=FILES_A_PROCESS, initializer=_bounded, context=context)
    under_way: dict[Future[Outcome], Task] = {}
    try:
        while True:
            for task in islice(tasks, 2 * jobs - len(under_way)):
                under_way[pool.schedule(do, args=[task, options], timeout=seconds)] = task
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                task = under_way.pop(future)
                yield task, _outcome(task, future, seconds)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _outcome(task: Task, future: Future[Outcome], seconds: float) -> Outcome:
    try:
        return future.result()
    except TimeoutError:
        return too_long(task, seconds)
    except ProcessExpired as error:
        return died(task, f"exit status {error.exitcode}")
    except Exception as error:
        return fault(task, error)


def _bounded() -> None:
    """A process's limits: on memory, and no core dumps. A stop from the keyboard is for the process above to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for kind, most in ((resource.RLIMIT_AS, _BYTES), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
