"""Search over HTTP, measured: a site with 1,000,000 paragraphs, served as it comes.

    python bench/search_http.py CORPUS.jsonl.xz [--paragraphs 1000000] [--queries 200] [--data FOLDER]

JSON is asked for in an open loop: requests start by the clock, 60 a second, whether or not the last was answered, and
what one waits before it is sent counts. Pages are asked for by 20 clients at once (wrk, Debian), each going on when it
was answered. The queries are those of search_speed.py. FOLDER keeps the filled site for the next time.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from cluster import free_port
from search_speed import drawn, p95, paragraphs, words_of
from tracking_speed import OWN, Page, answering, ask, stop

from lieguan.site.search import segments
from lieguan.site.search.index import VERSION, Search, SearchIndex
from lieguan.site.search.language import parse

HERE = Path(__file__).parent
SEED = 20261127
RATE, SECONDS, CLIENTS = 60, 30, 20
SITE = "search-site"


def filled(folder: Path, corpus: Path, count: int) -> dict[str, str]:
    """The environment of a site with so many paragraphs; made and indexed unless it is there."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIEGUAN_")}
    data = folder / f"{SITE}-{count}"
    environment["LIEGUAN_DATA"] = str(data)
    whole = data / "whole"
    if not whole.exists():
        shutil.rmtree(data, ignore_errors=True)
        start = time.monotonic()
        command = [sys.executable, HERE / "search_data.py", corpus, str(count)]
        subprocess.run(command, env=environment, check=True)
        print(f"  {count} paragraphs laid in {time.monotonic() - start:.0f} s", flush=True)
        start = time.monotonic()
        program = Path(sys.executable).with_name("lieguan")
        subprocess.run([program, "index"], env=environment, check=True, stdout=subprocess.DEVNULL)
        print(f"  and indexed in {time.monotonic() - start:.0f} s", flush=True)
        whole.touch()
    return environment


def get(origin: str, path: str) -> bytes:
    """One request, on a connection of its own."""
    to = urlsplit(origin)
    connection = http.client.HTTPConnection(to.hostname or "", to.port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        return body
    finally:
        connection.close()


def open_loop(origin: str, paths: list[str]) -> list[float]:
    """Milliseconds from the moment each request was due to its whole answer."""
    chance = random.Random(SEED)

    def one(due: float, path: str) -> float:
        get(origin, path)
        return (time.perf_counter() - due) * 1000

    with ThreadPoolExecutor(64) as people:
        begin = time.perf_counter() + 0.1
        asked = []
        for number in range(RATE * SECONDS):
            due = begin + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            asked.append(people.submit(one, due, chance.choice(paths)))
        return [future.result() for future in asked]


def check(origin: str, queries: list[str], texts: list[str], index: SearchIndex) -> None:
    """The counts over HTTP are those inside the process, and, of every tenth query, those of plain substring search."""
    plain = queries[:: max(1, len(queries) // 20)]
    for words in queries:
        answer = json.loads(get(origin, "/api/1/search?" + urlencode({"q": words, "kind": "statement"})))
        inside = index.search(Search(parse(words), filters={"kind": ["statement"]})).count
        wanted = [segments.fold(word) for word in words.split()]
        there = sum(all(word in text for word in wanted) for text in texts) if words in plain else inside
        if not answer["count"] == inside == there or len(answer["data"]) != min(20, inside):
            raise SystemExit(
                f"{words}: {answer['count']} found over HTTP, {inside} inside, {there} are there"
            )
    print(
        f"  {len(queries)} queries count the same over HTTP and inside, {len(plain)} what plain substring search counts",
        flush=True,
    )


def main() -> None:
    """Fill, serve, check, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--paragraphs", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    texts = list(paragraphs(options.corpus, options.paragraphs))
    queries = [" ".join(words_of(wanted)) for _kind, wanted in drawn(texts, options.queries)]
    folder = options.data or Path(tempfile.mkdtemp(prefix="lieguan-search-"))
    environment = filled(folder, options.corpus, options.paragraphs)
    port = free_port()
    program = Path(sys.executable).with_name("lieguan")
    served = subprocess.Popen([program, "serve", "--port", str(port)], env=environment)
    try:
        origin = answering(f"http://127.0.0.1:{port}")
        place = Path(environment["LIEGUAN_DATA"]) / f"search-{VERSION}"
        check(origin, queries, [segments.fold(text) for text in texts], SearchIndex(place, make=False))
        measure(origin, queries, folder)
    finally:
        stop(served)
        if not options.data:
            shutil.rmtree(folder, ignore_errors=True)


def measure(origin: str, queries: list[str], folder: Path) -> None:
    """Both ways of asking, the first round of each to warm up."""
    addresses = ["/api/1/search?" + urlencode({"q": words}) for words in queries]
    open_loop(origin, addresses)
    took = open_loop(origin, addresses)
    print(
        f"  JSON, {RATE} requests a second: p50 {statistics.median(took):.1f}   p95 {p95(took):.1f}   "
        f"most {max(took):.1f} ms"
    )
    for name, headers in (
        ("a new connection each time", ("Connection: close", OWN)),
        ("connections kept", (OWN,)),
    ):
        paths = ["/search/?" + urlencode({"q": words}) for words in queries]
        page = Page(f"pages, {CLIENTS} clients, {name}", origin, paths, headers)
        for turn in range(4):
            ask(page, 8, folder, turn, clients=CLIENTS)
        del page.rounds[0]
        print(
            f"  {page.name}: {page.median(0):.0f} requests/s   p50 {page.median(1):.1f}   p95 {page.median(2):.1f} ms"
        )


if __name__ == "__main__":
    main()
