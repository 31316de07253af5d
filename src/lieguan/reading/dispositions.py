"""What a clause decides 處置, by the words of the lexicon's table: longest first, and only what the meeting says.

Out are words inside quotations and brackets, negated ones (不同意, 尚不宜), what waits for something (俟 … 後),
what a condition says (倘國民黨同意 …), another's consent, and a recommendation that nobody adopts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import get_args

from lieguan.lexicon.dispositions import DispositionRow, find
from lieguan.reading.clause_text import BLANK, ClauseText
from lieguan.reading.context import Finding
from lieguan.record.nouns import Certainty, Disposition, RulingDisposition

ORDER: tuple[str, ...] = get_args(Disposition)
#: Dispositions of tracked items.
TRACKING = frozenset(("release", "track", "merge", "self_track", "hand_over", "extend", "end", "resume"))

_PART_END = re.compile(r"[，。；：！？\n]")
_SENTENCE_END = re.compile(r"[。；！？\n]")
_NEGATED = re.compile(
    r"(?:不|未|勿|毋庸|無法|尚難|難以|不宜|尚不宜|不得|暫不|無須|不予|非)(?:予|予以|再|即|准|准予)?$"
)
_NEGATED_BEFORE = re.compile(r"不同意|未同意|尚不宜|不宜|尚不得|不得|未便|無法|尚難|暫不|不擬|不建議")
_WAITING = re.compile(r"俟|(?<![留有期亟尚看接對招優等])待(?!遇|命|聘|業|辦|釐|許可)|再行提")
_CONDITION = re.compile(
    r"^(?:但|惟|另|並|且)?(?:如(?!附|下|后|後|期|上|前|次|數|實|擬|何|述)|倘|若|假如|設若|除非)"
)
_AFTERWARDS = re.compile(
    rf"[^，。；：！？\n]{{0,24}}(?:後|前|(?<![工小及隨即同])時)(?=[，；：]|[{BLANK}]*，)"
)
_RECOMMENDED = re.compile(r"(?:建議|擬|申請|提報|請求|爭取)")
_ADOPTED = re.compile(r"同意|依|照|准|改為|改列|決議|裁示")
_GOVERNING = re.compile(r"同意|改為|改列|改依|決議|裁示|准予|爰")
_OTHERS = re.compile(
    r"已|既|業|曾|須|應|得|需|未|獲|取得|徵得|徵求|洽|請|函|報|陳|送|願|表示|由|經[^，]{0,16}(?:機關|部|會|院|府|局|公司)"
)
# A verdict may stand behind any number of these. Taken once and for all (the atomic group): a word that is also two of
# the others, 照案 or 第三案, would else be tried both ways, and forty of them for ever. So the longer word
# stands before the shorter that it begins with.
_VERDICT = re.compile(
    rf"(?>(?:(?:表決|投票)?(?:結果)?：? ?[1-9一二三四五六七八九十][0-9〇○零一二三四五六七八九十百]{{0,3}} ?票(?:一致|全數|通過)?|"
    rf"勞資雙方|雙方|各方|經由|一率|一律|多數|過半數|投票表決|投票|表決|記名|無記名|本案|全案|本次|本項|本議題|本會議?|本小組|大會|委員會議?|會議|理事會|主席|董事長|理事長|校長|召集人|主任委員|全體|與會|出席|人員|家長|會員|理事|監事|董事|委員|代表|同仁|一致|贊成|舉手|鼓掌|共?[0-9〇一二三四五六七八九十百]{{1,4}} ?[人位]|"
    rf"無異議|原則上?|均|並|亦|仍|即|先|暫|爰|且|但|惟|予以|除|其餘|餘|另|照案|照|修正後?|裁示|決議|經討論後?|經表決後?|"
    rf"充分討論後?|附條件|附帶條件|勉予|為|係|全數|包裹|逐條|二讀|三讀|後|第?[0-9一二三四五六七八九十]+[案點條項款]?|[至、及與和]|"
    rf"編號|案|草案|計畫|要點|部分|提案|經|{BLANK}| ){{0,200}})$"
)
_TOPIC = re.compile(
    r"(?:為(?:上限|原則|限|前提)|(?:額度|範圍|前提|上限)[內下]|案|計畫|部分|要點|草案|經費|期程|事項|項目|申請|內容|方案|名單|議程|報告|預算|辦法|規定)(?:均|予以|原則)?$"
)
_ALONE = re.compile(
    rf"(?>(?:本案|全案|本項|本提案|暫時|先行|本次|上次|前次|會議|紀錄|議事錄|議程|無誤|修正|照案|並|均|先|暫|爰|准予|予以|同意|請准予|{BLANK}| ){{0,200}})$"
)


#: 同意 …。其他待許可項目 … 提下次會議討論: what is left over comes back, and takes nothing from the consent.
_REMAINDER = re.compile(rf"[{BLANK}\s]*(?:其他|其餘|剩餘|賸餘|餘)")
#: 其餘依市府所送計畫書圖內容通過
_AS_PROPOSED = re.compile(r"(?:其餘|餘|其他)(?:部分)?(?:均|皆|仍)?(?:請)?[依照按][^，。；：]{2,40}$")
_CLOSED = re.compile(
    rf"(?:辦理|在案|之建議|建議|為宜|即可|外)?(?:[，。；：！？\n]|$|[{BLANK}]+(?:[，。；]|$))"
)


_COUNTED = re.compile(r" ?(?:者|計|共)? ?[0-9〇○零一二三四五六七八九十百]{1,4} ?[案項件]")
#: 同意 12 票 only counts.
_VOTES = re.compile(
    r" ?(?:者|計|共)? ?[0-9〇○零一二三四五六七八九十百]{1,4} ?[票人位席名](?=[，、；。：）\s]|$)"
)
_NO_VOTE = re.compile(r"(?<![0-9])[0〇○零] ?票$")
# How far words reach that have no sign between them; a sentence of a hundred characters without a comma is no
# sentence, and the bound keeps the time linear.
_REACH = 120


@dataclass(frozen=True, slots=True)
class Verdict:
    """One expression that counts, where it stands, and how it was governed."""

    row: DispositionRow
    start: int
    end: int
    governed: bool
    certainty: Certainty

    @property
    def disposition(self) -> RulingDisposition:
        return self.row.disposition


def verdicts(text: ClauseText) -> list[Verdict]:
    """Every expression of the clause that decides something, in order."""
    spoken = text.spoken
    found = find(spoken)
    if not found:
        return []
    parts = [0, *(m.end() for m in _PART_END.finditer(spoken))]
    sentences = [0, *(m.end() for m in _SENTENCE_END.finditer(spoken))]
    out: list[Verdict] = []
    for start, end, row in found:
        low = max(parts[bisect_right(parts, start) - 1], start - _REACH)
        sentence = max(sentences[bisect_right(sentences, start) - 1], start - 2 * _REACH)
        verdict = _judged(spoken, row, start, end, low, sentence)
        if verdict is None:
            continue
        if verdict.disposition == "defer" and _REMAINDER.match(spoken, sentence) and _approves(out, sentence):
            continue
        out.append(verdict)
    return out


def _approves(found: list[Verdict], before: int) -> bool:
    """A sentence that ends `before` there approves."""
    return any(v.disposition == "approve" and v.start < before for v in found)


def _judged(
    spoken: str, row: DispositionRow, start: int, end: int, low: int, sentence: int
) -> Verdict | None:
    """The expression at `start`, in the part that begins at `low`; None where it decides nothing."""
    before, after = spoken[low:start], spoken[end : end + 30]
    ends = not after or _PART_END.match(after) is not None or after.isspace()
    if not _fits(row, before, after, ends=ends):
        return None
    if row.disposition not in {"reject", "end"} and _negated(before):
        return None
    if row.disposition != "defer" and (_WAITING.search(spoken, sentence, start) or _AFTERWARDS.match(after)):
        return None
    if _CONDITION.match(before):
        return None
    certainty: Certainty = "sure"
    if row.stands == "verdict":
        if not _says(row, before, ends=ends):
            return None
        certainty = "sure" if _VERDICT.match(before) else "likely"
    recommended = _RECOMMENDED.search(before)
    governed = _GOVERNING.search(before) is not None or _GOVERNING.match(row.expression) is not None
    if recommended and row.disposition in TRACKING:
        if not _ADOPTED.search(before, 0, recommended.start()):
            certainty = "guess"
        elif before.startswith("原"):
            return None
    if row.disposition in TRACKING and _COUNTED.match(after):
        certainty = "guess"  # 解除列管3案 only counts
    if row.expression == "列管":
        certainty = "likely" if before else certainty
    return Verdict(row, start, end, governed and certainty != "guess", certainty)


def _fits(row: DispositionRow, before: str, after: str, *, ends: bool) -> bool:
    """Whether the words around an expression are such that it may stand there, by its row of the table."""
    if row.expression == "同意" and (_VOTES.match(after) or _NO_VOTE.search(before)):
        return False
    if any(map(after.startswith, row.not_before)) or any(map(before.endswith, row.not_after)):
        return False
    if row.stands in {"end", "alone"} and not (ends or _closes(after)):
        return False
    return row.stands != "alone" or _ALONE.match(before) is not None


def _closes(after: str) -> bool:
    """What may stand behind an expression that ends its part: 通過案, 備查在案, a closing sign."""
    return _CLOSED.match(after) is not None


def _negated(before: str) -> bool:
    negations = [match.end() for match in _NEGATED_BEFORE.finditer(before)]
    if negations and not re.search(r"同意|改為|應予|仍", before[negations[-1] :]):
        return True
    return _NEGATED.search(before) is not None


def _says(row: DispositionRow, before: str, *, ends: bool) -> bool:
    """Whether the meeting itself agrees: nobody else is the subject, nothing is asked for."""
    if _VERDICT.match(before):
        return True
    if row.expression == "通過" and ends and _AS_PROPOSED.match(before):
        return True
    if row.expression == "通過":
        return ends and not _OTHERS.search(before[:-2] if before.endswith("請") else before)
    if _OTHERS.search(before):
        return False
    return _TOPIC.search(before) is not None


def deciding(found: list[Verdict]) -> Verdict | None:
    """The one that counts of several: what 同意, 改為 … governs, then the table's order."""
    own = [v for v in found if v.disposition in ORDER]
    firm = [v for v in own if v.certainty != "guess"] or own
    if not firm:
        return None
    # Governed counts between dispositions of tracked items: 同意 itself governs nothing by standing there.
    return min(
        firm,
        key=lambda v: (not (v.governed and v.disposition in TRACKING), ORDER.index(v.disposition), v.start),
    )


def disposition_of(verdict: Verdict, text: ClauseText) -> Finding[Disposition]:
    """The verdict as the clause's disposition."""
    value: Disposition = verdict.disposition  # type: ignore[assignment]  # `deciding` gives only a clause's
    return Finding(
        value, f"disposition.{value}", verdict.certainty, text.passage.spans(verdict.start, verdict.end)
    )
