"""How well minutes are read: precision, recall and F1 of each part, over all documents and for each.

    python bench/accuracy.py [--gold FOLDER] [--show] [--against REF]

FOLDER holds minutes/, gold/ and score.py; by default what LIEGUAN_REAL_MINUTES names. --show lists every
difference. --against REF also reads with the code of a git revision (its src/, this environment) and prints,
document by document, what the working tree gained and lost.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
READ = """
import json, sys
from pathlib import Path
from lieguan.engine import read
from lieguan.record.codec import to_json
for line in sys.stdin.read().splitlines():
    stem, file = line.split("\\t")
    target = Path(sys.argv[1]) / f"{stem}.json"
    target.write_text(json.dumps(to_json(read(Path(file))[0]), ensure_ascii=False), encoding="utf-8")
"""


def main() -> int:
    """Prints the tables; exit status 2 where the folder is not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=os.environ.get("LIEGUAN_REAL_MINUTES"))
    parser.add_argument("--show", action="store_true", help="list every difference")
    parser.add_argument("--against", metavar="REF", help="a git revision to compare with")
    args = parser.parse_args()
    if args.gold is None or not (args.gold / "score.py").is_file():
        print(
            "set LIEGUAN_REAL_MINUTES to the folder of real minutes (minutes/, gold/, score.py)",
            file=sys.stderr,
        )
        return 2
    scorer = load_scorer(args.gold)
    with tempfile.TemporaryDirectory() as folder:
        here = read_all(args.gold, ROOT / "src", Path(folder) / "here")
        tallies = score_all(scorer, args.gold, here)
        print_table(scorer, tallies, here)
        if args.show:
            print(
                *(f"{stem}: {line}" for stem, tally in tallies.items() for line in tally.differences),
                sep="\n",
            )
        if args.against:
            tree = Path(folder) / "tree"
            checkout = [
                "git",
                "-C",
                str(ROOT),
                "worktree",
                "add",
                "--detach",
                "--quiet",
                str(tree),
                args.against,
            ]
            subprocess.run(checkout, check=True)
            try:
                there = read_all(args.gold, tree / "src", Path(folder) / "there")
            finally:
                subprocess.run(
                    ["git", "-C", str(ROOT), "worktree", "remove", "--force", str(tree)], check=True
                )
            print_changes(args.against, tallies, score_all(scorer, args.gold, there))
    return 0


def load_scorer(folder: Path) -> ModuleType:
    """The scorer that lies beside the gold records."""
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder / 'score.py'} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_all(folder: Path, source: Path, target: Path) -> Path:
    """Reads every document that has a gold record, with the package under `source`; the folder of the records."""
    target.mkdir(parents=True)
    files = {path.stem: path for path in (folder / "minutes").iterdir() if path.is_file()}
    stems = [path.stem for path in sorted((folder / "gold").glob("*.json"))]
    listed = "\n".join(f"{stem}\t{files[stem]}" for stem in stems if stem in files)
    environment = {**os.environ, "PYTHONPATH": str(source)}
    subprocess.run(
        [sys.executable, "-c", READ, str(target)], input=listed, text=True, check=True, env=environment
    )
    return target


def score_all(scorer: ModuleType, folder: Path, records: Path) -> dict[str, Any]:
    """The scorer's tally of each document; one that was not read counts as empty."""
    tallies = {}
    for path in sorted((folder / "gold").glob("*.json")):
        tally = scorer.Tally()
        target = records / path.name
        record = json.loads(target.read_text(encoding="utf-8")) if target.is_file() else {}
        scorer.score(json.loads(path.read_text(encoding="utf-8")), record, tally)
        tally.coverage = scorer.coverage(record)
        tallies[path.stem] = tally
    return tallies


def f1(right: int, gold: int, read: int) -> float:
    """The harmonic mean of precision and recall; 1 where there is nothing to find and nothing was."""
    return 2 * right / (gold + read) if gold + read else 1.0


def print_table(scorer: ModuleType, tallies: dict[str, Any], records: Path) -> None:
    """The table over all documents, then one line for each."""
    print(f"{'part':<12} {'precision':>9} {'recall':>7} {'F1':>7} {'gold':>6}")
    values = []
    for part in scorer.PARTS:
        right, gold, read = (sum(tally[part][i] for tally in tallies.values()) for i in range(3))
        values.append(f1(right, gold, read))
        precision, recall = (right / read if read else 1.0), (right / gold if gold else 1.0)
        print(f"{part:<12} {precision:>9.3f} {recall:>7.3f} {values[-1]:>7.4f} {gold:>6}")
    same, compared = (sum(tally.exact[i] for tally in tallies.values()) for i in range(2))
    covered = [sum(tally.coverage[i] for tally in tallies.values()) for i in range(3)]
    shares = [count / (sum(covered) or 1) for count in covered]
    print(
        f"mean F1 {sum(values) / len(values):.4f}   exact {same / compared if compared else 0:.4f}   ", end=""
    )
    print("placed {:.4f} unread {:.4f} lost {:.4f}".format(*shares))
    print()
    for stem, tally in tallies.items():
        parts = {part: f1(*tally[part]) for part in scorer.PARTS}
        weak = " ".join(f"{part} {value:.2f}" for part, value in parts.items() if value < 1)
        print(f"{stem:<32} {sum(parts.values()) / len(parts):.4f}  {weak}")
    print_certainty(records)


def print_certainty(records: Path) -> None:
    """How much of what was found is called sure, likely or a guess."""
    counts = Counter(
        found["certainty"]
        for path in records.glob("*.json")
        for found in json.loads(path.read_text(encoding="utf-8"))["found"]
    )
    whole = sum(counts.values()) or 1
    print(
        "\nfound "
        + "  ".join(f"{name} {count} ({count / whole:.1%})" for name, count in counts.most_common())
    )


def print_changes(ref: str, here: dict[str, Any], there: dict[str, Any]) -> None:
    """Differences from gold that are gone (gained) and that are new (lost), document by document."""
    print(f"\nagainst {ref}:")
    for stem, tally in here.items():
        now, then = Counter(tally.differences), Counter(there[stem].differences)
        gained, lost = then - now, now - then
        print(f"{stem:<32} gained {sum(gained.values())}  lost {sum(lost.values())}")
        for sign, changes in (("+", gained), ("-", lost)):
            for line in sorted(changes.elements()):
                print(f"  {sign} {line}")


if __name__ == "__main__":
    sys.exit(main())
