"""Records made by hand, of invented minutes, in the format lieguan-record/1: as the reader would give them."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

ROC = 1911
WEEKDAYS = "一二三四五六日"
BODY = "行政院海岸韌性推動小組"


class _Writer:
    """A text that grows part by part, and the places of what stands in it."""

    def __init__(self) -> None:
        self.text = ""
        self.parts: list[dict[str, Any]] = []
        self.found: list[dict[str, Any]] = []

    def put(self, words: str, kind: str, of: str | None, after: str = "") -> list[list[int]]:
        start = len(self.text)
        self.text += words + after
        self.parts.append({"span": [start, len(self.text)], "kind": kind, "of": of})
        return [[start, start + len(words)]]

    def find(self, path: str, rule: str, certainty: str, spans: list[list[int]]) -> None:
        self.found.append({"path": path, "rule": rule, "certainty": certainty, "spans": spans})

    def inside(self, words: str, spans: list[list[int]]) -> list[list[int]]:
        at = self.text.index(words, spans[0][0])
        return [[at, at + len(words)]]


def person(
    name: str, title: str | None = None, organisation: str | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "name": name, "title": title, "organisation": organisation, "role": None, "represents": None,
        "as_written": f"{organisation or ''}{name}{title or ''}", "spans": [],
    } | more  # fmt: skip


def agency(as_written: str, name: str = "", role: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "name": name or as_written, "as_written": as_written, "role": role, "collective": False, "open": False,
        "spans": [],
    } | more  # fmt: skip


def clause(number: str | None, text: str, *below: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "", "number": number, "text": text, "disposition": None, "subject": None, "rulings": [],
        "agencies": [], "deadlines": [], "clauses": list(below), "spans": [],
    } | more  # fmt: skip


RESOLUTIONS = (
    (
        "決定",
        [
            clause(
                "1",
                "「海堤巡查作業手冊」持續列管，請水利署及營建署辦理下列事項：",
                clause("1", "完成巡查表單之修訂，並於下次會議提出。", deadlines=[{
                    "as_written": "下次會議", "date": None, "relative": "next-meeting", "recurrence": None,
                    "basis": None, "spans": [],
                }]),
                clause("2", "辦理教育訓練二場。"),
                disposition="track",
                subject="海堤巡查作業手冊",
                agencies=[agency("水利署", "經濟部水利署", "lead"), agency("營建署", "內政部國土管理署")],
                rulings=[{"disposition": "track", "subjects": ["海堤巡查作業手冊"], "by_reference": False, "spans": []}],
            ),
            clause(
                "2",
                "同意「沿海測站盤點」解除列管，並請各機關持續維護。",
                disposition="release",
                subject="沿海測站盤點",
                agencies=[agency("各機關", collective=True)],
                rulings=[{"disposition": "release", "subjects": ["沿海測站盤點"], "by_reference": False, "spans": []}],
            ),
        ],
    ),
    ("決議", [clause(None, "照案通過，請水利署於114年12月底前完成公告。", disposition="approve", agencies=[
        agency("水利署", "經濟部水利署")], deadlines=[{
            "as_written": "114年12月底", "date": "2025-12-31", "relative": None, "recurrence": None,
            "basis": "end-of-period", "spans": [],
        }])]),
)  # fmt: skip
AGENDA = (("report", "一", "前次會議決定事項辦理情形"), ("discussion", "一", "海岸防護設施維護要點草案"))
STATEMENTS = (
    (
        person("柳青禾", "委員"),
        [0],
        [("1", "建議先盤點老舊海堤，再排定優先次序。"), ("2", "表單宜與測站資料介接。")],
    ),
    (person("石定遠", "副署長", "水利署"), [0, 1], [(None, "將於年底前完成盤點，並納入公告。")]),
)


def minutes(
    *,
    ordinal: int | None = 2,
    day: date | None = date(2025, 9, 12),
    body: str = BODY,
    weekday: str | None = None,
    resolutions: Any = RESOLUTIONS,
    statements: Any = STATEMENTS,
    unread: str = "另附海岸巡查照片一批。",
    name: str = "海岸.odt",
) -> dict[str, Any]:
    """The record of a set of invented minutes: head, two agenda items, two resolutions, two statements and a
    paragraph that no rule placed. `weekday` prints another weekday than the day's own."""
    text = _Writer()
    record = _head(text, body, ordinal, day, weekday)
    record["agenda"] = _agenda(text)
    record["resolutions"] = _resolutions(text, resolutions)
    record["statements"] = _statements(text, statements)
    if unread:
        text.put(unread, "unread", None, "\n")
    record |= {
        "text": text.text, "parts": text.parts, "found": text.found,
        "source": {
            "name": name, "media_type": "application/vnd.oasis.opendocument.text",
            "sha256": hashlib.sha256(text.text.encode()).hexdigest(), "characters": len(text.text), "pages": None,
        },
    }  # fmt: skip
    order = (
        "format", "made_by", "source", "text", "parts", "found", "meeting", "agenda", "resolutions", "statements"
    )  # fmt: skip
    return {key: record[key] for key in order}


