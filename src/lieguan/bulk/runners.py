"""Who reads: this process, a pool of processes, or a Ray cluster. All three write the same bytes.

No more files are under way than there are workers, twice over, so that memory does not grow with their number. A worker
that dies or takes too long is one failed file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Literal

from lieguan.bulk.plan import Task
from lieguan.bulk.work import Options, Results, do
from lieguan.sources import OnPage

Engine = Literal["here", "pool", "ray"]
ENGINES: tuple[Engine, ...] = ("here", "pool", "ray")


def run(
    tasks: Iterable[Task],
    options: Options,
    *,
    engine: Engine = "here",
    jobs: int | None = None,
    seconds: float = 600,
    on_page: OnPage | None = None,
) -> Results:
    """Each task with what came of it, as they are done. Close it to stop the workers.

    jobs     workers at once; by default one for each processor, of this machine or of the cluster
    seconds  how long a worker may take for one file
    on_page  as for `lieguan.engine.read`; in this process alone

    Raises MissingPart where Ray is asked for and not installed.
    """
    if engine == "pool":
        from lieguan.bulk import pool

        return pool.run(iter(tasks), options, jobs or processors(), seconds)
    if engine == "ray":
        from lieguan.bulk import cluster

        return cluster.run(iter(tasks), options, jobs, seconds)
    return ((task, do(task, options, on_page)) for task in tasks)


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
