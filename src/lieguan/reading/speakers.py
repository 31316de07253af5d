"""Who speaks: 王大明總經理, **王委員大明：**, ○部長：, 甲黨意見：…, 【議長】 before the words that were said."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from lieguan.lexicon.headings import Entry, headings, key
from lieguan.lexicon.persons import is_name_around_post, is_surname, title_pattern
from lieguan.reading.around_names import BEFORE_DASH, NUMBERED
from lieguan.reading.unit import Unit
from lieguan.record.nouns import Certainty
from lieguan.text.width import solid

_LONGEST = 32
_STOPS = frozenset("。；！？，…")
_BODY = re.compile(
    r"[^：，。；、 ]{1,24}?(?:黨|小組|[勞資甲乙買賣]方|開發單位|申請單位|局|部|處|會|署|司|組|科|課|股|室|隊|所|館|站|公司|單位|機關|代表|府|院|中心|學校|團體|團隊|公所|協會|公會|聯盟|實施者|申請人|申請者|開發者|所有權人|陳情人)"
    r"(?:代表)?(?:意見|說明|回應|回復|回覆|答復|答覆|補充|表示|發言|報告)(?:說明|意見|情形)?$"
)
#: 二、某管理處回應說明： counts on from what was asked of it.
_REPLIES = re.compile(r"(?:回應|回復|回覆|答復|答覆)(?:說明|意見|情形)?$")
_BODY_TAIL = re.compile(
    r"(?:代表)?(?:意見|(?:口頭)?說明|(?:回應|回復|回覆|答復|答覆)(?:說明|意見|情形)?|補充|補充說明|表示|發言|(?:口頭)?報告|提問|追問|詢問)$"
)
#: 甲議員、乙議員等 6 位議員聯合質詢：
_JOINT = re.compile(
    r"(?:等 ?[0-9一二三四五六七八九十]{1,3} ?[位名人]?(?:議員|委員|代表)?)?(?:聯合)?(?:質詢|發言|詢問|提問|質疑|意見)：$"
)
_SAID_TAIL = re.compile(
    r"(?:補充|口頭|綜合|再次?|第?[一二三四五]?次)?(?:發言|報告|說明|回應|回復|回覆|答復|答覆|提問|詢問|追問|補充|表示|提醒|建議|解釋|澄清|指出|強調|質詢|詢及|增列|增訂|致詞|致辭|主張|認為|附議|續問|再問)$"
)
_TALKS = re.compile(r"(?:提問|詢問|追問|續問|再問|發言|回應|回復|回覆|答復|答覆|附議)$")
#: 問：…, A1：… of questions and answers that name nobody.
_ASKED = re.compile(r"((?:問|答|提問|答復|答覆|回答|回應|回復|回覆|Q|A)[0-9一二三四五六七八九十]{0,2})：\s*")
#: 民眾甲：, 里民代表2：
_ANYBODY = re.compile(
    r".{0,6}(?:民眾|居民|里民|村民|住戶|地主|家長|學生|同學|業者|與會者|來賓|聽眾|委員|代表)"
    r"[甲乙丙丁戊己庚辛壬癸A-Z0-9一二三四五六七八九十○〇]{0,3}"
)
#: 王○明君：, of a landowner
_MISTER = re.compile(r"[\u3400-\u9fff○〇Ｏ]{2,4}君(?:等 ?[0-9一二三四五六七八九十]{1,3} ?人)?")
#: 某鄉公所：
_UNIT = re.compile(
    r".{1,20}(?:局|署|公所|公會|協會|學會|工會|委員會|基金會|聯合會|全聯會|總會|公司|聯盟|大學|府|院|部|處)"
)
_STANDS_ALONE = re.compile(
    r".{1,20}(?:局|署|政府|公所|公會|協會|學會|工會|委員會|基金會|公司|聯盟|大學|府|院|部|處|組|科|室|課|司|隊|中心|農會|水利會)"
)
#: 丙市政府：…, also before the words and behind a number
_OFFICE = re.compile(
    r".{1,20}(?:局|署|政府|公所|公會|協會|學會|工會|委員會|基金會|聯合會|全聯會|總會|公司|聯盟|大學)"
)
#: 承商：…, 台電公司：…
_PARTY = re.compile(
    r"[\u3400-\u9fff]{0,12}(?:承商|廠商|單位|公司|公會|協會|聯合會|局|處|署|司|科|課|組|所|中心|公所|政府|住戶|業者|業主|代表)"
)
#: 統計處：…, among remarks
_DIVISION = re.compile(r"[\u3400-\u9fff]{2,10}(?:處|司|科|課|組|中心|大隊)")
#: 綠能發展處 before the post of who heads it.
_UNIT_END = re.compile(
    r"[\u3400-\u9fff](?:局|署|處|室|司|科|課|組|部|會|院|所|中心|公所|政府|大隊|公司|大學|學校|協會|學會)$"
)
_BARE_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_SENT = re.compile(r"[^（）]{2,20}（(?P<who>[^（）]{3,10})）")
#: 某署（書面意見） above what it sent in.
_SENT_IN = re.compile(r"（[^（）]{0,12}）$")
#: 質詢議員：王大明 李小華 lists who spoke, and says nothing.
_WHO_SPOKE = re.compile(
    r"(?:質詢|詢問|提問|發言|答[復覆詢]|回[應復覆]|列席|備詢)(?:議員|委員|代表|人員|官員|單位|首長|者|人)"
)
#: Words for people that name no post: 委員：, 代表：
_NO_POSTS = frozenset(
    {
        "委員",
        "代表",
        "同學",
        "老師",
        "先生",
        "女士",
        "小姐",
        "理事",
        "監事",
        "議員",
        "提案人",
        "紀錄",
        "記錄",
        "報告人",
    }
)
_ORNAMENTS = frozenset("○◎●〇◆■")
_BRACKET_NAME = re.compile(r"(?:- )?[【〔\[]([^】〕\]]{1,16})[】〕\]]")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker's label in a unit: `words` from to, `body_at` where what was said begins; `body`: not a person."""

    words: tuple[int, int]
    body_at: int
    rule: str
    certainty: Certainty
    body: bool = False


