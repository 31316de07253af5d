"""By when something is to be done 期限: dates, 月底, 第一季, 三日內, 下次會議, 每季.

A date is a deadline where the words round it say so (前, 底, 於 … 提出). The day of an event (日期暫定 …), of a
paper (3月1日函) or of what is already done is none.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from lieguan.lexicon.calendar import add_working_days, lunar_new_year, named_day
from lieguan.reading.clause_text import ClauseText
from lieguan.reading.context import Context, Finding
from lieguan.record.nouns import Basis, Certainty, Deadline, Recurrence
from lieguan.text.dates import FoundDate, common_era, find_dates, parse_date
from lieguan.text.periods import find_counts, find_periods, find_recurrences, find_weekdays

_HINT = re.compile(
    r"[0-9一二三四五六七八九十兩]{1,4} ?[年月日季週周天個星禮/.]|[本這下]個?[週周星禮]|春節|年底|月底|下次|下一?次|下屆|農曆|每[月季年個半]|按[月季年]|半年|本月|年終|年前|次月|(?:工作|上班|辦公)[天日]|半個月|1[01][0-9]{5}|中秋|端午|元旦|國慶"
)
_NEXT = re.compile(
    r"(?:本[^，。；：]{0,10}?)?下(?:一)?次(?:[^，。；：、於提]{0,14}?)(?:會議|委員會議|大會|理監事會議?|委員會|例會|會報|院會|會)(?!議?室|勘)"
)
_BY = re.compile(
    r" {0,2}(?:（含）|（含當[日天]）)?(?:日?(?:之)?(?:以)?前|(?:開會|下班|中午(?: ?[0-9]{1,2} ?[時點](?:[0-9]{1,2}分)?)?|會議|開學|上班|午夜|截止日|收件截止|[上下]午 ?[0-9一二三四五六七八九十]{1,3} ?[時點](?:[0-9]{1,2}分)?)(?:之)?前|止|截止|底前|底|末|內(?![授政])|以內|為限|到期)"
)
_AT = re.compile(
    r"(?:於|在|至|迄|到|自|定|訂|排定|預定|應|請|最遲|至遲|限|展延至|延至|延長至|暫定|暫訂|預計|將)[於在至]? {0,2}$"
)
_ACT = re.compile(
    r"[^，。；：]{0,80}?(?:完成|提出|提報|提送|提供|函報|函復|送|陳報|填報|辦理|報告|繳|上網|公告|實施|啟用|改善|回復|檢討|研提|"
    r"檢送|彙整|說明|備查|核定|登錄|結案|修正|送達|交付|舉行聽證|舉行|補正|補件|報送|彙報|施作|上線|啟動)"
)
_EVENT = re.compile(
    r"(?:日期|時間|期程|活動|會議|下次會議|下一次會議|年會|大會|典禮|研討會|說明會)(?:[^，。；：]{0,8})?(?:：|暫[定訂]|為|訂於|定於|預定於?|排定於?)[^，。；]{0,6}$"
    r"|(?:排定|暫[定訂]|訂於|定於|預定|預計排定|預計)(?:於)? {0,2}$"
)
_CARRIED_OUT = re.compile(
    r"[^。；]{0,80}?(?:舉行聽證|聽證|完成|提出|(?:舉行|辦理|召開)(?:專案|現場|第[0-9一二三]次)?(?:說明會|公聽會|會勘|現勘|專案報告|聽證會))"
)
_WEEKDAY = re.compile(r" {0,2}（(?:星期|週|周)?[一二三四五六日]）")
_EVENT_BEHIND = re.compile(r"[^，。；]{0,12}(?:召開|開會|集合|報到|開幕|辦理說明會|舉辦)")
_PAPER = re.compile(
    r" {0,2}(?:（[^（）]{0,6}）)?(?:[^，。；：]{0,18}?(?:字第|函|令|公告實施之|來函|書函|簽|會議紀錄|第[0-9]+次)|所函)"
)
_PAST = re.compile(
    r"(?:已於|(?<![事企產行農工商漁林礦作專職物同營創就從失畜牧副本修結開停受])業於|業已於|係於|曾於|前於|自|依據?|經|嗣於|迄|截至|分別於|已) {0,2}$"
)
#: 5月1日至5月31日 goes on for so long: the first day is no deadline.
_UNTIL = re.compile(r" {0,2}(?:起?至|到|~|～|—|–) {0,2}[0-9]")
#: How long somebody serves or something holds, not by when it is done.
_TERM = re.compile(r"(?:任期|聘期|租期|效期|保固|契約期間|合約期間|有效期間|服務期間|租賃期間)[^，。；]*$")
_SINCE = re.compile(r" {0,2}(?:起|以來|迄今|至今|間|完工|核定之|公布之|修正之)")
_OTHER_START = re.compile(
    r"(?:(?<!會)(?<!會議)(?<!結束)後|之日(?:起算?)?|次日(?:起算?)?|文到(?:之日起)?|送達(?:之日起)?|收到(?:之日起)?)(?:之)? {0,2}$"
)
#: 於開學日（8月30日）前
_DAY_IN_BRACKETS = re.compile(
    r"[於在][^，。；：（）]{1,12}（(?P<day>[0-9年./ 月]{1,9}[月/.][0-9 ]{1,3}日?)）(?:以)?前"
)
#: 1141231前: year, month and day in one number, which only 前 tells from any other number.
_COMPACT = re.compile(
    r"(?<![0-9])1[01][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?= ?(?:日?以?前|止|截止))"
)
#: In a month that is said without 前 or 底, something is brought to its end.
_FINISHED = re.compile(r"[^，。；：]{0,12}?(?:完成|提出|提報|提送|函報|陳報|公告|上線|啟用|實施)")
#: 於6月份行政會議報告: the month in which a meeting is to hear of it.
_HEARD_IN = re.compile(
    r"份?(?!之)[^，。；：]{0,12}?(?:會議|會報|例會|院會|大會)[^，。；：已]{0,4}(?:提出|報告|提報)"
)
_LUNAR = re.compile(r"(?:農曆|春節)(?:新?年|春節|過年|年節)?(?:之)?(?:以)?前")
#: 中秋節前, 國慶日以前, 元旦前: the day before the holiday.
_HOLIDAY = re.compile(
    r"(?:(?P<year>今年|本年|明年|[0-9]{2,4} ?年) ?)?(?P<name>中秋|端午|元旦|國慶)(?:節|日)?(?:連續假期|連假|假期)?(?:之)?(?:日)?(?:以)?前(?!夕|後)"
)
_HOLIDAYS = {"中秋": "中秋節", "端午": "端午節", "元旦": "元旦", "國慶": "國慶日"}


def deadlines_of(text: ClauseText, context: Context) -> tuple[Finding[Deadline], ...]:
    """The deadlines of the clause, in its order; where two readings overlap, the longer one."""
    view = text.open
    if not _HINT.search(view):
        return ()
    day = context.day
    found = [
        *_next_meeting(view, text),
        *_dates(view, text, day),
        *_periods(view, text, day),
        *_counts(view, text, day),
        *_weekdays(view, text, day),
        *_recurring(view, text),
        *_lunar(view, text, day),
        *_holidays(view, text, day),
    ]
    out: list[Finding[Deadline]] = []
    taken = recurs = 0
    for start, end, finding in sorted(found, key=lambda f: (f[0], -f[1])):
        if _aside(view, text, start, end):
            continue
        # 每年12月底 comes again: the day in it is no date of its own.
        if start >= taken and not (recurs and finding.value.date and start <= recurs + 1):
            taken = end
            recurs = end if finding.value.recurrence else 0
            out.append(finding)
    return tuple(out)


_OF_BRACKET = re.compile(r"（(?:期限|限期?|預計|預定|最遲|至遲|請|於|應|完成期限|時限|：| )*$")


def _aside(view: str, text: ClauseText, start: int, end: int) -> bool:
    """Inside a bracket that speaks of something else; （114年6月底前） alone is the clause's own."""
    bracket = text.bracket_around(start, end)
    if bracket is None:
        return False
    return start - bracket[0] > 40 or _OF_BRACKET.search(view[bracket[0] : start]) is None


