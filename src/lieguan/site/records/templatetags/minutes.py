"""Words for the codes of a record: `{% load minutes %}{{ clause.disposition|disposition }}` → 解除列管."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext

from lieguan.site.records import wording
from lieguan.site.records.checks import Finding
from lieguan.site.records.editing.heads import ATTENDANCE
from lieguan.site.records.screen import Doubt
from lieguan.site.registry.fields import RocDateInput
from lieguan.site.registry.templatetags.roc import roc

register = template.Library()


def _word(table: dict[str, wording.Words], code: str | None) -> str:
    return str(table.get(code or "", code or ""))


@register.filter
def disposition(code: str | None) -> str:
    """release → 解除列管."""
    return _word(wording.DISPOSITIONS, code)


@register.filter
def agenda_kind(code: str | None) -> str:
    """report → 報告事項."""
    return _word(wording.AGENDA_KINDS, code)


@register.filter
def role(code: str | None) -> str:
    """lead → 主辦."""
    return _word(wording.ROLES, code)


@register.filter
def certainty(code: str | None) -> str:
    """guess → 推測."""
    return _word(wording.CERTAINTIES, code)


@register.filter
def part_kind(code: str | None) -> str:
    """annex → 附件."""
    return _word(wording.PART_KINDS, code)


@register.filter
def field_name(code: str | None) -> str:
    """starts_at → 開始時間."""
    return _word(wording.FIELDS, code)


@register.filter
def doubted(doubt: Doubt) -> str:
    """What is in doubt, in the reader's words: 類別：討論事項, 裁示：解除列管."""
    table = {"kind": wording.AGENDA_KINDS, "disposition": wording.DISPOSITIONS}.get(doubt.field)
    return _word(table, doubt.words) if table is not None else doubt.words


@register.filter
def operation(code: str | None) -> str:
    """clause-split → 分為兩款."""
    return _word(wording.OPERATIONS, code)


@register.filter
def finding(found: Finding) -> str:
    """A check's finding in a sentence."""
    return wording.finding(found)


@register.filter
def get(mapping: dict[str, Any] | None, key: str) -> Any:
    """The value of a key, or "" where there is none."""
    value = (mapping or {}).get(key)
    return "" if value is None else value


@register.filter
def deadline(row: dict[str, Any]) -> str:
    """A deadline: 114年12月31日（114年12月底）, 下次會議, 每季."""
    written = row["as_written"]
    if row["date"]:
        day = roc(row["date"])
        return day if day == "".join(written.split()) else gettext("%(day)s（%(written)s）") % {
            "day": day, "written": written
        }  # fmt: skip
    if row["relative"]:
        return gettext("下次會議")
    if row["recurrence"]:
        return _word(wording.RECURRENCES, row["recurrence"])
    return str(written)


@register.filter
def person(one: dict[str, Any]) -> str:
    """A person in one line: 水利署石定遠副署長."""
    named = "".join(one[key] or "" for key in ("organisation", "name", "title"))
    if one.get("role"):
        named = f"{one['role']} {named}"
    if one.get("represents"):
        named = gettext("%(named)s（代理 %(represents)s）") % {
            "named": named,
            "represents": one["represents"],
        }
    return named or one["as_written"]


@register.filter
def clock(moment: str | None) -> str:
    """The time of day of an ISO moment: 14:30; "" where it has none."""
    return moment[11:16] if moment and "T" in moment else ""


@register.filter
def roc_year(year: int | None) -> str:
    """The year as the Republic of China counts it: 2020 → 109."""
    return "" if year is None else str(year - 1911)


@register.filter
def typed_date(value: str | None) -> str:
    """A date of a record as it is typed: 113年12月31日, in either language."""
    return RocDateInput().format_value(date.fromisoformat(value[:10])) or "" if value else ""


@register.filter
def doubt(node: dict[str, Any], field: str) -> str:
    """likely or guess, where a field of a working tree's object is in doubt."""
    found = (e["certainty"] for e in node.get("_found", []) if e["path"].split("/")[0] == field)
    return next((certainty for certainty in found if certainty != "sure"), "")


@register.filter
def person_whole(one: dict[str, Any]) -> str:
    """A person as a record has it, in one line."""
    represents = one["represents"]
    return person(
        one | {"represents": (represents["name"] or represents["as_written"]) if represents else None}
    )


@register.filter
def attendance(lists: dict[str, Any]) -> list[tuple[str, Any]]:
    """The lists of people that have somebody on them."""
    return [(name, lists[name]) for name in ATTENDANCE if lists[name]]


@register.filter
def change_word(code: str) -> str:
    """added → 新增."""
    return _word(wording.CHANGES, code)


@register.filter
def object_word(code: str) -> str:
    """clause → 款."""
    return _word(wording.OBJECTS, code)


@register.filter
def version_reason(reason: str) -> str:
    """Why a version was made, in the page's words where the site itself made it."""
    return _word(wording.REASONS, reason)
