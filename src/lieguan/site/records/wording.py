"""The page's words for what the pure modules and the errors say by code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lieguan.errors import SourceError
from lieguan.site.records.checks import Finding
from lieguan.site.records.editing.tree import CannotEdit

Words = str | Promise

DISPOSITIONS: dict[str, Words] = {
    "release": _("解除列管"), "track": _("持續列管"), "merge": _("併案列管"), "self_track": _("自行列管"),
    "hand_over": _("移列他會議"), "extend": _("展延"), "end": _("不再列管"), "resume": _("恢復列管"),
    "defer": _("保留、緩議"), "reject": _("不通過"), "approve": _("同意、通過"), "note": _("洽悉、備查"),
}  # fmt: skip
# What a clause decides; what it rules on items may be any of the above.
CLAUSE_DISPOSITIONS = ("release", "track", "merge", "self_track", "defer", "reject", "approve", "note")
AGENDA_KINDS: dict[str, Words] = {
    "confirmation": _("確認前次紀錄"), "report": _("報告事項"), "discussion": _("討論事項"),
    "motion": _("臨時動議"), "other": _("其他"),
}  # fmt: skip
ROLES: dict[str, Words] = {"lead": _("主辦"), "support": _("協辦")}
RECURRENCES: dict[str, Words] = {
    "monthly": _("每月"), "quarterly": _("每季"), "half-yearly": _("每半年"), "yearly": _("每年"),
}  # fmt: skip
CERTAINTIES: dict[str, Words] = {
    "likely": _("可能"), "guess": _("推測"), "unread": _("未讀入"), "check": _("不符")
}  # fmt: skip
PART_KINDS: dict[str, Words] = {
    "heading": _("標題"), "label": _("標籤"), "marker": _("編號"), "field": _("欄位"), "clause": _("決議條款"),
    "point": _("發言要點"), "explanation": _("說明、辦法、背景"), "annex": _("附件"), "table": _("表格"),
    "running-head": _("頁首頁尾"), "page-number": _("頁碼"), "mark-up": _("排版符號"), "unread": _("未讀入"),
}  # fmt: skip
PLACED: dict[str, Words] = {
    "continue": _("接續前一段文字"), "clause": _("決議的一款"), "sub-clause": _("前一款之下的一目"),
    "point": _("前一位發言者的發言要點"), "statement": _("新的發言者（其後的要點歸其名下）"),
    "agenda": _("一個案由"),
}  # fmt: skip
PEOPLE: dict[str, Words] = {
    "chairs": _("主持人"), "recorders": _("紀錄"), "present": _("出席"), "observers": _("列席"),
    "absent": _("請假、缺席"),
}  # fmt: skip
FIELDS: dict[str, Words] = {
    "title": _("名稱"), "body": _("會議"), "term": _("屆"), "year": _("年度"), "ordinal": _("次"),
    "starts_at": _("開始時間"), "ends_at": _("結束時間"), "place": _("地點"), "attendance": _("出列席"),
    "note": _("出列席附記"), "number": _("編號"), "text": _("文字"), "disposition": _("裁示"), "subject": _("裁示事項"),
    "agencies": _("機關"), "deadlines": _("期限"), "rulings": _("對列管事項之裁示"), "label": _("標籤"),
    "agenda": _("所屬案由"), "kind": _("類別"), "proposers": _("提案人"), "speaker": _("發言者"),
    "points": _("發言要點"), "clauses": _("款"), **PEOPLE,
}  # fmt: skip
OBJECTS: dict[str, Words] = {
    "agenda": _("案由"), "resolution": _("決議"), "clause": _("款"), "statement": _("發言"), "point": _("發言要點"), "speaker": _("發言者"),
}  # fmt: skip

CHANGES: dict[str, Words] = {"added": _("新增"), "removed": _("刪除"), "changed": _("修改")}
# Reasons that the site itself gives a version.
REASONS: dict[str, Words] = {"new edition": _("收錄同一次會議的新版檔案")}

# Done, as the page says it and as the list of steps has it.
OPERATIONS: dict[str, Words] = {
    "head": _("修改會議資料"), "people": _("修改人員名單"), "agenda": _("修改案由"), "agenda-add": _("新增案由"),
    "agenda-move": _("移動案由"), "agenda-remove": _("刪除案由"), "resolution": _("修改決議"),
    "resolution-add": _("新增決議"), "resolution-move": _("移動決議"), "resolution-remove": _("刪除決議"),
    "clause": _("修改條款"), "clause-split": _("分為兩款"), "clause-join": _("與下一款合併"),
    "clause-move": _("移動條款"), "clause-send": _("移至其他決議"), "clause-remove": _("刪除條款"),
    "clause-add": _("新增條款"), "statement": _("修改發言者"), "statement-split": _("另起一位發言者"),
    "statement-join": _("與下一位的發言合併"), "statement-move": _("移動發言"), "statement-remove": _("刪除發言"),
    "statement-add": _("新增發言"), "point": _("修改發言要點"), "point-split": _("分為兩點"),
    "point-join": _("與下一點合併"), "point-move": _("移動發言要點"), "point-remove": _("刪除發言要點"),
    "point-add": _("新增發言要點"), "part": _("標示原文類別"), "part-place": _("將原文納入紀錄"),
    "accept": _("確認無誤"), "reset": _("還原為讀入內容"), "undo": _("復原上一步"),
}  # fmt: skip

WHY: dict[str, Words] = {
    "gone": _("這一段已不在草稿中（可能已被刪除或合併）。請依目前內容再操作。"),
    "empty-text": _("文字不可空白；若要整段移除，請用「刪除」。"),
    "empty-title": _("案由名稱不可空白。"),
    "split-at-end": _("請先把游標放在要分開的地方（前後都要有文字），再按分開。"),
    "no-next": _("後面沒有可以合併的段落。"),
    "no-parent": _("前面沒有同層的款，無法移入。"),
    "top-level": _("這一款已在最上層。"),
    "at-the-end": _("已經到頭了，無法再移。"),
    "same-place": _("已在這個決議之下。"),
    "no-speaker": _("發言者請至少填寫姓名、職稱或機關之一。"),
    "first-point": _("這是該發言的第一點；請直接修改發言者。"),
    "end-without-start": _("有結束時間就必須有開始時間。"),
    "taken": _("這段原文已屬於紀錄中的某一段。"),
    "nothing-before": _("前面沒有可以接續的段落。"),
    "no-resolution": _("還沒有任何決議；請先新增決議，再把文字納入。"),
    "no-statement": _("前面沒有任何發言；請先納入發言者。"),
    "nothing-doubtful": _("這裡沒有待確認的內容。"),
    "re-cut": _("這一段已經分開或合併過，無法直接還原；請用「復原上一步」。"),
    "no-change": _("內容沒有變動。"),
    "nothing-to-undo": _("沒有可以復原的步驟。"),
}
# What was wrong with what was typed, by field.
INVALID: dict[str, Words] = {
    "number": _("請填整數。"),
    "date": _("看不懂日期；請寫成 113年12月31日、113/12/31 或 2024-12-31。"),
    "time": _("看不懂時間；請寫成 14:30。"),
    "choice": _("請從選項中選擇。"),
    "long": _("文字太長。"),
}

SOURCES: dict[str, tuple[Words, Words]] = {
    "source.empty": (_("檔案是空的"), _("請確認檔案內容後重新上傳。")),
    "source.too-large": (_("檔案（或解壓縮後的內容）超過上限 %(limit)s MB"), _("請分成數個檔案，或另存為純文字後上傳。")),
    "source.unknown-format": (
        _("無法辨識的檔案格式"), _("請上傳 ODT、DOCX、PDF、HTML、Markdown 或純文字檔。")
    ),
    "source.encrypted": (_("檔案設有密碼"), _("請解除密碼保護後重新上傳。")),
    "source.damaged": (_("檔案損壞，無法開啟"), _("請用原來的軟體開啟並另存新檔後重新上傳。")),
    "source.missing-part": (_("讀取這種檔案需要另外安裝的元件"), _("請洽系統管理者安裝，或改用其他格式上傳。")),
    "source.took-too-long": (_("讀取時間超過上限，已停止"), _("請分成數個檔案，或另存為純文字後上傳。")),
    "source.reader-stopped": (_("讀取時發生問題，已停止"), _("請另存新檔後再試；若仍發生，請將檔案提供給系統管理者。")),
    "source": (_("檔案無法讀取"), _("請換一種格式再試。")),
}  # fmt: skip
WEEKDAYS = "一二三四五六日"


def why(error: CannotEdit) -> str:
    """Why an edit was not made."""
    return str(WHY.get(error.why, WHY["gone"]))


def source_error(error: SourceError) -> tuple[str, str]:
    """(what is wrong, what to do) with a file."""
    wrong, remedy = SOURCES.get(error.code, SOURCES["source"])
    return str(wrong) % {"limit": settings.UPLOAD_LIMIT // (1024 * 1024)}, str(remedy)


def finding(found: Finding) -> str:
    """A check's finding in a sentence."""
    values: dict[str, Any] = dict(found.values)
    if found.code == "weekday":
        values |= {key: WEEKDAYS[values[key]] for key in ("printed", "counted")}
        return _now("原文印的是星期%(printed)s，但這個日期是星期%(counted)s。") % values
    if found.code == "ordinal-gap":
        return _now("前一次會議是第 %(last)s 次（%(title)s），這次是第 %(ordinal)s 次，次別不連續。") % values
    if found.code == "ordinal-back":
        return _now("依日期，第 %(last)s 次（%(title)s）與這次的第 %(ordinal)s 次前後不符。") % values
    return str(_FINDINGS[found.code])


_FINDINGS: dict[str, Words] = {
    "body-unknown": _("這個會議尚未建檔；請在確認時選擇既有會議，或新增會議。"),
    "undated": _("沒有會議日期；未載日期的紀錄不能作為解除列管的依據。"),
    "ends-before-start": _("結束時間早於開始時間。"),
    "no-resolution": _("沒有讀到任何決議（決定、決議、結論）。"),
}
