"""What each command of the site takes on the command line."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

ROLES = ("administrator", "secretariat", "chair", "desk", "approver", "member", "auditor")


def listen(parser: ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (default: %(default)s)")


def acting(parser: ArgumentParser) -> None:
    """Who acts."""
    parser.add_argument(
        "--as",
        dest="actor",
        metavar="EMAIL",
        default="",
        help="the account that does it, as the log will say (default: the first administrator)",
    )


def serve(parser: ArgumentParser) -> None:
    """`lieguan serve`."""
    parser.description = (
        "Serve the site whose data lie in LIEGUAN_DATA (default: ./var). The first start makes the database and "
        "prints a link through which the first administrator sets a password."
    )
    listen(parser)
    parser.add_argument(
        "--administrator",
        metavar="EMAIL",
        default="admin@localhost",
        help="on an empty site, the address that the first administrator signs in with (default: %(default)s)",
    )


def migrate(parser: ArgumentParser) -> None:
    """`lieguan migrate`."""
    parser.description = (
        "Bring the database to this version and put its guards in place. On PostgreSQL this is done as the owner "
        "of the tables (LIEGUAN_DATABASE_OWNER_URL). `lieguan serve` does it by itself when it is needed."
    )


def verify(parser: ArgumentParser) -> None:
    """`lieguan verify`."""
    parser.description = (
        "Check the site's database against its own rules: the guards stand, the log's chain is whole, every item that "
        "is no longer tracked rests on a standing ruling, states and facts are those of the log, files are as handed "
        "in. Prints the head of the log: keep it elsewhere, and name it the next time."
    )
    parser.add_argument(
        "--head",
        default="",
        metavar="DIGEST",
        help="a head that was printed earlier: the log must still hold it",
    )


def erase(parser: ArgumentParser) -> None:
    """`lieguan erase`."""
    parser.description = (
        "Strike words out of the values that the log kept beside its chain: personal data, or words that are withheld. "
        "Who did what and when, the ground and the digests stay, and the chain still verifies. The facts themselves "
        "are not touched: change or withhold those first."
    )
    parser.add_argument("words", nargs="+", metavar="WORDS", help="in full; - alone reads them, a line each")
    parser.add_argument(
        "--ground", required=True, help="the law that asks for it, with its article; it stays in the log"
    )
    acting(parser)


def take_in(parser: ArgumentParser) -> None:
    """`lieguan take-in`."""
    parser.description = (
        "Take files of minutes in, as an upload does: each becomes a draft that waits for a person to confirm it, or is "
        "held where that meeting is here already."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file of minutes")
    acting(parser)


def programme(parser: ArgumentParser) -> None:
    """`lieguan programme`."""
    parser.description = (
        "Take in the table of a programme 方案 (ODS, XLSX or CSV): a new version of its outline 綱領 with groups, measures "
        "and indicators, or yearly values alone. With a wrong row of the outline nothing is taken in; wrong rows of "
        "values are named, and the others are."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the table; its first sheet is read")
    parser.add_argument(
        "--body", metavar="SLUG", default="", help="the body, by its address or name (default: the only one)"
    )
    acting(parser)


def invite(parser: ArgumentParser) -> None:
    """`lieguan invite`."""
    parser.description = (
        "Make an account with a role, or give a known one a role more, and print the link through which its owner "
        "sets the password."
    )
    parser.add_argument("email", help="the address that the person signs in with")
    parser.add_argument("--name", default="", help="the name that is shown")
    parser.add_argument("--role", required=True, choices=ROLES, help="what the person may do")
    parser.add_argument("--body", metavar="SLUG", help="the body that the role is held in, as in its address")
    parser.add_argument(
        "--agency", metavar="NAME", help="the agency that the role is held for, by its full name"
    )
    parser.add_argument("--mail", action="store_true", help="send the link by mail as well")
    parser.add_argument("--origin", metavar="URL", help="the site's address (default: LIEGUAN_ORIGIN)")
    acting(parser)


def demo(parser: ArgumentParser) -> None:
    """`lieguan demo`."""
    parser.description = (
        "Take a sample series in, through the same steps as real minutes, into a site of its own marked 示範, and "
        "serve it. A site that was made of the same samples by this version is kept."
    )
    parser.add_argument("samples", type=Path, help="folder of the series, with its expected.toml")
    parser.add_argument(
        "--data", type=Path, default=Path("demo"), help="where to keep it (default: %(default)s)"
    )
    listen(parser)
    parser.add_argument("--fresh", action="store_true", help="make it anew whatever is there")
    parser.add_argument("--no-serve", action="store_true", help="make it, and stop there")


def demo_environment(options: Namespace) -> dict[str, str]:
    """A site of its own, whatever the environment names: its folder, SQLite, every page marked."""
    return {
        "LIEGUAN_DATA": str(options.data.resolve()),
        "LIEGUAN_DEMO": "1",
        "LIEGUAN_DATABASE_URL": "",
        "LIEGUAN_DATABASE_OWNER_URL": "",
    }


def report(parser: ArgumentParser) -> None:
    """`lieguan report`."""
    parser.description = (
        "Write the tracking report 追蹤列管報告表 of a meeting: for the next one the items as they stand today, for "
        "one that was held as they stood before it."
    )
    parser.add_argument(
        "--body", metavar="SLUG", default="", help="the body, by its address or name (default: the only one)"
    )
    parser.add_argument(
        "--meeting",
        metavar="WHICH",
        default="next",
        help="next, the number of a meeting, or its date as 2026-09-09 (default: %(default)s)",
    )
    parser.add_argument(
        "--format", choices=("odt", "pdf", "html"), help="default: what FILE ends in, else odt"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="- for standard output (default: the paper's name, here)"
    )
    acting(parser)


def mcp(parser: ArgumentParser) -> None:
    """`lieguan mcp`."""
    parser.description = (
        "Serve AI agents by the Model Context Protocol: tools that search, read meetings, and follow items and "
        "statements, as anybody may read them. With the key of an account one more writes the draft of a progress "
        "report: over stdio the key in LIEGUAN_KEY, over HTTP the one that a request carries."
    )
    parser.add_argument("--http", action="store_true", help="over streamable HTTP, at /mcp (default: stdio)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8001, help="port to listen on (default: %(default)s)")
    parser.add_argument(
        "--origin", metavar="URL", help="the site's address, for sources (default: LIEGUAN_ORIGIN)"
    )


def publish(parser: ArgumentParser) -> None:
    """`lieguan publish`."""
    parser.description = (
        "Write everything public as files that any web server can serve: pages, JSON, CSV, JSON Lines, Akoma Ntoso, "
        "feeds, calendars. It asks the site as somebody without an account does, and sees no more. The tree takes the "
        "place of the one before at once; where nothing has changed nothing is done."
    )
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the tree stands")
    parser.add_argument(
        "--base",
        metavar="URL",
        default="",
        help="the address at which the tree will stand, as https://data.example.org/minutes: then feeds and data "
        "have whole addresses, and there is a sitemap (default: every link is relative)",
    )
    parser.add_argument(
        "--language", choices=("zh-hant", "en"), default="zh-hant", help="of the pages (default: %(default)s)"
    )


def index(parser: ArgumentParser) -> None:
    """`lieguan index`."""
    parser.description = (
        "Build the search index anew from the database. It is never needed for the site to be right: the index "
        "follows every change by itself, and is built where there is none or it is damaged. While the site runs, the "
        "process that keeps the index builds it."
    )


def work(parser: ArgumentParser) -> None:
    """`lieguan work`."""
    parser.description = (
        "Do the work that goes on beside the pages: keep the search index. `lieguan serve` starts it along with the "
        "site; start it by itself where another server serves the site."
    )
    parser.add_argument(
        "--beside", type=int, metavar="PID", help="stop when this process, which started it, is gone"
    )
