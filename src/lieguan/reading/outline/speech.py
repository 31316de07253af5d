"""Who speaks, where statements stand or an item is talked about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lieguan.reading import speakers
from lieguan.reading.nodes import Node
from lieguan.reading.outline import sequence
from lieguan.reading.outline.path import Path, is_name_heading
from lieguan.reading.outline.sections import beside_remarks
from lieguan.reading.speakers import Speaker
from lieguan.reading.unit import Unit
from lieguan.reading.units import rest_of
from lieguan.text.width import solid

_STANDS = frozenset({"statements", "speech"})
_UNANNOUNCED = frozenset({"report", "motion", "other", "unknown", "annex", "opening"})
_DECIDING = frozenset({"resolution", "additional"})
#: 開發單位回覆, 申請人答復
_REPLIES = re.compile(r"(?:回覆|回復|答覆|答復|回應)(?:說明)?[： ]*$")
#: Behind so many answers nobody remembers whose question it was.
_MOST_ANSWERS = 60
#: Who speaks is not called by more characters.
_LONGEST_NAME = 16
_LISTS = frozenset({"present", "observers", "absent"})


def speaker(path: Path, unit: Unit) -> bool:
    """A heading, a bold line or the words before a colon that name who speaks."""
    if unit.marker is not None and path.continues_root(unit) and path.nearest("speaker") is None:
        return False  # 貳、各課室報告 behind 壹、主席致詞
    if unit.heading is not None and beside_remarks(path, unit):
        return False
    holder, item = path.nearest("label", "section"), path.nearest("item")
    announced = holder is not None and holder.kind in _STANDS
    if path.headed and not announced and is_name_heading(unit):
        return _open_headed(path, unit)
    lower = holder if _below_a_heading(unit, holder) else None
    above = _headed_item(unit, item, holder) if item is not None else lower
    heads = speakers.heads_remarks(unit) if above is not None else None
    if heads is not None and above is not None:
        unit.words, unit.body = heads.words, heads.body_at
        path.open(above, Node("speaker", unit, rule=heads.rule, certainty=heads.certainty))
        return True
    if _listed_speakers(path, unit, holder, item):
        unit.words, unit.body = speakers.unnamed(unit)
        path.open(
            item or holder or path.root, Node("speaker", unit, rule="speaker.listed", certainty="likely")
        )
        return True
    zone = _zone(path, holder) or _among_speakers(path, unit, holder, item)
    talking = item is not None and path.nearest("speaker") is not None
    after = _after_a_decision(unit, holder, item)
    if not zone and not talking and not after and not _may_be_talked_about(holder, item):
        return False
    said = _said(path, unit, holder, item, zone=zone, talking=talking)
    beside = _label_before(path, unit) if said is not None and said.body else None
    if said is None or (
        beside is None and unit.marker is not None and path.nearest("speaker") and not _numbered(path, unit)
    ):
        return False
    unit.words, unit.body = said.words, said.body_at
    parent = holder if zone and holder is not None else item
    if item is not None and holder is not None and holder in path.nodes and item in path.below(holder):
        parent = item
    parent = beside.parent if beside is not None else parent
    rest = rest_of(unit)
    path.open(parent or path.root, Node("speaker", unit, rule=said.rule, certainty=said.certainty))
    if rest is not None:
        path.open(path.last, Node("text", rest, rule="text.first"))
    return True


def _said(
    path: Path, unit: Unit, holder: Node | None, item: Node | None, *, zone: bool, talking: bool
) -> Speaker | None:
    """Who the unit says speaks; `talking`: somebody has spoken on the item before."""
    said = speakers.read_speaker(unit, zone=zone or talking)
    if said is None and _remarks_one_by_one(path, unit, holder, item):
        said = speakers.read_speaker(unit, zone=True)
    if said is None and item is not None and (holder is None or holder.role == "section"):
        named = speakers.by_name_alone(
            unit, listed=path.ahead.list_next(unit) or path.ahead.bullet_next(unit)
        )
        came = named is not None and (
            _came(unit, path.came) or solid(unit.folded[slice(*named.words)]) in path.names
        )
        said = named if came else None
    if said is None and zone and (path.ahead.list_next(unit) or unit.folded.rstrip().endswith("）")):
        said = speakers.office_alone(unit)
    return said


def _headed_item(unit: Unit, item: Node, holder: Node | None) -> Node | None:
    """### 議題一：… / 提案人：… / #### 王委員大明: the item, where it is a heading and `unit` one set lower, right behind who moved it."""
    level, own = item.unit.level if item.unit is not None else 0, unit.level
    moved = holder is not None and holder.kind in ("proposer", "seconder")
    return item if 0 < level < own and moved else None


