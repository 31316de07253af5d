"""Stage 4: the head of the minutes: title, body, term, year, ordinal, time, place, chair, recorder.

Reads:  root (its first texts and fields), document. Writes: meeting (all but attendance), context, parts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from lieguan.lexicon.persons import title_pattern
from lieguan.reading.context import Finding
from lieguan.reading.nodes import Node
from lieguan.reading.people import Attendee, parse_people
from lieguan.reading.state import Reading
from lieguan.reading.surroundings import context_of
from lieguan.reading.title import (
    PROVIDED,
    TitleFacts,
    is_generic,
    names_a_meeting,
    names_minutes,
    read_title,
    unadorned,
)
from lieguan.reading.when_and_where import LONGEST_VALUE, place, times, value_of
from lieguan.record.nouns import Certainty, Person
from lieguan.text.joining import joined
from lieguan.text.passage import Passage, join
from lieguan.text.width import folded, solid

#: Fields that list people.
_PEOPLE = frozenset({"present", "observers", "absent"})
_SINGLE = frozenset({"time", "place", "chair", "recorder"})
#: A title that speaks of no minutes: 某某協商結論, 某某座談會.
_CONCLUDES = re.compile(r"^[^，。；：]{2,40}(?:結論|會議|座談會|協調會|說明會|研商會|公聽會)$")
#: The name of who met, alone above the head.
_A_BODY = re.compile(
    r"[^，。；：、 ]{3,28}(?:聯盟|協會|學會|公會|工會|基金會|委員會|小組|會報|理事會|監事會)"
)
#: Whose committee it is, on a line of its own above: 某部某醫院 / 病人安全委員會.
_OWNER = re.compile(
    r"[^，。；：、 「」]{2,16}?(?:政府|公所|部|局|署|處|院|醫院|大學|學院|高中|國中|國小|中學|小學|學校|公司|法人|協會|學會|公會|工會|基金會|中心)"
)
_OF_A_TERM = re.compile(r"[^，。；：]{2,24}?(?:會|社|團|盟) ?第? ?[0-9一二三四五六七八九十]{1,3} ?屆")
_OWNED = re.compile(r"(?:委員會|小組|會報|審議會)$")
_A_MEETING = re.compile(r"(?:會議|大會|座談會|討論會|公聽會|說明會|會報|例會|小聚)$")
#: 研商「…原則」 / （草案）會議紀錄; 某工程用地取得 / 第二場公聽會會議紀錄
_TORN_TITLE = re.compile(
    r"[（）」』]|第 ?[0-9一二三四五六七八九十]{1,4} ?[次場屆梯]"
    r"|(?:現場)?(?:會勘|現勘|勘查|履勘|研商|協調|說明|審查|諮詢|座談)(?:會議?)?(?:紀錄|記錄)$"
)
_STANDS_IN = re.compile(
    r"（[^（）]{2,80}由(?P<who>[^（）]{2,20}?)(?:代理|代理主席|代理主持|主持|代為主持)(?:會議)?）"
)
#: 秘書長　林大文 below who took the chair: the staff of a parliament
_STAFF = re.compile(r"(?:副?秘書長|主任秘書|專門委員) {1,8}")
_ONLY_MINUTES = re.compile(r"(?:會議)?(?:紀錄|記錄)|議事錄")


def head(reading: Reading) -> None:
    """Finds the head."""
    fields = [node for node in reading.root.children if node.role == "field"]
    _hand_over(fields)
    _title(reading, fields)
    reading.context = context_of(reading)
    times(reading, fields)
    reading.context = context_of(reading)
    place(reading, fields)
    for kind, people in (("chair", reading.meeting.chairs), ("recorder", reading.meeting.recorders)):
        for node in fields:
            if node.kind == kind and not people:
                named = parse_people(_with_aside(node), reading.context)
                named += _more_people(reading, node)
                people += [one.found for one in named if not one.absent]
    _stood_in(reading.meeting.chairs)
    for node in fields:
        if node.kind in _SINGLE | {"head-note", "meeting", "held"}:
            _mark_field(reading, node)


def _with_aside(node: Node) -> Passage:
    """主席：林主任委員大明 / （主任委員因故未能主持，由李副主任委員小華代理）: the bracket on the line below says who was."""
    words = value_of(node)
    below = node.children[0] if node.children else None
    if below is None or below.role != "text" or not node.title.text:
        return words
    aside = _STANDS_IN.fullmatch(folded(below.title.text).strip())
    named = aside is not None and title_pattern().fullmatch(aside["who"]) is None
    return join((words, below.title)) if named else words


def _hand_over(fields: list[Node]) -> None:
    """三、出席者：　　記錄：李小華 / 王委員大明 / …: the lines below are the list's that said nothing on its own line."""
    for node, beside in pairwise(fields):
        same = (
            node.unit
            and beside.unit
            and node.unit.paragraph
            and beside.unit.paragraph
            and not beside.unit.first
        )
        empty = node.kind in _PEOPLE and not node.title.text and not node.children
        # 出席者： / 主席：王大明 / 理事：李小華、…
        first = node.kind == "present" and beside.kind == "chair" and beside.unit is not None
        next_to = first and node.unit and beside.unit and beside.unit.index == node.unit.index + 1
        if empty and next_to and beside.title.text and all(map(_is_label, beside.children)):
            node.children, beside.children = beside.children, []
            for below in node.children:
                below.parent = node
            continue
        if same and empty and beside.kind not in _PEOPLE and beside.title.text:
            node.children, beside.children = beside.children, []
            for below in node.children:
                below.parent = node


