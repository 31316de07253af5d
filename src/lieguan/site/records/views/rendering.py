"""Fragments of the confirm screen: sections, forms, the list of doubts, the source in chunks."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from lieguan.errors import InvalidInput
from lieguan.site.records import checks, marks, screen, wording
from lieguan.site.records.actions.drafting import step_to_undo
from lieguan.site.records.editing.parts import LOOSE, part_at
from lieguan.site.records.editing.tree import CannotEdit, Place, find, unfold
from lieguan.site.records.identity import clauses_of
from lieguan.site.records.models import Minutes
from lieguan.site.records.sameness import neighbours_of
from lieguan.site.records.source_html import chunk_html

# More objects than this, and sections are drawn when they are opened.
INLINE = 350
_ADD = "add-"


class Drawn:
    """One state of a draft, ready to be drawn whole or compared with another state of it."""

    head_keys = ("title", "body", "ordinal", "starts_at", "ends_at", "place", "note")

    def __init__(self, minutes: Minutes, *, can_edit: bool, starts: list[int] | None = None) -> None:
        self.minutes, self.can_edit = minutes, can_edit
        self.starts = marks.boundaries(minutes.read) if starts is None else starts
        self.screen = screen.screen(minutes.draft)

    @cached_property
    def chunks(self) -> list[tuple[marks.Block, ...]]:
        """The source, cut where the record as read says."""
        return marks.chunks(self.minutes.draft, self.starts)

    @cached_property
    def findings(self) -> list[checks.Finding]:
        """What does not fit in the head."""
        around = neighbours_of(self.minutes.body, other_than=self.minutes.meeting)
        return checks.findings(self.minutes.draft, around, body_known=self.minutes.body_id is not None)

    @property
    def lazy(self) -> bool:
        """Whether sections are drawn when they are opened."""
        return self.screen.size > INLINE

    @property
    def count(self) -> int:
        """How many things a person should look at."""
        return len(self.findings) + len(self.screen.doubts) + len(self.screen.unread)

    def source(self) -> list[tuple[int, str]]:
        """(number, HTML) of every chunk of the source."""
        return [(at, chunk_html(chunk, links=self.can_edit)) for at, chunk in enumerate(self.chunks)]

    def section_of(self, target: str) -> str:
        """The key of the section that an object stands in, "" for none."""
        for section in self.screen.sections:
            if section.key == target or target in _uids(section.data):
                return section.key
        return ""

    def slot_of(self, target: str) -> str:
        """The key of the section whose form `edit` opens, or the part's own place."""
        kind, _colon, of = target.partition(":")
        if kind in {"head", "people"}:
            return "head"
        if kind == "part":
            return "part"
        return self.section_of(of) if kind.startswith(_ADD) else self.section_of(target)

    def changes_since(self, before: Drawn | None, request: HttpRequest) -> dict[str, Any]:
        """What the page's script replaces: sections, chunks of the source, doubts, the bar.

        before  the state that the page shows; None where it shows another one, and all of it is replaced
        """
        old = {section.key: section for section in before.screen.sections} if before else {}
        changed = [one for one in self.screen.sections if old.get(one.key) != one]
        if any(one.key == "agenda" for one in changed):  # its titles stand in the heads of all others
            changed = [one for one in self.screen.sections if one.key != "head" or one in changed]
        shown = before.chunks if before else []
        chunks = {
            at: chunk_html(chunk, links=True)
            for at, chunk in enumerate(self.chunks)
            if at >= len(shown) or shown[at] != chunk
        }
        return {
            "version": self.minutes.draft_version,
            "sections": {one.key: section_html(request, self, one) for one in changed},
            "order": [section.key for section in self.screen.sections],
            "chunks": chunks,
            "count": render_to_string("records/screen/count.html", {"drawn": self}, request),
            "doubts": render_to_string("records/screen/doubts.html", {"drawn": self, "minutes": self.minutes}, request),
            "steps": render_to_string(
                "records/screen/steps.html", {"minutes": self.minutes, "last_step": step_to_undo(self.minutes)}, request
            ),
        }  # fmt: skip

    @cached_property
    def agency_names(self) -> list[str]:
        """Names that may be meant again: those of this record."""
        rows = (a for r in self.minutes.draft["resolutions"] for c in clauses_of(r) for a in c["agencies"])
        return sorted({row["name"] for row in rows})

    @property
    def last_step(self) -> Any:
        """The step that can be taken back."""
        return step_to_undo(self.minutes) if self.can_edit else None


