"""How often what is called sure, likely or a guess is right: counts by certainty and by rule, over gold records.

    python bench/calibration.py [--gold FOLDER]... [--wrong]

Each FOLDER holds minutes/, gold/ and score.py; by default what LIEGUAN_REAL_MINUTES names. Only what a gold record
speaks of is judged: dates, people, titles, clauses, dispositions, agencies, deadlines, speakers, points. A finding is
right where the gold record has the same value in the same place; values of a clause that the gold record has not are
not judged a second time. The last table tells, body by body, how much of its minutes is right, and how much
of all others' is, so that a body on whose minutes the rules were not made can be read off alone. --wrong lists every
finding that is called sure or likely and is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from accuracy import ROOT, load_scorer, read_all

LEVELS = ("sure", "likely", "guess")
#: The share of each certainty that has to be right, and of all findings that have to be so certain.
WANTED = {"sure": (0.99, 0.70), "likely": (0.90, 0.90)}
Judged = tuple[str, str, str, bool, str]  # certainty, rule, what was found, right, whose minutes


def main() -> int:
    """Prints the tables; exit status 1 where the wanted shares are missed, 2 where no folder is there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, action="append", help="a folder of minutes with gold records")
    parser.add_argument(
        "--wrong", action="store_true", help="list what is called sure or likely and is wrong"
    )
    args = parser.parse_args()
    named = os.environ.get("LIEGUAN_REAL_MINUTES")
    folders = args.gold or ([Path(named)] if named else [])
    if not folders or not all((folder / "score.py").is_file() for folder in folders):
        print(
            "set LIEGUAN_REAL_MINUTES to the folder of real minutes (minutes/, gold/, score.py)",
            file=sys.stderr,
        )
        return 2
    judged: list[Judged] = []
    for folder in folders:
        scorer = load_scorer(folder)
        with tempfile.TemporaryDirectory() as target:
            read_all(folder, ROOT / "src", Path(target) / "read")
            for path in sorted((folder / "gold").glob("*.json")):
                read = json.loads((Path(target) / "read" / path.name).read_text(encoding="utf-8"))
                gold = json.loads(path.read_text(encoding="utf-8"))
                judged += judge(scorer, gold, read, path.stem)
    return print_tables(judged, wrong=args.wrong)


def judge(scorer: ModuleType, gold: dict[str, Any], read: dict[str, Any], stem: str) -> Iterator[Judged]:
    """Each finding of `read` that `gold` speaks of, and whether it is right."""
    right = {
        **_meeting(scorer, gold["meeting"], read["meeting"]),
        **_agenda(scorer, gold, read),
        **_clauses(scorer, gold, read),
        **_statements(scorer, gold, read),
    }
    body = gold["meeting"].get("body") or stem
    for found in read["found"]:
        verdict = right.get(found["path"])
        if verdict is not None:
            yield found["certainty"], found["rule"], f"{stem} {found['path']}", verdict, body


def _meeting(scorer: ModuleType, gold: dict[str, Any], read: dict[str, Any]) -> dict[str, bool]:
    facts = ("title", "body", "term", "year", "ordinal", "place")
    out = {
        f"/meeting/{key}": scorer.norm(str(gold.get(key))) == scorer.norm(str(read.get(key))) for key in facts
    }
    for key in ("starts_at", "ends_at"):
        out[f"/meeting/{key}"] = (gold.get(key) or "")[:16] == (read.get(key) or "")[:16]
    lists = [("chairs", gold, read), ("recorders", gold, read)]
    lists += [(f"attendance/{key}", gold.get("attendance", {}), read["attendance"]) for key in scorer.LISTS]
    for key, there, here in lists:
        name = key.rpartition("/")[2]
        rest = scorer.names(there.get(name))
        for index, person in enumerate(here.get(name) or []):
            out[f"/meeting/{key}/{index}"] = _take(rest, scorer.norm(person.get("name")))
    return out


def _take(rest: list[Any], value: Any) -> bool:
    """Whether `value` is in `rest`, each used once."""
    if value not in rest:
        return False
    rest.remove(value)
    return True


def _agenda(scorer: ModuleType, gold: dict[str, Any], read: dict[str, Any]) -> dict[str, bool]:
    pairs = {
        j: i
        for i, j in scorer.match(
            gold["agenda"], read["agenda"], lambda g, r: scorer.alike(g["title"], r["title"])
        )
    }
    out: dict[str, bool] = {}
    for index, item in enumerate(read["agenda"]):
        out[f"/agenda/{index}/title"] = index in pairs
        if index in pairs:
            out[f"/agenda/{index}/kind"] = gold["agenda"][pairs[index]]["kind"] == item["kind"]
    return out


def _flat(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], int, dict[str, Any]]]:
    """Each clause with its path, its depth and its resolution."""
    for number, resolution in enumerate(record["resolutions"]):
        waiting = [(f"/resolutions/{number}/clauses/{i}", c, 0) for i, c in enumerate(resolution["clauses"])]
        while waiting:
            path, clause, depth = waiting.pop(0)
            yield path, clause, depth, resolution
            inner = [(f"{path}/clauses/{i}", c, depth + 1) for i, c in enumerate(clause.get("clauses") or [])]
            waiting[:0] = inner


