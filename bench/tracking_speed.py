"""Tracking, measured: how many pages a second the site serves, beside Redmine, as its items grow, on both databases.

    python bench/tracking_speed.py [--items 20000] [--more 200000] [--seconds 6] [--rounds 5] [--no-redmine]

Debian packages: postgresql, wrk; redmine, redmine-pgsql and puma for the comparison. 40 bodies, each item with two
agencies, three reports and two rulings; Redmine has as many issues and notes in 10 projects. Eight clients on loopback ask
for addresses drawn at random, a new connection each time. The site's pages are asked for in a way that it keeps none
(a cookie), except where it says "kept". What is printed are medians of rounds in which all take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import redmine
from cluster import Cluster, free_port

HERE = Path(__file__).parent
SEED = 20261127
CLIENTS = 8
ADDRESSES = 2_000
BODIES = 40
# A cookie that makes a page one reader's own, so that it is made and not taken from those that are kept.
OWN = "Cookie: messages=none"
SCRIPT = """
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
math.randomseed(tonumber(os.getenv("SEED")))
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
done = function(summary, latency)
  local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("RESULT %d %d %f %f %d\\n", summary.requests, summary.duration,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, wrong))
end
"""


@dataclass
class Page:
    """Addresses of one kind on one server, and what was measured: (requests a second, p50, p95 in ms) a round."""

    name: str
    origin: str
    paths: list[str]
    headers: tuple[str, ...] = ("Connection: close",)
    rounds: list[tuple[float, float, float]] = field(default_factory=list)

    def median(self, which: int) -> float:
        """The median of the rounds."""
        return statistics.median(measured[which] for measured in self.rounds)


def site(folder: Path, items: int, server: Cluster | None, stops: list[Callable[[], None]]) -> str:
    """A site with so many items, served with as many workers as it comes with; its origin."""
    database = f"items{items}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("LIEGUAN_")},
        "LIEGUAN_DATA": str(folder),
        **(server.site(database) if server else {}),
    }
    start = time.monotonic()
    subprocess.run(
        [sys.executable, HERE / "tracking_data.py", str(items), str(BODIES)], env=environment, check=True
    )
    if server:
        server.execute("VACUUM ANALYZE", database=database)  # as it does by itself, later
    program = Path(sys.executable).with_name("lieguan")
    subprocess.run([program, "index"], env=environment, check=True, stdout=subprocess.DEVNULL)
    print(
        f"  {items} items on {'PostgreSQL' if server else 'SQLite'} laid in {time.monotonic() - start:.0f} s",
        flush=True,
    )
    port = free_port()
    served = subprocess.Popen(
        [program, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stops.append(lambda: stop(served))
    return answering(f"http://127.0.0.1:{port}")


def stop(served: subprocess.Popen[bytes]) -> None:
    """End a server in order."""
    served.send_signal(signal.SIGTERM)
    served.wait(60)


def answering(origin: str) -> str:
    """Wait until it answers."""
    for _ in range(1500):
        try:
            urllib.request.urlopen(origin, timeout=60).close()
        except OSError:  # not there yet, or not done with starting
            time.sleep(0.2)
        else:
            return origin
    raise SystemExit(f"{origin} does not answer")


def pages(name: str, origin: str, items: int) -> list[Page]:
    """The filtered list and the one-item page, made each time.

    An agency's late items are what Redmine is asked for (project, assignee, due by a day), but ten times the items are
    more rows of a page; of the late ones of a body a page is full, 50 rows, whatever their number.
    """
    chance = random.Random(SEED)
    full = [f"/bodies/body-{number}/board/?due=late" for number in range(BODIES)]
    boards = [
        f"/bodies/body-{chance.randrange(BODIES)}/board/?due=late&agency={chance.randint(1, 60)}"
        for _ in range(ADDRESSES)
    ]
    one = [f"/items/{chance.randint(1, items)}/" for _ in range(ADDRESSES)]
    whole = [f"/bodies/body-{number}/board/" for number in range(BODIES)]
    own = ("Connection: close", OWN)
    return [
        Page(f"{name}: filtered list", origin, boards, own),
        Page(f"{name}: filtered list, 50 rows", origin, full, own),
        Page(f"{name}: whole list, 50 rows", origin, whole, own),
        Page(f"{name}: one item", origin, one, own),
    ]


def ask(page: Page, seconds: int, folder: Path, turn: int, clients: int = CLIENTS) -> None:
    """One round of wrk."""
    (folder / "paths").write_text("\n".join(page.paths), encoding="ascii")
    (folder / "wrk.lua").write_text(SCRIPT, encoding="ascii")
    headers = [part for header in page.headers for part in ("-H", header)]
    said = subprocess.run(
        ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", folder / "wrk.lua", *headers, page.origin],
        env={**os.environ, "PATHS": str(folder / "paths"), "SEED": str(SEED + turn)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    (result,) = (line.split()[1:] for line in said.splitlines() if line.startswith("RESULT"))
    requests, microseconds, middle, high, wrong = (float(value) for value in result)
    if wrong:
        raise SystemExit(f"{page.name}: {wrong:.0f} requests failed\n{said}")
    page.rounds.append((requests / microseconds * 1e6, middle, high))


def table(measured: list[Page]) -> None:
    """What was measured."""
    for page in measured:
        print(
            f"  {page.name:42} {page.median(0):8.1f} requests/s   p50 {page.median(1):7.1f}   p95 {page.median(2):7.1f} ms"
        )


def compare(measured: list[Page], options: argparse.Namespace) -> None:
    """The ratios that were promised."""
    rate = {page.name: page.median(0) for page in measured}
    few, many = f"postgresql {options.items}", f"postgresql {options.more}"
    for kind, peer in (
        ("filtered list", "Redmine: filtered list"),
        ("filtered list, 50 rows", "Redmine: filtered list"),
        ("one item", "Redmine: one issue"),
    ):
        if peer in rate:
            print(f"  {kind}: {rate[f'{few}: {kind}'] / rate[peer]:.1f} times Redmine")
        if options.more:
            slower = rate[f"{few}: {kind}"] / rate[f"{many}: {kind}"]
            print(f"  {kind}: {slower:.2f} times slower with {options.more} items")
        share = rate[f"sqlite {options.items}: {kind}"] / rate[f"{few}: {kind}"]
        print(f"  {kind}: SQLite serves {share:.2f} of what PostgreSQL serves")


def main() -> None:
    """Lay, serve, ask in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--more", type=int, default=200_000, help="0 leaves it out")
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-redmine", action="store_true")
    parser.add_argument("--json", type=Path, help="where the figures are written, too")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="lieguan-tracking-"))
    folder.chmod(0o755)
    stops: list[Callable[[], None]] = []
    try:
        server = Cluster(folder / "postgresql")
        stops.append(server.stop)
        measured = laid(folder, server, options, stops)
        for turn in range(options.rounds + 1):
            for page in measured:
                ask(page, options.seconds, folder, turn)
        for page in measured:
            del page.rounds[0]  # the first warms up
        table(measured)
        compare(measured, options)
        if options.json:
            options.json.write_text(json.dumps({page.name: page.rounds for page in measured}, indent=1))
    finally:
        for end in reversed(stops):
            end()
        shutil.rmtree(folder, ignore_errors=True)


def laid(
    folder: Path, server: Cluster, options: argparse.Namespace, stops: list[Callable[[], None]]
) -> list[Page]:
    """The pages of every site that takes part."""
    measured: list[Page] = []
    for items in filter(None, (options.items, options.more)):
        name = f"postgresql {items}"
        origin = site(folder / f"p{items}", items, server, stops)
        measured += pages(name, origin, items)
        if items == options.items:
            kept = [f"/items/{number}/" for number in range(1, 201)]
            measured.append(Page(f"{name}: one item, kept", origin, kept, ()))
    origin = site(folder / "sqlite", options.items, None, stops)
    measured += pages(f"sqlite {options.items}", origin, options.items)
    if not options.no_redmine:
        port = free_port()
        stops.append(redmine.serve(folder / "redmine", server, port, options.items))
        origin = answering(f"http://127.0.0.1:{port}")
        lists, issues = redmine.paths(options.items, ADDRESSES, random.Random(SEED))
        measured.append(Page("Redmine: filtered list", origin, lists))
        measured.append(Page("Redmine: one issue", origin, issues))
    return measured


if __name__ == "__main__":
    main()