def _is_label(node: Node) -> bool:
    """常務理事：王大明、李小華: a post, and who holds it."""
    return node.role == "text" and "：" in folded(node.title.text)[:12]


def _stood_in(chairs: list[Finding[Person]]) -> None:
    """主席：彭主任委員大明　　葉副主任委員小宏代: the second took the chair for the first."""
    if len(chairs) == 2 and chairs[1].value.role == "代理" and chairs[1].value.represents is None:
        principal = chairs.pop(0)
        deputy = replace(chairs[0].value, represents=principal.value)
        chairs[0] = replace(chairs[0], value=deputy, rule="person.deputy", certainty="likely")


def _more_people(reading: Reading, node: Node) -> list[Attendee]:
    """Who is named on the lines below, each with a post: a second chair, more recorders."""
    out: list[Attendee] = []
    for below in node.children if node.title.text else ():
        words = below.title
        if below.role != "text" or below.style or len(words.text) > LONGEST_VALUE:
            break
        if node.kind == "chair" and _STAFF.match(folded(words.text)):
            break
        people = parse_people(words, reading.context)
        if not people or any(one.found.value.title is None or one.found.value.name is None for one in people):
            break
        if any(one.found.certainty == "guess" for one in people):
            break
        out += people
        reading.mark(words.spans(), "field", "meeting")
    return out


def _mark_field(reading: Reading, node: Node) -> None:
    unit = node.unit
    if unit is None:
        return
    below_label = value_of(node)
    if below_label is not node.title:
        reading.mark(below_label.spans(), "field", "meeting")
    if unit.marker is not None:
        reading.mark(unit.passage.spans(0, unit.marker.end), "marker", "meeting")
    reading.mark(unit.passage.spans(unit.head, unit.body), "label", "meeting")
    reading.mark(unit.passage.spans(unit.body), "field", "meeting")
    for below in node.walk():
        aside = node.kind == "head-note" or below.title.text[:1] in ("（", "(")  # （依…規定由…代理主席）
        if below.role == "text" and below.unit is not None and aside:
            reading.mark(below.unit.passage.spans(), "field", "meeting")


# ---------------------------------------------------------------------- title


