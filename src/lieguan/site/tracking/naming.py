"""How clauses speak of tracked items: by number, as the rest, by name; and what a ruling says besides. Pure."""

from __future__ import annotations

import hashlib
import re

from lieguan.site.tracking.likeness import normal
from lieguan.site.tracking.states import ReasonCode
from lieguan.text.numerals import HAN_NUMERAL, parse_number

_SAYS_NUMBER = re.compile(r"^(?:列管)?(?:編號|案號|項次|案次|序號)\s*(?:[:：]\s*)?第?")
_ORDINAL = re.compile(r"^第")
_REST = re.compile(r"^(?:其餘|其他|餘)(?:各|之)?(?:列管)?(?:案|項|事項|案件|項目)*$")
# 前次會議決定事項追蹤列管情形報告, 歷次會議列管案件執行情形, 議案暨指示事項執行情形.
_TRACKING_REPORT = re.compile(
    r"列管.{0,80}(?:報告|情形|事項|案件|表)|追蹤.{0,80}(?:報告|情形)"
    r"|(?:前次|上次|歷次)會議.{0,80}?(?:決定|決議|結論|裁示|指示).{0,80}(?:情形|報告|辦理)|指示事項.{0,80}(?:執行|辦理)情形"
)
_NUMBER_WORDS = rf"(?:編號|案號|項次|案次|序號)\s*第?[0-9０-９{HAN_NUMERAL}]{{1,6}}|第[0-9０-９{HAN_NUMERAL}]{{1,6}}[案項號]"
_MERGED = re.compile(
    rf"(?:併入|併同|併案至|併至|併於|納入|歸併|併)\s*(?:「(?P<name>[^「」]{{2,120}})」|(?P<number>{_NUMBER_WORDS}))"
)
_HANDED = re.compile(
    r"(?:移請|移列|移由|移送|移交|轉請|轉由|改由|改列)(?:至)?「?(?P<to>[^，。；「」]{2,60}?)」?"
    r"(?:賡續|繼續|持續|續行|續予|予以|會議)?(?:追蹤|列管|管考|續管|辦理|處理|督導)"
)
_LEADING = re.compile(r"^(?:有關|關於|針對|對於|至於|就)?\s*「([^「」]{2,120})」")
_INSTRUCTS = re.compile(r"(?:^|[，。；：])(?:並|另|亦|仍|再|爾後|後續|未來)?請(?!假|示|願|益|教)|後續請")
_PART = re.compile(r"部[分份]")
_CLAUSE_END = re.compile(r"[，,。；;]")
# 授權召集人於完成後核定解除列管, 委由幕僚單位確認後解除列管: somebody else is to release, later.
_DELEGATES = re.compile(r"(?:授權|委由|委請|委託|交由)[^。；]{0,60}?(?:解除|結束)(?:列管|追蹤|管制)")
_REASONS = (
    (re.compile(r"併案|分案|併入|整併後"), ReasonCode.MERGED_OR_SPLIT),
    (re.compile(r"裁撤|併編|改制|業務移撥|任務變更|組織調整"), ReasonCode.AGENCY_CHANGED),
    (re.compile(r"政策|情勢|法令(?:變更|修正)|計畫(?:變更|取消|停止)"), ReasonCode.POLICY_CHANGED),
    (re.compile(r"經費|預算|人力|資源|土地取得"), ReasonCode.RESOURCES_GONE),
    (re.compile(r"簽奉|奉核|核定"), ReasonCode.OTHER_APPROVED),
)


def number_of(subject: str) -> int | None:
    """The item number that 編號3, 案號 12 or 第三案 means; None for a name, or a number of another form (113-02)."""
    if not says_number(subject) and not _ORDINAL.match(subject):
        return None
    bare = _ORDINAL.sub("", _SAYS_NUMBER.sub("", subject.strip()))
    return parse_number(bare.rstrip("案項號").strip("（）()"))


def says_number(subject: str) -> bool:
    """Whether it is called by its number in the list (編號3), not by its place (第3案)."""
    return _SAYS_NUMBER.match(subject.strip()) is not None


def is_rest(subject: str) -> bool:
    """Whether 其餘, 其餘各案, 其餘事項 is meant."""
    return _REST.match("".join(subject.split())) is not None


def is_tracking_report(agenda_title: str) -> bool:
    """Whether the agenda item is the report on all that is tracked."""
    return _TRACKING_REPORT.search("".join(agenda_title.split())) is not None


def merge_target(text: str) -> str:
    """The name or number behind 併入; empty where the clause names none."""
    found = _MERGED.search(text)
    return (found["name"] or found["number"]).strip() if found else ""


def handed_to(text: str) -> str:
    """Whom the item is handed to; empty where the clause does not say it in known words."""
    found = _HANDED.search(text)
    return found["to"].strip() if found else ""


def reason_code(text: str) -> str:
    """The ground for ending without completion that the words show; empty where they show none."""
    return next((code.value for words, code in _REASONS if words.search(text)), "")


def released_parts(text: str) -> str:
    """What stands before 部分 where the clause releases a part (內政部及交通部辦理部分解除列管); empty where it does not.

    Each part ends at a comma; one that says nothing of tracking goes on behind it (水利署部分，同意解除列管).
    """
    found, open_part = [], ""
    for piece in _CLAUSE_END.split(text):
        whole = open_part + piece
        part = _PART.search(whole)
        rest = whole[part.end() :] if part else ""
        if part and "解除" in rest and "未解除" not in rest:
            found.append(whole[: part.start()])
        open_part = whole if part and "解除" not in rest and "列管" not in rest else ""
    return "；".join(found)


def delegates(text: str) -> bool:
    """Whether the clause lets somebody else release, later: the ruling rests on that act as well."""
    return _DELEGATES.search(text) is not None


def leading_name(text: str) -> str:
    """The name in 「」 that the clause begins with."""
    found = _LEADING.match(text.strip())
    return found[1].strip() if found else ""


def phrase(text: str, subject: str) -> str:
    """The part of a clause that rules on the subject, or on the rest where it is empty: between commas."""
    parts = [part.strip() for part in re.split(r"(?<=[，；。])", text) if part.strip()]
    marks = [subject] if subject else ["其餘", "餘"]
    number = number_of(subject) if subject else None
    for part in parts:
        whole = part.rstrip("，；。")
        if any(mark in part for mark in marks):
            return whole
        if number is not None and re.search(rf"(?<![0-9]){number}(?![0-9])", part):
            return whole
    return text


def instructs(text: str) -> bool:
    """Whether it asks for something, though of nobody in particular (請將…納入, 後續請評估…)."""
    return _INSTRUCTS.search(text) is not None


def slug(subject: str) -> str:
    """A short key for a name, the same for the same name however it is spaced and punctuated."""
    return hashlib.sha256(normal(subject).encode()).hexdigest()[:12]
