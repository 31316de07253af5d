"""Where the name of somebody who can be told to act begins and ends in a clause.

Known names come from the lexicon and from the document's own 以下簡稱; unknown ones (總務組, 國民黨, 王大明教授)
are told by how they end and by what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lieguan.lexicon.persons import is_surname, title_pattern
from lieguan.lexicon.verbs import PARTICLES, verb_at, verb_within
from lieguan.reading.clause_text import BLANK
from lieguan.reading.context import Context
from lieguan.reading.organisations import ENDINGS

Kind = Literal["known", "unit", "person", "collective", "anaphor"]


@dataclass(frozen=True, slots=True)
class AgencyName:
    """`text[start:end]` names somebody; `plausible` where what follows is what follows a name."""

    start: int
    end: int
    kind: Kind
    plausible: bool = True


_HAN = r"\u3400-\u9fff"
_PREFIX = re.compile(
    r"(?:被處分人|受處分人|申請人|本年度|本次|貴|子公司(?=[\u3400-\u9fff]{2,16}公司)|原(?!能會|民會|住民|子能)|新任|敬|惠)+"
)
_COLLECTIVE = re.compile(
    rf"(?:各)?直轄市(?:政府)?[、及]縣(?:市|（市）|{BLANK}+)?政府|各縣(?:市|（市）|{BLANK}+)政府"
    rf"|(?:(?:各|相關|有關|全體|下列|上開|前開|上述|前述|所有|其他|其餘)(?:{BLANK}|[{_HAN}、/（）()]){{0,14}}?"
    r"(?:機關構|機關學校|機關|單位|部會署|部會|部門|局處室|局處會|局處|處室|處局|縣市政府|縣市|政府|召集人|召集單位|委員會|委員|"
    r"工作組|工作小組|編組單位|小組|分組|組別|組(?!單位)|科室|院系所|系所|院系|學院|學校|公所|公司|社團|團體|同仁|人員|主管(?!機關|單位|部會|局處)|會員|學會|協會|機構|團隊|代表)(?:召集人|召集單位|主管|首長)?"
    r"|各(?:校|系|所|班|院|局|處|科|室|組|隊|區|里|社區|班級|會員國)(?:班代|代表|主任|主管|導師|組長|同仁)?(?=[^，。；：]|$)"
    r"|各位(?:首長|主管|同仁|委員|理監事|理事|監事|代表|老師|師長|家長|議員|會員)"
    r"|全體(?:委員|同仁|會員|理監事)"
    r"|(?:中央|地方|目的事業|權責|業管|主管|主辦|協辦|主協辦|承辦|執行|提案|管考|列管|幕僚|秘書|作業|業務|管理|用人|受補助|需求|使用|權管|建管)+"
    r"(?:主管)?(?:機關構|機關|單位|部會|局處|政府))"
)
_ANAPHOR = re.compile(
    r"該(?:專案小組|小組|分局|公所|公司|中心|管理處|工程處|基金會|協會|學會|委員會|單位|機關|部|會|局|處|署|院|府|室|組|科|所|團|黨|校|市|縣|行|廠|站|館)"
)
_GOVERNMENT = re.compile(r"(?:本|該)?[市縣](?:政)?府|本府|該府")
#: What makes of a government all that belongs to it: 市府各局處, 縣府主管機關.
_OF_GOVERNMENT = re.compile(
    r"(?:各|相關|有關|所屬|主管|權責|業管|業務){1,2}(?:主管)?(?:機關單位|機關學校|機關|單位|局處會|局處|處室|部門)"
)
_OWN = re.compile(
    r"本(?:府|縣|市|部|院|局|署|會|處|校)(?=[\u3400-\u9fff]{1,10}?(?:局|處|署|室|組|科|中心|所|司|大隊|公所|會))"
)
#: 本市都市更新審議委員會: what it is called by may hold a verb.
_OWN_COMMITTEE = re.compile(r"本[市縣鄉鎮區][\u3400-\u9fff]{2,14}?(?:委員會|審議會|評議會|推動會|會報|小組)")
_ENDINGS = re.compile(ENDINGS)
_ENDED = re.compile(rf"(?:{ENDINGS})$")
_WORD = re.compile(rf"[{_HAN}A-Za-z0-9／○]+")
_PARTY = re.compile(
    "(?<=授權)(?:主席|理事長|會長|董事長|主任委員|校長|總幹事)|議事人員|理監事|申請人|申請單位|開發單位|實施者|得標廠商|承攬廠商|施工廠商|監造廠商|承商|廠商|承包商|設計單位|監造單位|施工單位|規劃單位|申報人|申請者|保全人員|保全(?!公司|費)|"
    "提案人|陳情人|需地單位|需地機關|用地單位|用地機關|計畫主持人|系辦(?:公室)?|業者|開發商|(?:物業|保全|清潔|管理|建設|營造|顧問|資訊|承包|施工|機電|電梯|委託)公司|物業|受託單位|受補助單位|出租人|承租人|土地所有權人"
)
_WORKING = re.compile(
    rf"([{_HAN}]{{2,4}}?)(?:委員會|小組|組|科|股|課|室|處(?!理|分|以|置)|部(?![分門長會屬份落位])|司(?![機法長])|中心)"
)
_BUREAU = re.compile(rf"[{_HAN}]{{1,12}}(?:局|處|室|會|中心|大隊|所)")
#: What an office is called by behind the name of what it is for.
_BY_WORK = re.compile(
    r"(?:管理|工程|建設|營運|服務|檢驗|研究|改良|推廣|訓練|試驗|養護|保育|輔導|防治|規劃|監理|審查|諮詢|推動|籌備)"
    r"(?:處(?!理|分|以)|分處|局|分局|所|站|中心|隊|委員會|小組)"
)
#: A company's office: 第二區管理處, 桃園區營業處.
_BRANCH = re.compile(
    rf"[{_HAN}]{{0,6}}?(?:管理處|營業處|營運處|區處|工程處|施工處|服務所|分公司|事業部|事業處)"
)
_BY_WORK_END = re.compile(
    r"(?:養護工程|管理|工程|服務|營業|營運|業務|檢驗|訓練|研究|試驗|改良)(?:處|分處|分局|所|站|中心)$"
    r"|(?:搶救|預防|調查|救護|救災|保護|輔導|審查|稽核|督導|考核|管制|檢查|督察|採購|研究|推廣|企劃|規劃|發展|保存|"
    r"服務|管理|工程|檢驗|訓練|教育|活動|訓育|推動|設計|執行|行銷|出版|展覽|維護|養護|防治|保育)(?:科|課|組|股|司)$"
)
_GIVEN = re.compile(rf"[{_HAN}]{{2}}")
_BEHIND_UNIT = re.compile(
    rf"[{_HAN}]{{1,8}}?(?:分署|分局|辦公室|中心|大隊|總隊|合作社|福利社|[司處組室科所局署隊館])"
)
#: Behind a company's name: something of the company's is spoken of, not the company.
_OWNED = re.compile(r"[之的所名股債章]|(?:意見|代表|資料|申請|報告|說明書|計畫)")
#: 研處, 卓處: acts, and no offices.
_DEALT_WITH = ("研處", "卓處", "參處", "核處", "妥處", "查處", "酌處", "逕處")
# What follows the last character of a name where that is not the end of a name: 會議, 部分, 組織, 處理.
_GOES_ON = {
    "會": "議報員長計務址場後前中談商勘", "部": "長門落份分隊屬位內外", "組": "長織員成合別距", "院": "長校內務區",
    "局": "長面勢限", "處": "長理分以境置罰所", "所": "長有屬需得以在謂稱", "科": "長技學目系員", "室": "內外長友",
    "校": "長園內外務方", "署": "長名", "公司": "法", "隊": "長員伍", "中心": "主任", "園": "區", "社": "會群區團",
    "台": "灣北中南東", "臺": "灣北中南東", "站": "長點", "館": "長藏", "系": "統列主", "班": "長級", "行": "政為動程",
    "團": "長隊體員", "黨": "員部團", "課": "長程", "府": "會",
}  # fmt: skip
# 務 of 總務組, 業務單位 and 所 of 研究所 belong to names; as particles they are told by where they stand.
_FUNCTION = frozenset(PARTICLES) - frozenset("務所")
_STOP = re.compile(
    rf"[，。；：！？、\n（）「」{BLANK} ／/]|$|[0-9一二兩三四五六七八九十]{{1,3}} ?(?:個)?(?:週|周|日|天|月|年|工作)|等|代表|成員|委員|首長|同仁|人員|幫忙|暨|以及|或|另|也|均|先|即|則|每|出面|親自|儘速|儘快|下次|下週|本週|下月|本月|月底|年底|會後|日後|來|向|給|至|到|不|未|為|請|能|可|得|要|多|會同|洽|負|做|續|訂|擬|提|查|派|辦|送|函|報|邀|統|彙|協|配|研|審|參|共同|務必"
)


def name_at(text: str, start: int, context: Context) -> AgencyName | None:
    """The name that begins at `start` of a clause's spoken words (台 as 臺); None where none does."""
    known = _known(text, start, context)
    if known is not None:
        return known
    prefix = _PREFIX.match(text, start)
    if prefix is not None:
        behind = name_at(text, prefix.end(), context)
        if behind is not None:
            return behind
    anaphor = _ANAPHOR.match(text, start)
    if anaphor is not None:
        return AgencyName(start, anaphor.end(), "anaphor")
    government = _GOVERNMENT.match(text, start)
    if government is not None:
        return _of_government(text, start, government.end(), context)
    committee = _OWN_COMMITTEE.match(text, start)
    if committee is not None and _is_one_name(committee.group()) and follows(text, committee.end()):
        return AgencyName(start, committee.end(), "unit")
    own = _OWN.match(text, start)
    if own is not None:
        return _own_unit(text, start, own.end(), context)
    collective = _COLLECTIVE.match(text, start)
    if collective is not None and not _runs_on(collective.group()):
        return AgencyName(start, collective.end(), "collective", follows(text, collective.end()))
    party = _PARTY.match(text, start)
    if party is not None and follows(text, party.end()):
        return AgencyName(start, party.end(), "unit")
    if _cannot_begin(text, start):
        return _working_unit(text, start) or _acting_post(text, start)
    return _person(text, start) or _unit(text, start)


