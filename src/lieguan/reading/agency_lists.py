"""A list of those who are told: A、B及C等相關部會, A會同B; and where the list stops (請A與B之律師協商 tells A)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lieguan.reading.agency_names import AgencyName, name_at
from lieguan.reading.clause_text import BLANK
from lieguan.reading.context import Context


@dataclass(frozen=True, slots=True)
class NameList:
    """The names from `names[0].start` to `end`; `open` where 等 closes the list."""

    names: tuple[AgencyName, ...]
    end: int
    open: bool


_DIVIDER = re.compile(
    rf"(?:[{BLANK}]*)(?P<sign>、|，(?=[^，。；]{{2,12}}(?:及|等))|／|/|及|以及|暨|或|與|和|會同|偕同|協同|併同)(?P<more>其|所屬)?"
)
_ETCETERA = re.compile(
    rf"(?:[{BLANK}]*)等(?:[0-9一二三四五六七八九十]+(?:個)?)?(?:相關|有關)?(?:機關|單位|部會|部會署|局處|處室|業務單位|權責機關|主管機關|單位機關)?"
)
_BLANKS = re.compile(f"[{BLANK}]+")
_WITH = re.compile(
    r"[^，。；：！？]{0,16}?(?:協商|洽商|研商|洽談|溝通|商談|磋商|會商|協調|合作|聯繫|簽訂|簽約|簽署|討論|對接|確認|進一步協商)"
)
_OTHERS_OWN = re.compile(r"(?:之|的|委託|委任|所屬|提供|代表人)")


def list_at(text: str, start: int, context: Context, *, loose: bool = False) -> NameList | None:
    """The list that begins at `start`; None where no name does.

    `loose` takes a first name that nothing else supports, as behind 主辦機關：.
    """
    first = name_at(text, start, context)
    if first is None or (not loose and first.kind == "unit" and not first.plausible):
        return None
    names = [first]
    end = first.end
    while True:
        divider = _DIVIDER.match(text, end)
        if divider is None:
            break
        following = name_at(text, divider.end(), context)
        if following is not None and text.startswith("：", following.end):
            break  # 甲部、協辦機關：乙部
        if following is None or (following.kind in {"unit", "person"} and not following.plausible):
            break
        sign = divider["sign"]
        if sign in {"與", "和"} and _talks_with(text, following.end):
            break
        names.append(following)
        end = following.end
    behind = _ETCETERA.match(text, end)
    if behind is not None:
        return NameList(tuple(names), behind.end(), open=True)
    blank = _BLANKS.match(text, end)
    return NameList(tuple(names), blank.end() if blank else end, open=False)


def _talks_with(text: str, end: int) -> bool:
    """請 A 與 B 協商, 授權 A 與 B 委任之律師協商: B is the other side."""
    return _OTHERS_OWN.match(text, end) is not None or _WITH.match(text, end) is not None
