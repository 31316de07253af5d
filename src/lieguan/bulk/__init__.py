"""Many files at once: which record goes where, one file read and written, and who does it (this process, a pool, Ray)."""

from lieguan.bulk.folder import held
from lieguan.bulk.plan import Task, sources, tasks
from lieguan.bulk.runners import ENGINES, Engine, run
from lieguan.bulk.work import Options, Outcome, prepared

__all__ = ["ENGINES", "Engine", "Options", "Outcome", "Task", "held", "prepared", "run", "sources", "tasks"]