def follows(text: str, at: int) -> bool:
    """Whether what stands at `at` can stand behind a name: a verb, a particle, a sign, the end."""
    return at >= len(text) or text[at] in _FUNCTION or _STOP.match(text, at) is not None or verb_at(text, at)


def _goes_on(text: str, end: int) -> bool:
    """會 of 會議, 部 of 部分: the last character belongs to another word."""
    if end >= len(text):
        return False
    if text.startswith("成員", end):
        return False
    last = "公司" if text.endswith("公司", 0, end) else text[end - 1]
    if last == "會" and text[end] == "報":
        return text[end + 1 : end + 2] not in {"請", "告", "送", "核", "院", "部", "會", "陳"}
    return text[end] in _GOES_ON.get(last, "")


def _cannot_begin(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in _FUNCTION or verb_at(text, at)


def _known(text: str, start: int, context: Context) -> AgencyName | None:
    length = context.agencies.longest_at(text, start)
    for alias in (*context.aliases, *context.offices):
        if len(alias) > length and text.startswith(alias, start):
            length = len(alias)
    if length < 2:
        return None
    end = start + length
    if _goes_on(text, end) and not follows(text, end):
        return None
    return AgencyName(
        start, _with_units(text, end) or end, "known", follows(text, end) or _with_units(text, end) > 0
    )


def _with_units(text: str, start: int) -> int:
    """Where the units of an agency end that stand behind its name (水土保持局某某分局); 0 where none does."""
    at = start
    for _ in range(2):
        behind = _BEHIND_UNIT.match(text, at)
        if behind is not None and behind.group().endswith(_DEALT_WITH):
            return 0
        if behind is None or _has_verb(text, at, _called(text, at, behind.end())):
            return 0
        at = behind.end()
        if follows(text, at):
            return at
    return 0


def _called(text: str, start: int, end: int) -> int:
    """Where 管理處 of 第二區管理處 begins: what an office is called by is no verb of the sentence."""
    office = _BY_WORK_END.search(text, start, end)
    return office.start() if office is not None else end


def _of_government(text: str, start: int, behind: int, context: Context) -> AgencyName:
    """市府, 縣府建設處, 市府財政處, 市府相關單位."""
    whole = _OF_GOVERNMENT.match(text, behind)
    if whole is not None:
        return AgencyName(start, whole.end(), "collective", follows(text, whole.end()))
    inner = _known(text, behind, context) or _unit(text, behind)
    if inner is not None and inner.plausible and _BUREAU.fullmatch(text, behind, inner.end):
        return AgencyName(start, inner.end, "known")
    return AgencyName(start, behind, "known", follows(text, behind))


def _is_one_name(words: str) -> bool:
    """Nothing in it joins two names or says what is done for somebody."""
    return not any(char in _FUNCTION for char in words[2:])


def _own_unit(text: str, start: int, behind: int, context: Context) -> AgencyName | None:
    """本部國有財產局, 本府教育處."""
    inner = name_at(text, behind, context)
    if inner is None or inner.kind not in {"known", "unit"}:
        return None
    return AgencyName(start, inner.end, inner.kind, inner.plausible)


def _working_unit(text: str, start: int) -> AgencyName | None:
    """採購組, 規劃處, 審查小組: units that are called by what they do."""
    match = _WORKING.match(text, start)
    if match is None or any(char in _FUNCTION for char in match[1]) or not follows(text, match.end()):
        return None
    return AgencyName(start, match.end(), "unit")


def _runs_on(inner: str) -> bool:
    """相關單位意見, 各機關首長: the words go on to name something else, or a verb stands among them."""
    if inner.endswith("政府"):
        return False
    if any(char in _FUNCTION for char in inner):
        return True
    rest = inner[2:]
    return verb_at(rest, 0) and not rest.startswith(("管考", "列管", "業管", "管理", "執行"))


def _has_verb(text: str, start: int, end: int) -> bool:
    return any(char in _FUNCTION for char in text[start:end]) or verb_within(text, start, end)


def _person(text: str, start: int) -> AgencyName | None:
    """祕書長, 王大明教授, 雅文總幹事."""
    window = text[start : start + 12]
    match = title_pattern().search(window)
    if match is None or match.start() > 4:
        return None
    left = window[: match.start()]
    if left and (any(char in _FUNCTION for char in left) or not (is_surname(left[0]) or len(left) == 2)):
        return None
    if left and _ENDED.search(left):
        return None
    end = start + match.end()
    if text.startswith(("委員會", "小組", "部", "室"), end):
        return None  # 編輯委員會
    given = _GIVEN.match(text, end) if len(left) == 1 else None
    if given and not follows(text, end) and follows(text, end + 2):
        end += 2
    elif len(left) == 1 and not follows(text, end) and follows(text, end + 1):
        end += 1  # 張委員明
    return AgencyName(start, end, "person", follows(text, end)) if follows(text, end) else None


def _acting_post(text: str, start: int) -> AgencyName | None:
    """執行長, 執行秘書: a post whose name begins with a verb."""
    post = title_pattern().match(text, start)
    if post is None or post.end() - start < len("執行長") or not follows(text, post.end()):
        return None
    return AgencyName(start, post.end(), "person")


def _company(text: str, match: re.Match[str]) -> bool:
    """台電公司開挖: nothing else ends in 公司, so that any act may follow."""
    return match.group() == "公司" and _OWNED.match(text, match.end()) is None


def _unit(text: str, start: int) -> AgencyName | None:
    """The shortest run that ends as names of units do and is followed by what follows a name."""
    limit = min(len(text), start + 18)
    for match in _ENDINGS.finditer(text, start + 1, limit):
        inner = text[start : match.end()]
        named = min(match.start(), _called(text, start, match.end()))  # 品質管理中心
        if not _WORD.fullmatch(inner) or _has_verb(text, start, named):
            return None
        if _goes_on(text, match.end()) and not verb_at(text, match.end()):
            continue
        if inner.endswith(("值班", "輪班", "上班", "加班", "下班", "自行", "同行")):
            return None
        office = (_BRANCH if match.group() == "公司" else _BY_WORK).match(text, match.end())
        if office is not None and follows(text, office.end()):
            return AgencyName(start, office.end(), "unit")  # 某某國家公園管理處
        if follows(text, match.end()) or _company(text, match):
            return AgencyName(start, match.end(), "unit")
    return None
