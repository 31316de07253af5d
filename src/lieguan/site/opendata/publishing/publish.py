"""Publishing: follow every address that is public, then write each answer with its links led inside the tree."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

import lieguan
from lieguan.errors import InvalidInput, PublishError
from lieguan.site.log import queries as log
from lieguan.site.opendata.datasets import DATASETS
from lieguan.site.opendata.publishing import addresses, reading
from lieguan.site.opendata.publishing.addresses import Address
from lieguan.site.opendata.publishing.rewriting import Rewriter
from lieguan.site.opendata.publishing.tree import STATE, replacing, state_of
from lieguan.site.opendata.publishing.visiting import Answer, Visitor

# Lists of the interface; everything else is reached from the pages and from these.
LISTS = (
    "bodies",
    "agencies",
    "people",
    "meetings",
    "resolutions",
    "statements",
    "paragraphs",
    "items",
    "rounds",
)
_MOVED = frozenset({301, 302, 307, 308})


@dataclass(frozen=True, slots=True)
class Published:
    """What was done: how many files the tree has, how many of them are new; (0, 0) where nothing had changed."""

    files: int
    new: int


def publish(folder: Path, *, base: str = "", language: str = "zh-hant") -> Published:
    """Write the public part into `folder`, or leave the tree that stands there where nothing has changed since.

    base  the address at which the tree will stand, such as https://data.example.org/minutes; "": links are relative

    Raises InvalidInput (somebody else's folder, a base that is no address), Conflict (another process publishes
    there), PublishError (the site fails at an address).
    """
    base = base.rstrip("/")
    if base and not base.startswith(("http://", "https://")):
        raise InvalidInput(f"{base!r} is no address", field="base", remedy="give https://host/path")
    state = _state(base, language)
    if state_of(folder) == state:
        return Published(0, 0)
    visitor = Visitor(settings.ORIGIN or "http://localhost", language)
    with tempfile.TemporaryDirectory() as kept, replacing(folder) as tree:
        crawl = Crawl(visitor, Path(kept), whole=bool(base))
        crawl.run(_seeds())
        crawl.require_one_file_each()
        rewriter = Rewriter(visitor.origin, crawl.files, base, crawl.anchors)
        for address, name in sorted(crawl.files.items()):
            moved = crawl.moved.get(address)
            content = (
                rewriter.redirect(address, moved)
                if moved is not None
                else rewriter.rewritten(address, crawl.answer(address))
            )
            tree.write(name, content)
        tree.write(STATE, json.dumps(state, ensure_ascii=False, indent=1).encode() + b"\n")
    return Published(tree.written, tree.written - tree.taken_over)


class Crawl:
    """Every public address of the site, each asked once, the answers kept on disk.

    files  address -> file of the tree, for each address that gave something
    moved  address -> where it leads, for those that redirect
    anchors  (address without the number of its page, anchor) -> the page that holds it, beyond the first
    """

    def __init__(self, visitor: Visitor, kept: Path, *, whole: bool) -> None:
        self.visitor = visitor
        self.kept = kept
        self.whole = whole
        self.files: dict[Address, str] = {}
        self.moved: dict[Address, str] = {}
        self.anchors: dict[tuple[Address, str], Address] = {}
        self._heads: dict[Address, tuple[int, Any]] = {}

    def run(self, seeds: list[Address]) -> None:
        """Ask for the seeds and for all that they lead to."""
        seen, waiting = set(seeds), list(seeds)
        while waiting:
            at = waiting.pop()
            for found in self._visit(at):
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)

    def require_one_file_each(self) -> None:
        """Forget what leads nowhere, and see that no two addresses are one file. Raises PublishError."""
        for at, link in list(self.moved.items()):
            target, _fragment = addresses.read(link, at, self.visitor.origin)
            if target not in self.files:
                del self.moved[at], self.files[at]
        held: dict[str, Address] = {}
        for at, name in self.files.items():
            if held.setdefault(name, at) != at:
                raise PublishError(f"two addresses would be the file {name}", place=f"{held[name]}, {at}")

    def answer(self, address: Address) -> Answer:
        """The answer that was kept."""
        number, headers = self._heads[address]
        return Answer(200, headers, (self.kept / str(number)).read_bytes())

    def _visit(self, at: Address) -> Iterator[Address]:
        if not self.whole and at.path.startswith("/sitemap"):
            return
        # A list of the interface is read in its largest pages.
        asked = Address(at.path, f"{at.query}&limit=100".lstrip("&")) if _is_list(at) else at
        answer = self.visitor.ask(asked)
        if answer.status >= 500:
            raise PublishError(
                f"the site fails with {answer.status}", place=str(at), remedy="see the log of the site"
            )
        if answer.status in _MOVED:
            target, _fragment = addresses.read(answer.headers["Location"], at, self.visitor.origin)
            if target is not None:
                self.moved[at] = answer.headers["Location"]
                self.files[at] = addresses.file_of(at, {"Content-Type": "text/html"})
                yield target
            return
        # A page that tells of what was taken away stands in the tree like any other.
        if answer.status != HTTPStatus.OK and not (
            answer.status == HTTPStatus.GONE and answer.kind == "text/html"
        ):
            return
        number = len(self._heads)
        (self.kept / str(number)).write_bytes(answer.content)
        self._heads[at] = (number, answer.headers)
        self.files[at] = addresses.file_of(at, answer.headers)
        first = addresses.first_page(at)
        if first != at:
            self.anchors.update(((first, name), at) for name in reading.anchors(answer))
        for link in reading.links(answer, self.visitor.origin):
            found, _fragment = addresses.read(link, at, self.visitor.origin)
            if found is not None:
                yield found


def _is_list(at: Address) -> bool:
    return at.path in {reverse(f"api-1:{name}") for name in LISTS}


def _seeds() -> list[Address]:
    names = ("home", "opendata:index", "opendata:robots", "opendata:sitemap-index", "opendata:descriptions")
    paths = [reverse(name) for name in (*names, *(f"api-1:{name}" for name in LISTS))]
    for dataset in DATASETS:
        paths += [reverse(f"opendata:{kind}", args=[dataset.name]) for kind in dataset.formats]
    return [Address(path) for path in paths]


def _state(base: str, language: str) -> dict[str, str]:
    """All that a tree is made of: the same state gives the same bytes."""
    return {
        "log": log.end(),
        "day": timezone.localdate().isoformat(),
        "lieguan": lieguan.__version__,
        "base": base,
        "language": language,
        "licence": f"{settings.LICENCE_NAME} {settings.LICENCE}",
        "publisher": f"{settings.PUBLISHER} {settings.PUBLISHER_CONTACT}",
    }
