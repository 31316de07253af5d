"""Decisions that bear no label: 「…會議紀錄，認為無誤予以確定」, 「…，因時間關係，留待下次會議討論。」, （無異議通過）.

Pure: words in, the place of the decision in them out.
"""

from __future__ import annotations

import re

from lieguan.text.width import folded

_VERDICT = (
    r"(?:無異議|照案|修正後?|准予|予以|同意|原則|確認後?)?(?:通過(?:核備|備查|追認)?|認可|確定|確認|備查|核備|追認|洽悉|敬悉)"
    r"|洽悉|敬悉|存查|擱置|暫擱|撤案|緩議"
)
_BRACKETED = re.compile(rf"（ ?(?:{_VERDICT}) ?）。?$")
_ALONE = re.compile(
    rf"（? ?(?:全體|大會|主席|與會委員|出席委員)?(?:一致)?(?:無異議|照案|修正)?(?:{_VERDICT}) ?。?）?。?"
)
_VERDICT_OF_MINUTES = r"((?:認為|經)?(?:無誤|無異議|無修正(?:意見|事項))?.{0,12}(?:予以|准予|經大會|大會)?(?:追認)?(?:確定|確認|認可|通過|備查)(?:無誤)?。?)$"
_CONFIRMED = re.compile(rf"[，。；：] ?{_VERDICT_OF_MINUTES}")
#: …會議紀錄，除第二案決議修正為「…」外，其餘確定。
_CONFIRMED_BUT = re.compile(
    r"(?:紀錄|記錄|議事錄)(?P<gap>[，：]? ?)(除[^。]{2,300}外[^。]{0,20}?(?:確定|確認|認可|通過|備查)。?)$"
)
#: …會議紀錄：修正第二案決議為「…」。其餘予以確認。
_CONFIRMED_BEHIND_COLON = re.compile(
    r"(?:紀錄|記錄|議事錄)(?P<gap>： ?)([^：].{1,600}?(?:確定|確認|認可|通過|備查)(?:無誤)?。?)$"
)
#: …會議紀錄：確認紀錄。
_MINUTES_CONFIRMED = re.compile(r"(?P<gap>： ?)((?:確認|認可|追認|通過)(?:會議)?[紀記]錄。?)$")
#: 前次會議紀錄確認：洽悉。
_NOTED = re.compile(r"(?P<gap>： ?)([^：]{2,24})$")
_NOTHING_TO_MEND = re.compile(
    r"(?:紀錄|記錄|議事錄)(?P<gap>[，：]? ?)((?:經)?(?:無誤|無異議|無修正(?:意見|事項)?)[，、]?(?:予以|准予)?(?:確定|確認|認可|通過|備查)。?)$"
)
#: …會議紀錄，無修正事項，予以確定。至於討論事項三…，請市府說明。
_NOTHING_TO_MEND_BUT = re.compile(
    r"(?:紀錄|記錄|議事錄)(?P<gap>[，：]? ?)((?:經)?(?:無誤|無異議|無修正(?:意見|事項)?)[，、]?(?:予以|准予)?(?:確定|確認|認可|通過|備查)。(?:至於|另|惟|有關).{4,600})$"
)
_CONFIRMING = re.compile(
    r"(?:予以|准予|無誤|無異議|其餘|同意|餘)[，、]?.{0,8}(?:確定|確認|認可|通過|備查)。?$"
)
_CONFIRMED_OUTRIGHT = re.compile(rf"(?:(?<=紀錄)|(?<=記錄)|(?<=議事錄)){_VERDICT_OF_MINUTES}")
_PUT_OFF = re.compile(
    r"[，。；] ?((?:因[^，。；]{1,20}，)?(?:留待|保留至?|延至|移至|併)(?:下次|下一次|次)[^，。；]{0,20}"
    r"(?:討論|審議|處理|再議|報告)。?)$"
)
#: …公布用水量。 → 通過，自4月份起實施。
_ARROW = re.compile(
    r"(?:→|⇒|➔|➜|->|=>) ?((?:經|全體|無異議|一致|表決)?[^，。；：→]{0,12}(?:通過|同意|否決|備查|洽悉|緩議|撤案|保留|再議|解除列管|解除追蹤|解列|結案|列管|續管|續追蹤|追蹤)[^→]*)$"
)
#: (一)討論民政委員會議案，大會議決：均為照審查意見通過。 (二)…，除建議提4號案外，其餘議案大會議決：…
_RESOLVED = re.compile(
    r"[，。；] ?(?:除[^，。；]{1,40}外，)?(?:其餘(?:議案)?)?(?:大會|本會)(?:議決|決議)： ?(?=[^：])(.{2,400})$"
)
_PASSED = re.compile(
    r"[，。；：] ?((?:經)?(?:[^，。；：「」]{0,8})?(?:照案通過|無異議(?:通過|備查|認可|確認)|修正通過|修正後通過|准予備查|予以備查|洽悉|同意備查)。?)$"
)


def decision_in(title: str, *, confirmation: bool) -> tuple[int, int, int] | None:
    """Where an item's words end, and where the decision printed behind them stands (from, to); or None."""
    plain = folded(title)
    match = _BRACKETED.search(plain)
    if match is not None and match.start() > 0:
        end = len(plain.rstrip("。")) - 1
        return match.start(), match.start() + 1, end
    for pattern in (
        (_CONFIRMED_BUT, _CONFIRMED_BEHIND_COLON, _NOTHING_TO_MEND, _NOTHING_TO_MEND_BUT, _MINUTES_CONFIRMED)
        if confirmation
        else ()
    ):
        match = pattern.search(plain)
        if match is not None:
            return match.start("gap"), match.start(2), match.end(2)
    alone = _NOTED.search(plain) if confirmation else None
    if alone is not None and is_decision(alone[2]):
        return alone.start("gap"), alone.start(2), alone.end(2)
    resolved = _RESOLVED.search(plain)
    if resolved is not None and resolved.start() > 0:
        return resolved.start(), resolved.start(1), resolved.end(1)
    arrow = _ARROW.search(plain)
    if arrow is not None and arrow.start() > 0:
        return len(plain[: arrow.start()].rstrip()), arrow.start(1), arrow.end(1)
    patterns = (_CONFIRMED, _CONFIRMED_OUTRIGHT) if confirmation else (_PUT_OFF, _PASSED)
    for pattern in patterns:
        match = pattern.search(plain[-80:])
        if match is not None:
            shift = max(0, len(plain) - 80)
            if match.start() + shift > 0:
                return match.start() + shift, match.start(1) + shift, match.end(1) + shift
    return None


def ruled_behind(words: str) -> int:
    """Where the arrow stands behind which a line of a tracked item says what was ruled (…已完工。→解除列管。), or 0."""
    match = _ARROW.search(folded(words))
    return match.start() if match is not None else 0


def is_resolved(words: str) -> bool:
    """2、建設議提 4 號案，大會議決：…: an item and its decision on one line, the decision labelled."""
    return _RESOLVED.search(folded(words)) is not None


def is_decision(words: str) -> bool:
    """The paragraph is a decision and nothing else: （無異議通過）, 洽悉。"""
    plain = folded(words).strip()
    return 0 < len(plain) <= 24 and _ALONE.fullmatch(plain) is not None


def confirms(words: str) -> bool:
    """The paragraph ends in what is said of minutes: …其餘認為無誤，予以確定。"""
    return _CONFIRMING.search(folded(words).strip()) is not None
