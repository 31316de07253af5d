"""A Ray cluster: the one that RAY_ADDRESS names, or one on this machine for as long as the run takes.

Every node reads and writes the files itself, so that they lie on storage that all nodes see under the same path.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lieguan.bulk.plan import Task
from lieguan.bulk.work import FILES_A_PROCESS, Options, Outcome, Results, died, do, fault, too_long
from lieguan.errors import LieguanError, MissingPart


def run(tasks: Iterator[Task], options: Options, jobs: int | None, seconds: float) -> Results:
    """Reads with `jobs` workers of the cluster, at most one for each of its processors; each file in `seconds`."""
    # Ray reports how it is used unless it is told not to; what an office reads is its own business.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise MissingPart(
            "--engine ray needs Ray, which is not installed", remedy="pip install 'lieguan[ray]'"
        ) from error
    settings: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
    if "RAY_ADDRESS" not in os.environ:
        settings |= {"num_cpus": jobs, "include_dashboard": False}
    ray.init(**settings)
    try:
        processors = int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]
        yield from _Cluster(ray, options, seconds).results(tasks, min(jobs or processors, processors))
    finally:
        ray.shutdown()


class _Reader:
    """A process of the cluster that reads one file after another."""

    def ready(self) -> bool:
        """Answers once the process is there, so that its start takes nothing of a file's time."""
        return True

    def do(self, task: Task, options: Options) -> Outcome:
        """As `work.do`."""
        return do(task, options)


@dataclass
class _Under:
    """What a reader is at: its start (no task) or a file, until when at the latest; `files` are those it has done."""

    reader: Any
    task: Task | None = None
    until: float = float("inf")
    files: int = 0


class _Cluster:
    def __init__(self, ray: Any, options: Options, seconds: float) -> None:
        self.ray, self.options, self.seconds = ray, options, seconds
        self.reader = ray.remote(num_cpus=1)(_Reader)
        #: What is waited for, by Ray's reference to its answer.
        self.under_way: dict[Any, _Under] = {}
        self.left = True

    def results(self, tasks: Iterator[Task], most: int) -> Results:
        for _ in range(most):
            self._start()
        # Readers that the cluster has no room for yet are not waited for once there is nothing left to read.
        while self.under_way and (self.left or any(under.task for under in self.under_way.values())):
            first = min(under.until for under in self.under_way.values())
            seconds = None if first == float("inf") else max(0.0, first - time.monotonic())
            done, _ = self.ray.wait(list(self.under_way), timeout=seconds)
            for reference in done:
                under = self.under_way.pop(reference)
                outcome, lives = self._answer(reference, under)
                if under.task is not None:
                    yield under.task, outcome
                self._next(under if lives else None, tasks)
            for reference in [
                one for one, under in self.under_way.items() if under.until <= time.monotonic()
            ]:
                under = self.under_way.pop(reference)
                self.ray.kill(under.reader)
                assert under.task is not None
                yield under.task, too_long(under.task, self.seconds)
                self._next(None, tasks)

    def _start(self) -> None:
        reader = self.reader.remote()
        self.under_way[reader.ready.remote()] = _Under(reader)

    def _next(self, under: _Under | None, tasks: Iterator[Task]) -> None:
        """Gives a reader that lives its next file; another takes the place of one that does not, or is worn."""
        if not self.left:
            return
        if under is None or under.files >= FILES_A_PROCESS:
            self._start()
        elif task := next(tasks, None):
            reference = under.reader.do.remote(task, self.options)
            until = time.monotonic() + self.seconds
            self.under_way[reference] = _Under(under.reader, task, until, under.files + 1)
        else:
            self.left = False

    def _answer(self, reference: Any, under: _Under) -> tuple[Outcome, bool]:
        """What came of it, and whether the reader lives."""
        errors = self.ray.exceptions
        try:
            answer = self.ray.get(reference)
        except errors.RayError as error:
            if under.task is None:
                raise LieguanError(
                    f"a worker of the Ray cluster does not start ({type(error).__name__})",
                    remedy="install the same lieguan on every node",
                ) from error
            if isinstance(error, errors.RayTaskError):
                return fault(under.task, getattr(error, "cause", None) or error), True
            return died(under.task, type(error).__name__), False
        return (answer, True) if under.task else (Outcome("kept"), True)
