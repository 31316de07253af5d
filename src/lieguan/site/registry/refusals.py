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


def _refused(said: Text) -> Words:
    """Words for a ruling that the rules do not allow."""
    return Words(_("列管規則不允許"), said, _("請確認依據的段落、會議日期與事項後再試。"))


WORDS: dict[str, Words] = {
    "site.not-allowed": Words(
        _("沒有權限"),
        _("您目前的角色不能執行這項操作。沒有任何資料被更動。"),
        _("請以有權限的帳號登入，或洽網站管理者授予角色。"),
    ),
    "site.not-allowed.withheld": Words(
        _("不予公開"),
        _("您要看的檔案或段落，依政府資訊公開法第18條第1項不予公開。"),
        _("其他部分仍可閱覽；如需申請，請洽該會議的幕僚單位。"),
    ),
    "site.gone": Words(
        _("已撤回"),
        _("這個網址曾有公開的內容，其後經更正、合併或撤回，不再提供。"),
        _("請由會議頁查看現況與版本。"),
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
    "site.refused.fallen": _refused(_("依據的段落已不成立，或該次會議尚未召開、已撤回，或屬於其他會議。")),
    "site.refused.undated": _refused(_("該次會議沒有日期，無從判斷先後；請先補正會議日期。")),
    "site.refused.not-later": _refused(_("該次會議並不晚於事項的列管日；僅其後的會議得為裁示。")),
    "site.refused.already-ended": _refused(_("到該次會議時，事項（或所列機關的部分）已經結束列管。")),
    "site.refused.not-ended": _refused(_("事項在列管中，無須恢復列管。")),
    "site.refused.taken-up": _refused(_("事項在該次會議之前已結束列管；要繼續列管，裁示應為恢復列管。")),
    "site.refused.merge-target": _refused(_("要併入的事項，在該次會議之後並不在列管中。")),
    "site.refused.second-person": Words(
        _("須經第二人覆核"),
        _(
            "這份紀錄會結束列管，依本會議之設定，須由確認者以外的另一人覆核後，才能登錄解除、併案、移列等裁示。"
        ),
        _("請在該次會議的「覆核」頁面查看可由誰覆核；覆核後再登錄一次。"),
    ),
    "site.refused.same-person": Words(
        _("須由另一人覆核"),
        _("這份紀錄是您確認或更正的，不能由同一人覆核。"),
        _("請由幕僚單位的另一位同仁或系統管理者覆核。"),
    ),
    "site.refused.rests-on-it": Words(
        _("已有事項或裁示以此為依據"),
        _("這份紀錄已開立列管事項或登錄裁示，因此不能退回未確認。"),
        _("請以更正方式修改紀錄；如會議不成立，請撤回該次會議。"),
    ),
    "site.refused.another-meeting": Words(
        _("與另一次會議重複"),
        _("更正後的會議、日期或次別，與另一份已確認的紀錄相同。"),
        _("請先更正另一份紀錄，或重新確認這份紀錄的會議、日期與次別。"),
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
