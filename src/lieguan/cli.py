"""The command line: parse arguments, call, print. Knows no Django.

    lieguan read FILE… [--format json|tree] [--no-text] [--out DIR]
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
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import NoReturn, Protocol

from tqdm import tqdm

from lieguan import __version__, engine, lexicon
from lieguan.errors import LexiconError, LieguanError, SourceError
from lieguan.record.codec import dumps, schema
from lieguan.record.doubts import doubts
from lieguan.record.nouns import Record
from lieguan.sources.formats import EXTENSIONS
from lieguan.sources.limits import DEFAULT, MIB, Limits
from lieguan.writing.outline import outline

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
        "--limit", type=_positive, default=DEFAULT.file_bytes // MIB, metavar="MB",
        help="refuse files larger than this (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--lexicon", action="append", type=Path, default=[], metavar="CSV",
        help="agencies of your own, on top of ours",
    )  # fmt: skip


def _positive(word: str) -> int:
    if not word.isdecimal() or not 0 < int(word) < 1_000_000:
        raise argparse.ArgumentTypeError(f"{word!r} is not a number of megabytes")
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
        "--out", type=Path, metavar="DIR", help="write STEM.json (STEM-1.json … for several records) into DIR"
    )
    parser.set_defaults(run=_read)


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


def _inputs(words: Iterable[str]) -> tuple[list[Path], int]:
    """The files that the words name, in order, each once; and the status after those that name none."""
    found: dict[Path, None] = {}
    status = DONE
    for word in words:
        path = Path(word)
        if path.is_dir():
            paths = list(_walk(path))
        elif path.exists() or not re.search(r"[*?\[]", word):
            paths = [path]
        else:
            base = Path(path.anchor) if path.is_absolute() else Path()
            matches = base.glob(str(path.relative_to(path.anchor)))
            paths = sorted((match for match in matches if match.is_file()), key=_natural)
        if not paths:
            status = FAILED
            _complain(f"{word}: holds or matches no file of a format that is read; check the name")
        found.update(dict.fromkeys(paths))
    return list(found), status


def _walk(folder: Path) -> Iterator[Path]:
    """The files of a folder and those below it that have the extension of a format that is read."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted((name for name in folders if not name.startswith(".")), key=_natural)
        for name in sorted(names, key=_natural):
            if not name.startswith(".") and Path(name).suffix.lower() in EXTENSIONS:
                yield Path(place, name)


def _natural(name: str | Path) -> list[tuple[bool, int, str]]:
    """第9次 before 第10次."""
    parts = re.split(r"(\d+)", str(name))
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def _complain(line: str) -> None:
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


def _each(options: argparse.Namespace, use: Callable[[Path, list[Record]], int]) -> int:
    """Reads every file and hands its records on; one bad file does not stop the rest."""
    files, status = _inputs(options.files)
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
            status = FAILED
            _complain(str(error))
        except Exception as error:  # a fault of ours in one file of a thousand
            status = FAILED
            _complain(
                f"{path}: fault in lieguan ({type(error).__name__}: {error}); please report it with the file"
            )
        else:
            status = max(status, use(path, records))
    return status


# Commands


def _read(options: argparse.Namespace) -> int:
    out: Path | None = options.out
    extension = ".json" if options.format == "json" else ".txt"
    written: dict[str, Path] = {}

    def shown(record: Record) -> str:
        if options.format == "tree":
            return outline(record)
        return dumps(record, with_text=not options.no_text) + "\n"

    def write(path: Path, records: list[Record]) -> int:
        if out is None:
            sys.stdout.writelines(map(shown, records))
            return DONE
        stems = [path.stem] if len(records) == 1 else [f"{path.stem}-{n}" for n in range(1, len(records) + 1)]
        for stem in stems:
            if stem.casefold() in written:
                other = written[stem.casefold()]
                _complain(
                    f"{path}: not written, {stem}{extension} holds {other} already; "
                    "rename one of the two, or write them into different folders"
                )
                return FAILED
        for stem, record in zip(stems, records, strict=True):
            written[stem.casefold()] = path
            _replace(out / f"{stem}{extension}", shown(record))
        return DONE

    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LieguanError(f"cannot be made ({error.strerror})", place=str(out)) from error
    return _each(options, write)


def _replace(path: Path, words: str) -> None:
    """Writes a file whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(words, encoding="utf-8")
    draft.replace(path)


def _check(options: argparse.Namespace) -> int:
    def tell(path: Path, records: list[Record]) -> int:
        for record in records:
            found = doubts(record)
            unread = sum(doubt.certainty == "unread" for doubt in found)
            print(
                f"{path}: {record.meeting.title or '(no title)'}: {len(found) - unread} doubtful, {unread} unread"
            )
            for doubt in found:
                page = "" if doubt.page is None else f" (page {doubt.page})"
                print(f"{path}:{doubt.line}{page}: {doubt.certainty}: {doubt.what}: {doubt.words}")
        return DONE

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
