"""The line that names the document 標題, and what it says: body, 屆, 年度, 次.

「某縣某某委員會 115 年度第 3 次委員會議紀錄」 names the body 某縣某某委員會 and counts 3 within 2026.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from lieguan.text.dates import common_era
from lieguan.text.numerals import HAN_NUMERAL, parse_number
from lieguan.text.width import folded

_N = rf"(?:[0-9]{{1,4}}|[{HAN_NUMERAL}](?: ?[{HAN_NUMERAL}0-9]){{0,5}})"  # also 第五四 0 次
_TAIL = re.compile(
    r"(?:會議|(?<!大)會)? {0,2}(?:摘要|決議|議事|簡要|發言(?=[紀記]錄)|逐字)? {0,2}(?:紀錄|記錄|議事錄|紀要|議事紀錄|議決錄|逐字稿|實錄|速紀錄|速記錄)(?: ?摘要)?"
    r"(?: {0,2}（[^（）]{0,24}）| {0,2}(?:稿|草案|\(稿\)))? {0,2}$|(?:會議|(?<=院會))決議$|(?:會議)?(?:重點)?摘要$"
)
_MINUTES = re.compile(
    r"(?:(?:會議?|會報|座談|討論|工作圈|小組)[ \u3000]{0,3}(?:摘要|決議|議事|簡要|發言(?=[紀記]錄)|逐字)?[ \u3000]{0,3}"
    r"(?:紀錄|記錄|紀要|議決錄|逐字稿|實錄|速紀錄|速記錄)|議 ?事 ?錄|紀錄|記錄|(?:會議|會報|座談會|說明會|公聽會)(?:重點)?摘要)(?:[ ]?摘要)?(?:[ ]{0,2}（[^（）]{0,24}）|[ ]{0,2}稿|初稿)?$"
)
#: These speak of other minutes: 確認前次會議紀錄, 如會議紀錄.
_OTHERS = re.compile(
    r"宣讀|確認|認可|追認|報告|前次|上次|前開|有關|詳|如|檢附|附件|(?:本次?|該次?|前)?會議[紀記]錄$"
)
_NAMES_A_MEETING = re.compile(
    rf"第 ?{_N} ?次.{{0,24}}(?:會議?|大會|會報|協調會|工作圈|(?:院會|會議)決議)(?:[^，。：]{{0,6}}(?:裁示|指示|裁指示|決議|決定|結論)(?:事項)?)?$"
)
#: …裁示事項／某縣政府提供
PROVIDED = re.compile(r" ?[/／] ?[^/／，。：]{2,16}提供$")
_RULED = re.compile(
    r"(?<=(?:會議|會報|大會|例會))[^，。：]{0,6}(?:裁示|指示|裁指示|決議|決定|結論)(?:事項)?$"
)
_INNER = re.compile(r"(?:會議紀錄|會議記錄|議事錄)(?= ?第)")  # of a book: …定期會議事錄 第1次會議紀錄
#: 第三次通盤檢討 counts what a plan is revised for, no meeting.
_ORDINAL = re.compile(
    rf"第 ?({_N}) ?(?:次|場(?=[\u3400-\u9fff]{{0,4}}[會議]))(?! ?(?:專案)?(?:通盤|公開展覽|變更設計|修正草案|修訂|契約))"
)
#: 研商…會議紀錄（第2次）
_ORDINAL_BEHIND = re.compile(rf"[紀記]錄 ?（第 ?({_N}) ?次(?:會議?)?）$")
#: 第5、6次: of several meetings none is the ordinal.
_ORDINALS = re.compile(rf"第 ?{_N} ?[、至及-] ?第? ?{_N} ?次")
#: 第八次理事會暨第二次監事會: two bodies that met together; what is counted is the first one's meeting.
_JOINT = re.compile(rf"第 ?({_N}) ?次([^第，。]{{2,12}})[暨及] ?(?=第 ?{_N} ?[次屆])")
_PART_OF_YEAR = re.compile(
    r"(?<![ 　])[ 　]*(?:暑期|寒期|暑假|寒假|期初|期中|期末|春季|夏季|秋季|冬季|上半年|下半年)$"
)
_TERM = re.compile(rf"第? ?({_N}) ?屆")
_SESSION = re.compile(
    rf"{_N} ?年 ?{_N} ?月份?|第 ?{_N} ?(?:會期|學期|階段|季)|[上下]學期|(?<=次)(?:定期大?會|臨時大?會|延長會|成立大會)(?=.{{0,12}}第 ?{_N} ?次)"
    r"|(?<=次)(?:定期大?會|臨時大?會)(?=預備|程序)|預備會議?暨?"
)
_YEAR = re.compile(
    rf"(?:中華民國|民國|西元)? ?({_N}) ?(?:學?年度?)(?= ?(?:第 ?{_N} ?(?:次|學期|會期|季|屆)|[上下]學期))"
    # 112學年度課程發展委員會第3次會議
    rf"|(?:(?<=[\u3400-\u9fff ])|^)({_N}) ?學?年度(?= ?[\u3400-\u9fff]{{1,16}}(?:會|小組|會議|會報) ?第 ?{_N} ?次)"
)
_COMPACT_DATE = re.compile(
    r"^(?:19|20)?[0-9]{2,3}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[-_–— ]{0,3}(?=[\u3400-\u9fff])"
)
#: 第 1 6 次: digits that a converter set apart, one by one.
_APART = re.compile(r"(?<![0-9])[0-9](?: [0-9])+(?![0-9])")
#: 協調會紀錄: the minutes of a 協調會; the 會 is no part of 會紀錄.
_SHORT_WORD = re.compile(
    r"(?:協調|座談|說明|研商|會商|公聽|審查|籌備|諮詢|討論|聯繫|檢討|工作|協商)會 {0,2}(?:紀錄|記錄|紀要)$"
)
_CUT_SHORT = ("委員", "理事", "監事", "理監事", "董事", "評議", "審議")
_DATE = re.compile(rf"(?:中華民國|民國)? ?{_N} ?[年./-] ?{_N} ?[月./-] ?{_N} ?日?(?:（[一二三四五六日]）)?")
_GENERIC = re.compile(
    r"(?:(?:臨時|定期|籌備|全體|擴大|預備|聯席|委員|工作|正式|例行|推動|審議|大|工作小組|常務|年度|線上|視訊|分組|小組|書面|研商|定例)*"
    r"(?:會議|會|大會|會報|例會|委員會議|院會)?)"
)
_KIND_OF_MEETING = re.compile(
    r"(?:會員|家長|學生|住戶|員工|股東|區分所有權人|信徒)?(?:代表)?(?:臨時|常務|執行|管理|全體|家長)*(?:委員會議?|大會|理監事會議?|理事會議?|監事會議?|董事會議?|董?監?事?聯席會議|會議|公聽會|說明會|座談會|常會|例會|定期會|臨時會)"
)
_IS_BODY = re.compile(
    r"(?:委員會|小組|會報|議會|審議會|推動會|聯盟|諮詢會|評議會|理事會|監事會|董事會|評審會|代表會|工作圈|專案|工作會|促進會|"
    r"公民大會|院會|會議|法人|團體|平臺|平台|學院|學會|協會|公會|工會|基金會|促進會|總會|聯合會|商會|農會|漁會|家長會|學生會|校友會|"
    r"大學|高中|國中|國小|小學|中學|學校|部|局|處|署|院|府|所|系|中心|公司|分會|科|室|館|宮|寺|廟|合作社|大廈|社區|管委會|管理委員會|會)$"
)
_ALREADY = re.compile(
    r"(?:委員會|小組|會報|議會|審議會|推動會|諮詢會|評議會|理事會|監事會|董事會|評審會|代表會|家長會|學生會|聯盟)$"
)
_NOT_A_BODY = re.compile(
    r"研商|研議|協調|協商|討論|有關|召開|為辦理|因應|事宜|與.{2,20}(?:研商|協商|會商)|說明會|座談會|公聽會"
)
_OWN_MEETING = re.compile(
    r"(?:校務|部務|局務|處務|院務|系務|所務|館務|科務|室務|會務|行政|主管|業務|導師|教務|學務|總務|理事|監事|理監事|常務理事|董事|市政|縣政|"
    r"會員|會員代表|區務|課程發展|教學|法規|里|社務)(?:聯席)?(?:會議|大會|會報)$"
)


#: Two lines of a title are one name: 某部某醫院 / 病人安全委員會.
_SET_APART = re.compile(r"(?<=[\u3400-\u9fff）]) +(?=[\u3400-\u9fff（])")
#: 8/19 某會第八次會議紀錄
_DAY_FIRST = re.compile(r"^[0-9]{1,2}[/.][0-9]{1,2} +")
#: …會議紀錄110/04/13
_DAY_BEHIND = re.compile(r"(?<=錄) {0,2}[0-9]{2,4}([./-])[0-9]{1,2}\1[0-9]{1,2}$")
#: 某里113年度里民大會
_OF_A_YEAR = re.compile(r"(?<=[\u3400-\u9fff])(?:1[01][0-9]|[0-9]{2}) ?年度(?=[\u3400-\u9fff]{2,8}$)")
#: 某公司一一四年股東常會議事錄
_SHAREHOLDERS = re.compile(rf"(?P<company>.{{2,30}}公司) ?(?:{_N} ?年度?)? ?股東常會?")
_ABOUT = re.compile(r" *([^ 「」（）]{2,12}(?:委員會|小組))(?=「[^」]*」(?:公聽會|座談會|說明會))")
_ORNAMENTS = "◆◇★☆●○◎■□▲△※*~～=—"
#: tags: `學生議會` `會議紀錄`: what a text is filed under.
_KEYWORDS = re.compile(r"(?:tags?|keywords?|categor(?:y|ies)|labels?|標籤|關鍵字|分類)[：:]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """What a title says. `sure` is False where the body was cut out by a weaker rule."""

    body: str | None = None
    term: int | None = None
    year: int | None = None
    ordinal: int | None = None
    sure: bool = True


def unadorned(words: str) -> str:
    """◆某某委員會第3次會議紀錄◆ without what adorns it."""
    return words.strip().strip(_ORNAMENTS).strip()


def names_minutes(text: str) -> bool:
    """The line names minutes: it speaks of a meeting and of its record."""
    plain = _DAY_BEHIND.sub("", unadorned(folded(text)))
    if len(plain) > 120 or plain.endswith(("。", "，", "；")) or _KEYWORDS.match(plain):
        return False
    return bool(_MINUTES.search(plain[-40:])) and not _OTHERS.match(plain)


def names_a_meeting(text: str) -> bool:
    """The line names a meeting by its number, without calling itself minutes."""
    plain = PROVIDED.sub("", folded(text).strip())
    return len(plain) <= 80 and bool(_NAMES_A_MEETING.search(plain[-60:]))


def is_generic(body: str) -> bool:
    """會員代表大會, 委員會議: a kind of meeting; whose, a line above it may say."""
    return _KIND_OF_MEETING.fullmatch(body) is not None


def read_title(text: str) -> TitleFacts:
    """Body, term, year and ordinal that the title names; None where it does not."""
    plain = _DAY_BEHIND.sub("", folded(text).strip())
    plain = _APART.sub(lambda match: match.group().replace(" ", ""), plain)
    stem = _DAY_FIRST.sub("", _TAIL.sub("", _RULED.sub("", plain)).strip())
    kept = _INNER.sub(" ", _DATE.sub(" ", _COMPACT_DATE.sub("", stem)))
    kept = _ORDINALS.sub("", kept) if not _ORDINAL.search(_ORDINALS.sub("", kept)) else kept
    ordinals = deque(_ORDINAL.finditer(kept), maxlen=1) or deque(_ORDINAL_BEHIND.finditer(plain), maxlen=1)
    joint = _JOINT.search(kept)
    term = _TERM.search(kept)
    year = _YEAR.search(kept)
    counted_as = joint or (ordinals[0] if ordinals else None)
    ordinal = parse_number(counted_as[1]) if counted_as else None
    counted = parse_number(year[1] or year[2]) if year else None
    body, sure = _body(kept, plain)
    body = _SET_APART.sub("", body) if body is not None else None
    return TitleFacts(
        body=body,
        term=parse_number(term[1]) if term else None,
        year=common_era(counted) if counted is not None and ordinal is not None else None,
        ordinal=ordinal,
        sure=sure,
    )


def _body(kept: str, plain: str) -> tuple[str | None, bool]:
    """The committee, and whether the rule that cut it out is a safe one."""
    cuts = sorted(
        [
            m.span()
            for pattern in (_ORDINALS, _ORDINAL, _TERM, _YEAR, _SESSION)
            for m in pattern.finditer(kept)
        ]
    )
    if not cuts:
        return _without_ordinal(kept, plain)
    pieces, at = [], 0
    for start, end in cuts:
        if start > at:
            pieces.append(kept[at:start])
        at = max(at, end)
    front = "".join(pieces).strip(' 「」『』"-–—·:：')
    front = _PART_OF_YEAR.sub("", re.sub(r"[「」『』]", "", front).strip())
    about = _ABOUT.match(kept, at)  # 內政委員會「某事」公聽會: what it was held about is no part of its name
    tail = about[1] if about else re.sub(r"（[^（）]*）|[「」『』]", "", kept[at:]).strip()
    if not front:
        if not tail or _GENERIC.fullmatch(tail) or not _IS_BODY.search(tail):
            return None, True
        return tail + ("會議" if _OWN_MEETING.search(tail + "會議") else ""), False
    if _JOINT.search(kept) is not None and front.endswith(("暨", "及")) and _IS_BODY.search(tail):
        return front + tail, False
    if not _IS_BODY.search(front):
        return None, True
    if tail.endswith("委員會議") and not _GENERIC.fullmatch(tail):
        tail = tail[:-1]  # 家長委員會議 is the meeting of a 家長委員會
    if front.endswith(("會議", "會報")) and whole_meeting(tail, plain):
        return front, False
    if _ALREADY.search(front) and not re.search(r"(?:小組|委員會|分組)$", tail):
        return front, True
    named = tail.endswith(("會議", "大會")) or _ALREADY.search(tail) is not None
    whole = tail if named else tail + _meeting_word(plain)
    if not tail or _GENERIC.fullmatch(tail) or _GENERIC.fullmatch(whole):
        return front, True
    return front + whole.replace(" ", ""), False


def whole_meeting(tail: str, plain: str) -> bool:
    """What follows the number is only a kind of meeting: 專案會議 … 管考會議."""
    return bool(tail) and not re.search(r"(?:小組|委員會|分組)$", tail) and bool(_meeting_word(plain))


def _meeting_word(plain: str) -> str:
    if re.search(r"(?<!大)會議事錄", plain[-16:]):
        return "會"  # 董事會議事錄 are the 議事錄 of a 董事會
    if "會議" in plain[-16:]:
        return "會議"
    return "會" if _SHORT_WORD.search(plain) else ""


def _without_ordinal(kept: str, plain: str) -> tuple[str | None, bool]:
    name = _OF_A_YEAR.sub("", re.sub(r"（[^（）]*）|[「」『』]", "", kept).strip())
    if name.endswith(_CUT_SHORT):
        name += "會"  # 某某委員會議事錄: the minutes of a 委員會, not of its 委員
    shareholders = _SHAREHOLDERS.fullmatch(name)
    if shareholders is not None:
        return shareholders["company"] + "股東常會", False
    if not name or _NOT_A_BODY.search(name):
        return None, True
    if _OWN_MEETING.search(name + _meeting_word(plain)):
        return name + _meeting_word(plain), False
    return (name, False) if _ALREADY.search(name) or _IS_BODY.search(name) else (None, True)