_Placed = tuple[int, int, Finding[Deadline]]


def _placed(
    text: ClauseText,
    start: int,
    end: int,
    rule: str,
    certainty: Certainty,
    *,
    day: date | None = None,
    relative: Literal["next-meeting"] | None = None,
    recurrence: Recurrence | None = None,
    basis: Basis | None = None,
) -> _Placed:
    spans = text.passage.spans(start, end)
    value = Deadline(
        text.passage.text[start:end], day.isoformat() if day else None, relative, recurrence, basis, spans
    )
    return start, end, Finding(value, f"deadline.{rule}", certainty, spans)


def _next_meeting(view: str, text: ClauseText) -> list[_Placed]:
    out = []
    for match in _NEXT.finditer(view):
        before = view[max(0, match.start() - 14) : match.start()]
        if re.search(r"(?:日期|時間|召開|訂定)$", before) or re.match(
            r"(?:日期|時間|地點|定於|訂於|預定|暫定)", view[match.end() :]
        ):
            continue
        start = match.start()
        own = re.match(r"本[^，。；：]{0,10}?(?=下)", match.group())
        start += own.end() if own else 0
        out.append(_placed(text, start, match.end(), "next-meeting", "sure", relative="next-meeting"))
    return out


def _dates(view: str, text: ClauseText, day: date | None) -> list[_Placed]:
    out = []
    for found in find_dates(view, day=day):
        certainty = _is_deadline(view, found, day)
        if certainty is None:
            continue
        by = _BY.match(view, found.end)
        end = found.end + (len(by.group()) if by and found.slashed else 0)
        out.append(_placed(text, found.start, end, "date", certainty, day=found.day, basis="printed"))
    for bracket in _DAY_IN_BRACKETS.finditer(text.folded):
        for found in find_dates(bracket["day"], day=day)[:1]:
            if day is None or found.day >= day:
                where = bracket.start("day"), bracket.end("day")
                out.append(_placed(text, *where, "date", "likely", day=found.day, basis="printed"))
    for match in _COMPACT.finditer(view):
        last = parse_date(match.group(), day=day)
        if last is not None and (day is None or last >= day):
            out.append(_placed(text, match.start(), match.end(), "date", "likely", day=last, basis="printed"))
    return out


