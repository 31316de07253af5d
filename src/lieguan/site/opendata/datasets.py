"""The datasets 資料集: which there are, their rows and their columns.

A row is the object of the interface, as JSON; a dataset of something that the interface tells inside an item (duties,
rulings …) has the item beside it. Rows are made as they are asked for, so that a dump needs no room for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.conf import settings

from lieguan.site.api import made, queries
from lieguan.site.api.addresses import Addresses
from lieguan.site.api.shapes.thing import as_json
from lieguan.site.records.models import Meeting
from lieguan.site.records.queries import current_record
from lieguan.site.tracking import voices
from lieguan.site.tracking.models import Duty, Ruling

Row = dict[str, Any]
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset.

    name         in its addresses
    title, about for people and catalogues, in Chinese as the catalogue of the government asks for
    rows         every row, for somebody without an account
    count        how many they are, without making them
    columns      of the CSV, each with what it holds (主要欄位說明); empty where rows do not fit a table
    keywords     關鍵字
    """

    name: str
    title: str
    about: str
    rows: Callable[[Addresses], Iterable[Row]]
    count: Callable[[], int]
    columns: Mapping[str, str]
    keywords: tuple[str, ...] = ()

    @property
    def formats(self) -> tuple[str, ...]:
        """How it can be taken home."""
        return ("csv", "jsonl") if self.columns else ("jsonl",)


def _each(
    rows: Callable[[None], Any], shape: Callable[[Addresses, Any], Any]
) -> Callable[[Addresses], Iterator[Row]]:
    """The rows of a list of the interface, each made a shape."""

    def every(to: Addresses) -> Iterator[Row]:
        for row in rows(None).iterator(AT_ONCE):
            yield as_json(shape(to, row))

    return every


def _all(rows: Callable[[None], Any]) -> Callable[[], int]:
    """How many rows a list of the interface has."""
    return lambda: int(rows(None).count())


def _people(to: Addresses) -> Iterator[Row]:
    rows = queries.people(None).iterator(AT_ONCE)
    while some := list(islice(rows, AT_ONCE)):
        yield from map(as_json, made.people(to, some))


def _records(to: Addresses) -> Iterator[Row]:
    for row in queries.meetings(None).filter(state=Meeting.State.HELD).iterator(AT_ONCE):
        found = current_record(row)
        if found is not None:
            yield {
                "id": to.thing("record", row.pk),
                "meeting": to.thing("meeting", row.pk),
                "modified": row.changed.isoformat(),
                "license": settings.LICENCE,
                "record": found,
            }


def _of_items(part: str) -> Callable[[Addresses], Iterator[Row]]:
    """What the items have under one name, a row each, with the item beside it."""

    def every(to: Addresses) -> Iterator[Row]:
        for item in _each(queries.items, made.item)(to):
            beside = {
                "item": item["id"],
                "item_number": item["number"],
                "item_title": item["title"],
                "body": item["body"],
            }
            for one in item[part]:
                yield {**beside, **one, "modified": item["modified"], "license": item["license"]}

    return every


