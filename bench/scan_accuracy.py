"""How well scans are read: the documents with a gold record, printed, photographed at 200 dpi and read by OCR.

    python bench/scan_accuracy.py [--gold FOLDER] [STEM …]

FOLDER holds minutes/, gold/ and score.py; by default what LIEGUAN_REAL_MINUTES names. STEMs choose documents;
without any, all are read, which takes minutes. WeasyPrint prints what is no PDF.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2
from accuracy import load_scorer, print_table
from markdown_it import MarkdownIt
from weasyprint import HTML

from lieguan.engine import read
from lieguan.record.codec import to_json

DPI = 200
STYLE = (
    "<style>@page{size:A4;margin:2.5cm}body{font:12pt/1.6 'AR PL UKai TW','Noto Serif CJK TC',serif}</style>"
)

# Spaces of a text file count on a Han character being two columns wide.
FIXED = "<style>pre{font-family:'Noto Sans Mono CJK TC',monospace;white-space:pre-wrap}</style>"


def main() -> int:
    """Prints the table; exit status 2 where the folder is not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=os.environ.get("LIEGUAN_REAL_MINUTES"))
    parser.add_argument("stems", nargs="*", metavar="STEM")
    args = parser.parse_args()
    if args.gold is None or not (args.gold / "score.py").is_file():
        print("set LIEGUAN_REAL_MINUTES to the folder of minutes/, gold/ and score.py", file=sys.stderr)
        return 2
    scorer = load_scorer(args.gold)
    files = {path.stem: path for path in (args.gold / "minutes").iterdir() if path.is_file()}
    tallies = {}
    with tempfile.TemporaryDirectory() as folder:
        for gold in sorted((args.gold / "gold").glob("*.json")):
            if gold.stem not in files or (args.stems and gold.stem not in args.stems):
                continue
            scan, pages = photographed(printed(files[gold.stem]))
            start = time.monotonic()
            record = to_json(read(scan, name=f"{gold.stem}.pdf")[0])
            print(
                f"{gold.stem}: {pages} pages, {(time.monotonic() - start) / pages:.1f} s a page", flush=True
            )
            (Path(folder) / gold.name).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
            tally = scorer.Tally()
            scorer.score(json.loads(gold.read_text(encoding="utf-8")), record, tally)
            tally.coverage = scorer.coverage(record)
            tallies[gold.stem] = tally
        print_table(scorer, tallies, Path(folder))
    return 0


def printed(file: Path) -> bytes:
    """The document as a PDF on A4."""
    if file.suffix == ".pdf":
        return file.read_bytes()
    if file.suffix in (".html", ".htm"):
        page = file.read_bytes()
        return bytes(HTML(string=STYLE + page.decode("utf-8")).write_pdf())
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".md":
        return bytes(HTML(string=STYLE + MarkdownIt().enable("table").render(text)).write_pdf())
    return bytes(HTML(string=f"{STYLE}{FIXED}<pre>{html.escape(text)}</pre>").write_pdf())


def photographed(data: bytes) -> tuple[bytes, int]:
    """A PDF that holds nothing but pictures of the pages, and how many."""
    pdf = pypdfium2.PdfDocument(data)
    pictures = [
        pdf[number].render(scale=DPI / 72, grayscale=True).to_pil().copy() for number in range(len(pdf))
    ]
    with tempfile.TemporaryFile() as out:
        pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI)
        out.seek(0)
        return out.read(), len(pictures)


if __name__ == "__main__":
    sys.exit(main())
