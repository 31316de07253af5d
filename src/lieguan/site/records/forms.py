"""What the forms of the confirm screen send, as values for editing.operations. Raises InvalidInput with the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.http import QueryDict

from lieguan.errors import InvalidInput
from lieguan.site.records import wording
from lieguan.site.records.editing.operations import FORMS
from lieguan.text.dates import parse_date

# Longer than any paragraph of minutes; what is longer was not typed.
_TEXT, _LINE = 100_000, 500
_ROW = re.compile(r"^(?P<list>[a-z]+)-(?P<index>\d{1,4})-was$")


def parse(operation: str, sent: QueryDict) -> tuple[str, dict[str, Any]]:
    """(operation, values) of a sent form.

    operation  the value of the button that was pressed: a key of OPERATIONS, and behind a colon what a button
               says beyond it: `clause-move:up`, `accept:disposition`
    """
    name, _colon, more = operation.partition(":")
    values = _PARSERS.get(name, _nothing)(sent, more)
    kind = FORMS.get(name)
    if kind and sent.get("form") == kind:
        values["form"] = _PARSERS[kind](sent, "")
    return name, values


def _nothing(_sent: QueryDict, _more: str) -> dict[str, Any]:
    return {}


def line(sent: QueryDict, name: str, *, longest: int = _LINE) -> str | None:
    """One line of text; None where it is empty."""
    words = " ".join(sent.get(name, "").split("\n")).strip()
    if len(words) > longest:
        raise InvalidInput(f"{name} is longer than {longest}", field=name)
    return words or None


def paragraph(sent: QueryDict, name: str = "text") -> str:
    """The words of a paragraph as typed; a line break in it is not kept."""
    words = "".join(part.strip("\r") for part in sent.get(name, "").split("\n")).strip()
    if len(words) > _TEXT:
        raise InvalidInput(f"{name} is longer than {_TEXT}", field=name)
    return words


def number(sent: QueryDict, name: str) -> int | None:
    """A whole number, or None where nothing is typed."""
    typed = sent.get(name, "").strip()
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 6:
        raise InvalidInput(f"{name} is no whole number", field=name)
    return int(typed)


def choice(sent: QueryDict, name: str, known: Iterable[str]) -> str | None:
    """One of the known values, or None where nothing is chosen."""
    chosen = sent.get(name, "")
    if chosen and chosen not in known:
        raise InvalidInput(f"{name} has no choice {chosen!r}", field=name)
    return chosen or None


def day(sent: QueryDict, name: str) -> date | None:
    """A date as typed in Taiwan, or None where nothing is typed."""
    typed = sent.get(name, "").strip()
    if not typed:
        return None
    found = parse_date(typed)
    if found is None:
        raise InvalidInput(f"{name} is no date", field=name)
    return found


def moment(sent: QueryDict, name: str) -> str | None:
    """Date and time of two fields (`name`, `name_time`) as the record has them."""
    on, at = day(sent, name), sent.get(f"{name}_time", "").strip()
    if on is None:
        if at:
            raise InvalidInput(f"{name} has a time and no date", field=name)
        return None
    if not at:
        return on.isoformat()
    if not re.fullmatch(r"(?:[01]?\d|2[0-3]):[0-5]\d", at):
        raise InvalidInput(f"{name} has no time of day", field=f"{name}_time")
    return f"{on.isoformat()}T{at.zfill(5)}+08:00"


def rows(sent: QueryDict, name: str, read: Callable[[str], dict[str, Any] | None]) -> list[dict[str, Any]]:
    """The rows `name-0-…`, `name-1-…` of a form; a row that `read` gives None for is left out."""
    indexes = sorted(
        int(match["index"]) for key in sent if (match := _ROW.match(key)) and match["list"] == name
    )
    found = []
    for index in indexes:
        prefix = f"{name}-{index}-"
        row = None if sent.get(f"{prefix}gone") else read(prefix)
        if row is not None:
            was = sent.get(f"{prefix}was", "")
            found.append({**row, "was": int(was) if was.isdecimal() else None})
    return found


def _head(sent: QueryDict, _more: str) -> dict[str, Any]:
    values: dict[str, Any] = {name: line(sent, name) for name in ("title", "body", "place")}
    values |= {name: number(sent, name) for name in ("term", "ordinal")}
    year = number(sent, "year")
    values["year"] = year + 1911 if year is not None and year < 1000 else year
    values |= {name: moment(sent, name) for name in ("starts_at", "ends_at")}
    return values | {"note": line(sent, "note", longest=5000)}


def _person(sent: QueryDict, prefix: str) -> dict[str, Any] | None:
    person = {key: line(sent, f"{prefix}{key}") for key in ("name", "title", "organisation", "role")}
    if not any(person.values()):
        return None
    written = line(sent, f"{prefix}as_written")
    return {
        **person,
        "as_written": written or "".join(person[k] or "" for k in ("organisation", "name", "title")),
    }


def _people(sent: QueryDict, more: str) -> dict[str, Any]:
    return {"list": more, "rows": rows(sent, "people", lambda prefix: _person(sent, prefix))}


def _agenda(sent: QueryDict, _more: str) -> dict[str, Any]:
    values = {
        "kind": choice(sent, "kind", wording.AGENDA_KINDS) or "other", "number": line(sent, "number", longest=20),
        "title": line(sent, "title", longest=2000) or "",
    }  # fmt: skip
    if "form" in sent:
        values["proposers"] = rows(sent, "people", lambda prefix: _person(sent, prefix))
    return values


def _resolution(sent: QueryDict, _more: str) -> dict[str, Any]:
    return {"label": line(sent, "label", longest=60), "agenda": sent.get("agenda") or None}


def _clause(sent: QueryDict, _more: str) -> dict[str, Any]:
    return {
        "number": line(sent, "number", longest=20), "text": paragraph(sent),
        "disposition": choice(sent, "disposition", wording.CLAUSE_DISPOSITIONS), "subject": line(sent, "subject"),
        "agencies": rows(sent, "agencies", lambda prefix: _agency(sent, prefix)),
        "deadlines": rows(sent, "deadlines", lambda prefix: _deadline(sent, prefix)),
        "rulings": rows(sent, "rulings", lambda prefix: _ruling(sent, prefix)),
    }  # fmt: skip


def _agency(sent: QueryDict, prefix: str) -> dict[str, Any] | None:
    name, written = line(sent, f"{prefix}name"), line(sent, f"{prefix}as_written")
    if not name and not written:
        return None
    return {
        "name": name, "as_written": written or name, "role": choice(sent, f"{prefix}role", wording.ROLES),
        "collective": f"{prefix}collective" in sent, "open": f"{prefix}open" in sent,
    }  # fmt: skip


def _deadline(sent: QueryDict, prefix: str) -> dict[str, Any] | None:
    written, on = line(sent, f"{prefix}as_written"), day(sent, f"{prefix}date")
    when = choice(sent, f"{prefix}when", ("next-meeting", *wording.RECURRENCES))
    if not written and on is None and not when:
        return None
    if on is not None and when:
        raise InvalidInput("a deadline is a date or a rhythm, not both", field=f"{prefix}when")
    basis = choice(sent, f"{prefix}basis", ("printed", "end-of-period", "counted"))
    return {
        "as_written": written or (on.isoformat() if on else ""), "date": on.isoformat() if on else None,
        "relative": "next-meeting" if when == "next-meeting" else None,
        "recurrence": when if when in wording.RECURRENCES else None,
        "basis": (basis or "printed") if on else basis,
    }  # fmt: skip


def _ruling(sent: QueryDict, prefix: str) -> dict[str, Any] | None:
    decided = choice(sent, f"{prefix}disposition", wording.DISPOSITIONS)
    subjects = [one.strip() for one in sent.get(f"{prefix}subjects", "").splitlines() if one.strip()]
    if decided is None:
        if subjects:
            raise InvalidInput("a ruling needs a disposition", field=f"{prefix}disposition")
        return None
    return {"disposition": decided, "subjects": subjects, "by_reference": f"{prefix}by_reference" in sent}


def _statement(sent: QueryDict, _more: str) -> dict[str, Any]:
    keys = ("name", "title", "organisation", "role")
    return {"speaker": {key: line(sent, key) for key in keys}, "agenda": sent.getlist("agenda")}


def _new_statement(sent: QueryDict, more: str) -> dict[str, Any]:
    values = _statement(sent, more)
    speaker = values["speaker"]
    if not any(speaker.values()):
        raise InvalidInput("a statement needs a speaker", field="name")
    speaker["as_written"] = "".join(speaker[key] or "" for key in ("organisation", "name", "title"))
    return values


def _point(sent: QueryDict, _more: str) -> dict[str, Any]:
    return {"number": line(sent, "number", longest=20), "text": paragraph(sent)}


def _split(sent: QueryDict, _more: str) -> dict[str, Any]:
    """Where the cursor stood: `at`, counted by the browser in code points; without a script, the first line break."""
    typed = sent.get("text", "").replace("\r", "")
    at = number(sent, "at")
    if at is None:
        at = len(typed[: typed.index("\n")]) if "\n" in typed.strip() else 0
    before = "".join(typed[:at].split("\n")) if "\n" in typed[:at] else typed[:at]
    lead = len(typed) - len(typed.lstrip())
    return {"at": max(0, len(before) - lead)}


def _direction(_sent: QueryDict, more: str) -> dict[str, Any]:
    return {"direction": more}


def _part(sent: QueryDict, _more: str) -> dict[str, Any]:
    return {"start": number(sent, "start") or 0, "kind": choice(sent, "kind", wording.PART_KINDS) or "unread"}


def _part_place(sent: QueryDict, _more: str) -> dict[str, Any]:
    return {"start": number(sent, "start") or 0, "as": choice(sent, "as", wording.PLACED) or "continue"}


_PARSERS: Mapping[str, Callable[[QueryDict, str], dict[str, Any]]] = {
    "head": _head,
    "people": _people,
    "agenda": _agenda,
    "agenda-add": _agenda,
    "resolution": _resolution,
    "resolution-add": _resolution,
    "clause": _clause,
    "clause-add": lambda sent, _more: {"text": paragraph(sent)},
    "clause-split": _split,
    "clause-send": lambda sent, _more: {"to": sent.get("to", "")},
    "statement": _statement,
    "statement-add": _new_statement,
    "point": _point,
    "point-add": lambda sent, _more: {"text": paragraph(sent)},
    "point-split": _split,
    **dict.fromkeys(
        ("agenda-move", "resolution-move", "clause-move", "statement-move", "point-move"), _direction
    ),
    "part": _part,
    "part-place": _part_place,
    "accept": lambda _sent, more: {"path": more},
    "reset": lambda _sent, more: {"field": more},
}
