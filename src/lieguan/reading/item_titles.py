"""What the words of an agenda item say besides its title: who moved it, what was decided, that it is two items.

Reads a node of an item; returns its titles, each with number and proposers. Writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lieguan.lexicon.persons import title_pattern
from lieguan.reading.context import Context, Finding
from lieguan.reading.decided import decision_in, ruled_behind
from lieguan.reading.named import read_named
from lieguan.reading.nodes import Node
from lieguan.reading.organisations import is_organisation
from lieguan.reading.people import parse_people
from lieguan.reading.speakers import is_post_first, is_titled
from lieguan.record.nouns import AgendaKind, Person
from lieguan.text.passage import Passage, join
from lieguan.text.width import folded, solid

_ASIDE = re.compile(
    r"(?<! ) *（(?:略|如附件|詳如附件|略以|簡報略|[^（）]{2,16}(?:離席|迴避)|(?:大會|會議)?手冊第? ?[0-9–~-]+ ?頁"
    r"|(?:書面資料|資料)?(?:詳如|詳見|如|請參閱|參閱)(?:會議資料|議程|附件|附錄|附表)[0-9一二三四五六七八九十]{0,3})） *$"
)
_PROPOSED_BY = re.compile(
    r"（ ?(?P<by>提案人|提案單位|提案機關|提案部門|提案委員|提案議員|提案及連署人|提議人|動議人|提案|報告單位|報告人|報告機關|提報單位|主政單位|主辦單位|承辦單位)："
    r"(?P<who>[^（）]{1,40})）"
)
_PROPOSED_ALONE = re.compile(
    r"(?P<by>提案單位|提案人|提案機關|提案部門|提案委員|提議人|動議人)：(?P<who>[^：]{1,40})$"
)
#: （業務科提）
_PROPOSED_SHORT = re.compile(r"（(?P<who>[^（）：，。]{2,16}?)提(?:案|報)?）$")
#: 開學準備（教育處）, 報告【主計室】
_WHOSE = re.compile(
    r" ?[（【](?P<who>(?!增設|新設|設置|設立|成立|裁撤|原|含|附)[\u3400-\u9fff、，/ ]{2,24})[）】]。? ?$"
)
#: How a tracked item stands: 已決標, 建照申請中, 待主管機關釋示
_STANDS = re.compile(r" ?(?:已|未|尚|待|刻正|持續|預計|[^，。：]{1,8}中[，。])")
#: 113-018 before a tracked item
_CODE = re.compile(r"(?P<code>[A-Z]{0,3}[0-9]{1,7}(?:[-–][0-9]{1,4}){0,3}) {1,4}(?=[\u3400-\u9fff「])")
#: What became of it: 辦理情形（某處）：…, — 已完成
_BECAME = re.compile(
    r" ?(?:目前)?(?:辦理|執行|處理|推動|追蹤)(?:情形|進度|現況)(?:（[^（）]*）)?：|(?<! ) {1,4}[—–─-]{1,2} {1,4}(?=已|未|尚|刻|廠商|[\u3400-\u9fff])|(?<! ) {2,40}(?=已|未|尚|刻正|辦理中|[\u3400-\u9fff]{1,4}中)"
)
_AN_OFFICE = re.compile(r"(?:處|室|課|科|局|組|中心|隊|部|司|署|委員會|公所|系|院|所)$")
#: 人事室提：修正…
_OFFICE_MOVES = re.compile(
    r"(?P<who>[\u3400-\u9fff]{2,12}?)(?:提案|提議|動議|提)?： ?(?=(?:建請|建議|修正|修訂|擬|請|有關|為|訂定|增訂)[^：]{4})"
)
#: 會員郭大賢提議：…
_ANYBODY = re.compile(r"(?:會員代表|會員|社員|股東|住戶|里民|家長|同學|學生)(?=[\u3400-\u9fff]{2,4}$)")
#: 余小梅提：…
_A_NAME = re.compile(r"[\u3400-\u9fff]{3}")
#: （黃委員提）：建議…
_PROPOSED_FIRST = re.compile(r"（(?P<who>[^（）：，。]{2,16}?)提(?:案|議)?） ?：?(?=.{4})")
#: 動議一（王大明先生）：建議…
_MOVER_FIRST = re.compile(
    r"（(?P<who>[^（）：，。]{1,16}(?:先生|小姐|女士|太太|委員|代表|議員|老師|同學|會員))） ?：(?=.{4})"
)
_ALSO = re.compile(r"及|、|與|暨|和|；")
#: 主席許議長大源於中午 12 時 53 分提：…
_MOVED_AT = re.compile(
    r"(?:主席)?(?P<who>[\u3400-\u9fff．·]{3,12}?)於(?:[上中下]午)? ?[0-9]{1,2} ?時(?: ?[0-9]{1,2} ?分)?(?:提|提議|建議|動議)："
)
_MOVED = re.compile(r"(?:提案|提議|動議|建議|提)?：")
ASKS = re.compile(
    r"(?P<who>.{1,40}?(?:議員|委員|代表)[\u3400-\u9fff]{0,2}|[\u3400-\u9fff]{1,6}[.·][\u3400-\u9fffA-Za-z.· ]{1,40}?)(?:要求|建議|提議)：?"
)
#: What is reported on, behind the colon after the unit that reports.
_A_TITLE = re.compile(
    r"(?:報告|報告表|案|[提報]請[^，。]{2,12}|請 ?公鑒|請 ?(?:備查|查照|公決|審議|核議)|請 ?鑒[核察])。? ?$"
)
_HEADS_A_REPORT = re.compile(r"(?:情形|報告|概況|進度|事項)$")
#: 主席陳議長大昌報告：… is what the chair said, and no heading.
_SOMEBODY = re.compile(
    r"(?:主席.{2,8}|[\u3400-\u9fff]{1,2}(?:副?秘書長|副?議長|主席|校長|理事長|主任委員)[\u3400-\u9fff]{0,2}"
    r"|[\u3400-\u9fff]{2,8}率.{2,60}|.{2,60}等)報告$"
)
#: (詳附件一) behind what was reported.
_NOTE = re.compile(r" ?（[^（）]{1,20}） ?$")
#: What stands before the colon of 「會務報告：截至二月底 …」.
_REPORTED_ON = re.compile(
    r"報告|說明|情形|進度|概況|(?:課|組|處|室|局|部|科|系|所|院|隊|站|館|廠|中心|單位)$"
)


@dataclass(slots=True)
class ItemTitle:
    """One item's number as printed, its title, and who proposed it."""

    number: str | None
    words: Passage
    proposers: list[Finding[Person]] = field(default_factory=list)


