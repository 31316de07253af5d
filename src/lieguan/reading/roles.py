"""Lead and support 主辦與協辦: by the words behind a name (統籌, 彙整; 協助, 配合) or in brackets （主辦）."""

from __future__ import annotations

import re

from lieguan.reading.clause_text import ClauseText
from lieguan.record.nouns import Role

_ROLE = re.compile(
    r"(?P<lead>主辦|主責|主政|統籌|彙整)|(?P<support>協辦|(?<!來)協助|配合(?!期程|修正|時程|之修|前述|上開|本次修正|實際))"
)
# Another act stands before the word: then it is somebody else's role, or a manner of acting.
_ACT = re.compile(
    r"研議|研商|研析|規劃|辦理|檢討|評估|提出|提報|完成|推動|督促|督導|邀集|邀請|召開|訂定|修正|說明|洽|納入|建立|強化|加強|"
    r"清查|準備|研擬|釐清|蒐集|建置|請|由|協商|協調|執行|落實|改善|處理|提送|函|送|填報|調查|會同|回傳|送交|送請|傳送|繳交|交由"
)
_MANNER = re.compile(r"[依按照][^，]{1,12}?(?:原則|規定|意見|決議|建議|辦法|要點|分工|權責|期程)")
_ASKED = re.compile(r"^[亦也均並另再仍]{0,2}請")
_REACH = 120  # no part of a sentence is longer; the bound keeps the time linear
_PART_END = re.compile(r"[，。；：！？\n]")
_BRACKET = re.compile(r"（(?:為)?(?P<word>主辦|主責|主政|統籌|彙整|協辦|協助|配合)(?:機關|單位|部會|局處)?）")


def role_behind(spoken: str, end: int) -> Role | None:
    """The role that the words behind a list of names give it, up to the end of the part of the sentence."""
    stop = _PART_END.search(spoken, end, end + _REACH)
    window = _ASKED.sub("", spoken[end : stop.start() if stop else end + _REACH])
    match = _ROLE.search(window)
    if match is None or _ACT.search(_MANNER.sub("", window[: match.start()])):
        return None
    return "lead" if match["lead"] else "support"


def bracket_role(text: ClauseText, end: int) -> Role | None:
    """The role in a bracket directly behind a name: 經濟部（主辦）."""
    match = _BRACKET.match(text.open, end)
    if match is None:
        return None
    return "support" if match["word"] in {"協辦", "協助", "配合"} else "lead"
