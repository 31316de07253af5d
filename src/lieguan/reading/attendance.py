"""Stage 5: who was there 出席、列席、請假.

Reads:  root (its fields), context. Writes: meeting.present, observers, absent, note; parts.

People are named on the label's line, on the lines below, or in the cells of a table; what names nobody
(units, 如簽到表) is the note.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lieguan.lexicon.persons import title_pattern
from lieguan.reading.columns import cell_key
from lieguan.reading.context import Finding
from lieguan.reading.nodes import Node
from lieguan.reading.people import Attendee, parse_people
from lieguan.reading.state import Reading
from lieguan.reading.surroundings import offices
from lieguan.record.spans import Span, Spans, merged, touch
from lieguan.text.passage import Passage
from lieguan.text.width import folded, solid

_LISTS = ("present", "observers", "absent")
_ENTRY = re.compile(r"[^、；;\n｜|]+")
#: 本會議員（詳出席表）: who they all are, and nobody's name.
_MEMBERS = frozenset({"代表", "議員", "委員", "理事", "監事", "會員"})
#: Fewer pieces are the two halves of a few names: 薛　凌.
_MANY = 12
#: The names are on another sheet: 如附簽到表, 詳如簽到簿.
_ELSEWHERE = re.compile(r"[（(]?(?:參照|參見|參閱|詳|如|見|同){1,2}(?:見|如)?(?:附|後|簽|出席|會議|另|下)")
#: Who the next lines list, no person: 府內委員, 專家學者：
_GROUP = re.compile(
    r"(?:府內|府外|機關|官方|民間|專家|學者|當然|聘任|團體|單位|內聘|外聘|校內|校外|部內|部外)+(?:委員|代表|人員)?[：:]?"
)
#: Headings of a table of those present.
_HEADINGS = frozenset(
    ("", "編號", "序號", "項次", "單位", "機關", "服務單位", "服務機關", "出席單位", "機關單位", "單位名稱", "機關名稱", "單位/機關", "職稱", "職務",
     "身分", "身份", "姓名", "委員", "委員姓名", "代表", "出席人員", "出席者", "備註", "簽名", "簽到", "出席情形", "代理人")
)  # fmt: skip
_LAST_CHARACTER = re.compile(r"[\u3400-\u9fff](?:[、，]|\s*$)")
_LABEL = re.compile(r"[^、，：；（）]{1,8}：")
_EMPTY = re.compile(r"(?:[\s無。.,，、（）()略同上]|請假|公假|缺席|[上下] ?午)*")


def attendance(reading: Reading) -> None:
    """Fills the three lists and the note."""
    notes: list[tuple[str, Spans]] = []
    for node in reading.root.children:
        if node.role != "field" or node.kind not in _LISTS:
            continue
        passage = _words(reading, node)
        people = [] if _ELSEWHERE.match(passage.text) else parse_people(passage, reading.context)
        people = [
            one for one in people if one.found.value.name is not None or one.found.value.title not in _MEMBERS
        ]
        if _is_set_apart(passage.text):
            people = [replace(one, found=replace(one.found, certainty="guess")) for one in people]
        for one in people:
            principal = one.found.value.represents if node.kind == "absent" else None
            if principal is not None:  # 請假：王館長大明（李小華代）: the one on leave, not who stood in
                one = Attendee(replace(one.found, value=principal), absent=True)  # noqa: PLW2901
            listed = _list(reading, "absent" if one.absent else node.kind)
            if not any(_same(one, other) for other in listed):
                listed.append(one)
        note = _nobody(passage, people)
        if note is not None:
            notes.append(note)
        _mark(reading, node)
    if notes:
        notes.sort(key=lambda note: note[1])  # a table's rows may stand in another order in the text
        words = "；".join(text for text, _ in notes) if len(notes) > 1 else notes[0][0]
        spans = tuple(span for _, spans in notes for span in spans)
        reading.meeting.note = Finding(words, "attendance.note", "likely", spans)
    came = (one.found.value.organisation for kind in _LISTS for one in _list(reading, kind))
    own = offices(filter(None, came), reading.context.agencies)
    reading.context = replace(reading.context, offices=own)


def _is_set_apart(text: str) -> bool:
    """林 大 誠 白 小 雄 陳 大 男: where one name ends and the next begins, nothing tells."""
    pieces = text.split()
    return len(pieces) > _MANY and 5 * sum(len(piece) == 1 for piece in pieces) > 3 * len(pieces)


def _same(one: Attendee, other: Attendee) -> bool:
    """Listed twice, as for the morning and the afternoon: the same name in the same post."""
    a, b = one.found.value, other.found.value
    if a.name is None or a.name != b.name:
        return False
    # 王大明、李小華（委託王大明董事代理）: the same one, and for whom
    return a.title == b.title or (None in (a.title, b.title) and None is not (a.represents or b.represents))


def _list(reading: Reading, kind: str) -> list[Attendee]:
    meeting = reading.meeting
    return {"present": meeting.present, "observers": meeting.observers, "absent": meeting.absent}[kind]


def _words(reading: Reading, node: Node) -> Passage:
    """The label's own words and the lines below it, the breaks between them kept."""
    text = reading.document.text
    pieces: list[Span] = []
    words: list[str] = []
    for below in node.walk():
        for passage in _lines(below) if below is not node else [node.title]:
            if _GROUP.fullmatch(passage.text.strip()) or reading.context.heads_a_day(passage.spans()):
                continue
            # Names that 、 divides may be broken over two lines; where nothing divides them, the line does.
            listed = "、" in passage.text
            for index, piece in enumerate(passage.pieces):
                following = text[slice(*piece)]
                torn = index == 0 and listed and bool(words) and _is_torn(words[-1], following)
                if pieces and not torn and (index == 0 or not listed or _breaks(words[-1], following)):
                    gap = (pieces[-1][1], pieces[-1][1] + 1)
                    # Between two cells of a page's table there may be nothing but mark-up.
                    if "\n" in text[gap[0] : piece[0]] or (index == 0 and gap[1] <= piece[0]):
                        pieces.append(gap)
                        words.append("\n")
                pieces.append(piece)
                words.append(following)
    # A source may give a table's rows in another order than that of the text.
    written = sorted(zip(pieces, words, strict=True))
    return Passage("".join(word for _, word in written), tuple(piece for piece, _ in written))


