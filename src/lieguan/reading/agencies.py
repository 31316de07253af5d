"""Who is told to act 主辦與協辦機關: 請 X …, 由 X …, X 應 …, 授權 X, 交 X, 主辦機關：X.

Not those who are only invited, asked, heard or served, and not the body that meets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from lieguan.lexicon.agencies import normal
from lieguan.lexicon.verbs import verb_at
from lieguan.reading.agency_lists import NameList, list_at
from lieguan.reading.agency_names import AgencyName
from lieguan.reading.antecedents import antecedent
from lieguan.reading.clause_text import BLANK, ClauseText
from lieguan.reading.context import Context, Finding
from lieguan.reading.organisations import organisation_name
from lieguan.reading.roles import bracket_role, role_behind
from lieguan.record.nouns import Agency, Certainty, Role

# A clause without any of these tells nobody anything; most clauses are 洽悉 and 照案通過.
_HINT = re.compile(r"[請由應須務：於協彙統交送]|授權|委|責成|指定|負責|主[辦責政]|擔任")
_TRIGGER = re.compile(
    r"(?P<ask>(?<![申邀聘敬提呈懇洽商委延陳籲協聲促簽])(?<!(?<!會)報)請(?![示假款購益准問帖柬辭願求託]|領(?!務)|教(?=於|專家|學者|律師)))"
    r"|(?P<by>(?:(?<![理經緣自事案來根因藉端情已業係曾迄前])由|(?<=案)由(?![：一二三四五六七八九十說及、，。]))(?![於下此來衷]|黨團))"
    r"|(?P<give>授權|交由(?!黨團)|委由|責成|責由|指定|移由|交付|(?<![提繳移外社遞成轉點建送呈結])交(?![通付易流換接代辦由涉集出際叉件卷待互往款]|黨團)"
    r"|(?<![^。；：])送(?![請交至達往到回])(?=[^，。；：送]{2,12}?(?:研辦|研處|研議|卓辦|卓處|參處|參辦|核辦|查處|酌處|妥處|辦理|處理)(?:[，。；]|$)))"
    r"|(?P<with>(?<=[並，應再先])會同)"
    r"|(?P<as>(?<![可所難得予])以(?=[^，。；：]{2,24}?(?:為|擔任)(?:主辦|主責|協辦|主政)))"
)
_SHOULD = re.compile(
    r"(?P<adverb>[亦均並即自仍都皆各本]{0,2})"
    r"(?:(?<![因供反效響對適呼相])應(?![用變對屆允收付納有急稅邀徵力聲景時])|(?<![無毋])必?須(?!知|要)|需(?=於|在|儘|配合|依|再)|務必|務須)"
)
_LABELLED = re.compile(
    r"(?:主辦|主責|主政|權責|負責|執行|承辦|辦理|協辦|配合|應辦)(?:機關|單位|部會|局處|處室|部門)?："
)
_SUBJECT = re.compile(
    r"[亦也均並另再仍]{0,2}(?:請(?![示假款購益准問求]|領(?!務)|教(?=於|專家|學者|律師))|負責|主辦|主責|主政|協辦|統籌|彙整|協助|擔任(?:主辦|主責|協辦|窗口|召集)|配合(?:(?:辦理)?(?=[，。；])|(?=提供|支援|協助)))"
)
_BRACKETED_OFFICES = re.compile(
    r"[。，]? ?[（【〔\[]((?:[\u3400-\u9fff]{1,10}(?:局|處|課|室|科|組|署|部|會|府|隊|中心|公所|機關|單位|[、，](?=[\u3400-\u9fff]))){1,8})[）】〕\]]。?$"
)
_SUBJECT_HINT = re.compile(r"請|負責|主[辦責政]|協[辦助]|統籌|彙整|擔任|配合|於|" + BLANK)
#: 於3月底前, but not 於10萬元額度內
_DATED = re.compile(r"於(?![^，。；：]{0,16}(?:元|額度|範圍|預算|經費))[^，。；：]{1,18}(?:前|內|底)")
#: What stands before a name is no part of it; 感謝某署協助 tells nobody.
_GIVEN = re.compile(r"授權|責成|委由|交由|責由|指定|感謝|謝謝|肯定|嘉許|嘉勉|恭喜|歡迎")
_CONNECTIVE = re.compile(
    r"(?:另外|此外|另|並|且|惟|但|爰|故|又|嗣後|後續|未來|同時|其中|至於|至|如有|，|、| )*+"
)
_NEXT_ROLE = re.compile(r"(?:主辦|主責|主政|統籌|彙整|協辦)、")
_PART = re.compile(r"[，。；：！？\n]")
_INVITED = re.compile(
    r"(?:[^，。；：]{0,6}(?:於|在)[^，。；：報送函提陳簽]{0,14})?(?:惠予|踴躍|共同|務必|準時|屆時|派員|一併)?"
    r"(?:列席|出席|參加|與會|蒞臨|知照|查照|諒察|鑒核|指教|惠允"
    r"|(?:參考|卓參|酌參|核定|核備|備查|核示|釋示|審議|審查|審定|公決|同意)(?=[，。；]|$))"
)
_TOLD_OF = re.compile(
    r"[^，。；：]{0,4}(?:所)?(?:提報|提出|提供|函送|研提|擬具|撰擬|舉辦|主管|核定|核准|填報|彙報|訂定|頒布|公告|委託|委任)之"
)
#: 請王委員大明擔任召集人, 由甲委員、乙委員組成專案小組: who sits where, not who is to act.
_APPOINTED = re.compile(r"[^，。；：]{0,200}?(?:擔任|兼任|組成)")
#: 售票平臺應揭露之欄位，請…: what is to be shown, and by whom, but nobody is told so here.
_RELATIVE = re.compile(r"[^，。；：]{1,12}(?<!議)之[^，。；：]{1,8}，(?=請|由)")
#: 由王副市長主持: who leads the meeting that others are to call.
_PRESIDES = re.compile(r"(?:親自|負責)?(?:主持|召集|帶隊|率隊|領隊|代表出席|致詞|頒獎)")
_CONDITIONED = re.compile(r"[後時者]，")
#: Between the subject and 請: 工務局在…時，請, 各局處對於…，請
_MEANWHILE = re.compile(r"[在於]")
_ABOUT = re.compile(r"對於|針對|就(?!業)")


#: How far back a subject may begin: a bound that keeps the time linear.
_REACH = 60


@dataclass(frozen=True, slots=True)
class _Told:
    """One name that is told, by which wording, with the role that the words give it."""

    name: AgencyName
    rule: str
    role: Role | None
    open: bool
    certainty: Certainty


def agencies_of(text: ClauseText, context: Context) -> tuple[Finding[Agency], ...]:
    """Everybody who is told to act, each once, in the order of the clause."""
    behind = _in_brackets(text, context)
    if not behind and not _HINT.search(text.open):
        return ()
    spoken = text.spoken.replace("台", "臺")
    told = [*behind, *_by_trigger(spoken, text, context), *_by_should(spoken, text, context)]
    told += _by_label(text, context)
    told += _as_subject(spoken, text, context)
    out: dict[str, Finding[Agency]] = {}
    for one in sorted(told, key=lambda t: t.name.start):
        finding = _finding(one, spoken, text, context)
        if finding is None:
            continue
        key = finding.value.name
        if key not in out:
            out[key] = finding
        elif finding.value.role and not out[key].value.role:
            out[key] = replace(out[key], value=replace(out[key].value, role=finding.value.role))
    return tuple(out.values())


def _in_brackets(text: ClauseText, context: Context) -> list[_Told]:
    """…應及早規劃辦理。（民政局、教育局）: the offices behind the last word are those that are to do it."""
    match = _BRACKETED_OFFICES.search(text.folded.rstrip())
    if match is None:
        return []
    words = text.folded[: match.end(1)].replace("台", "臺")
    names = list_at(words, match.start(1), context, loose=True)
    if names is None or names.end != match.end(1) or any(name.kind == "person" for name in names.names):
        return []
    return [_Told(name, "agency.brackets", None, False, "likely") for name in names.names]


def _by_trigger(spoken: str, text: ClauseText, context: Context) -> list[_Told]:
    out: list[_Told] = []
    busy = 0  # a name that one wording has taken does not speak again
    for match in _TRIGGER.finditer(spoken):
        if match.start() < busy:
            continue
        names = list_at(spoken, match.end(), context)
        kind = match.lastgroup or "ask"
        if names is None:
            out += (
                _before_condition(spoken, match.start(), "agency.ask", text, context) if kind == "ask" else []
            )
            continue
        if _only_invited(spoken, names, kind):
            continue
        out += _in_detail(_told(names, f"agency.{kind}", spoken, text), text, context)
        busy = names.end
    return out


def _in_detail(told: list[_Told], text: ClauseText, context: Context) -> list[_Told]:
    """請相關單位（甲處、乙局）…: those that the brackets name, and not 相關單位."""
    out: list[_Told] = []
    for one in told:
        end = one.name.end
        close = text.folded.find("）", end, end + _REACH) if text.folded.startswith("（", end) else -1
        words = text.folded[:close].replace("台", "臺") if close > end else ""
        names = (
            list_at(words, end + 1, context, loose=True) if one.name.kind == "collective" and words else None
        )
        if (
            names is None
            or names.end != close
            or any(n.kind in ("person", "collective") for n in names.names)
        ):
            out.append(one)
            continue
        out += [replace(one, name=name, certainty=_how_sure(name)) for name in names.names]
    return out


def _by_should(spoken: str, text: ClauseText, context: Context) -> list[_Told]:
    """X 應 …: the names stand at the beginning of the part, or behind 決議, 裁示."""
    out: list[_Told] = []
    for match in _SHOULD.finditer(spoken):
        far = max(0, match.start() - _REACH)
        low = max(far, *(spoken.rfind(sign, far, match.start()) + 1 for sign in "，。；：！？\n"))
        if _RELATIVE.match(spoken, match.end()):
            continue
        for start in reversed(_beginnings(spoken, low, match.start())):
            names = list_at(spoken, start, context)
            if names is not None and names.end == match.start():
                out += _told(names, "agency.should", spoken, text)
                break
        else:
            out += _before_condition(spoken, match.start(), "agency.should", text, context)
    return out


def _before_condition(spoken: str, at: int, rule: str, text: ClauseText, context: Context) -> list[_Told]:
    """甲公司上開事項辦竣後，須 …; 工務局在施工時，請 …; 各局處對於公共工程，請 …: the subject, a part of the sentence
    away, before the condition or what it is about.
    """
    if at == 0 or spoken[at - 1] != "，":
        return []
    ended = _CONDITIONED.search(spoken, max(0, at - 3), at) is not None
    if not ended and rule != "agency.ask":
        return []
    far = max(0, at - 1 - _REACH)
    low = max(far, *(spoken.rfind(sign, far, at - 1) + 1 for sign in "，。；：！？\n"))
    connective = _CONNECTIVE.match(spoken, low, at)
    names = list_at(spoken, connective.end() if connective else low, context)
    if names is None or any(name.kind not in {"known", "unit", "collective"} for name in names.names):
        return []
    if rule == "agency.ask" and not (_ABOUT if not ended else _MEANWHILE).match(spoken, names.end):
        return []
    return [replace(told, certainty="likely") for told in _told(names, rule, spoken, text)]


def _beginnings(spoken: str, low: int, high: int) -> list[int]:
    """Where a subject can begin in a part of a sentence."""
    connective = _CONNECTIVE.match(spoken, low, high)
    starts = [connective.end() if connective else low]
    starts += [m.end() for m in re.finditer(r"(?:附帶)?決議|裁示|指示|要求|希望|，|：", spoken[low:high])]
    return [starts[0], *(low + s for s in starts[1:])]


def _by_label(text: ClauseText, context: Context) -> list[_Told]:
    """主辦機關：X、Y；協辦機關：Z, in brackets or not."""
    if "：" not in text.open:
        return []
    view = text.open.replace("台", "臺")
    out: list[_Told] = []
    for match in _LABELLED.finditer(view):
        role: Role | None = None
        if match.group().startswith(("主辦", "主責", "主政")):
            role = "lead"
        elif match.group().startswith(("協辦", "配合")):
            role = "support"
        names = list_at(view, match.end(), context, loose=True)
        if names is not None:
            out += [
                _Told(name, "agency.label", role, names.open and name is names.names[-1], _how_sure(name))
                for name in names.names
            ]
    return out


def _as_subject(spoken: str, text: ClauseText, context: Context) -> list[_Told]:
    """X 請於 …, X 主辦, X 於 3 月底前 …: the name begins a part of the sentence."""
    out: list[_Told] = []
    told_before = "請" in spoken
    for low in _parts_with_subjects(spoken):
        connective = _CONNECTIVE.match(spoken, low)
        start = connective.end() if connective else low
        names = None if _GIVEN.match(spoken, start) else list_at(spoken, start, context)
        if names is None or all(name.kind == "person" and not name.plausible for name in names.names):
            continue
        if _SUBJECT.match(spoken, names.end) or bracket_role(text, names.end):
            if not _TOLD_OF.match(spoken, names.end) and not _only_invited(spoken, names, "subject"):
                out += _told(names, "agency.subject", spoken, text)
        elif _DATED.match(spoken, names.end) or (told_before and _goes_on(spoken, low, names)):
            out += [replace(t, certainty="likely") for t in _told(names, "agency.subject", spoken, text)]
    return out


def _parts_with_subjects(spoken: str) -> list[int]:
    """Where the parts begin that may have a subject: something that follows one stands inside, not at the front."""
    starts = [0, *(m.end() for m in _PART.finditer(spoken))]
    found = {m.end() for m in _NEXT_ROLE.finditer(spoken)}
    for match in _SUBJECT_HINT.finditer(spoken):
        low = starts[bisect_right(starts, match.start()) - 1]
        if match.start() >= low + 2:
            found.add(low)
    if "；" in spoken:
        found.update(m.end() for m in _PART.finditer(spoken) if m.group() == "；")
    return sorted(found)


def _goes_on(spoken: str, low: int, names: NameList) -> bool:
    """請衛生局加強稽查；教育局督導學校 …: behind a semicolon the same 請 still asks."""
    return (
        low > 0
        and spoken[low - 1] == "；"
        and "請" in spoken[max(0, low - 200) : low]
        and names.names[0].kind == "known"
        and verb_at(spoken, names.end)
    )


def _told(names: NameList, rule: str, spoken: str, text: ClauseText) -> list[_Told]:
    role = role_behind(spoken, names.end)
    out = []
    for name in names.names:
        own = bracket_role(text, name.end)
        out.append(_Told(name, rule, own or role, names.open and name is names.names[-1], _how_sure(name)))
    return out


def _only_invited(spoken: str, names: NameList, kind: str) -> bool:
    if _TOLD_OF.match(spoken, names.end) and kind in {"by", "subject"}:
        return True
    if all(name.kind == "person" for name in names.names) and _APPOINTED.match(spoken, names.end):
        return True
    if kind == "by" and names.names[0].kind == "person" and _PRESIDES.match(spoken, names.end):
        return True
    return kind in {"ask", "subject"} and _INVITED.match(spoken, names.end) is not None


def _how_sure(name: AgencyName) -> Certainty:
    if name.kind in {"known", "collective"}:
        return "sure" if name.plausible else "likely"
    return "likely" if name.plausible else "guess"


def _finding(told: _Told, spoken: str, text: ClauseText, context: Context) -> Finding[Agency] | None:
    span = (told.name.start, told.name.end)
    written = text.passage.text[slice(*span)]
    name, certainty = _name(told, spoken, text, context, written)
    if _is_own_body(name, written, context):
        return None
    agency = Agency(
        name,
        written,
        told.role,
        told.name.kind == "collective" and _several(written),
        told.open,
        text.passage.spans(*span),
    )
    return Finding(agency, told.rule, certainty, agency.spans)


def _several(written: str) -> bool:
    return re.match(
        r"(?:[本該]?[市縣](?:政)?府|[本該]府)?(?:各|相關|有關|所屬)|全體|下列|上開|前開|上述|前述|所有|其他|其餘|地方(?:政府|機關)$",
        written,
    ) is not None or written.endswith("部會")


def _name(
    told: _Told, spoken: str, text: ClauseText, context: Context, written: str
) -> tuple[str, Certainty]:
    if told.name.kind == "anaphor":
        meant = antecedent(written, told.name.start, spoken, text, context)
        return (meant, "likely") if meant else (written, "guess")
    if told.name.kind == "collective":
        return written, told.certainty
    bare = re.sub(r"(?:代表|同仁)$", "", written)
    name = organisation_name(bare, context)
    if name == bare and told.name.kind == "known" and _is_one_of_several(bare, context):
        return name, "guess"  # 政風處 in minutes that do not tell of which government
    return name, told.certainty


def _is_one_of_several(name: str, context: Context) -> bool:
    """The lexicon knows several agencies that are called so, and none by this name in full."""
    rows = context.agencies.named(name)
    return len(rows) > 1 and all(row.name != name for row in rows) and name not in context.aliases


def _is_own_body(name: str, written: str, context: Context) -> bool:
    """本會, 本小組, 學會 in the minutes of a society's board."""
    if re.match(
        r"本(?:會|委員會|小組|專案小組|工作小組|推動小組|會報|次會議|大會)(?:全體.{0,12})?$", written
    ):
        return True
    if not context.body:
        return False
    body, own = normal(context.body), normal(name)
    return own == body or (
        len(own) >= 2
        and own in body
        and re.search(r"(?:委員會|小組|會報|學會|協會|公會|工會|基金會|大會|理事會)$", own) is not None
    )
