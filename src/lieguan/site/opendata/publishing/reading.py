"""The addresses that an answer leads to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from lieguan.site.opendata.publishing.visiting import Answer

# Attributes that hold an address which a browser follows.
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "object": "data"}
_OF_STYLE = re.compile(rb"url\(\s*['\"]?([^'\")]+)")
XML = frozenset({"application/xml", "application/atom+xml", "application/akn+xml"})


def links(answer: Answer, origin: str) -> Iterator[str]:
    """Every link in a page, every address of this site in data; tables and calendars lead nowhere else than those."""
    if answer.kind == "text/html":
        for element in html.document_fromstring(answer.content).iter(*LINKS):
            target = element.get(LINKS[element.tag])
            if target:
                yield target
    elif answer.kind == "application/json":
        yield from (one for one in words(json.loads(answer.content)) if one.startswith(origin))
    elif answer.kind in XML:
        for element in parsed(answer.content).iter(etree.Element):
            for one in (element.text or "", *element.attrib.values()):
                if one.startswith(origin):
                    yield one
    elif answer.kind == "text/css":
        for found in _OF_STYLE.findall(answer.content):
            if not found.startswith((b"data:", b"#")):
                yield found.decode()


def anchors(answer: Answer) -> Iterator[str]:
    """The names of the places in a page."""
    if answer.kind == "text/html":
        yield from html.document_fromstring(answer.content).xpath("//@id")


def words(value: Any) -> Iterator[str]:
    """Every string in a JSON value, keys aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from words(one)


def parsed(content: bytes) -> Any:
    """XML of our own, without anything that it could fetch."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