_ENDS = {
    "modified": "最後異動時間",
    "license": "授權條款",
}
_THING = {"id": "永久識別網址", "web": "網頁", **_ENDS, "deleted": "是否已撤回（僅存識別）"}
_ITEM = {"item": "列管事項", "item_number": "編號", "item_title": "事項", "body": "會議"}

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "bodies",
        "會議（推動小組、委員會）",
        "本網站收錄其會議紀錄並追蹤列管事項的會議。",
        _each(queries.bodies, made.body),
        _all(queries.bodies),
        _THING | {"name": "名稱", "short_name": "簡稱", "predecessor": "承接自"},
    ),
    Dataset(
        "agencies",
        "機關",
        "會議紀錄所載機關，含代碼、OID、沿革與有效期間。",
        _each(queries.agencies, made.agency),
        _all(queries.agencies),
        _THING
        | {
            "name": "名稱", "short_name": "簡稱", "code": "機關代碼", "oid": "物件識別碼 OID", "parent": "上級機關",
            "valid_from": "生效日", "valid_to": "失效日", "successor": "承接機關",
        },
        ("機關", "OID"),
    ),
    Dataset(
        "people",
        "發言人",
        "已確認會議紀錄所載發言人及其發言時的職稱；以姓名為鍵，同名者不予區分。",
        _people,
        _all(queries.people),
        _THING | {"name": "姓名", "memberships": "機關、職稱與期間", "statements": "發言清單", "statement_count": "發言則數"},
        ("發言", "委員"),
    ),
    Dataset(
        "programmes",
        "方案綱領",
        "方案及其生效中之綱領：分組、措施、主協辦機關、指標、目標值與實際值，及相關列管事項。",
        _each(queries.programmes, made.programme),
        _all(queries.programmes),
        {},
        ("綱領", "措施", "指標"),
    ),
    Dataset(
        "meetings",
        "會議",
        "歷次會議，含預定召開者；撤回者僅存識別。",
        _each(queries.meetings, made.meeting),
        _all(queries.meetings),
        _THING
        | {
            "body": "會議", "name": "名稱", "state": "狀態", "kind": "開會方式", "term": "屆", "year": "年度", "ordinal": "次",
            "start": "開始時間", "end": "結束時間", "place": "地點", "record": "紀錄", "akoma_ntoso": "紀錄（Akoma Ntoso）",
        },
        ("會議紀錄",),
    ),
    Dataset(
        "records",
        "會議紀錄",
        "已確認會議紀錄之結構化內容（lieguan-record/1），含原文與各段落在原文中的位置。",
        _records,
        lambda: queries.meetings(None).filter(state=Meeting.State.HELD).count(),
        {},
        ("會議紀錄",),
    ),
    Dataset(
        "resolutions",
        "會議決議",
        "已確認會議紀錄之決定、決議逐款內容，含負責機關、期限與處置。",
        _each(queries.resolutions, made.resolution),
        _all(queries.resolutions),
        _THING
        | {
            "meeting": "會議", "day": "會議日期", "agenda_name": "案由", "agenda_kind": "案由種類", "label": "標題", "number": "款次",
            "text": "內容", "disposition": "處置", "subject": "處置對象", "agencies": "負責機關", "deadlines": "期限",
            "rulings": "對列管事項之裁示", "parent": "上層款", "items": "相關列管事項",
        },
        ("決議", "會議紀錄"),
    ),
    Dataset(
        "statements",
        "發言紀要",
        "已確認會議紀錄之發言紀要，逐則列出發言人與要點。",
        _each(queries.statements, made.statement),
        _all(queries.statements),
        _THING
        | {
            "meeting": "會議", "day": "會議日期", "agenda_names": "案由", "name": "姓名", "post": "職稱", "organization": "機關",
            "speaker": "原文稱謂", "points": "發言要點",
        },
        ("發言", "會議紀錄"),
    ),
    Dataset(
        "items",
        "列管事項",
        "由會議紀錄逐字開立之列管事項及其狀態、期程。",
        _each(queries.items, made.item),
        _all(queries.items),
        _THING
        | {
            "body": "會議", "number": "編號", "title": "事項", "text": "決議事項（原文）", "group": "分組", "parent": "上層事項",
            "state": "列管狀態", "opened_on": "列管起日", "opened_by": "開立依據", "carried_in": "是否沿前列管",
            "due_on": "預定完成日", "due_as_written": "期程（原文）", "due_next_meeting": "是否限下次會議",
            "due_recurrence": "週期", "ended_on": "結束日",
        },
        ("列管", "追蹤"),
    ),
    Dataset(
        "duties",
        "列管事項之主協辦機關",
        "各列管事項之主辦、協辦機關。",
        _of_items("duties"),
        Duty.objects.filter(moved_into=None).count,
        _ITEM
        | {
            "key": "識別碼", "as_written": "原文", "agency": "機關", "agency_name": "機關名稱", "role": "主辦或協辦", "state": "列管狀態",
            "former": "改制前機關",
        }
        | _ENDS,
        ("列管", "機關"),
    ),
    Dataset(
        "rulings",
        "會議對列管事項之裁示",
        "會議對各列管事項之裁示，逐字引用所依據的決議；已失效者亦列出。",
        _of_items("rulings"),
        Ruling.objects.count,
        _ITEM
        | {
            "kind": "裁示", "standing": "是否有效", "words": "原文", "meeting": "會議紀錄", "paragraph": "依據段落", "on": "會議日期",
            "merged_into": "併入事項", "handed_to": "移列會議", "reason": "說明",
        }
        | _ENDS,
        ("裁示", "解除列管"),
    ),
    Dataset(
        "reports",
        "機關辦理情形",
        "機關就列管事項提送之辦理情形；於處理該次提報之會議紀錄確認後公開。",
        _of_items("reports"),
        lambda: voices.progress_for(None).count(),
        _ITEM
        | {
            "agency": "機關", "agency_name": "機關名稱", "meeting": "提報會議", "version": "版次", "as_of": "資料日期", "status": "辦理狀態",
            "percentage": "完成百分比", "text": "辦理情形", "next_step": "下一步", "next_step_on": "下一步日期", "wish": "機關建議",
            "wish_reason": "建議理由", "wish_until": "建議展延至", "submitted": "提送時間", "evidence": "佐證資料",
        }
        | _ENDS,
        ("辦理情形", "列管"),
    ),
    Dataset(
        "recommendations",
        "幕僚單位列管建議",
        "幕僚單位就列管事項向會議所提建議；於該次會議紀錄確認後公開。",
        _of_items("recommendations"),
        lambda: voices.recommendations_for(None).count(),
        _ITEM
        | {
            "meeting": "提報會議", "kind": "建議", "reason": "理由", "reason_code": "事由", "extend_to": "建議展延至",
            "merge_into": "建議併入", "hand_to": "建議移列",
        }
        | _ENDS,
        ("列管建議", "列管"),
    ),
)  # fmt: skip


def named(name: str) -> Dataset | None:
    """The dataset of this name, or None."""
    return next((one for one in DATASETS if one.name == name), None)