def statements_heading(text: str) -> Entry | None:
    """The vocabulary's entry where `text` is a heading of statements (…發言紀要)."""
    entry = headings().sections.find(key(text))
    return entry if entry is not None and entry.kind == "statements" else None


def read_speaker(unit: Unit, *, zone: bool) -> Speaker | None:
    """The speaker that `unit` begins with. `zone`: statements stand here; else an item is dealt with."""
    if zone and unit.label is not None and unit.label.kind == "chair":
        return Speaker(unit.words, unit.body, "speaker.chair", "likely")
    plain = unit.folded
    if unit.label is not None and unit.label.kind == "chair" and _BRACKET_NAME.match(plain, unit.head):
        return Speaker(unit.words, unit.body, "speaker.chair", "likely")  # 【主席】…
    if unit.table is not None or unit.label is not None or unit.named is not None:
        return None
    start = _behind_ornament(plain, unit.head)
    set_off = _set_off(plain, start) if zone else _reporting(plain, start)
    return set_off or _in_words(unit, plain, start, zone=zone)


def _reporting(plain: str, start: int) -> Speaker | None:
    """【議長】…, 【副會長王大明】… where an item is reported on: a post, or somebody by it, in brackets."""
    bracket = _BRACKET_NAME.match(plain, start)
    words = solid(bracket[1]) if bracket is not None else ""
    post = title_pattern().fullmatch(words) is not None and words not in _NO_POSTS
    if bracket is None or not (post or is_titled(words) or is_post_first(words)):
        return None
    return Speaker(bracket.span(1), bracket.end(), "speaker.bracket", "likely")


def _set_off(plain: str, start: int) -> Speaker | None:
    """【王大明】…, 甲議員、乙議員等6位聯合質詢：, 問：…: what only stands where statements do."""
    bracket = _BRACKET_NAME.match(plain, start)
    if bracket is not None:
        return Speaker(bracket.span(1), bracket.end(), "speaker.bracket", "likely")
    if plain.endswith("：") and len(plain) - start <= 200:
        joint = _JOINT.search(plain, max(start, len(plain) - 40))
        if joint is not None and title_pattern().search(plain, start, joint.start()):
            return Speaker((start, joint.start()), len(plain), "speaker.joint", "guess")
    dashed = BEFORE_DASH.match(plain, start)
    if dashed is not None and is_titled(dashed[1]):
        return Speaker(dashed.span(1), dashed.end(), "speaker.title", "likely")
    asked = _ASKED.match(plain, start)
    if asked is not None:
        return Speaker(asked.span(1), asked.end(), "speaker.question", "guess", body=True)
    return None