def _is_deadline(view: str, found: FoundDate, day: date | None) -> Certainty | None:
    before, behind = view[max(0, found.start - 24) : found.start], view[found.end : found.end + 100]
    if _PAST.search(before) or _SINCE.match(behind) or (day is not None and found.day < day):
        return None
    if _TERM.search(view, max(0, found.start - 40), found.start):
        return None  # 任期自…起至…止
    weekday = _WEEKDAY.match(behind)
    rest = behind[weekday.end() :] if weekday else behind
    if _BY.match(rest):
        return "sure"
    if found.slashed or _PAPER.match(behind) or _EVENT_BEHIND.match(rest) or _UNTIL.match(rest):
        return None
    if re.search(r"(?:展延|延長|延後|延|順延|展期|改期)至 {0,2}$", before):
        return "sure"
    acts = rest.replace("，", "")
    if _EVENT.search(before) and not _CARRIED_OUT.match(acts):
        return None
    return "likely" if _AT.search(before) and _ACT.match(acts) else None


def _periods(view: str, text: ClauseText, day: date | None) -> list[_Placed]:
    out = []
    for found in find_periods(view, day):
        before, behind = view[max(0, found.start - 24) : found.start], view[found.end : found.end + 60]
        by = _BY.match(behind)
        if found.last is None or _PAST.search(before) or re.match(r" {0,2}[0-9一二三四五六七八九十]", behind):
            continue
        if _SINCE.match(behind) or (day is not None and found.last < day):
            continue
        if by is not None:
            # 6月前 may mean before June or within it; the end of the period is what 底前 would say.
            certainty: Certainty = "sure" if found.named or "底" in by.group() else "guess"
            out.append(
                _placed(
                    text, found.start, found.end, "period", certainty, day=found.last, basis="end-of-period"
                )
            )
        elif _works(found.named, before, behind) or _finished_in(before, behind):
            out.append(
                _placed(
                    text, found.start, found.end, "period", "likely", day=found.last, basis="end-of-period"
                )
            )
    return out


def _finished_in(before: str, behind: str) -> bool:
    """於114年10月完成: a month alone is a deadline where it is said when something comes to its end."""
    return (
        re.search(r"(?:於|在|預計|預定) {0,2}$", before) is not None
        and (_FINISHED.match(behind) or _HEARD_IN.match(behind)) is not None
    )