@dataclass(slots=True)
class ItemWords:
    """What one item's words hold: its titles (two where it names two items), and a decision without a label."""

    titles: list[ItemTitle]
    decided: Passage | None = None


def read_words(node: Node, title: Passage, kind: AgendaKind, context: Context) -> ItemWords:
    """`title` is the item's heading or 案由, as it stands; it may hand over to the paragraph below it."""
    tracked = _tracked_line(node, title) if kind == "report" else None
    if tracked is not None:
        return tracked
    mover = _person_alone(node, title, context) or _who_asks(node, title, context)
    if mover is not None:
        node.titled, node.children[0].kind = node.children[0].unit, "title"
        title = node.title
    decided = None
    if not node.labels("resolution"):
        place = decision_in(title.text, confirmation=kind == "confirmation")
        if place is not None:
            title, decided = title.cut(0, place[0]), title.cut(place[1], place[2])
    beside = [mover] if mover is not None else list(_named_beside(node, context))
    titles = []
    for number, words in _several(node, title):
        proposers = list(beside)
        if kind == "report":
            words = _heading_of_report(words)  # noqa: PLW2901 (each step takes something off the words)
        elif mover is None and kind in ("motion", "discussion", "other"):
            words = _without_mover(words, context, proposers)  # noqa: PLW2901
            words = _without_office(words, context, proposers) if kind == "motion" else words  # noqa: PLW2901
        words = without_proposers(words, context, proposers)  # noqa: PLW2901
        words = _without_reporter(words, kind, context, proposers)  # noqa: PLW2901
        titles.append(ItemTitle(number, _trimmed(words), proposers))
    return ItemWords(titles, decided)


