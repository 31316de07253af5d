"""The corpus that is kept: for each target one file, an input a line (text as it is, bytes in base64), smallest first.

    python tests/fuzz/corpus.py TARGET FOLDER…    # keep what a run found, cut down to what reaches something of its own

An input is kept for a step (from line to line) in lieguan that no smaller one takes.
"""

from __future__ import annotations

import base64
import gc
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any

import lieguan
from fuzz.targets import TARGETS

FOLDER = Path(__file__).parent / "corpus"
#: The package's own files; a checkout may bear its name too, with everything else in it.
PACKAGE = f"{Path(lieguan.__file__).parent}/"


def load(target: str) -> list[bytes]:
    """The inputs that are kept for a target."""
    path = FOLDER / f"{target}.jsonl"
    if not path.is_file():
        return []
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [row.encode() if isinstance(row, str) else base64.b64decode(row["base64"]) for row in rows]


def save(target: str, inputs: Iterable[bytes]) -> None:
    """Writes a target's file."""
    rows = [
        json.dumps(_shown(data), ensure_ascii=False)
        for data in sorted(set(inputs), key=lambda d: (len(d), d))
    ]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{target}.jsonl").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def _shown(data: bytes) -> object:
    try:
        words = data.decode()
    except UnicodeDecodeError:
        words = ""
    # JSON escapes what is a line break to Python but not to it.
    plain = words and not any(line_break in words for line_break in "\x85\u2028\u2029")
    return words if plain else {"base64": base64.b64encode(data).decode()}


def smallest(inputs: Iterable[bytes], read: Any) -> list[bytes]:
    """Those of the inputs that take a step which no smaller one takes."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for data in sorted(set(inputs), key=lambda data: (len(data), data)):
        steps = steps_of(lambda data=data: read(data))
        if not steps <= seen:
            seen |= steps
            kept.append(data)
    return kept


def steps_of(action: Any) -> set[tuple[str, int, int]]:
    """The steps from line to line in the package's files while `action` runs."""
    steps: set[tuple[str, int, int]] = set()

    def enter(frame: FrameType, event: str, _value: object) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(PACKAGE):
            return None
        last = frame.f_lineno

        def follow(frame: FrameType, event: str, _value: object) -> Any:
            nonlocal last
            steps.add((name, last, frame.f_lineno))
            last = frame.f_lineno
            return follow

        return follow

    # A generator that somebody left behind takes a step when it is swept up: before, not meanwhile.
    gc.collect()
    gc.disable()
    before = sys.gettrace()
    sys.settrace(enter)
    try:
        action()
    finally:
        sys.settrace(before)
        gc.enable()
    return steps


def main() -> int:
    """Keeps what runs found."""
    target, *folders = sys.argv[1:]
    found = [path.read_bytes() for folder in folders for path in Path(folder).iterdir() if path.is_file()]
    kept = smallest([*found, *load(target)], TARGETS[target].check)
    save(target, kept)
    print(f"{target}: {len(kept)} of {len(found)} kept, {sum(map(len, kept)):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
