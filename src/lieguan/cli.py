"""The command line: parse arguments, call, print. Knows no Django.

    lieguan read FILE… [--format json|tree] [--no-text] [--out DIR [--jobs N] [--engine pool|ray]]
    lieguan check FILE…
    lieguan lexicon list|find|check
    lieguan schema

Further commands come from the entry-point group `lieguan.commands`: each entry point is a callable that gives
`Command`s. Exit status: 0 done, 2 something could not be opened or done, 64 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import NoReturn, Protocol

from tqdm import tqdm

from lieguan import __version__, bulk, engine, lexicon
from lieguan.errors import LexiconError, LieguanError, SourceError
from lieguan.record.codec import schema
from lieguan.record.doubts import doubts
from lieguan.record.nouns import Record
from lieguan.sources.limits import DEFAULT, MIB, Limits

DONE, FAILED, USAGE, INTERRUPTED, BROKEN_PIPE = 0, 2, 64, 130, 141


class Command(Protocol):
    """What an entry point of the group `lieguan.commands` gives for each of its commands."""

    @property
    def name(self) -> str:
        """The word behind `lieguan`."""

    @property
    def help(self) -> str:
        """One line for `lieguan --help`."""

    @property
    def arguments(self) -> Callable[[argparse.ArgumentParser], None]:
        """Adds what the command takes to its own parser."""

    def run(self, options: argparse.Namespace, /) -> int:
        """Does it; the exit status. Raises LieguanError for what the person can act on."""


class _Parser(argparse.ArgumentParser):
    """Wrong usage is 64 (EX_USAGE), since 2 says that a file could not be opened."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}; see {self.prog} --help\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line; the exit status. Raises SystemExit for --help, --version and wrong usage."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser(words).parse_args(words)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
    except LieguanError as error:
        print(f"lieguan: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough. Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    return status


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(prog="lieguan", description="列管: reads the minutes of a committee into records.")
    parser.add_argument(
        "--version", action="version", version=f"lieguan {__version__} (lexicon {lexicon.version()})"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    own: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
        "read": ("read files of minutes into records", _read_arguments),
        "check": ("say what is doubtful or unread, line by line", _check_arguments),
        "lexicon": ("look into the lexicon of agencies", _lexicon_arguments),
        "schema": ("print the JSON schema of a record", _schema_arguments),
    }
    for name, (summary, arguments) in own.items():
        arguments(commands.add_parser(name, help=summary, description=summary))
    # A command of our own needs nothing of what others add.
    if not words or words[0] not in own:
        for command in _added(set(own)):
            added = commands.add_parser(command.name, help=command.help, description=command.help)
            command.arguments(added)
            added.set_defaults(run=command.run)
    return parser


def _added(taken: set[str]) -> Iterator[Command]:
    """The commands that installed packages add, the site's among them."""
    for entry in sorted(entry_points(group="lieguan.commands"), key=lambda entry: entry.name):
        for command in entry.load()():
            if command.name not in taken:
                taken.add(command.name)
                yield command


def _file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a file, a folder, or a pattern such as '*.pdf'"
    )
    parser.add_argument(
        "--limit", type=_count, default=DEFAULT.file_bytes // MIB, metavar="MB",
        help="refuse files larger than this (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--lexicon", action="append", type=Path, default=[], metavar="CSV",
        help="agencies of your own, on top of ours",
    )  # fmt: skip


def _count(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) < 1_000_000:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 1 to 999999")
    return int(word)


def _read_arguments(parser: argparse.ArgumentParser) -> None:
    _file_arguments(parser)
    parser.add_argument(
        "--format", choices=("json", "tree"), default="json", help="json (one record a line) or tree"
    )
    parser.add_argument(
        "--no-text", action="store_true", help="leave the text of the document out of the record"
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR",
        help="write a file for each file, STEM.json, into DIR, the folders below a folder kept; what stands there already "
        "and is right is not read again",
    )  # fmt: skip
    parser.add_argument("--anew", action="store_true", help="read what stands in DIR already as well")
    parser.add_argument(
        "--jobs", type=_count, metavar="N", help="read so many files at once, each in a process of its own"
    )
    parser.add_argument(
        "--engine", choices=bulk.ENGINES[1:],
        help="pool: processes of this machine; ray: the Ray cluster that RAY_ADDRESS names, or one started here",
    )  # fmt: skip
    parser.add_argument(
        "--timeout", type=_count, default=600, metavar="SECONDS",
        help="with --jobs or --engine: give a file up after so long (default: %(default)s)",
    )  # fmt: skip
    parser.set_defaults(run=_read, wrong=parser.error)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    _file_arguments(parser)
    parser.set_defaults(run=_check)


def _schema_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_schema)


def _lexicon_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--file",
        action="append",
        type=Path,
        default=[],
        metavar="CSV",
        help="agencies of your own, on top of ours",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="every agency, one a line")
    listing.set_defaults(run=_lexicon_list)
    find = actions.add_parser("find", help="which agency a name means")
    find.add_argument("name", metavar="NAME")
    find.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day of the meeting")
    find.add_argument("--body", help="the committee that used the name")
    find.add_argument("--place", help="the municipality or county that it sits in")
    find.set_defaults(run=_lexicon_find)
    check = actions.add_parser("check", help="count what is verified and what is not")
    check.set_defaults(run=_lexicon_check)


# Files


def _tell(line: str) -> None:
    tqdm.write(f"lieguan: {line}", file=sys.stderr)