def _title(reading: Reading, fields: list[Node]) -> None:
    opening = _opening(reading)
    at = _best_title(opening)
    certainty: Certainty = "sure" if at is None or not _has_rival(opening, at) else "likely"
    if at is None:
        at = next((i for i, node in enumerate(opening) if names_a_meeting(_line(node))), None)
        certainty = "likely"
    if at is None and fields and opening:
        first = opening[0].title.text.strip()
        if _CONCLUDES.search(first) or (_A_BODY.fullmatch(first) and _right_above(reading, opening[0])):
            at, certainty = 0, "likely"
    if at is None:
        # 『某公所某活動期前會議議程』 / 會議紀錄
        at = next(
            (i for i, node in enumerate(opening) if i and _ONLY_MINUTES.fullmatch(solid(_line(node)))), None
        )
        at, certainty = (at - 1, "likely") if at is not None else (None, certainty)
    if at is None and opening and _is_headline(opening[0]):
        at, certainty = 0, "likely"
    named = next((node for node in fields if node.kind == "meeting" and node.title.text), None)
    if at is None and named is None:
        opening, certainty = _behind_the_end(reading), "likely"
        at = 0 if opening else None
    if at is None and named is None:
        return
    lines = [named] if at is None and named is not None else _title_lines(opening, at or 0)
    passage = joined(reading.document.text, [line.unit.passage.pieces for line in lines if line.unit])
    if at is None and named is not None:
        passage = named.title
    facts = read_title(" ".join(map(_line, lines)))
    spans = passage.spans()
    meeting = reading.meeting
    meeting.title = Finding(
        _spaced(lines) if at is not None else passage.text, "head.title", certainty, spans
    )
    _facts(reading, facts, spans, certainty)
    _beside(reading, opening, lines)
    for line in lines:
        if line.unit is not None and line.role != "field":
            # What was ruled below a line that names the meeting stays what it is: 第46次主管會報縣長裁示事項.
            ruled = line.kind == "conclusion" and any(below.role == "text" for below in line.children)
            line.rule, line.kind = "head.title", "conclusion" if ruled else "title"
            reading.mark(line.unit.passage.spans(), "heading", "meeting")


def _beside(reading: Reading, opening: list[Node], lines: list[Node]) -> None:
    """某市立某某國民中學 right above or below the title: whose minutes they are, in a line of its own."""
    known = {id(line) for line in lines}
    for one, other in pairwise(opening):
        for node, title in ((one, other), (other, one)):
            alone = id(title) in known and id(node) not in known and node.role == "text" and not node.style
            if alone and node.unit is not None and _OWNER.fullmatch(solid(folded(node.title.text))):
                reading.mark(node.unit.passage.spans(), "heading", "meeting")


def _is_headline(node: Node) -> bool:
    """# 7/22 收費原則會議: the first line of all, set as the heading of the whole."""
    unit = node.unit
    first = unit is not None and unit.index == 0 and unit.paragraph is not None and unit.paragraph.level == 1
    return first and _A_MEETING.search(node.title.text.strip()) is not None


def _right_above(reading: Reading, node: Node) -> bool:
    """The line is the first of all, and the head begins on the next."""
    top = reading.root.children
    return len(top) > 1 and top[0] is node and top[1].role == "field"


def _best_title(opening: list[Node]) -> int | None:
    """The line that names minutes; of several (a cover, a running head) the one that says most."""
    best, most = None, -1
    for index, node in enumerate(opening):
        if names_minutes(node.title.text):
            facts = read_title(" ".join(line.title.text for line in _title_lines(opening, index)))
            says = 2 * (facts.body is not None) + (facts.ordinal is not None)
            if says >= most:
                best, most = index, says
    return best


def _has_rival(opening: list[Node], at: int) -> bool:
    """Another line names minutes too, in other words: which of them is the title, nothing tells."""
    own = solid(folded(_line(opening[at])))
    others = (
        solid(folded(_line(node)))
        for node in opening
        if names_minutes(node.title.text) and read_title(node.title.text).body is not None
    )
    return any(other != own for other in others)