def _head(
    text: _Writer, body: str, ordinal: int | None, day: date | None, weekday: str | None
) -> dict[str, Any]:
    counted = f"第{ordinal}次" if ordinal else ""
    title = f"{body}{counted}會議紀錄"
    text.put(title, "heading", "meeting", "\n\n")
    meeting: dict[str, Any] = {
        "title": title, "body": body, "term": None, "year": None, "ordinal": ordinal,
        "starts_at": f"{day.isoformat()}T10:00+08:00" if day else None,
        "ends_at": f"{day.isoformat()}T12:00+08:00" if day else None,
        "place": "第一會議室", "chairs": [], "recorders": [person("白若水")],
        "attendance": {"present": [person("柳青禾", "委員")], "observers": [], "absent": [], "note": "如簽到表"},
    }  # fmt: skip
    text.find("/meeting/title", "head.title", "sure", [[0, len(title)]])
    text.find("/meeting/body", "head.body", "likely", [[0, len(body)]])
    if day:
        printed = (
            f"{day.year - ROC}年{day.month}月{day.day}日（星期{weekday or WEEKDAYS[day.weekday()]}）上午10時"
        )
        text.put("時間：", "label", "meeting")
        spans = text.put(printed, "field", "meeting", "\n")
        text.find("/meeting/starts_at", "head.time", "sure", spans)
    text.put("主持人：", "label", "meeting")
    spans = text.put("召集人岳政務委員長河", "field", "meeting", "\n")
    chair = person("岳長河", "政務委員", role="召集人", as_written="召集人岳政務委員長河", spans=spans)
    meeting["chairs"] = [chair]
    text.find("/meeting/chairs/0/name", "head.chair", "guess", spans)
    return {
        "format": "lieguan-record/1", "made_by": {"lieguan": "0.1.0", "lexicon": "2026-11", "ocr": None},
        "meeting": meeting,
    }  # fmt: skip


def _agenda(text: _Writer) -> list[dict[str, Any]]:
    made = []
    for index, (kind, number, title) in enumerate(AGENDA, 1):
        spans = text.put(f"{number}、{title}", "heading", f"a{index}", "\n")
        made.append(
            {
                "id": f"a{index}",
                "kind": kind,
                "number": number,
                "title": title,
                "proposers": [],
                "spans": spans,
            }
        )
    return made


def _resolutions(text: _Writer, resolutions: Any) -> list[dict[str, Any]]:
    made = []
    for index, (label, clauses) in enumerate(resolutions):
        own = text.put(f"{label}：", "label", f"r{index + 1}", "\n")
        placed = [
            _clause(text, f"r{index + 1}.{at}", f"/resolutions/{index}/clauses/{at - 1}", one, 0)
            for at, one in enumerate(clauses, 1)
        ]
        made.append({
            "id": f"r{index + 1}", "agenda": f"a{index + 1}" if index < len(AGENDA) else None, "label": label,
            "clauses": placed, "spans": [*own, *(span for one in placed for span in _all_spans(one))],
        })  # fmt: skip
    return made


def _all_spans(clause: dict[str, Any]) -> list[list[int]]:
    return [*clause["spans"], *(span for below in clause["clauses"] for span in _all_spans(below))]


def _clause(text: _Writer, local: str, path: str, given: dict[str, Any], depth: int) -> dict[str, Any]:
    marker = "" if given["number"] is None else f"({given['number']})" if depth else f"{given['number']}."
    first = text.put(marker, "marker", local) if marker else []
    spans = text.put(given["text"], "clause", local, "\n")
    whole = [[first[0][0], spans[0][1]]] if first else spans
    made = {**given, "id": local, "spans": whole}
    for key in ("agencies", "deadlines"):
        made[key] = [{**one, "spans": text.inside(one["as_written"], spans)} for one in given[key]]
        for at, one in enumerate(made[key]):
            text.find(
                f"{path}/{key}/{at}/as_written", f"{key}.list", "likely" if at else "sure", one["spans"]
            )
    made["rulings"] = [{**one, "spans": spans} for one in given["rulings"]]
    if given["disposition"]:
        words = {"track": "持續列管", "release": "解除列管", "approve": "照案通過"}[given["disposition"]]
        text.find(
            f"{path}/disposition", f"disposition.{given['disposition']}", "sure", text.inside(words, spans)
        )
    if given["subject"]:
        text.find(f"{path}/subject", "subject.quoted", "sure", text.inside(given["subject"], spans))
    made["clauses"] = [
        _clause(text, f"{local}.{at}", f"{path}/clauses/{at - 1}", one, depth + 1)
        for at, one in enumerate(given["clauses"], 1)
    ]
    return made


def _statements(text: _Writer, statements: Any) -> list[dict[str, Any]]:
    made = []
    for index, (speaker, items, points) in enumerate(statements):
        local = f"s{index + 1}"
        label = text.put(f"{speaker['as_written']}：", "heading", local, "\n")
        text.find(f"/statements/{index}/speaker/name", "speaker.label", "likely", label)
        for at, _item in enumerate(items):
            text.find(f"/statements/{index}/agenda/{at}", "statement.heading", "sure", label)
        placed = []
        for at, (number, words) in enumerate(points, 1):
            first = text.put(f"{number}.", "marker", f"{local}.{at}") if number else []
            spans = text.put(words, "point", f"{local}.{at}", "\n")
            whole = [[first[0][0], spans[0][1]]] if first else spans
            placed.append({"id": f"{local}.{at}", "number": number, "text": words, "spans": whole})
        made.append({
            "id": local, "agenda": [f"a{item + 1}" for item in items], "speaker": {**speaker, "spans": label},
            "points": placed, "spans": [label[0], *(span for point in placed for span in point["spans"])],
        })  # fmt: skip
    return made
