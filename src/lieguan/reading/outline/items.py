"""Agenda items that name themselves: 討論事項一, 【提案二】, 第三案, 案由：…, 編號：27; and unnumbered ones."""

from __future__ import annotations

import re

from lieguan.reading.nodes import AGENDA_SECTIONS, Node, child
from lieguan.reading.outline import sequence
from lieguan.reading.outline.path import Path
from lieguan.reading.unit import Unit
from lieguan.text.width import folded

#: 前任秘書長王大明報告經費結餘：…
#: 提案一　　提案單位：某處
#: 第1號案　類別：財政　提案人：鄉長王大明
_PROPOSER = re.compile(r"(?:(?:提案|報告|提議|動議|連署)(?:單位|人|機關|委員|部門|組別|系所)|類別|案號)：")
#: 第一案〈編號001〉
_BRACKETED = re.compile(r"^[〈《【〔\[][^〉》】〕\]]{1,20}[〉》】〕\]][ \u3000]*")
_ASIDE = re.compile(r"(?:（[^（）]{0,16}）)?")


def named_item(path: Path, unit: Unit) -> bool:
    """討論事項一, 【提案二】, 第三案."""
    named = unit.named
    if named is None or path.past_the_end():
        return False
    if _is_a_clause(path, unit):
        unit.named, unit.body = None, unit.marker.end if unit.marker is not None else 0
        return False
    fits = _is_tracked_case(path, unit) if named.name == "編號" else named.kind or _is_case(path, unit)
    if not fits:
        unit.named = None
        unit.body = unit.head
        return False
    around = path.nearest("section")
    told = around is not None and around.kind in ("statements", "annex")
    if told and not path.ahead.label_before_next(unit):
        return False
    path.open_item(unit, path.item_parent(), named.kind or "", "item.named")
    return True


def _is_a_clause(path: Path, unit: Unit) -> bool:
    """八、討論事項第一案、第三案等二案：（一）均審查完竣。 counts on from a clause of the decision on all of them."""
    label = path.nearest("label")
    if unit.marker is None or label is None or label.kind not in ("resolution", "additional"):
        return False
    before = sequence.sibling(path.nodes, unit, path.ahead)
    return before is not None and before.role == "text" and before.number + 1 == unit.marker.number


def _is_case(path: Path, unit: Unit) -> bool:
    """第三案 is an item, 「第一案、第三案解除列管」 speaks of two."""
    words = unit.content.text
    if unit.named is not None and unit.named.name in ("款", "項"):
        return path.ahead.decision_before_next(unit) or path.ahead.case_next(unit)
    if not words or words[0] in "（(" or (unit.label is not None and unit.label.kind == "title"):
        return True
    around = path.nearest("section")
    if path.nearest("label") is not None and unit.marker is not None:
        before = sequence.sibling(path.nodes, unit, path.ahead)
        return before is not None and before.rule == "item.named" and before.number + 1 == unit.marker.number
    if _heads_section(path, around, unit):
        return True
    listed = unit.marker is not None and around is not None and around.kind == "discussion"
    if listed and unit.folded[: unit.head].rstrip().endswith("："):
        return True  # 1. 第1案：… in a list of the cases
    return path.ahead.label_before_next(unit) or path.ahead.decision_before_next(unit)


def _heads_section(path: Path, around: Node | None, unit: Unit) -> bool:
    """七、討論事項 / 第一案　某某說明書 / （一）…: the first case right under its heading, and no sentence."""
    first = around is not None and around.kind in AGENDA_SECTIONS and not around.children
    named = unit.named
    return (
        first
        and path.last is around
        and named is not None
        and named.number == 1
        and not unit.text.endswith("。")
    )


def _is_tracked_case(path: Path, unit: Unit) -> bool:
    """編號105-02-01：… with a decision on it; 編號1：解除列管 below a decision is a clause."""
    label = path.nearest("label")
    if label is not None and label.kind in ("resolution", "additional") and not label.title.text:
        return False
    return path.nearest("section") is not None and path.ahead.decision_before_next(unit)


