"""Stage 6: the items that the meeting dealt with 議程, and which item each topic speaks of.

Reads:  root, context. Writes: items, topics, parts.

An item stands in a section of the agenda. Headings under 會議結論 or 發言紀要 are topics: they are linked to
the items by likeness, one topic to several items where it names several, and become items themselves only
where the agenda has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lieguan.reading import likeness
from lieguan.reading.context import Finding
from lieguan.reading.decided import decision_in
from lieguan.reading.nodes import AGENDA_SECTIONS, TOPIC_SECTIONS, Node
from lieguan.reading.people import parse_people
from lieguan.reading.speakers import is_titled
from lieguan.reading.state import ItemDraft, Reading
from lieguan.reading.units import read_named
from lieguan.record.nouns import AgendaKind, Certainty, Person
from lieguan.record.spans import merged
from lieguan.text.passage import Passage
from lieguan.text.width import folded, solid

_CONFIRMS = re.compile(
    r"^(?:主席)?(?:宣讀|確認|認可|追認|確定|報告)?.{0,40}(?:前|上|第.{1,8})(?:.{0,6})?(?:次|會).{0,16}(?:會議紀錄|會議記錄|議事錄|紀錄)"
)
_ASIDE = re.compile(r"[ \u3000]*[（(](?:略|如附件|詳如附件|略以)[)）][ \u3000]*$")
_PROPOSED_BY = re.compile(
    r"[（(][ ]*(?:提案人|提案單位|提案機關|提案部門|提案委員|提案議員|提案及連署人|提議人|動議人|提案|報告單位|報告人|報告機關)[：:](?P<who>[^（）()]{1,40})[)）]"
)
_TAIL = re.compile(r"(?:。|！|？|（.{0,8}）)*$")
_NONE = re.compile(r"[（(【]?(?:無|略|從略|無臨時動議|無提案|本次無.{0,8}|無討論事項)[。.）)】]?")
#: Names before a number that say nothing of the kind: 案由一 stands under 報告事項 as well.
_ANY_ITEM = frozenset({"案", "案由", "議題", "提案", "議案"})
_REPORTED_ON = re.compile(
    r"報告|說明|情形|進度|概況|(?:課|組|處|室|局|部|科|系|所|院|隊|站|館|廠|中心|單位)$"
)
_SPLIT_TOPICS = re.compile(r"[/／]|(?<=報告)(?:及|、|暨|與)(?=.{4})|；")
_ALSO = re.compile(r"及|、|與|暨|和|；")
_REPORTS_ON = re.compile(r"報告|(?:辦理|執行|推動|列管)(?:情形|進度)")
_ELECTION = re.compile(r"(?:選舉|改選|補選|推選|票選)")
_MOVED = re.compile(r"(?:提案|提議|動議|建議)?：")
_REPORTS = re.compile(r"報告|說明")


def agenda(reading: Reading) -> None:
    """Makes the items and links the topics."""
    topics: list[Node] = []
    for node, section in _candidates(reading.root):
        if _is_topic(node, section):
            topics.append(node)
        else:
            _add(reading, node, section)
    gists = [likeness.gist(item.title.value) for item in reading.items]
    known = len(reading.items)
    for node in topics:
        _link(reading, node, gists[:known])
    for number, item in enumerate(sorted(reading.items, key=lambda item: item.spans or ((0, 0),)), 1):
        item.id = f"a{number}"
    reading.items.sort(key=lambda item: item.spans or ((0, 0),))


def _candidates(root: Node) -> Iterator[tuple[Node, Node | None]]:
    """Nodes that are items or topics, each with the section it stands in."""
    for node in root.children:
        if node.role == "item":
            yield node, None
            yield from _under(node, None)
        elif node.role == "section":
            if _section_is_item(node):
                yield node, node
            yield from _under(node, node)


def _under(node: Node, section: Node | None) -> Iterator[tuple[Node, Node | None]]:
    for below in node.children:
        if below.role == "item":
            if not _is_group(below):
                yield below, section
            yield from _under(below, section)
        elif below.role == "section":
            if _section_is_item(below):
                yield below, below
            yield from _under(below, below)


def _is_group(item: Node) -> bool:
    """A heading over items: it has items below it and nothing of its own."""
    return any(below.role == "item" for below in item.children) and not any(
        below.role == "label" for below in item.children
    )


def _section_is_item(section: Node) -> bool:
    """壹、確認上次會議紀錄; 陸、討論事項：有關…案，提請討論。; 陸、甲局報告辦理情形：…"""
    if any(below.role in ("item", "section") for below in section.children):
        return False
    words = section.title.text
    decided = bool(section.labels("resolution"))
    if section.kind == "confirmation":
        return True
    if section.kind in AGENDA_SECTIONS and words and not _NONE.fullmatch(words.strip()):
        return True
    if section.kind in AGENDA_SECTIONS:
        return decided
    if section.kind == "unknown":
        return (
            decided
            or bool(_CONFIRMS.match(words))
            or (bool(section.children) and bool(_REPORTS_ON.search(words)))
        )
    return False


def _is_topic(node: Node, section: Node | None) -> bool:
    if section is None or node.role == "section":
        return False
    return section.kind in TOPIC_SECTIONS


# ---------------------------------------------------------------------- items


def _add(reading: Reading, node: Node, section: Node | None) -> None:
    title = _title(node, section)
    if not title.text or _NONE.fullmatch(title.text.strip()):
        return
    kind = _kind(node, section, title.text)
    by = _person_alone(reading, node, title)
    if by is not None and node.titled is None and node.children:
        node.titled = node.children[0].unit
        node.children[0].kind = "title"
        title = node.title
    decided = None
    if not node.labels("resolution"):
        place = decision_in(title.text, confirmation=kind.value == "confirmation")
        if place is not None:
            title, decided = title.cut(0, place[0]), title.cut(place[1], place[2])
    printed = node.printed
    case = read_named(folded(title.text), 0) if node.titled is not None else None
    if case is not None and printed is None:
        title, printed = title.cut(case.end), case.printed  # 案由｜第一案：…
    marker = node.unit.passage.spans(0, node.unit.head) if node.unit is not None else ()
    own: list[Finding[ItemDraft]] = []
    for index, (printed, words) in enumerate(_several(node, title, printed)):
        if kind.value == "report":
            words = _heading_of_report(words)
        mover, words = (
            _moved(reading, words) if by is None and kind.value in ("motion", "discussion") else (None, words)
        )
        text, proposers = _proposed(reading, words)
        proposers += [mover] if mover is not None else []
        text = _ASIDE.sub("", text).rstrip("：: ")
        if node.titled is not None and node.unit is not None and node.titled is not node.unit:
            proposers += _proposed(reading, node.unit.content)[1]
        spans = merged((*(marker if index == 0 else ()), *words.spans()))
        found = Finding(text, node.rule or "item.title", node.certainty, words.spans())
        item = ItemDraft(node, kind, printed, found, spans, proposers, decided)
        item.proposers += [by] if by is not None else _proposer_labels(reading, node)
        reading.items.append(item)
        own.append(Finding(item, "item.own", "sure", spans))
        _mark(reading, node, item, words)
    reading.topics[id(node)] = own


def _heading_of_report(words: Passage) -> Passage:
    """「會務報告：截至二月底 …。」: what is reported on, without the report itself."""
    plain = folded(words.text)
    colon = plain.find("：", 0, 32)
    if colon < 2 or not _REPORTED_ON.search(plain, 0, colon):
        return words
    told = plain[colon + 1 :]
    return words.cut(0, colon) if "，" in told or told.endswith("。") or told[:1] in "詳如略" else words


def _moved(reading: Reading, words: Passage) -> tuple[Finding[Person] | None, Passage]:
    """「王委員大明提案：建請…」: who moved it, and what was moved."""
    plain = folded(words.text)
    colon = _MOVED.search(plain, 0, 24)
    if colon is None or colon.end() == len(plain) or not is_titled(solid(plain[: colon.start()])):
        return None, words
    people = parse_people(words.cut(0, colon.start()), reading.context)
    return (people[0].found, words.cut(colon.end()).stripped()) if len(people) == 1 else (None, words)


def _several(node: Node, title: Passage, printed: str | None) -> list[tuple[str | None, Passage]]:
    """「討論事項四、…及討論事項五、…」 names two items: each number and title."""
    unit = node.unit
    named = unit.named if unit is not None else None
    if named is None or unit is None or node.titled is not None:
        return [(printed, title)]
    out: list[tuple[str | None, Passage]] = []
    at = 0
    for match in _ALSO.finditer(folded(title.text)):
        other = read_named(match.string, match.end())
        if other is not None and other.name == named.name and other.number == named.number + len(out) + 1:
            out.append((printed, title.cut(at, match.start()).stripped()))
            at, printed = other.end, other.printed
    out.append((printed, title.cut(at).stripped()))
    return out


def _person_alone(reading: Reading, node: Node, title: Passage) -> Finding[Person] | None:
    """臨時動議一：王大明委員 names who moved it; what was moved stands below."""
    below = node.children[0] if node.children else None
    if (
        below is None
        or below.role != "text"
        or len(title.text) > 16
        or not is_titled(solid(folded(title.text)))
    ):
        return None
    people = parse_people(title, reading.context)
    return people[0].found if len(people) == 1 else None


def _title(node: Node, section: Node | None) -> Passage:
    """The item's words, without what was decided on it and without what follows 報告…：."""
    unit = node.titled or node.unit
    if unit is None:
        return Passage("", ())
    if node is section and node.kind in ("confirmation", "unknown") and node.titled is None:
        return unit.passage.cut(unit.head).stripped() if unit.marker else unit.passage
    return unit.content