class _Pages:
    """A bar for the pages of a scan, which take seconds each; none for other files, or without a terminal."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None

    def __enter__(self) -> _Pages:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = tqdm(total=total, unit="page", file=sys.stderr, disable=None, leave=False)
        self._bar.update(done - self._bar.n)
        if done == total:
            self._bar.close()
            self._bar = None


class _Complaints:
    """Says what failed, and knows that something did."""

    def __init__(self) -> None:
        self.status = DONE

    def __call__(self, line: str) -> None:
        self.status = FAILED
        _tell(line)


def _each(options: argparse.Namespace, use: Callable[[Path, list[Record]], None]) -> int:
    """Reads every file and hands its records on; one bad file does not stop the rest."""
    complain = _Complaints()
    files = list(bulk.sources(options.files, complain))
    limits = Limits(file_bytes=options.limit * MIB)
    agencies = lexicon.with_files(options.lexicon)
    # disable=None: no bar where standard error is not a terminal.
    quiet = True if len(files) < 2 else None
    for path in tqdm(files, unit="file", file=sys.stderr, disable=quiet, leave=False):
        try:
            with _Pages() as pages:
                records = engine.read(path, limits=limits, agencies=agencies, on_page=pages)
        except SourceError as error:
            error.place = str(path)
            complain(str(error))
        except Exception as error:  # a fault of ours in one file of a thousand
            complain(
                f"{path}: fault in lieguan ({type(error).__name__}: {error}); please report it with the file"
            )
        else:
            use(path, records)
    return complain.status


# Commands


def _read(options: argparse.Namespace) -> int:
    how = bulk.Options(
        form=options.format,
        with_text=not options.no_text,
        limits=Limits(file_bytes=options.limit * MIB),
        agencies=tuple(options.lexicon),
        anew=options.anew,
    )
    if options.out is not None:
        return _read_into(options.out, how, options)
    if options.jobs or options.engine or options.anew:
        options.wrong("--jobs, --engine and --anew are for reading into a folder; name it with --out")
    return _each(options, lambda _path, records: sys.stdout.writelines(map(how.shown, records)))


def _read_into(out: Path, how: bulk.Options, options: argparse.Namespace) -> int:
    """Reads every file into a file of its own below `out`."""
    complain = _Complaints()
    bulk.prepared(how.agencies)  # a wrong row is said once, not for each file
    runner: bulk.Engine = options.engine or ("pool" if options.jobs else "here")
    # Counting walks the folders once more, which only a person who looks at the bar gains from.
    shown = sys.stderr.isatty()
    total = sum(1 for _ in bulk.tasks(options.files, out, how.extension, lambda _: None)) if shown else None
    counts: Counter[str] = Counter()
    with (
        bulk.held(out),
        tqdm(total=total, unit="file", file=sys.stderr, disable=None, leave=False) as bar,
        _Pages() as pages,
        closing(
            bulk.run(
                bulk.tasks(options.files, out, how.extension, complain), how, engine=runner, jobs=options.jobs,
                seconds=options.timeout, on_page=pages,
            )
        ) as outcomes,
    ):  # fmt: skip
        for _task, outcome in outcomes:
            if outcome.problem:
                complain(outcome.problem)
            counts[outcome.done] += 1
            bar.update()
    if shown:
        _tell(
            f"{out}: {counts['read']:,} read, {counts['kept']:,} stood already, {counts['failed']:,} failed"
        )
    return complain.status


def _check(options: argparse.Namespace) -> int:
    def tell(path: Path, records: list[Record]) -> None:
        for record in records:
            found = doubts(record)
            unread = sum(doubt.certainty == "unread" for doubt in found)
            print(
                f"{path}: {record.meeting.title or '(no title)'}: {len(found) - unread} doubtful, {unread} unread"
            )
            for doubt in found:
                page = "" if doubt.page is None else f" (page {doubt.page})"
                print(f"{path}:{doubt.line}{page}: {doubt.certainty}: {doubt.what}: {doubt.words}")

    return _each(options, tell)


def _schema(_options: argparse.Namespace) -> int:
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return DONE


def _lexicon_list(options: argparse.Namespace) -> int:
    for row in lexicon.with_files(options.file).rows:
        days = f"{row.valid_from or ''}–{row.valid_to or ''}"
        print("\t".join((row.name, "、".join(row.short_names), days, row.source or "(unverified)")))
    return DONE


def _lexicon_find(options: argparse.Namespace) -> int:
    agencies = lexicon.with_files(options.file)
    row = agencies.resolve(options.name, body=options.body, day=options.day, place=options.place)
    if row is None:
        known = "、".join(dict.fromkeys(found.name for found in agencies.named(options.name)))
        raise LexiconError(
            f"means no one agency{f' (could be {known})' if known else ''}", place=options.name,
            remedy="say --day, --body or --place, or add it in a file of your own (--file)",
        )  # fmt: skip
    print(row.name)
    for label, value in (
        ("short names", "、".join(row.short_names)), ("under", row.parent), ("from", row.valid_from),
        ("to", row.valid_to), ("became", "、".join(row.successors)), ("code", row.code), ("OID", row.oid),
        ("source", row.source or "unverified"), ("seen", row.seen),
    ):  # fmt: skip
        if value:
            print(f"  {label}: {value}")
    return DONE


def _lexicon_check(options: argparse.Namespace) -> int:
    agencies = lexicon.with_files(options.file)
    report = lexicon.check(agencies)
    print(
        f"{len(agencies.rows)} agencies: {report.verified} verified, {report.partly} verified in part, "
        f"{report.unverified} unverified"
    )
    for row in agencies.rows:
        if not row.verified:
            print(f"  {row.name}: {'、'.join(row.unverified) or 'no source'}")
    if report.problems:
        raise LexiconError(
            "; ".join(report.problems), place="lexicon", remedy="mend these rows (docs/reference/lexicon.md)"
        )
    return DONE


if __name__ == "__main__":
    sys.exit(main())