def _tracked_line(node: Node, title: Passage) -> ItemWords | None:
    """113-018 某處漂流木清理。辦理情形（某處）：已清運。→解除列管。: a tracked item on one line; its number, what it is
    about, and what was ruled behind the arrow. What became of it is no part of the title.
    """
    arrow = ruled_behind(title.text)
    place = decision_in(title.text, confirmation=False) if arrow else None
    if place is None or node.labels("resolution"):
        return None
    before = title.cut(0, arrow).stripped()
    code = _CODE.match(folded(before.text))
    number, start = (code["code"], code.end()) if code is not None else (node.printed, 0)
    became = _BECAME.search(folded(before.text), start + 2)
    words = before.cut(start, became.start() if became is not None else len(before.text)).stripped()
    return ItemWords([ItemTitle(number, _trimmed(words))], title.cut(place[1], place[2]))


def without_proposers(words: Passage, context: Context, found: list[Finding[Person]]) -> Passage:
    """The words without （提案人：…）; whom it names goes to `found`."""
    plain = folded(words.text)
    match = (
        _PROPOSED_BY.search(plain)
        or _PROPOSED_SHORT.search(plain)
        or _PROPOSED_FIRST.match(plain)
        or _MOVER_FIRST.match(plain)
    )
    if match is None:
        return words
    if not match.groupdict().get("by", "").startswith("報告"):
        people = parse_people(words.cut(*match.span("who")), context, units=True)
        found += [one.found for one in people]
    return join((words.cut(0, match.start()).stripped(), words.cut(match.end()))).stripped()


def _trimmed(words: Passage) -> Passage:
    plain = folded(words.text)
    aside = _ASIDE.search(plain)
    end = len((plain[: aside.start()] if aside else plain).rstrip("： "))
    return words.cut(0, end).stripped()


def _person_alone(node: Node, title: Passage, context: Context) -> Finding[Person] | None:
    """臨時動議一：王大明委員 names who moved it; what was moved stands below."""
    below = node.children[0] if node.children else None
    if below is None or below.role != "text" or node.titled is not None or len(title.text) > 16:
        return None
    if not is_titled(solid(folded(title.text))):
        return None
    people = parse_people(title, context)
    return people[0].found if len(people) == 1 else None


def _who_asks(node: Node, title: Passage, context: Context) -> Finding[Person] | None:
    """一、李議員大鈺要求： / 請市府提供…。 / 主席裁定：…: who asks, and below it what is asked."""
    below = node.children[0] if node.children else None
    asks = ASKS.fullmatch(folded(title.text))
    if below is None or below.role != "text" or below.style or node.titled is not None or asks is None:
        return None
    people = parse_people(title.cut(*asks.span("who")), context)
    return people[0].found if people else None


def _several(node: Node, title: Passage) -> Iterator[tuple[str | None, Passage]]:
    """「討論事項四、…及討論事項五、…」 names two items: each number and title."""
    unit, number = node.unit, node.printed
    named = unit.named if unit is not None else None
    if named is None or node.titled is not None:
        case = read_named(folded(title.text), 0) if node.titled is not None and number is None else None
        yield (case.printed, title.cut(case.end)) if case is not None else (number, title)  # 案由｜第一案：…
        return
    at, count = 0, named.number
    for match in _ALSO.finditer(folded(title.text)):
        other = read_named(match.string, match.end())
        if other is not None and other.name == named.name and other.number == count + 1:
            yield number, title.cut(at, match.start()).stripped()
            at, number, count = other.end, other.printed, other.number
    yield number, title.cut(at).stripped()