def _below_a_heading(unit: Unit, holder: Node | None) -> bool:
    """A heading set lower than the one of the part it stands in: ### 本會報告 / #### 議員王大明."""
    above = holder.unit.level if holder is not None and holder.unit is not None else 0
    part = holder is not None and holder.role == "section" and holder.kind in _STANDS | _UNANNOUNCED
    return part and 0 < above < unit.level


def _open_headed(path: Path, unit: Unit) -> bool:
    """### 某會王處長： in a record of what was said: on nothing but the part of the meeting it stands in."""
    unit.words, unit.body = (0, len(unit.folded.rstrip()) - 1), len(unit.folded)
    parent = path.nearest("section") or path.root
    path.open(parent, Node("speaker", unit, rule="speaker.heading", certainty="likely"))
    return True


def _zone(path: Path, holder: Node | None) -> bool:
    """What was said stands here: under its heading, or behind the head of a verbatim record."""
    if holder is not None:
        return holder.kind in _STANDS
    kinds = [node.kind for node in path.root.children if node.role == "field"] if path.verbatim else []
    if not kinds:  # what was said follows the title
        return path.verbatim and bool(path.root.children)
    return kinds[-1] not in _LISTS or path.nearest("speaker") is not None


def _among_speakers(path: Path, unit: Unit, holder: Node | None, item: Node | None) -> bool:
    """Several paragraphs, one behind the other, that each say who speaks, where nobody announced it."""
    if path.verbatim and holder is not None and holder.kind not in _DECIDING and unit.marker is None:
        chair = unit.label is not None and unit.label.kind == "chair" and bool(unit.content.text)
        return chair or speakers.says_who(unit.folded, unit.head)
    if holder is None or item is not None or holder.role != "section" or holder.kind not in _UNANNOUNCED:
        return False
    chair = unit.label is not None and unit.label.kind == "chair" and bool(unit.content.text)
    if unit.marker is not None or not (chair or speakers.says_who(unit.folded, unit.head)):
        return False
    before = path.nearest("speaker")
    if before is not None and before.parent is holder:
        return True
    after = path.ahead.units[unit.index + 1 : unit.index + 7]
    return not chair and any(speakers.says_who(one.folded, one.head) or _is_chair(one) for one in after)


def _is_chair(unit: Unit) -> bool:
    """主席：謝謝副主委。 among those who speak."""
    return unit.label is not None and unit.label.kind == "chair" and unit.content.text.endswith(("。", "？"))


def _may_be_talked_about(holder: Node | None, item: Node | None) -> bool:
    return item is not None and (holder is None or holder.kind not in ("resolution", "additional"))


def _remarks_one_by_one(path: Path, unit: Unit, holder: Node | None, item: Node | None) -> bool:
    """一、某局：…成果 / （一）王委員大明：建議…。, （一）王委員大明 / 1.…: a remark among the paragraphs of an item that no
    label announces.
    """
    plainly = unit.marker is not None and item is not None and (holder is None or holder.role == "section")
    if not plainly:
        return False
    if unit.folded.rstrip().endswith(("。", "？")) and speakers.says_who(unit.folded, unit.head):
        return True
    first = unit.marker is not None and unit.marker.number == 1 and item is not None and not item.children
    after = path.ahead.units[unit.index + 1] if unit.index + 1 < len(path.ahead.units) else None
    below = after is not None and (
        after.marker is None or (unit.marker and after.marker.style != unit.marker.style)
    )
    return bool(first and below and after is not None and after.label is None and speakers.is_a_name(unit))


def _listed_speakers(path: Path, unit: Unit, holder: Node | None, item: Node | None) -> bool:
    """三、討論 / 1. 某公司：… / 2. 某局：…: numbered paragraphs that each begin with somebody who came; below an item of
    the discussion, with a party to it.
    """
    marker, open_node = unit.marker, item or holder
    if marker is None or marker.number != 1 or open_node is None or open_node.children:
        return False
    if holder is None or holder.role != "section" or holder.kind != "discussion":
        return False
    listed = [unit, *_counting_on(path, unit)]
    if len(listed) < 2:
        return False
    if item is not None:
        return all(map(speakers.is_party, listed))
    return all(_came(one, path.came) for one in listed)


