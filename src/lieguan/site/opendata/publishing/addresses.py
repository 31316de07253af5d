"""An address of the site, as a file of the tree. Pure: no site, no disk."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl, quote, unquote, urldefrag, urlencode, urljoin, urlsplit

from lieguan.site.registry.leaves import ANCHOR

API = "/api/"
# What needs a server: signing in, searching, and what is sent.
_SERVED = ("/account/", "/accounts/", "/keys/", "/search/", "/language/")
# Fields of an address that name something else to read; every other is a way to sort or to ask anew.
_FIELDS = frozenset({"page", "meeting", "version", "state", "due"})
_API_FIELDS = frozenset({"page", "limit", "person"})
# What a browser shows or saves without running it; anything else that somebody sent gets another name.
_HARMLESS = frozenset(
    ".pdf .odt .ods .odp .doc .docx .xlsx .pptx .csv .txt .md .png .jpg .jpeg .gif .tif .tiff .zip".split()
)
_LONGEST = 120


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A path of the site with its fields: what is asked for. No host, no fragment."""

    path: str
    query: str = ""

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


def read(link: str, at: Address, origin: str) -> tuple[Address | None, str]:
    """(address, fragment) that a link on the page `at` leads to; None where it leads out of the tree."""
    whole, fragment = urldefrag(urljoin(f"{origin}{at}", link.strip()))
    parts = urlsplit(whole)
    if f"{parts.scheme}://{parts.netloc}" != origin or parts.path.startswith(_SERVED):
        return None, fragment
    known = {ANCHOR, *(_API_FIELDS if parts.path.startswith(API) else _FIELDS)}
    fields = [(name, value) for name, value in parse_qsl(parts.query) if value]
    if any(name not in known for name, _value in fields):
        return None, fragment
    # However many objects a page of a list has was asked for by whoever began it.
    kept = sorted((n, v) for n, v in fields if n not in {"limit", ANCHOR} and (n, v) != ("page", "1"))
    path = quote(unquote(parts.path or "/"), safe="/-._~")
    return Address(path, urlencode(kept)), fragment


def first_page(address: Address) -> Address:
    """The address without the number of its page."""
    fields = [(name, value) for name, value in parse_qsl(address.query) if name != "page"]
    return Address(address.path, urlencode(fields))


def names_anchor(link: str) -> bool:
    """Whether a link asks for the page that holds its anchor."""
    return any(name == ANCHOR for name, _value in parse_qsl(urlsplit(link).query))


def file_of(address: Address, headers: Mapping[str, str]) -> str:
    """The file of an answer, relative to the tree: its name tells a web server what it is."""
    kind = headers.get("Content-Type", "").partition(";")[0]
    path = "/".join(_segment(unquote(part)) for part in address.path.split("/")).strip("/")
    fields = "-".join(f"{name}-{value}" for name, value in parse_qsl(address.query))
    if kind == "text/html":
        return "/".join(part for part in (path, _segment(fields), "index.html") if part)
    stem, suffix = posixpath.splitext(path)
    sent = _sent_name(headers.get("Content-Disposition", ""))
    if sent and not suffix:
        return f"{path}/{sent}"
    if kind == "application/json":
        suffix, stem = ".json", stem if suffix == ".json" else path
    return f"{stem}{'-' if fields else ''}{_segment(fields)}{suffix}"


def link_between(start: str, target: str) -> str:
    """The relative link from one file of the tree to another; an index.html is known by its folder."""
    found = posixpath.relpath(target, posixpath.dirname(start) or ".")
    return quote(_folder(found)) or "./"


def absolute(base: str, target: str) -> str:
    """The whole address of a file of the tree, below `base`."""
    return f"{base}/{quote(_folder(target))}"


def _folder(path: str) -> str:
    if path == "index.html":
        return ""
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _segment(part: str) -> str:
    """A name that every file system takes: what is too long is known by its digest."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", part)
    plain = "_" if plain in {".", ".."} else plain
    if len(plain.encode()) <= _LONGEST:
        return plain
    return hashlib.sha256(part.encode()).hexdigest()[:32] + posixpath.splitext(plain)[1][:10]


def _sent_name(disposition: str) -> str:
    """The name that a download asks to be saved under, "" where it is none."""
    if not disposition.startswith("attachment"):
        return ""
    message = Message()
    message["Content-Disposition"] = disposition
    name = _segment(posixpath.basename(message.get_filename() or "file"))
    suffix = posixpath.splitext(name)[1].lower()
    return name if suffix in _HARMLESS else f"{name}.bin"
