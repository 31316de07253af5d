"""Files that do harm to the process that reads them, each by its name; workers import this by its module's name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from lieguan.bulk import Options
from lieguan.record.nouns import Record

MINUTES = (
    "離島航運協調會報第{}次會議紀錄\n時間：113年5月6日上午9時\n主席：余景明\n決議：照案通過，請交通局辦理。\n"
)


class Hostile(Options):
    """Reads as ever, but for files of these names."""

    def shown(self, record: Record) -> str:
        harm = record.source.name
        if harm == "segfault.txt":
            os.kill(os.getpid(), signal.SIGSEGV)
        if harm == "killed.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        if harm == "endless.txt":
            time.sleep(600)
        if harm == "memory.txt":
            raise MemoryError
        if harm == "fault.txt":
            raise RuntimeError("oops\nand more")
        return super().shown(record)


HARM = {
    "segfault.txt": "ended",
    "killed.txt": "ended",
    "endless.txt": "takes longer than 5 seconds",
    "memory.txt": "memory",
    "fault.txt": "fault in lieguan (RuntimeError: oops and more)",
}


def folder_of(place: Path, count: int, *more: str) -> Path:
    """A folder of so many minutes in two folders, and files of these names."""
    for number in range(1, count + 1):
        file = place / ("甲" if number % 2 else "乙") / f"第{number}次.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MINUTES.format(number), encoding="utf-8")
    for name in more:
        (place / name).write_text(MINUTES.format(0), encoding="utf-8")
    return place


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by their places in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