def number_label(path: Path, unit: Unit) -> bool:
    """編號：27, 類別：民政 before 案由：… begin an item; a second one belongs to it."""
    if _opens_by_mover(path, unit):
        path.open_item(unit, path.item_parent(), "", "item.mover")
        return True
    if unit.label is None or unit.label.kind != "number" or path.past_the_end():
        return False
    item, holder = path.nearest("item"), path.nearest("label")
    if item is not None and unit.marker is None and _still_titled(item):
        child(item, Node("text", unit, "number", rule="item.number"))
        return True  # 案由一：… / 案號：113-01-02
    if unit.marker is not None and holder is not None and holder.kind == "explanation":
        return False  # 二、類別：… is a numbered paragraph of an explanation
    if item is not None and item.rule == "item.numbered" and item.titled is None and path.last is item:
        child(item, Node("text", unit, "number", rule="item.number"))
    else:
        path.open_item(unit, path.item_parent(), "", "item.numbered")
    return True


def _of_the_head(path: Path, unit: Unit) -> bool:
    """壹、事由：… above 貳、時間：…: what the meeting was called for, and no item."""
    after = path.ahead.units[unit.index + 1 : unit.index + 3]
    return path.nearest("item", "section") is None and any(
        one.label is not None and one.label.kind in ("time", "place", "chair") for one in after
    )


def _still_titled(item: Node) -> bool:
    """Named with its words, and nothing said on it so far."""
    return (
        item.rule == "item.named"
        and bool(item.title.text)
        and all(below.role == "text" for below in item.children)
    )


def _opens_by_mover(path: Path, unit: Unit) -> bool:
    """一、提案人：王大明議員 / 案由：…: the number stands before who moved it."""
    after = path.ahead.units[unit.index + 1 : unit.index + 3]
    around = path.nearest("section")
    moved = unit.label is not None and unit.label.kind == "proposer" and unit.marker is not None
    titled = any(one.label is not None and one.label.kind == "title" and one.marker is None for one in after)
    return moved and titled and around is not None and around.kind in AGENDA_SECTIONS


def title_label(path: Path, unit: Unit) -> bool:
    """案由：… gives the open item its title, or opens one."""
    if unit.label is None or unit.label.kind != "title" or path.past_the_end():
        return False
    if path.head_open and _of_the_head(path, unit):
        path.open(path.root, Node("field", unit, "head-note", rule="head.word"))
        return True
    holder = path.nearest("label")
    if holder is not None and holder.rule == "label.motion":
        return False  # 主旨：… of a motion on the item
    item = path.nearest("item")
    fresh = item is not None and not _names_it(item) and not _decided(item)
    if item is not None and fresh and _untitled(item):
        item.titled = unit
        path.cut_to(item)
        child(item, Node("text", unit, "title", rule="item.title"))
        return True
    parent = path.item_parent()
    if item is not None and fresh and item.unit is not None and item.unit.marker:
        parent = item  # a heading over several items: 二、審議市政府提案 / 案由：…
    path.open_item(unit, parent, "", "item.title").titled = unit
    return True


def _names_it(item: Node) -> bool:
    """Another unit has given the item its title: more than 案名：（密件）."""
    return item.titled is not None and not _ASIDE.fullmatch(folded(item.titled.content.text).strip())


def _decided(item: Node) -> bool:
    return bool(item.labels("resolution") or item.labels("additional"))


def _untitled(item: Node) -> bool:
    """Its own words name nothing: 第一案, 第二案（提案人：…）, 編號：27."""
    words = _BRACKETED.sub("", item.title.text)
    if not words or (words.startswith(("（", "(")) and words.endswith(("）", ")"))):
        return True
    if item.rule == "item.named" and _PROPOSER.match(folded(words)):
        return True
    label = item.unit.label if item.unit is not None else None
    return label is not None and label.kind in ("number", "proposer")
