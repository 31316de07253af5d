"""An answer as a file of the tree: its links lead inside the tree, what needs a server is left out."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from icalendar import Calendar
from lxml import etree, html

from lieguan.site.opendata.publishing import addresses
from lieguan.site.opendata.publishing.addresses import Address
from lieguan.site.opendata.publishing.reading import LINKS, XML, parsed
from lieguan.site.opendata.publishing.visiting import Answer

_ATOM_ID = "{http://www.w3.org/2005/Atom}id"
_LINES = frozenset({"application/jsonl"})
_PLAIN = frozenset({"text/csv", "text/plain"})


@dataclass(frozen=True, slots=True)
class Rewriter:
    """Rewrites the answers of one tree.

    origin  the address of the site that was asked
    files   every address that the tree holds, with its file
    base    the address at which the tree will stand, "" where nobody said: then all links are relative
    anchors (address without the number of its page, anchor) -> the page that holds it, beyond the first
    """

    origin: str
    files: Mapping[Address, str]
    base: str = ""
    anchors: Mapping[tuple[Address, str], Address] = field(default_factory=dict)

    def rewritten(self, at: Address, answer: Answer) -> bytes:
        """The content of the file of this answer."""
        kind, here = answer.kind, self.files[at]
        if kind == "text/html":
            return self._page(at, here, answer)
        if kind == "application/json":
            told = json.loads(answer.content)
            # The contract tells of the interface of a site with a server, not of this tree.
            return answer.content if "openapi" in told else _dumped(self._json(told, at, here))
        if kind in _LINES:
            return b"".join(
                _dumped(self._json(json.loads(line), at, here)) for line in answer.content.splitlines()
            )
        if kind in XML:
            return self._xml(at, here, answer.content)
        if kind == "text/calendar":
            return self._calendar(at, here, answer.content)
        if kind in _PLAIN:
            return self._plain(at, here, answer.content)
        return answer.content

    def redirect(self, at: Address, to: str) -> bytes:
        """A page that leads on to another: what a redirection is without a server."""
        target = self._link(to, at, self.files[at]) or "./"
        page = html.document_fromstring(
            "<!doctype html><html lang=zh-Hant-TW><head><meta charset=utf-8></head><body></body></html>"
        )
        etree.SubElement(page.head, "title").text = "列管"
        etree.SubElement(page.head, "meta", {"http-equiv": "refresh", "content": f"0; url={target}"})
        etree.SubElement(etree.SubElement(page.body, "p"), "a", href=target).text = target
        return _serialised(page)

    def _page(self, at: Address, here: str, answer: Answer) -> bytes:
        page = html.document_fromstring(answer.content.decode())
        for element in page.xpath("//form | //*[@data-live]"):
            element.drop_tree()
        for element in list(page.iter(*LINKS)):
            name = LINKS[element.tag]
            target = element.get(name)
            if not target:
                continue
            found = self._link(target, at, here)
            if found is not None:
                element.set(name, found)
            elif element.tag == "link":
                element.drop_tree()
            else:
                del element.attrib[name]
        for block in page.xpath("//script[@type='application/ld+json']"):
            block.text = _escaped(self._json(json.loads(block.text), at, here))
        policy = answer.headers.get("Content-Security-Policy", "")
        kept = "; ".join(one for one in policy.split("; ") if not one.startswith("frame-ancestors"))
        meta = etree.Element("meta", {"http-equiv": "Content-Security-Policy", "content": kept})
        page.head.insert(1, meta)
        if self.base:
            for element in page.xpath("//link[@rel='canonical']"):
                element.drop_tree()
            etree.SubElement(page.head, "link", rel="canonical", href=addresses.absolute(self.base, here))
        return _serialised(page)

    def _json(self, value: Any, at: Address, here: str) -> Any:
        if isinstance(value, dict):
            return {key: self._json(one, at, here) for key, one in value.items()}
        if isinstance(value, list):
            return [self._json(one, at, here) for one in value]
        return self._address(value, at, here) if isinstance(value, str) else value

    def _xml(self, at: Address, here: str, content: bytes) -> bytes:
        root = parsed(content)
        for element in root.iter(etree.Element):
            for name, value in element.attrib.items():
                element.set(name, self._address(value, at, here) or "")
            text = element.text or ""
            if element.tag == _ATOM_ID and text.startswith(self.origin) and not self.base:
                # An id is a whole address by the standard; this one is the same wherever the tree stands.
                element.text = uuid.uuid5(uuid.NAMESPACE_URL, text.removeprefix(self.origin)).urn
            elif text.startswith(self.origin):
                element.text = self._address(text, at, here)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

    def _calendar(self, at: Address, here: str, content: bytes) -> bytes:
        calendar = Calendar.from_ical(content)
        for event in calendar.walk("VEVENT"):
            if "URL" in event:
                event["URL"] = self._address(str(event["URL"]), at, here)
        return bytes(calendar.to_ical())

    def _plain(self, at: Address, here: str, content: bytes) -> bytes:
        text = content.decode()
        if not self.base:
            # A sitemap is known by its whole address, so without one there is none.
            text = re.sub(r"^Sitemap:.*\n", "", text, flags=re.MULTILINE)
        # Addresses are of ASCII signs; quotes, commas and the ； of a list end them.
        found: Callable[[re.Match[str]], str] = lambda match: self._address(match[0], at, here) or ""  # noqa: E731
        return re.sub(re.escape(self.origin) + r"[^\s\",;<>\\]*", found, text, flags=re.ASCII).encode()

    def _address(self, value: str, at: Address, here: str) -> str | None:
        """An address in data: whole where the tree has an address, else relative to its file; other words as they are."""
        if not value.startswith(self.origin):
            return value
        return self._link(value, at, here, whole=bool(self.base))

    def _link(self, target: str, at: Address, here: str, *, whole: bool = False) -> str | None:
        """The link to what a link of the site led to; None where the tree does not hold it."""
        found, fragment = addresses.read(target, at, self.origin)
        if found is not None and fragment and addresses.names_anchor(target):
            found = self.anchors.get((found, fragment), found)
        if found is None:
            outside = re.match(r"[a-zA-Z][\w+.-]*:", target) and not target.startswith(self.origin)
            return target if outside else None
        if found not in self.files:
            return None
        there = self.files[found]
        link = addresses.absolute(self.base, there) if whole else addresses.link_between(here, there)
        if fragment and there == here and not whole:
            link = ""
        return f"{link}#{fragment}" if fragment else link


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _escaped(value: Any) -> str:
    """JSON for inside a page: no sign of HTML is left in it."""
    text = json.dumps(value, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _serialised(page: Any) -> bytes:
    return bytes(html.tostring(page, encoding="utf-8", doctype="<!doctype html>")) + b"\n"