def _clauses(scorer: ModuleType, gold: dict[str, Any], read: dict[str, Any]) -> dict[str, bool]:
    there, here = list(_flat(gold)), list(_flat(read))
    pairs = {
        j: i
        for i, j in scorer.match(
            there, here, lambda g, r: g[2] == r[2] and scorer.alike(g[1]["text"], r[1]["text"])
        )
    }
    gold_titles = {item["id"]: item["title"] for item in gold["agenda"]}
    read_titles = {item["id"]: item["title"] for item in read["agenda"]}
    out: dict[str, bool] = {}
    for index, (path, clause, _, resolution) in enumerate(here):
        out[f"{path}/text"] = index in pairs
        if index not in pairs:
            continue
        _, same, _, its = there[pairs[index]]
        out[f"{path}/disposition"] = same.get("disposition") == clause.get("disposition")
        out[f"{path}/subject"] = scorer.norm(same.get("subject")) == scorer.norm(clause.get("subject"))
        told = [(scorer.norm(a["name"]), a.get("role") or "") for a in same.get("agencies", [])]
        for number, agency in enumerate(clause["agencies"]):
            value = (scorer.norm(agency["name"]), agency.get("role") or "")
            out[f"{path}/agencies/{number}"] = _take(told, value)
        due = [d.get("date") or d.get("relative") or "" for d in same.get("deadlines", [])]
        for number, deadline in enumerate(clause["deadlines"]):
            value = deadline.get("date") or deadline.get("relative") or ""
            out[f"{path}/deadlines/{number}"] = _take(due, value)
        at = re.match(r"/resolutions/\d+", path)
        if at is not None:
            one, other = gold_titles.get(its.get("agenda")), read_titles.get(resolution.get("agenda"))
            out[f"{at.group()}/agenda"] = scorer.alike(one or "", other or "")
            out[f"{at.group()}/label"] = scorer.norm(its.get("label")) == scorer.norm(resolution.get("label"))
    return out


def _statements(scorer: ModuleType, gold: dict[str, Any], read: dict[str, Any]) -> dict[str, bool]:
    there = [(scorer.norm(s["speaker"].get("name")), s) for s in gold["statements"]]
    here = [(scorer.norm(s["speaker"].get("name")), s) for s in read["statements"]]
    pairs = {j: i for i, j in scorer.match(there, here, lambda g, r: g[0] == r[0])}
    out: dict[str, bool] = {}
    for index, (_, statement) in enumerate(here):
        out[f"/statements/{index}/speaker"] = index in pairs
        if index not in pairs:
            continue
        points = list(there[pairs[index]][1]["points"])
        matched = {
            j
            for _, j in scorer.match(
                points, statement["points"], lambda g, r: scorer.alike(g["text"], r["text"])
            )
        }
        for number in range(len(statement["points"])):
            out[f"/statements/{index}/points/{number}/text"] = number in matched
    return out


def print_tables(judged: list[Judged], *, wrong: bool) -> int:
    """Counts by certainty, then by rule where one is ever wrong; 1 where a wanted share is missed."""
    whole, reached, status = len(judged) or 1, 0, 0
    print(f"{'certainty':<10} {'found':>6} {'right':>6} {'share':>7}   of all, so certain or more")
    for level in LEVELS:
        here = [one for one in judged if one[0] == level]
        right = sum(one[3] for one in here)
        reached += len(here)
        share = right / len(here) if here else 1.0
        print(f"{level:<10} {len(here):>6} {right:>6} {share:>7.1%}   {reached / whole:.1%}")
        if level in WANTED and (share < WANTED[level][0] or reached / whole < WANTED[level][1]):
            status = 1
    rules: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for certainty, rule, _, verdict, _ in judged:
        rules[certainty, rule][verdict] += 1
    print("\nrules that are ever wrong:")
    for (certainty, rule), counts in sorted(rules.items(), key=lambda row: -row[1][False]):
        if counts[False]:
            print(f"  {certainty:<7} {rule:<32} right {counts[True]:>4}  wrong {counts[False]:>3}")
    print_bodies(judged)
    if wrong:
        print()
        for certainty, rule, where, verdict, _ in judged:
            if not verdict and certainty != "guess":
                print(f"  {certainty:<7} {rule:<28} {where}")
    return status


def print_bodies(judged: list[Judged]) -> None:
    """For each body, how much of what is called sure or likely is right, and how much without it."""
    print("\nby body, right of found (and without that body):")
    for body in sorted({one[4] for one in judged}):
        cells = []
        for level in WANTED:
            own = [one[3] for one in judged if one[0] == level and one[4] == body]
            others = [one[3] for one in judged if one[0] == level and one[4] != body]
            without = f"{sum(others) / len(others):.1%}" if others else "-"
            cells.append(f"{level} {sum(own):>4} of {len(own):<4} ({without})")
        print(f"  {'   '.join(cells)}   {body}")


if __name__ == "__main__":
    sys.exit(main())
