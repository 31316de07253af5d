"""How long the whole reading of a document takes, beside what markitdown takes to give its text alone.

    uv pip install --group bench -e .      # markitdown 0.1.9, not needed for anything else
    python bench/reading_speed.py [FILE …] [--pairs 15]

Both run warm in one process, in turns, the order changing from pair to pair; the medians are compared.
Memory is the peak of a fresh process for each file and each of the two. Without files the samples are read
(the Markdown one as an HTML page). Exit status 1 where reading is slower or takes more memory.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples"
Reader = Callable[[Path], object]


def lieguan() -> Reader:
    """The whole reading: text, structure, agencies, deadlines."""
    from lieguan.engine import read

    return read


def markitdown() -> Reader:
    """Text alone."""
    from markitdown import MarkItDown

    converter = MarkItDown(enable_plugins=False)
    return lambda path: converter.convert(str(path)).text_content


READERS: dict[str, Callable[[], Reader]] = {"lieguan": lieguan, "markitdown": markitdown}


def compare(path: Path, readers: dict[str, Reader], pairs: int) -> dict[str, float]:
    """The median seconds of each reader."""
    for reader in readers.values():
        reader(path)
        reader(path)
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for turn in range(pairs):
        for name in sorted(readers, reverse=bool(turn % 2)):
            gc.collect()
            start = time.perf_counter()
            readers[name](path)
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def peak(name: str, path: Path) -> float:
    """The peak memory in MB of a fresh process that reads one file."""
    command = [sys.executable, __file__, "--peak", name, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(run.stdout.split()[-1]) / 1024


def own_peak() -> str:
    """The peak of this process in kB. Not ru_maxrss: a child inherits its parent's over fork and exec."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))


def samples(folder: Path) -> list[Path]:
    """Documents of our own: the PDF and the DOCX as they are, the Markdown as a page."""
    from markdown_it import MarkdownIt

    page = folder / "06.html"
    words = MarkdownIt("commonmark").enable("table").render((SAMPLES / "06.md").read_text(encoding="utf-8"))
    page.write_text(f"<html><head><meta charset='utf-8'></head><body>{words}</body></html>", encoding="utf-8")
    return [SAMPLES / "05.pdf", SAMPLES / "04.docx", page]


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--peak", choices=sorted(READERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        READERS[options.peak]()(options.files[0])
        print(own_peak())
        return 0
    readers = {name: load() for name, load in READERS.items()}
    behind = False
    print(
        f"{'file':<24}{'lieguan ms':>12}{'markitdown ms':>15}{'ratio':>8}{'lieguan MB':>12}{'markitdown MB':>15}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for path in options.files or samples(Path(folder)):
            taken = compare(path, readers, options.pairs)
            ours, theirs = taken["lieguan"], taken["markitdown"]
            our_peak, their_peak = (peak(name, path) for name in READERS)
            behind |= ours > theirs or our_peak > their_peak
            print(
                f"{path.name:<24}{ours * 1000:>12.1f}{theirs * 1000:>15.1f}{ours / theirs:>8.2f}"
                f"{our_peak:>12.0f}{their_peak:>15.0f}"
            )
    return int(behind)


if __name__ == "__main__":
    sys.exit(main())
