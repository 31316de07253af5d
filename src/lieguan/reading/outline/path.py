"""The path of open nodes, from the root to the innermost: the shared state of the outline's rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lieguan.lexicon.persons import title_pattern
from lieguan.reading.nodes import AGENDA_SECTIONS, TOPIC_SECTIONS, Node, NodeRole, child
from lieguan.reading.outline.sequence import Ahead
from lieguan.reading.unit import Unit
from lieguan.record.nouns import Certainty
from lieguan.text.width import solid


class Path:
    """Which nodes are open, and what is known of the document so far.

    head_open   no section has begun: labels of the head are fields
    verbatim    what was said follows the head: the title says so (…會議發言紀錄), or 主席：… comes again and again
    headed      what was said stands below headings that name who speaks: ### 王大明：
    latest      the last node of each style of marker, open or not
    adjourned   the section of the adjournment, once it is there
    """

    def __init__(self, units: Sequence[Unit]) -> None:
        self.root = Node("root")
        self.nodes: list[Node] = [self.root]
        self.ahead = Ahead(units)
        self.head_open = True
        self.headed = sum(map(is_name_heading, units)) >= _SEVERAL
        self.verbatim = self.headed or _is_verbatim(units)
        self.adjourned: Node | None = None
        self.latest: dict[str, Node] = {}
        self._came: tuple[int, str] = (0, "")
        self._names: tuple[str, frozenset[str]] = ("", frozenset())

    @property
    def last(self) -> Node:
        """The innermost open node."""
        return self.nodes[-1]

    @property
    def came(self) -> str:
        """The words of the lists of those who came, without white space."""
        head = islice(self.root.children, _HEAD)
        fields = [node for node in head if node.role == "field" and node.kind in _LISTS]
        if self._came[0] != len(fields):
            units = (one.unit for node in fields for one in node.walk() if one.unit is not None)
            self._came = len(fields), "".join(solid(unit.folded) for unit in units)
        return self._came[1]

    @property
    def names(self) -> frozenset[str]:
        """王大明, where the lists of those who came have 王委員大明."""
        words = self.came
        if self._names[0] is not words:
            posts = title_pattern().finditer(words)
            names = (
                words[max(0, post.start() - 1) : post.start()] + words[post.end() : post.end() + 2]
                for post in posts
            )
            self._names = words, frozenset(names)
        return self._names[1]

    def nearest(self, *roles: NodeRole) -> Node | None:
        """The innermost open node of one of these roles."""
        for node in reversed(self.nodes):
            if node.role in roles:
                return node
        return None

    def below(self, holder: Node) -> list[Node]:
        """The open nodes below `holder`, itself one of them."""
        return self.nodes[self.nodes.index(holder) + 1 :]

    def cut_to(self, node: Node) -> None:
        """Closes everything below `node`."""
        while self.nodes[-1] is not node:
            self.nodes.pop()

    def reopen(self, node: Node) -> None:
        """Makes `node`, closed before, the innermost open one."""
        self.nodes = list(node.above())[::-1]

    def open(self, parent: Node, node: Node) -> Node:
        """Puts `node` last under `parent` and opens it; numbered as its unit is."""
        self.cut_to(parent)
        unit = node.unit
        if unit is not None and unit.paragraph is not None and unit.paragraph.mended:
            node.certainty = "likely" if node.certainty == "sure" else node.certainty
        if unit is not None and not node.style:
            if unit.marker is not None:
                node.style, node.number = unit.marker.style, unit.marker.number
            elif unit.named is not None:
                node.style, node.number = "named", unit.named.number
            elif unit.option is not None:
                node.style = "option"
        if unit is not None and node.role in ("item", "text") and not _labelled(node):
            unit.body = max(unit.head, unit.body if unit.option is not None else 0)
        child(parent, node)
        self.nodes.append(node)
        if node.style:
            self.latest[node.style] = node
        return node

    def open_section(self, unit: Unit, kind: str, parent: Node | None = None) -> Node:
        """A part of the meeting, at the top where no parent is given."""
        self.head_open = False
        return self.open(parent or self.root, Node("section", unit, kind, rule=f"section.{kind}"))

    def open_item(
        self, unit: Unit, parent: Node, kind: str, rule: str, certainty: Certainty = "sure"
    ) -> Node:
        """An agenda item or a topic."""
        self.head_open = False
        return self.open(parent, Node("item", unit, kind, rule=rule, certainty=certainty))

    def item_parent(self) -> Node:
        """Where a new item stands."""
        return self.nearest("section") or self.root

    def continues_root(self, unit: Unit) -> bool:
        """Its marker counts on from the last numbered field or section at the top."""
        marker, last = unit.marker, self.root.numbered
        if marker is None or last is None:
            return False
        return last.style == marker.style and 0 < marker.number - last.number <= 2

    def past_the_end(self) -> bool:
        """Behind the adjournment, in nothing that belongs to the meeting: forms and lists of an annex."""
        section = self.nearest("section")
        return self.adjourned is not None and section is not None and section.kind in _OUTSIDE


def is_name_heading(unit: Unit) -> bool:
    """A heading of mark-up that ends in a colon and is no part of a meeting: ### 某會王處長："""
    words = unit.folded.rstrip()
    known = (
        unit.heading is not None
        or unit.label is not None
        or unit.named is not None
        or unit.marker is not None
    )
    named = words.endswith("：") and not words.endswith(_NO_NAMES)
    return unit.level > 0 and not known and named and 2 < len(words) <= _LONGEST


def is_speech(unit: Unit) -> bool:
    """主席：我們人數夠了，現在開會，…。: what the chair said, and no name."""
    chair = unit.label is not None and unit.label.kind == "chair"
    return (
        chair and len(unit.text) > _LONGEST_NAMES and unit.text.endswith("。") and unit.folded.count("，") > 1
    )


def _is_verbatim(units: Sequence[Unit]) -> bool:
    """The chair speaks again and again, in sentences (主席：現在開會。…); twice, where the text has no other parts."""
    chair = sum(
        unit.label is not None and unit.label.kind == "chair" and unit.text.endswith(("。", "？"))
        for unit in units
    )
    if any(map(is_speech, units)):
        return True
    parted = any(
        unit.heading is not None and unit.heading.kind in TOPIC_SECTIONS | AGENDA_SECTIONS for unit in units
    )
    return chair > (3 if parted else 1)


#: So many headings that name somebody make a record of what was said; none of them is longer.
_SEVERAL, _LONGEST = 3, 24
#: ##### 財政部預算部分： heads what is talked about.
_NO_NAMES = (
    "部分：",
    "事項：",
    "情形：",
    "內容：",
    "項目：",
    "問題：",
    "議題：",
    "預算：",
    "討論：",
    "說明：",
)
#: Whoever takes the chair, names and posts are no longer.
_LONGEST_NAMES = 60
#: A head has no more lines.
_HEAD = 60
_LISTS = frozenset({"present", "observers", "absent"})
_OUTSIDE = frozenset({"adjourn", "annex", "unknown"})


def _labelled(node: Node) -> bool:
    """案由：… and 編號：… are no part of the item's words; other labels and headings are, where it is one."""
    label = node.unit.label if node.unit is not None else None
    if node.rule == "item.named":
        return label is not None and label.kind == "title"  # 提案一、案由：…
    return node.rule in ("item.title", "item.numbered", "item.mover") and label is not None
