"""What a catalogue of open data says of a dataset: the fields of data.gov.tw (詮釋資料)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from lieguan.site.api.addresses import Addresses
from lieguan.site.log.models import Entry
from lieguan.site.opendata.datasets import DATASETS, Dataset

FORMATS = {"csv": "CSV", "jsonl": "JSON"}


def description(dataset: Dataset, to: Addresses) -> dict[str, Any]:
    """The description of one dataset, under the names that the catalogue of the government has for its fields."""
    first, last = Entry.objects.order_by("number").first(), Entry.objects.order_by("-number").first()
    return {
        "資料集識別碼": dataset.name,
        "資料集名稱": dataset.title,
        "資料集描述": dataset.about,
        "主要欄位說明": "、".join(f"{name}（{said}）" for name, said in dataset.columns.items())
        or "見 lieguan-record/1 格式說明",
        "提供機關": settings.PUBLISHER,
        "提供機關聯絡人": settings.PUBLISHER_CONTACT,
        "更新頻率": "不定期更新",
        "授權方式": settings.LICENCE_NAME,
        "授權說明網址": settings.LICENCE,
        "計費方式": "免費",
        "上架日期": timezone.localtime(first.at).date().isoformat() if first else "",
        "詮釋資料更新時間": timezone.localtime(last.at).isoformat(timespec="seconds") if last else "",
        "關鍵字": list(dataset.keywords) or ["會議", "列管"],
        "主題分類": "施政管考",
        "服務分類": "公共資訊",
        "檔案格式": [FORMATS[kind] for kind in dataset.formats],
        "編碼格式": "UTF-8",
        "資料量": dataset.count(),
        "資料下載網址": [to.absolute(address(dataset, kind)) for kind in dataset.formats],
    }


def address(dataset: Dataset, kind: str) -> str:
    """Where a dataset is fetched as csv or jsonl, or described (json)."""
    return reverse("opendata:description" if kind == "json" else f"opendata:{kind}", args=[dataset.name])


def everything(to: Addresses) -> list[dict[str, Any]]:
    """The descriptions of all datasets."""
    return [description(dataset, to) for dataset in DATASETS]