def _in_words(unit: Unit, plain: str, start: int, *, zone: bool) -> Speaker | None:
    """The words before the colon, or the whole line, say who speaks."""
    colon = plain.find("：", start, start + _LONGEST)
    end = colon if colon >= 0 else len(plain)
    if end - start > _LONGEST or end <= start:
        return None
    words = solid(plain[start:end])
    if not words or any(char in _STOPS for char in words) or _WHO_SPOKE.fullmatch(words):
        return None
    body_at = _past(plain, colon + 1) if colon >= 0 else len(plain)
    span = (start, end)
    if colon >= 0 and _BODY.fullmatch(words) and words.endswith("意見"):
        tail = plain.rindex("意", start, end)
        return Speaker((start, tail), body_at, "speaker.body", "likely", body=True)
    sent = _SENT.fullmatch(words)
    if sent is not None and colon >= 0 and is_titled(sent["who"]):
        return Speaker(span, body_at, "speaker.title", "likely")  # 某管理處（田技正大仁）：
    if not zone:
        numbered = unit.marker is not None and not (_BODY.fullmatch(words) and _REPLIES.search(words))
        return _in_item(words, span, body_at) if colon >= 0 and not numbered else None
    return _in_zone(unit, words, span, body_at, colon >= 0)


def heads_remarks(unit: Unit) -> Speaker | None:
    """#### 議員王大明, #### 秘書長（由議長代為報告）: a heading that names a post, or somebody by it, and nothing else."""
    heading = unit.paragraph is not None and unit.paragraph.level > 0
    if not heading or unit.marker is not None or unit.label is not None or len(unit.folded) > _LONGEST:
        return None
    words = _SENT_IN.sub("", solid(unit.folded))
    post = title_pattern().search(words)
    alone = (
        post is not None and post.end() == len(words) and len(words) >= len("會長") and words not in _NO_POSTS
    )
    if not (alone or is_titled(words) or is_post_first(words)) or any(char in _STOPS for char in words):
        return None
    end = len(unit.folded.rstrip().removesuffix("："))
    return Speaker((0, end), len(unit.folded), "speaker.heading", "likely")


def office_alone(unit: Unit) -> Speaker | None:
    """水利署河川組 on a line of its own, above its numbered remarks; 某縣政府（書面意見）."""
    plain = unit.folded.strip()
    words = _SENT_IN.sub("", solid(plain))
    plainly = unit.label is None and unit.named is None and unit.marker is None and unit.table is None
    if (
        not plainly
        or len(plain) > _LONGEST
        or any(sign in plain for sign in "：，、。；")
        or not _STANDS_ALONE.fullmatch(words)
    ):
        return None
    return Speaker((0, len(unit.folded)), len(unit.folded), "speaker.unit", "likely", body=True)


def _behind_ornament(plain: str, start: int) -> int:
    """Behind the ○ of ○王委員大明：, ○社會局：; that of ○部長： stands for a name."""
    ornament = plain[start : start + 1]
    if ornament not in _ORNAMENTS or title_pattern().match(plain, start + 1):
        return start
    return start + 1


def _in_item(words: str, span: tuple[int, int], body_at: int) -> Speaker | None:
    """牛委員三：…, 牛委員三發言：, 教育局回應： among the paragraphs of an item."""
    tail = _SAID_TAIL.search(words)
    who = words[: tail.start()] if tail else words
    end = span[1] - (len(words) - len(who))
    named = len(who) >= 4 or (len(who) == 3 and is_surname(who[0]))  # 李主委：
    if named and (is_titled(who) or is_post_first(who)):
        return Speaker((span[0], end), body_at, "speaker.in-item", "likely")
    if tail is not None and len(who) >= 2 and title_pattern().fullmatch(who):
        return Speaker((span[0], end), body_at, "speaker.in-item", "likely")  # 總務長回應：
    if tail is not None and _asks_or_answers(who, tail.group()):
        return Speaker((span[0], end), body_at, "speaker.in-item", "likely")  # 王大明提問：
    if _BODY.fullmatch(words) and (body := _BODY_TAIL.search(words)) is not None:
        end = span[1] - (len(words) - body.start())
        return Speaker((span[0], end), body_at, "speaker.body", "likely", body=True)
    return None