def _facts(
    reading: Reading, facts: TitleFacts, spans: tuple[tuple[int, int], ...], certainty: Certainty
) -> None:
    meeting = reading.meeting
    weaker: Certainty = certainty if facts.sure else "likely"
    if facts.body is not None:
        meeting.body = Finding(facts.body, "head.body", weaker, spans)
    if facts.term is not None:
        meeting.term = Finding(facts.term, "head.term", certainty, spans)
    if facts.year is not None:
        meeting.year = Finding(facts.year, "head.year", certainty, spans)
    if facts.ordinal is not None:
        meeting.ordinal = Finding(facts.ordinal, "head.ordinal", certainty, spans)


def _opening(reading: Reading) -> list[Node]:
    """The plain lines before the first section, at most sixty."""
    out: list[Node] = []
    for node in reading.root.children:
        if node.role in ("section", "item", "label") and not _is_title_section(node):
            break
        if node.role in ("text", "section") and len(out) < 60:
            out.append(node)
    return out


def _behind_the_end(reading: Reading) -> list[Node]:
    """The first line behind the adjournment that names these minutes, where nothing above did."""
    for node in reading.root.children:
        for below in node.children if node.kind == "adjourn" else ():
            if below.role == "text" and not below.style and names_minutes(below.title.text):
                facts = read_title(below.title.text)
                return [below] if facts.body is not None and facts.ordinal is not None else []
    return []


def _is_title_section(node: Node) -> bool:
    return (
        node.role == "section"
        and node.kind in ("unknown", "opening", "conclusion")
        and (names_minutes(node.title.text) or (node.kind == "conclusion" and names_a_meeting(_line(node))))
    )


def _line(node: Node) -> str:
    """The words of its line, also where it is a heading: 第46次主管會報縣長裁示事項."""
    heading = node.role == "section" and node.unit is not None and not node.title.text
    return unadorned(
        PROVIDED.sub("", node.unit.text if heading and node.unit is not None else node.title.text)
    )


def _title_lines(opening: list[Node], at: int) -> list[Node]:
    """The line that names the minutes, with the lines right before it that name the body, and 會議紀錄 behind it."""
    lines = [opening[at]]
    facts = read_title(_line(opening[at]))
    index = at - 1
    while (facts.body is None or is_generic(facts.body)) and index >= 0 and len(lines) < 4:
        before = opening[index]
        text = before.title.text
        if (
            before.unit is None
            or before.style not in ("", "bullet")
            or len(text) > 60
            or text[-1:] in "。，；："
            or "：" in folded(text)
        ):
            break
        widened = read_title(" ".join(line.title.text for line in [before, *lines]))
        torn = index == 0 and _TORN_TITLE.match(folded(_line(lines[0]))) is not None
        if widened.body is None and not torn and (widened.term is None or facts.term is not None):
            break
        lines.insert(0, before)
        facts = widened
        index -= 1
    if facts.term is None and index >= 0 and _OF_A_TERM.fullmatch(folded(_line(opening[index]))):
        lines.insert(0, opening[index])  # 某大學學生議會 29 屆 / 109學年度第2會期財政委員會 會議紀錄
    whose = _whose(opening, at, facts.body)
    if whose is not None:
        lines.insert(0, whose)
    behind = opening[at + 1] if at + 1 < len(opening) else None
    if behind is not None and _ONLY_MINUTES.fullmatch(solid(behind.title.text)):
        lines.append(behind)  # 某某小組第2次會議 / 會議紀錄
    return lines


def _whose(opening: list[Node], at: int, body: str | None) -> Node | None:
    """The one line above a title that names whose committee it is: 某部某醫院 / 病人安全委員會　會議紀錄."""
    above = opening[0] if at == 1 else None
    if above is None or above.unit is None or body is None or above.style or above.role != "text":
        return None
    name = solid(folded(above.title.text))
    alone = _OWNER.fullmatch(name) and name not in body and body[:2] != name[:2]
    return above if alone and _OWNED.search(body) and not _OWNER.match(body) else None


def _spaced(lines: list[Node]) -> str:
    """The title's words; lines of their own are one space apart, as their setting is."""
    return " ".join(map(_line, lines))