def _is_torn(before: str, after: str) -> bool:
    """鄭林大 / 良、游小耀: the last character of a name on the next line."""
    return (
        _LAST_CHARACTER.match(after) is not None
        and "、" in before
        and before.rstrip()[-1:] not in "、，；。："
    )


def _breaks(before: str, after: str) -> bool:
    """In a list that 、 divides the line ends the entry all the same: a label follows, or the next post."""
    following = folded(after)
    if _LABEL.match(following):
        return True
    entry = re.split(r"[、：，；]", folded(before))[-1]
    posts = list(title_pattern().finditer(entry))
    whole = bool(posts) and 2 <= len(entry.rstrip()) - posts[-1].end() <= 3
    first = re.split(r"[、（，；]", following)[0]
    return whole and any(post.start() > 0 for post in title_pattern().finditer(first))


def _lines(node: Node) -> list[Passage]:
    unit = node.unit
    if unit is None:
        return []
    if unit.table is not None:
        rows = unit.table.rows
        if all(cell_key(cell) in _HEADINGS for cell in rows[0]):
            rows = rows[1:]
        return [paragraph.passage for row in rows for cell in row for paragraph in cell]
    return [unit.passage]


def _nobody(passage: Passage, people: list[Attendee]) -> tuple[str, Spans] | None:
    """The entries of the list that name nobody, as written."""
    if not people:
        return (passage.text.strip(), passage.stripped().spans()) if _says(passage.text) else None
    taken = merged(span for one in people for span in one.found.spans)
    kept: list[tuple[int, int]] = []
    for match in _ENTRY.finditer(passage.text):
        words = match.group()
        if not _says(words) or words.rstrip().endswith(("：", ":")) or _of_a_person(words, people):
            continue
        spans = passage.spans(match.start(), match.end())
        if not touch(spans, taken):
            kept.append(match.span())
    if not kept:
        return None
    spans = tuple(span for start, end in kept for span in passage.spans(start, end))
    return "、".join(passage.text[start:end].strip() for start, end in kept), spans


def _of_a_person(words: str, people: list[Attendee]) -> bool:
    """A unit or a post that the lines set apart from the name: 航政司 / 司　長 / 王大明."""
    bare = solid(words)
    return any(
        bare == one.found.value.title or (one.found.value.organisation or "").endswith(bare) for one in people
    )


def _says(words: str) -> bool:
    return not _EMPTY.fullmatch(words)


def _mark(reading: Reading, node: Node) -> None:
    unit = node.unit
    if unit is not None:
        if unit.marker is not None:
            reading.mark(unit.passage.spans(0, unit.marker.end), "marker", "meeting")
        reading.mark(unit.passage.spans(unit.head, unit.body), "label", "meeting")
        reading.mark(unit.passage.spans(unit.body), "field", "meeting")
    for below in node.walk():
        if below is not node:
            for passage in _lines(below):
                reading.mark(passage.spans(), "field", "meeting")