def _asks_or_answers(who: str, tail: str) -> bool:
    """王大明提問, 王大明追問, 王提問: a name or a surname, and what is said of nobody but people."""
    named = len(who) == 3 and _BARE_NAME.fullmatch(who) is not None
    return (named or len(who) == 1) and is_surname(who[0]) and _TALKS.search(tail) is not None


def _in_zone(unit: Unit, words: str, span: tuple[int, int], body_at: int, colon: bool) -> Speaker | None:
    paragraph = unit.paragraph
    emphasis = paragraph is not None and (paragraph.bold or paragraph.level > 0)
    alone = body_at >= len(unit.folded)
    found = _saying(words, span, body_at, colon=colon, below=colon or (emphasis and alone))
    if found is None and (
        is_titled(_SENT_IN.sub("", words)) or ((colon or emphasis) and is_post_first(words))
    ):
        certainty: Certainty = "sure" if colon or emphasis else "likely"
        return Speaker(span, body_at, "speaker.title", certainty) if colon or alone else None
    found = found or _by_name(unit, words, span, body_at, colon=colon)
    found = found or _by_unit(unit, words, span, body_at, colon=colon)
    if found is None and colon and emphasis and alone and len(words) <= 16 and unit.marker is None:
        return Speaker(span, body_at, "speaker.set-off", "guess")
    return found


def _saying(words: str, span: tuple[int, int], body_at: int, *, colon: bool, below: bool) -> Speaker | None:
    """王大明提問：, #### 議員王大明次質詢: somebody, and the word that says they spoke."""
    said = _SAID_TAIL.search(words)
    if said is None:
        return None
    who, end = words[: said.start()], span[1] - (len(words) - said.start())
    if colon and _asks_or_answers(who, said.group()):
        return Speaker((span[0], end), body_at, "speaker.name", "likely")
    if below and (is_titled(who) or is_post_first(who) or title_pattern().fullmatch(who)):
        return Speaker((span[0], end), body_at, "speaker.title", "likely")
    return None


def _by_name(unit: Unit, words: str, span: tuple[int, int], body_at: int, *, colon: bool) -> Speaker | None:
    """學務主任：, 一、林水木：, 王○明君：, （一）李○○里民：, ◎委員1"""
    listed = unit.marker is not None
    if not colon:
        member = listed and body_at >= len(unit.folded) and NUMBERED.fullmatch(words)
        return Speaker(span, body_at, "speaker.anybody", "likely") if member else None
    if len(words) >= 2 and title_pattern().fullmatch(words) and words not in _NO_POSTS:
        return Speaker(span, body_at, "speaker.title", "likely")
    if listed and _BARE_NAME.fullmatch(words) and is_surname(words[0]):
        return Speaker(span, body_at, "speaker.name", "likely")
    if _MISTER.fullmatch(words) and is_surname(words[0]):
        return Speaker(span, body_at, "speaker.mister", "likely")
    named = len(words) > 3 and is_surname(words[0]) and not title_pattern().search(words)
    if (not listed or named) and _ANYBODY.fullmatch(words):
        return Speaker(span, body_at, "speaker.anybody", "likely")
    return None


def _by_unit(unit: Unit, words: str, span: tuple[int, int], body_at: int, *, colon: bool) -> Speaker | None:
    """甲黨意見：, 某局（書面意見）：, 二、某管理處"""
    alone, listed = body_at >= len(unit.folded), unit.marker is not None
    bare = _SENT_IN.sub("", words)
    if colon and _BODY.fullmatch(words):
        tail = _BODY_TAIL.search(words)
        cut = span[1] - (len(words) - tail.start() if tail else 0)
        return Speaker((span[0], cut), body_at, "speaker.body", "likely", body=True)
    by_itself = alone and colon != listed and _UNIT.fullmatch(words if colon else bare)
    if (
        by_itself
        or (colon and _OFFICE.fullmatch(bare))
        or (colon and not listed and _DIVISION.fullmatch(bare))
    ):
        return Speaker(span, body_at, "speaker.unit", "likely", body=True)
    return None


def is_titled(words: str) -> bool:
    """The words end in a post (公共工程委員會李文中處長) or hold one inside a name (王委員大明)."""
    last = _last(title_pattern().finditer(words))
    if last is None:
        return False
    behind = len(words) - last.end()
    if behind == 0:
        return last.start() > 0
    if 2 <= behind <= 3 and is_surname(words[last.end()]) and _UNIT_END.search(words[: last.start()]):
        return title_pattern().search(words, last.end()) is None  # 綠能發展處處長王大明
    before = words[max(0, last.start() - 2) : last.start()]
    named = bool(before) and (is_surname(before) or is_surname(before[-1:]) or before[-1:] in "○〇")
    return named and (behind <= 2 or words[last.end()] == "（")


