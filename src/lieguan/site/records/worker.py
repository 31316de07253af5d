"""The process that reads one file that a stranger sent:
`python -m lieguan.site.records.worker PATH NAME MEGABYTES SECONDS [LEXICON …]`.

It limits itself before it loads any parser, reads, and prints one JSON object: {"records": […]} or
{"error": {"code", "problem", "place", "remedy"}}. Knows no database and no Django.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lieguan.errors import SourceError

MIB = 1024 * 1024
# What it may write: a converter's intermediate file.
_WRITTEN = 512 * MIB


def limit(megabytes: int, seconds: int) -> None:
    """Bound memory, processor time and what is written; no core dump."""
    for kind, most in (
        (resource.RLIMIT_AS, megabytes * MIB),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))


def read(path: Path, name: str, own: Sequence[Path] = ()) -> dict[str, Any]:
    """The answer for one file, read with the agencies of the files `own` beside the package's."""
    from lieguan import lexicon  # noqa: PLC0415
    from lieguan.engine import read as read_file  # noqa: PLC0415 - parsers are loaded after the limits stand
    from lieguan.record.codec import to_json  # noqa: PLC0415

    try:
        return {
            "records": [
                to_json(record) for record in read_file(path, name=name, agencies=lexicon.with_files(own))
            ]
        }
    except SourceError as error:
        return {
            "error": {
                "code": error.code,
                "problem": error.problem,
                "place": name,
                "remedy": error.remedy,
            }
        }


def main(arguments: list[str]) -> None:
    """Read the file and print the answer."""
    path, name, megabytes, seconds, *own = arguments
    limit(int(megabytes), int(seconds))
    answer = json.dumps(read(Path(path), name, [Path(file) for file in own]), ensure_ascii=False)
    sys.stdout.buffer.write(answer.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main(sys.argv[1:])