def _counting_on(path: Path, unit: Unit) -> Iterator[Unit]:
    """The paragraphs behind `unit` that count on from it, with nothing between."""
    number = 1
    for after in path.ahead.units[unit.index + 1 : unit.index + _MOST_ANSWERS]:
        marker = after.marker
        if marker is None or unit.marker is None or marker.style != unit.marker.style:
            return
        number += 1
        if marker.number != number:
            return
        yield after


def _came(unit: Unit, words: str) -> bool:
    """Before its colon stands a name that the list of those who came has too."""
    name, _ = speakers.before_colon(unit)
    return 1 < len(name) <= _LONGEST_NAME and name in words


def _after_a_decision(unit: Unit, holder: Node | None, item: Node | None) -> bool:
    """決議：通過。 / 議員王大明：…: among the remarks on an item, which went on behind one of several decisions."""
    decided = holder is not None and holder.kind in _DECIDING and bool(holder.title.text)
    talked = item is not None and any(below.role == "speaker" for below in item.children)
    return decided and talked and unit.marker is None and speakers.says_who(unit.folded, unit.head)


def _label_before(path: Path, unit: Unit) -> Node | None:
    """二、某管理處回應說明：… beside 一、委員發言要點：…: the label that it counts on from."""
    before = sequence.sibling(path.nodes, unit, path.ahead) if unit.marker is not None else None
    return before if before is not None and before.role == "label" and before.kind == "statements" else None


def _numbered(path: Path, unit: Unit) -> bool:
    """Its marker counts on from a numbered speaker (一、王委員：… 二、李委員：…)."""
    before, marker = path.nearest("speaker"), unit.marker
    if before is None or marker is None:
        return False
    return before.style == marker.style and marker.number == before.number + 1


def asked_next(path: Path, unit: Unit) -> bool:
    """#### 議員王大明 / - …？ / 會長：… / - …？: behind an answer, the next question of whom the heading names."""
    answer = path.nearest("speaker")
    if answer is None or answer.parent is None or not answer.title.text:
        return False
    asker = _asker(answer) if _is_bullet(unit) else _asker_counting_on(answer, unit)
    if asker is None:
        return False
    path.open(answer.parent, Node("speaker", unit, rule="speaker.again", certainty="likely", named=asker))
    unit.body = unit.head
    return True


def _asker(answer: Node) -> Unit | None:
    """The heading that names who asks what is answered: the last one before, with nothing but answers between."""
    siblings = reversed(answer.parent.children if answer.parent is not None else ())
    for node in islice(siblings, _MOST_ANSWERS):
        if node.role != "speaker" or node.named is not None:
            return node.named
        unit = node.unit
        level = unit.level if unit is not None else 0
        if level > 0 and not node.title.text:
            asks = bool(node.children) and _is_bullet(node.children[0].unit)
            return unit if asks else None
        if _is_bullet(unit):
            return None
    return None


def _asker_counting_on(answer: Node, unit: Unit) -> Unit | None:
    """一、王委員大明 / 1.…？ / 開發單位回覆：… / 2.…？: who asked 1., of whom 2. is the next question."""
    marker, said = unit.marker, answer.unit
    if marker is None or marker.number < 2 or answer.children or answer.style or said is None:
        return None
    if not _REPLIES.search(said.folded.partition("：")[0]):
        return None
    siblings = list(islice(reversed(answer.parent.children if answer.parent is not None else ()), 1, 3))
    before = next((node for node in siblings if node.role == "speaker"), None)
    last = before.children[-1] if before is not None and before.children else before
    asked = last.unit.marker if last is not None and last.unit is not None else None
    if before is None or asked is None or (asked.style, asked.number + 1) != (marker.style, marker.number):
        return None
    return before.named if before.named is not None else before.unit


def _is_bullet(unit: Unit | None) -> bool:
    if unit is None or unit.paragraph is None:
        return False
    return unit.paragraph.listed or (unit.marker is not None and unit.marker.style == "bullet")


def counted_speaker(path: Path, unit: Unit) -> bool:
    """（三）河川海岸組 behind （二）王理事長小美: nothing but the numbering says that somebody speaks."""
    if unit.marker is None:
        return False
    before = sequence.sibling(path.nodes, unit, path.ahead)
    if before is None or before.role != "speaker" or before.parent is None:
        return False
    said = speakers.read_speaker(unit, zone=True)
    unit.words, unit.body = (said.words, said.body_at) if said is not None else speakers.unnamed(unit)
    rest = rest_of(unit) if said is not None else None
    path.open(before.parent, Node("speaker", unit, rule="speaker.counted", certainty="likely"))
    if rest is not None:
        path.open(path.last, Node("text", rest, rule="text.first"))
    return True