def _kind(node: Node, section: Node | None, title: str) -> Finding[AgendaKind]:
    if _CONFIRMS.match(title) and len(title) <= 80:
        return Finding("confirmation", "item.kind.confirmation", "sure")
    stated = node.kind if node.kind in AGENDA_SECTIONS else ""
    above = next((n.kind for n in node.above() if n.role == "section" and n.kind in AGENDA_SECTIONS), "")
    plain = node.unit is not None and node.unit.named is not None and node.unit.named.name in _ANY_ITEM
    kind = (above or stated) if plain else (stated or above)
    if kind:
        certainty: Certainty = "sure" if section is not None else "likely"
        return Finding(_as_kind(kind), "item.kind.section", certainty)
    if _ELECTION.match(title):
        return Finding("other", "item.kind.words", "likely")
    if _REPORTS.search(title[:30]) or title.endswith("報告"):
        return Finding("report", "item.kind.words", "likely")
    return Finding("discussion", "item.kind.default", "guess")


def _as_kind(kind: str) -> AgendaKind:
    for known in ("confirmation", "report", "discussion", "motion"):
        if kind == known:
            return known  # type: ignore[return-value]  # mypy does not narrow a loop over literals
    return "other"


def _proposed(reading: Reading, title: Passage) -> tuple[str, list[Finding[Person]]]:
    """The title without （提案人：…）, and who that names."""
    match = _PROPOSED_BY.search(folded(title.text))
    if match is None:
        return title.text, []
    words = title.text[: match.start()] + title.text[match.end() :]
    if "報告" in match.group()[:6]:
        return words.strip(), []
    people = parse_people(title.cut(*match.span("who")), reading.context, units=True)
    return words.strip(), [one.found for one in people]


