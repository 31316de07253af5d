"""A record as Akoma Ntoso 3.0 (`debate`), the OASIS standard for parliamentary and committee documents.

Source: Akoma Ntoso Version 1.0, Part 2: Specifications, OASIS Standard, 29 August 2018 (namespace …/akn/ns/akn/3.0),
and the Akoma Ntoso Naming Convention 1.0 for the FRBR addresses. What the standard has no place for (dispositions,
agencies told to act, deadlines) stands in `analysis/otherAnalysis` in lieguan's own namespace.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from lxml import etree

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LIEGUAN = "urn:lieguan:record:1"
UNKNOWN_DATE = "0001-01-01"
# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets); a text dump may.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Publication:
    """What the record itself does not say.

    body         a short name of the body for addresses, such as `smart-city-task-force`
    version      1 for the first confirmed record
    version_date ISO day of that version
    addresses    record id (r1.2, s3) -> permanent address, where there is one
    """

    body: str
    version: int = 1
    version_date: str = UNKNOWN_DATE
    addresses: Mapping[str, str] = field(default_factory=dict)


def akoma_ntoso(record: Mapping[str, Any], publication: Publication) -> bytes:
    """The XML document, UTF-8, of a record in its JSON form (`lieguan-record/1`)."""
    return _Writer(record, publication).document()


class _Writer:
    def __init__(self, record: Mapping[str, Any], publication: Publication) -> None:
        self.record = record
        self.publication = publication
        self.agents: dict[tuple[str, str], str] = {}
        self.references: list[etree._Element] = []

    def document(self) -> bytes:
        # None names the default namespace; the stubs know strings alone.
        root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap={None: AKN})  # type: ignore[dict-item]
        debate = _add(root, "debate", name="minutes", contains="originalVersion")
        meta = _add(debate, "meta")
        self._preface(debate)
        self._body(_add(debate, "debateBody"))
        self._identification(meta)
        self._analysis(meta)
        references = _add(meta, "references", source="#lieguan")
        _add(
            references,
            "TLCOrganization",
            eId="lieguan",
            href="/ontology/organization/lieguan",
            showAs="lieguan",
        )
        references.extend(self.references)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))

    def _identification(self, meta: etree._Element) -> None:
        meeting = self.record["meeting"]
        day = (meeting.get("starts_at") or UNKNOWN_DATE)[:10]
        number = meeting.get("ordinal")
        work = f"/akn/tw/debate/{quote(self.publication.body)}/{day}" + (f"/{number}" if number else "")
        expression = f"{work}/zho@{self.publication.version_date}"
        author = self._agent("organization", meeting.get("body") or meeting.get("title") or "-")
        made = _add(meta, "identification", source="#lieguan")
        for level, uri, ending, date, name in (
            ("FRBRWork", work, "", day, "meeting"),
            ("FRBRExpression", expression, "", self.publication.version_date, "version"),
            ("FRBRManifestation", expression, ".xml", self.publication.version_date, "version"),
        ):
            element = _add(made, level)
            _add(element, "FRBRthis", value=f"{uri}/!main{ending}")
            _add(element, "FRBRuri", value=uri + ending)
            _add(element, "FRBRdate", date=date, name=name)
            _add(element, "FRBRauthor", href=author)
            if level == "FRBRWork":
                _add(element, "FRBRcountry", value="tw")
                if number:
                    _add(element, "FRBRnumber", value=str(number))
            elif level == "FRBRExpression":
                _add(element, "FRBRversionNumber", value=str(self.publication.version))
                _add(element, "FRBRlanguage", language="zho")
            else:
                _add(element, "FRBRformat", value="application/akn+xml")
        # The identification stands first in meta.
        meta.insert(0, made)

    def _preface(self, debate: etree._Element) -> None:
        meeting = self.record["meeting"]
        preface = _add(debate, "preface")
        title = _add(_add(preface, "p"), "docTitle")
        title.text = _clean(meeting.get("title") or "")
        if meeting.get("starts_at"):
            date = _add(_add(preface, "p"), "docDate", date=meeting["starts_at"][:10])
            date.text = meeting["starts_at"]
        if meeting.get("place"):
            _add(_add(preface, "p"), "location", refersTo=self._place(meeting["place"])).text = _clean(
                meeting["place"]
            )
        attendance = meeting["attendance"]
        for label, people in (
            ("主持人", meeting["chairs"]),
            ("紀錄", meeting["recorders"]),
            ("出席", attendance["present"]),
            ("列席", attendance["observers"]),
            ("請假", attendance["absent"]),
        ):
            if people:
                self._people(_add(preface, "p"), label, people)
        if attendance.get("note"):
            _add(preface, "p").text = _clean(attendance["note"])

    def _people(self, paragraph: etree._Element, label: str, people: list[Mapping[str, Any]]) -> None:
        paragraph.text = f"{label}："
        for person in people:
            element = _add(paragraph, "person", refersTo=self._person(person))
            element.text = _clean(person["as_written"])
            element.tail = "、"
        paragraph[-1].tail = ""

    def _body(self, body: etree._Element) -> None:
        placed: set[str] = set()
        for item in self.record["agenda"]:
            section = _add(body, "debateSection", eId=item["id"], name=item["kind"])
            if item.get("number"):
                _add(section, "num").text = _clean(item["number"])
            _add(section, "heading").text = _clean(item["title"])
            for statement in self.record["statements"]:
                if statement["agenda"][:1] == [item["id"]]:
                    self._speech(section, statement)
                    placed.add(statement["id"])
            for resolution in self.record["resolutions"]:
                if resolution["agenda"] == item["id"]:
                    self._resolution(section, resolution)
        rest = [s for s in self.record["statements"] if s["id"] not in placed]
        alone = [r for r in self.record["resolutions"] if r["agenda"] is None]
        if rest or alone or len(body) == 0:
            section = _add(body, "debateSection", eId="other", name="other")
            _add(section, "heading")
            for statement in rest:
                self._speech(section, statement)
            for resolution in alone:
                self._resolution(section, resolution)

    def _speech(self, section: etree._Element, statement: Mapping[str, Any]) -> None:
        speech = _add(section, "speech", eId=statement["id"], by=self._person(statement["speaker"]))
        _add(speech, "from").text = _clean(statement["speaker"]["as_written"])
        for point in statement["points"]:
            paragraph = _add(speech, "p", eId=point["id"])
            number = f"{point['number']}、" if point.get("number") else ""
            paragraph.text = _clean(number + point["text"])
        if not statement["points"]:
            _add(speech, "p")

    def _resolution(self, section: etree._Element, resolution: Mapping[str, Any]) -> None:
        made = _add(section, "resolutions", eId=resolution["id"])
        if resolution.get("label"):
            _add(made, "heading").text = _clean(resolution["label"])
        self._clauses(made, f"{resolution['id']}-list", resolution["clauses"])

    def _clauses(self, parent: etree._Element, identifier: str, clauses: list[Mapping[str, Any]]) -> None:
        if not clauses:
            return
        listed = _add(parent, "blockList", eId=identifier)
        for clause in clauses:
            item = _add(listed, "item", eId=clause["id"])
            if clause.get("number"):
                _add(item, "num").text = _clean(clause["number"])
            _add(item, "p").text = _clean(clause["text"])
            self._clauses(item, f"{clause['id']}-list", clause["clauses"])

    def _analysis(self, meta: etree._Element) -> None:
        analysis = etree.Element(f"{{{AKN}}}analysis", source="#lieguan")
        other = _add(analysis, "otherAnalysis", source="#lieguan")
        for resolution in self.record["resolutions"]:
            for clause in _flat(resolution["clauses"]):
                self._decision(other, clause)
        if len(other):
            meta.append(analysis)

    def _decision(self, other: etree._Element, clause: Mapping[str, Any]) -> None:
        if not (clause["disposition"] or clause["agencies"] or clause["deadlines"] or clause["rulings"]):
            return
        made = etree.SubElement(
            other, f"{{{LIEGUAN}}}clause", nsmap={"lieguan": LIEGUAN}, refersTo="#" + clause["id"]
        )
        address = self.publication.addresses.get(clause["id"])
        for name, value in (
            ("disposition", clause["disposition"]),
            ("subject", clause["subject"]),
            ("href", address),
        ):
            if value:
                made.set(name, _clean(value))
        for name, values in (
            ("ruling", clause["rulings"]),
            ("agency", clause["agencies"]),
            ("deadline", clause["deadlines"]),
        ):
            for value in values:
                element = etree.SubElement(made, f"{{{LIEGUAN}}}{name}")
                for key, content in value.items():
                    if key == "subjects":
                        for subject in content:
                            etree.SubElement(element, f"{{{LIEGUAN}}}subject").text = _clean(subject)
                    elif key != "spans" and content not in (None, False):
                        element.set(
                            key.replace("_", "-"), "true" if content is True else _clean(str(content))
                        )

    def _person(self, person: Mapping[str, Any]) -> str:
        name = person.get("name")
        if not name and person.get("organisation"):
            return self._agent("organization", person["organisation"])
        shown = name or person.get("title") or person.get("as_written") or "-"
        return self._agent("person", shown, person.get("organisation") or "")

    def _place(self, place: str) -> str:
        return self._agent("location", place)

    def _agent(self, kind: str, name: str, of: str = "") -> str:
        key = (kind, f"{of} {name}" if of else name)
        if key not in self.agents:
            identifier = f"{kind}-{len(self.agents) + 1}"
            self.agents[key] = "#" + identifier
            reference = etree.Element(f"{{{AKN}}}TLC{kind.capitalize()}")
            reference.set("eId", identifier)
            reference.set("href", f"/ontology/{kind}/{quote(key[1])}")
            reference.set("showAs", _clean(name))
            self.references.append(reference)
        return self.agents[key]


def _flat(clauses: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [c for clause in clauses for c in (clause, *_flat(clause["clauses"]))]


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{AKN}}}{tag}", dict(attributes))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