def _heading_of_report(words: Passage) -> Passage:
    """「會務報告：截至二月底 …。」: what is reported on, without the report itself."""
    plain = folded(words.text)
    stop = plain.find("。", 0, 40)
    told = plain[stop + 1 :].lstrip()
    if stop > 0 and told and not told.startswith("（") and _HEADS_A_REPORT.search(plain, 0, stop):
        return words.cut(0, stop + 1)  # 上次會議決議執行情形。本會 …
    colon = plain.find("：", 0, 48)
    if colon > 2 and _STANDS.match(plain, colon + 1) and plain[colon - 1] in "案項":
        return words.cut(0, colon)  # 壓縮機增購案：已決標，…。
    if colon < 2 or not _REPORTED_ON.search(plain, 0, colon) or _SOMEBODY.match(plain, 0, colon):
        return words
    told = _NOTE.sub("", plain[colon + 1 :])
    if "。" not in told.rstrip("。 ") and _A_TITLE.search(told):
        return words  # 新聞處報告：一週輿情摘要報告。
    return words.cut(0, colon) if "，" in told or told.endswith("。") or told[:1] in "詳如略" else words


def _without_mover(words: Passage, context: Context, found: list[Finding[Person]]) -> Passage:
    """「王委員大明提案：建請…」: what was moved; who moved it goes to `found`."""
    plain = folded(words.text)
    moved = _MOVED_AT.match(plain)
    if moved is not None and moved.end() < len(plain):
        people = parse_people(words.cut(*moved.span("who")), context)
        found += [one.found for one in people[:1]]
        return words.cut(moved.end()).stripped()
    colon = _MOVED.search(plain, 0, 24)
    if colon is None or colon.end() == len(plain):
        return words
    who = solid(plain[: colon.start()])
    anybody = _ANYBODY.match(who)
    named = len(colon.group()) > 1 and _A_NAME.fullmatch(who) is not None
    if not (is_titled(who) or is_post_first(who) or named or anybody is not None):
        return words
    first = anybody.end() if anybody is not None else 0
    people = parse_people(words.cut(first, colon.start()), context)
    if len(people) != 1:
        return words
    found.append(people[0].found)
    return words.cut(colon.end()).stripped()


def _without_reporter(
    words: Passage, kind: AgendaKind, context: Context, found: list[Finding[Person]]
) -> Passage:
    """「校務評鑑自評規劃報告（研發處）」, 「財務報告（財委）」: whose item it is, in brackets behind its title."""
    behind = _WHOSE.search(folded(words.text))
    if behind is None or behind.start() == 0:
        return words
    names = [name for name in re.split(r"[、，及與/ ]", behind["who"]) if name]
    offices = [_AN_OFFICE.search(name) or title_pattern().fullmatch(name) for name in names]
    if not all(offices) or not all(is_organisation(name, context) or len(name) < 4 for name in names):
        people = parse_people(words.cut(*behind.span("who")), context) if kind == "report" else []
        if len(people) != 1 or not people[0].found.value.name or not people[0].found.value.title:
            return words  # 管委會工作報告（主委王大明）
    if kind in ("discussion", "motion") and not found:
        found += [one.found for one in parse_people(words.cut(*behind.span("who")), context, units=True)]
    return words.cut(0, behind.start()).stripped()


def _without_office(words: Passage, context: Context, found: list[Finding[Person]]) -> Passage:
    """「人事室提：修正本院…。」: what was moved; the office that moved it goes to `found`."""
    moved = _OFFICE_MOVES.match(folded(words.text))
    if moved is None or found or not is_organisation(moved["who"], context):
        return words
    found += [one.found for one in parse_people(words.cut(*moved.span("who")), context, units=True)[:1]]
    return words.cut(moved.end()).stripped()


def _named_beside(node: Node, context: Context) -> Iterator[Finding[Person]]:
    """Proposers in a line or label of their own, or behind the number whose title is another line."""
    found: list[Finding[Person]] = []
    if node.titled is not None and node.unit is not None and node.titled is not node.unit:
        words = node.unit.content
        without_proposers(words, context, found)
        alone = _PROPOSED_ALONE.match(folded(words.text))
        if alone is not None:
            found += [one.found for one in parse_people(words.cut(*alone.span("who")), context, units=True)]
    for below in node.children:
        if below.role == "text" and below.title.text[:1] in ("（", "("):
            without_proposers(below.title, context, found)
    if node.rule == "item.mover" and node.unit is not None:
        found += [one.found for one in parse_people(node.unit.content, context, units=True)]
    for label in node.labels("proposer"):
        found += [one.found for one in parse_people(label.title, context, units=True)]
    yield from found
