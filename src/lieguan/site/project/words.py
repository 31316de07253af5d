"""What the page says when an action is refused, for each code of lieguan.errors."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lieguan.errors import SiteError

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Words:
    """Title, what happened, and what to do."""

    title: Text
    said: Text
    remedy: Text


WORDS: dict[str, Words] = {
    "site.not-allowed": Words(
        _("沒有權限"),
        _("您目前的角色不能執行這項操作。沒有任何資料被更動。"),
        _("請以有權限的帳號登入，或洽網站管理者授予角色。"),
    ),
    "site.conflict": Words(
        _("他人已先行修改"),
        _("您開啟這一頁之後，已有他人修改同一筆資料，因此沒有儲存您的修改，以免蓋掉對方的內容。"),
        _("請回上一頁重新載入，確認最新內容後再送一次。"),
    ),
    "site.refused": Words(
        _("列管規則不允許"),
        _("這項操作違反列管規則，因此沒有執行。列管事項僅得由其後會議之裁示解除、併案、移列或終止。"),
        _("請確認裁示所依據的會議段落與日期；如裁示有誤，請以勘誤方式處理。"),
    ),
    "site.invalid-input": Words(
        _("資料有缺漏或錯誤"),
        _("送來的資料不完整或格式不對，因此沒有儲存。"),
        _("請回上一頁修正後再送一次。"),
    ),
}
OTHER = Words(
    _("無法完成"),
    _("這項操作沒有完成，也沒有更動任何資料。"),
    _("請回上一頁檢查後再試；如持續發生，請洽網站管理者。"),
)


def words_for(error: SiteError) -> Words:
    """The words for this error's code, or for the nearest code that has some (`site.refused.x` → `site.refused`)."""
    code = error.code
    while code:
        if code in WORDS:
            return WORDS[code]
        code = code.rpartition(".")[0]
    return OTHER
