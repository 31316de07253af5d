"""A name before a number: 討論事項一, 【提案二】, 第三案, 編號105-02-01."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from lieguan.lexicon.headings import headings
from lieguan.text.numerals import HAN_NUMERAL, parse_number

_CASE_NUMBER = re.compile(
    r"(?:列管編號|編號|案號|序號|項次) ?(?P<printed>(?:[0-9]{1,4}-){0,3}(?P<last>[0-9]{1,6}|[一二三四五六七八九十]{1,3}))(?:：\s*| {1,4}(?=[\u3400-\u9fff]))"
)


_BUDGET = re.compile(
    rf"第 ?(?P<number>[0-9]{{1,3}}|[{HAN_NUMERAL}]{{1,4}}) ?(?P<name>[款項])：\s*(?=[^，。；：]{{2,20}}$)"
)


#: 第2號　　類別：民政: a council's bills, each with its class or its movers beside the number.
_BILL = re.compile(
    rf"(?:第 ?(?P<printed>[0-9]{{1,3}}|[{HAN_NUMERAL}]{{1,4}}) ?號 {{1,8}}(?:類別： ?[\u3400-\u9fff]{{1,6}}(?=$| {{1,8}}(?:提案人|提案機關|附署人|連署人)：)|(?=(?:提案人|提案機關|案由)：))"
    r"|(?P<called>[\u3400-\u9fff]{2,6} ?(?P<last>[0-9]{1,3})) {1,4}(?=(?:提案單位|提案機關|提案人|提案議員)：))"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name before a number: 討論事項一, 提案二, 第三案. `kind` is None for a bare 第三案."""

    name: str
    number: int
    printed: str
    kind: str | None
    start: int
    end: int


@cache
def _names() -> re.Pattern[str]:
    names = sorted(headings().item_names, key=len, reverse=True)
    number = rf"(?:[0-9]{{1,3}}|[{HAN_NUMERAL}]{{1,4}})"
    return re.compile(
        rf"[【〔\[]?(?:(?P<prefix>{'|'.join(names)})? ?第 {{0,2}}(?P<nth>{number}) {{0,2}}號?案|(?P<name>{'|'.join(names)}) {{0,2}}"
        rf"(?:（ ?)?(?P<number>{number})(?: ?）)?)(?P<close> {{0,2}}[】〕\]])?"
        rf"(?:[、.：，）] ?|(?=[ （]|$)|(?<=[】〕\]]))"
    )


def read_named(plain: str, start: int) -> Named | None:
    """The named number that stands at `start` of the folded words; None where none does."""
    if not plain[start : start + 3]:
        return None
    match = _names().match(plain, start)
    if match is None:
        return _tracked_case(plain, start) or _of_a_budget(plain, start) or _bill(plain, start)
    printed = match["nth"] or match["number"]
    number = parse_number(printed)
    if number is None:
        return None
    name = match["name"] or match["prefix"] or "案"
    end = match.end()
    while end < len(plain) and plain[end].isspace():
        end += 1
    kind = headings().item_names[name] if match["name"] or match["prefix"] else None
    return Named(name, number, printed, kind, start, end)


def _of_a_budget(plain: str, start: int) -> Named | None:
    """第4款：規費收入, 第41項：市立圖書館: what a council votes on one by one."""
    match = _BUDGET.match(plain, start)
    number = parse_number(match["number"]) if match is not None else None
    if match is None or number is None:
        return None
    return Named(match["name"], number, match["number"], None, start, match.end())


def _bill(plain: str, start: int) -> Named | None:
    """第2號　　類別：民政, 法規市提 3 提案單位：…, above 案由."""
    match = _BILL.match(plain, start)
    number = parse_number(match["printed"] or match["last"]) if match is not None else None
    if match is None or number is None:
        return None
    return Named("案", number, match["printed"] or match["called"], None, start, match.end())


def _tracked_case(plain: str, start: int) -> Named | None:
    """編號105-02-01：…: an item of a list of tracked cases, if a decision of its own follows."""
    match = _CASE_NUMBER.match(plain, start)
    if match is None:
        return None
    number = parse_number(match["last"])
    return Named("編號", number, match["printed"], None, start, match.end()) if number is not None else None