def _proposer_labels(reading: Reading, node: Node) -> list[Finding[Person]]:
    found: list[Finding[Person]] = []
    for below in node.children:
        if below.role == "text" and below.title.text[:1] in ("（", "("):
            found += _proposed(reading, below.title)[1]
    for label in node.labels("proposer"):
        found += [one.found for one in parse_people(label.title, reading.context, units=True)]
    return found


def _mark(reading: Reading, node: Node, item: ItemDraft, title: Passage) -> None:
    unit = node.unit
    if unit is None:
        return
    reading.mark(unit.passage.spans(0, unit.head), "marker", item)
    if node.titled is not None and node.titled is not unit:
        other = node.titled
        reading.mark(other.passage.spans(0, other.head), "marker", item)
        reading.mark(other.passage.spans(other.head, other.body), "label", item)
    elif unit.body > unit.head and unit.heading is None:
        reading.mark(unit.passage.spans(unit.head, unit.body), "label", item)
    reading.mark(title.spans(), "heading", item)


# ---------------------------------------------------------------------- topics


def _link(reading: Reading, node: Node, gists: list[likeness.Gist]) -> None:
    """Which items a topic speaks of."""
    found = _alike(reading, node, gists) or _by_kind(reading, node, node.unit.text if node.unit else "")
    section = next((n for n in node.above() if n.role == "section"), None)
    if not found and section is not None and section.kind == "conclusion":
        _add(reading, node, section)
        return
    reading.topics[id(node)] = found
    unit = node.unit
    if unit is None:
        return
    title, people = _proposed(reading, node.title)
    for one in found[:1]:
        if people and not one.value.proposers:
            one.value.proposers += people
    of = found[0].value if found else None
    reading.mark(unit.passage.spans(0, unit.head), "marker", of)
    reading.mark(unit.passage.spans(unit.head), "heading", of)


def _alike(reading: Reading, node: Node, gists: list[likeness.Gist]) -> list[Finding[ItemDraft]]:
    words = node.title.text
    whole = likeness.gist(words)
    index, how = likeness.best(whole, gists)
    pieces = [piece for piece in _SPLIT_TOPICS.split(words) if piece.strip()]
    joint = how < 1 and (
        _names_several(pieces, gists) or any(_by_kind(reading, node, piece) for piece in pieces[1:])
    )
    if how >= likeness.SURE and not joint:
        return [Finding(reading.items[index], "topic.likeness", "sure", node.title.spans())]
    out: list[Finding[ItemDraft]] = []
    for piece in pieces if len(pieces) > 1 else [words]:
        index, value = likeness.best(likeness.gist(piece), gists)
        if value < likeness.LEAST and len(pieces) > 1:
            out += [
                one for one in _by_kind(reading, node, piece) if all(o.value is not one.value for o in out)
            ]
        if value >= likeness.LEAST and all(one.value is not reading.items[index] for one in out):
            certainty: Certainty = "sure" if value >= likeness.SURE else "likely"
            out.append(Finding(reading.items[index], "topic.likeness", certainty, node.title.spans()))
    return out


def _names_several(pieces: list[str], gists: list[likeness.Gist]) -> bool:
    """「甲案報告/乙案」 holds the whole title of 甲案, and of 乙案 as well."""
    matches = (likeness.best(likeness.gist(piece), gists) for piece in pieces)
    return len({index for index, how in matches if how >= likeness.SURE}) > 1


def _by_kind(reading: Reading, node: Node, words: str) -> list[Finding[ItemDraft]]:
    """（四）臨時動議 is the one motion."""
    if "臨時動議" not in folded(words)[:14]:
        return []
    motions = [item for item in reading.items if item.kind.value == "motion"]
    if len(motions) != 1:
        return []
    return [Finding(motions[0], "topic.only-motion", "likely", node.title.spans())]