def _works(named: bool, before: str, behind: str) -> bool:
    """A period without 前 or 底 is a deadline where something is done in it: 於第一季完成."""
    if not named or _EVENT.search(before) or _EVENT_BEHIND.match(behind):
        return False
    return _AT.search(before) is not None or _ACT.match(behind) is not None


def _weekdays(view: str, text: ClauseText, day: date | None) -> list[_Placed]:
    return [
        _placed(text, start, end, "weekday", "likely", day=last, basis="counted")
        for start, end, last in find_weekdays(view, day)
        if _BY.match(view[end : end + 60])
    ]


def _counts(view: str, text: ClauseText, day: date | None) -> list[_Placed]:
    out = []
    for found in find_counts(view, day):
        before = view[max(0, found.start - 16) : found.start]
        if re.search(r"(?:過去|最近|近|前|已|每)$", before):
            continue
        if view[found.end - 1] == "後" and not re.search(r"[於在] {0,2}$", before):
            continue
        # Counted from another event (完工後三個月內), the day is not the meeting's.
        other = _OTHER_START.search(before)
        start = found.start
        after_meeting = re.search(r"(?:本次)?(?:會議?後|會議結束後|自?本日起|即日起|自即日起)$", before)
        if after_meeting:
            start -= len(after_meeting.group())
        counts_from = None if other and not after_meeting else day
        certainty: Certainty = "likely" if other else "sure"
        if found.working is not None:
            out.append(_working(text, start, found.end, counts_from, found.working, certainty))
            continue
        counted = found.day if counts_from else None
        out.append(_placed(text, start, found.end, "counted", certainty, day=counted, basis="counted"))
    return out


def _working(
    text: ClauseText, start: int, end: int, counts_from: date | None, count: int, certainty: Certainty
) -> _Placed:
    """So many working days after the meeting; a year whose calendar is not known leaves a doubt and no date."""
    last = add_working_days(counts_from, count) if counts_from else None
    if counts_from and last is None:
        certainty = "guess"
    return _placed(text, start, end, "working-days", certainty, day=last, basis="counted")


def _recurring(view: str, text: ClauseText) -> list[_Placed]:
    out = []
    for start, end, recurrence in find_recurrences(view):
        part = re.match(r"[^，。；：]{0,40}", view[end:])
        words = part.group() if part else ""
        if re.search(
            r"提|報|填|送|檢討|召開|公布|公告|更新|回傳|繳|函|追蹤|辦理|彙整|管考|回報|檢視|盤點", words
        ) and not re.match(r" {0,2}(?:約|平均|[0-9,.]+ ?(?:萬|億|元|件|人|%|小時|戶|噸|公))", words):
            out.append(_placed(text, start, end, "recurring", "likely", recurrence=recurrence))
    return out


def _lunar(view: str, text: ClauseText, day: date | None) -> list[_Placed]:
    out = []
    for match in _LUNAR.finditer(view):
        new_year = _next_new_year(day)
        last = new_year - timedelta(days=1) if new_year else None
        out.append(
            _placed(
                text,
                match.start(),
                match.end(),
                "lunar-new-year",
                "sure" if last else "guess",
                day=last,
                basis="counted",
            )
        )
    return out


def _next_new_year(day: date | None) -> date | None:
    if day is None:
        return None
    this = lunar_new_year(day.year)
    return this if this is not None and this > day else lunar_new_year(day.year + 1)


def _holidays(view: str, text: ClauseText, day: date | None) -> list[_Placed]:
    out = []
    for match in _HOLIDAY.finditer(view):
        if _PAST.search(view, max(0, match.start() - 24), match.start()):
            continue
        feast = _next_holiday(_HOLIDAYS[match["name"]], match["year"], day)
        last = feast - timedelta(days=1) if feast else None
        certainty: Certainty = "sure" if last else "guess"
        out.append(_placed(text, match.start(), match.end(), "holiday", certainty, day=last, basis="counted"))
    return out


def _next_holiday(name: str, printed: str | None, day: date | None) -> date | None:
    """The first such day behind the meeting's; None where a year on the way has none that is known."""
    if printed is not None and printed[0].isdigit():
        return named_day(name, common_era(int(printed.rstrip("年 "))))
    if day is None:
        return None
    if printed == "明年":
        return named_day(name, day.year + 1)
    this = named_day(name, day.year)
    return this if this is None or this > day else named_day(name, day.year + 1)