def says_who(plain: str, start: int) -> bool:
    """A person's name and post stand before the colon of `plain`: 王大明委員發言：, 議員王大明：, 王委員大明：."""
    start = _behind_ornament(plain, start)
    colon = plain.find("：", start, start + _LONGEST)
    words = solid(plain[start:colon]) if colon > start else ""
    tail = _SAID_TAIL.search(words)
    who = words[: tail.start()] if tail else words
    if len(who) < 2 or any(char in _STOPS for char in who):
        return False
    if is_post_first(who) or (tail is not None and title_pattern().fullmatch(who)):
        return True
    if not is_titled(who):
        return False
    last = _last(title_pattern().finditer(who))
    before = who[: last.start()] if last is not None else ""
    if last is not None and _UNIT_END.search(before) and len(who) - last.end() >= 2:
        return True
    return any(is_surname(before[-size]) for size in (1, 2, 3) if len(before) >= size)


def is_post_first(words: str) -> bool:
    """議員王大明, 法務秘書李小華, 學權部長李小華: the post, then the whole name."""
    first = title_pattern().match(words)
    if first is None:
        last = _last(title_pattern().finditer(words))
        return (
            last is not None
            and 1 <= last.start() <= 4
            and last.end() == len(words) - 3
            and (words[last.end() - 1] == "長" or (last.start() > 1 and len(last.group()) > 1))
            and is_surname(words[last.end()])
        )
    if not 2 <= len(words) - first.end() <= 3:
        return False
    return is_surname(words[first.end()]) and title_pattern().search(words, first.end()) is None


def _last(matches: Iterator[re.Match[str]]) -> re.Match[str] | None:
    last = deque(matches, maxlen=1)
    return last[0] if last else None


def is_a_name(unit: Unit) -> bool:
    """（一）王委員大明, （二）李委員小美（書面意見）: a post inside a name, and nothing else."""
    words = _SENT_IN.sub("", solid(unit.folded[unit.head :]))
    return is_name_around_post(words) and is_titled(words)


def is_party(unit: Unit) -> bool:
    """承商：…, 某某公司：…: a unit or a side before the colon, and a sentence behind it."""
    words, _ = before_colon(unit)
    sentence = unit.folded.rstrip().endswith(("。", "？", "；"))
    return bool(words) and _PARTY.fullmatch(words) is not None and sentence


def by_name_alone(unit: Unit, *, listed: bool = False) -> Speaker | None:
    """王大明：…, - 王大明：…: a whole name before the colon, of somebody who came, and a sentence or a list behind it."""
    words, colon = before_colon(unit)
    named = len(words) == 3 and _BARE_NAME.fullmatch(words) is not None and is_surname(words[0])
    ended = unit.folded.rstrip().endswith(("。", "？", "！", "：") if listed else ("。", "？", "！"))
    if not named or unit.label is not None or not ended:
        return None
    return Speaker((unit.head, colon), _past(unit.folded, colon + 1), "speaker.name", "likely")


def before_colon(unit: Unit) -> tuple[str, int]:
    """The words before a unit's first colon, without white space, and where it stands; "" and -1 where none is near."""
    colon = unit.folded.find("：", unit.head, unit.head + _LONGEST)
    return (solid(unit.folded[unit.head : colon]), colon) if colon > unit.head else ("", -1)


def unnamed(unit: Unit) -> tuple[tuple[int, int], int]:
    """Where the label of a numbered speaker stands whom nothing but the numbering gives away, and what follows."""
    colon = unit.folded.find("：", unit.head, unit.head + _LONGEST)
    end = colon if colon >= 0 else len(unit.folded)
    spoken = _BODY.fullmatch(solid(unit.folded[unit.head : end])) is not None
    told = _BODY_TAIL.search(unit.folded[:end], unit.head) if spoken else None
    if told is not None:
        return (unit.head, told.start()), _past(unit.folded, end + 1) if colon >= 0 else end  # 醫事司回應
    return (unit.head, end), _past(unit.folded, end + 1) if colon >= 0 else end


def _past(plain: str, at: int) -> int:
    while at < len(plain) and plain[at].isspace():
        at += 1
    return at