def _uids(value: Any) -> set[str]:
    if isinstance(value, dict):
        inner = {uid for one in value.values() if isinstance(one, (dict, list)) for uid in _uids(one)}
        return inner | ({value["uid"]} if "uid" in value else set())
    if isinstance(value, list):
        return {uid for one in value if isinstance(one, (dict, list)) for uid in _uids(one)}
    return set()


def slot(target: str) -> str:
    """The id, without its f-, of the place where a target's form opens."""
    return target.replace(":", "-")


def section_html(request: HttpRequest, drawn: Drawn, section: screen.Section, *, whole: bool = False) -> str:
    """One section; in a long record only its head, until it is opened (`whole`)."""
    return render_to_string(
        "records/screen/section.html",
        {
            "section": section, "minutes": drawn.minutes, "can_edit": drawn.can_edit, "drawn": drawn,
            "closed": drawn.lazy and not whole and section.kind in {"resolution", "statement"},
        },
        request,
    )  # fmt: skip


def form_html(request: HttpRequest, minutes: Minutes, target: str) -> str:
    """The form of a target; "" where the draft has none such.

    target  head, people:LIST, part:START, the uid of an object, add-agenda, add-clause:UID, add-point:UID,
            add-resolution:UID, add-statement
    """
    try:
        name, context = _form(minutes, target)
    except (CannotEdit, InvalidInput):
        return ""
    kind, _colon, of = target.partition(":")
    about = {"head": "meeting", "people": "meeting", "part": ""}.get(
        kind, of if kind.startswith(_ADD) else target
    )
    context |= {
        "minutes": minutes, "target": target, "target_uid": about, "slot": slot(target), "dispositions": wording.DISPOSITIONS.items(),
        "clause_dispositions": [(code, wording.DISPOSITIONS[code]) for code in wording.CLAUSE_DISPOSITIONS],
        "roles": wording.ROLES.items(), "recurrences": wording.RECURRENCES.items(),
    }  # fmt: skip
    return render_to_string(f"records/forms/{name}.html", context, request)


def _form(minutes: Minutes, target: str) -> tuple[str, dict[str, Any]]:
    tree = unfold(minutes.draft)
    kind, _colon, of = target.partition(":")
    if kind == "head":
        places = next(s for s in screen.screen(minutes.draft).sections if s.key == "head").data["at"]
        return "head", {"meeting": tree["meeting"], "restorable": Drawn.head_keys[:-1], "places": places}
    if kind == "people" and of in wording.PEOPLE:
        meeting = tree["meeting"]
        return "people", {"list": of, "people": meeting.get(of) or meeting["attendance"].get(of) or []}
    if kind == "part" and of.isdecimal():
        part = part_at(tree, int(of))
        kinds = [(one, wording.PART_KINDS[one]) for one in LOOSE]
        words = tree["text"][slice(*part["span"])].strip()
        return "part", {"part": part, "words": words, "kinds": kinds, "placed": wording.PLACED.items()}
    items = [(item["uid"], item["title"]) for item in tree["agenda"]]
    if kind.startswith(_ADD):
        return "add", {
            "what": kind.removeprefix(_ADD), "items": items, "agenda_kinds": wording.AGENDA_KINDS.items()
        }  # fmt: skip
    place = find(tree, target)
    return place.kind, {"place": place, "node": place.node, "items": items} | _around(tree, place)


def _around(tree: dict[str, Any], place: Place) -> dict[str, Any]:
    """What the form of one kind needs beyond its object."""
    if place.kind == "clause":
        own = place.above[0]["uid"]
        others = [
            (r["uid"], r["label"], next((i["title"] for i in tree["agenda"] if i["uid"] == r["agenda"]), ""))
            for r in tree["resolutions"]
            if r["uid"] != own
        ]
        return {"others": others}
    if place.kind == "agenda":
        return {"agenda_kinds": wording.AGENDA_KINDS.items(), "people": place.node["proposers"]}
    return {}
