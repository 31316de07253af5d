"""Stage 3: units become an outline tree, by headings, labels and numbering.

Reads:  units. Writes: the tree of nodes.

One pass with a path of open nodes. A heading of the vocabulary opens a section, a name with a number
(討論事項一) an item, a label hangs under its item; a bare marker goes where its number counts on. Where it
counts on in two places (the second clause, or the second item), sequence.py weighs the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lieguan.lexicon.headings import Entry
from lieguan.reading import sequence, speakers
from lieguan.reading.nodes import Node, NodeRole, child
from lieguan.reading.title import names_a_meeting, names_minutes
from lieguan.reading.units import HEAD_ROLES, Unit, rest_of
from lieguan.text.numbering import RANK, Style

AGENDA_SECTIONS = frozenset({"confirmation", "report", "discussion", "motion", "other"})
#: Sections whose numbered children are headings of items dealt with elsewhere.
TOPIC_SECTIONS = frozenset({"conclusion", "statements"})
_ITEM_LABELS = frozenset({"explanation", "resolution", "additional", "statements", "proposer", "seconder"})
#: A line behind the adjournment that names what is printed there: …議事日程表（草案）, …出席名冊.
_ANNEX_TITLE = re.compile(
    r"(?:表|名冊|名單|簽到[簿表]|草案|要點|辦法|照片|附件|簡報|清冊|對照)(?:（[^（）]{0,8}）)?$"
)
#: A numbered annex with its title on a line of its own: 附件2　追蹤列管報告表.
_NUMBERED_ANNEX = re.compile(r"附[件錄表圖][0-9一二三四五六七八九十]{1,3}[ \u3000：、]*[^。，；：！？]{2,40}")
#: 前任秘書長王大明報告經費結餘：…
_REPORTED = re.compile(r"[^。，；：]{2,16}報告[^。，；：]{2,24}：.")
_HIGH: frozenset[Style] = frozenset({"formal", "stem", "han"})


def outline(units: Sequence[Unit]) -> Node:
    """The tree of `units`; every unit stands in it once."""
    builder = Outliner(units)
    for unit in units:
        builder.place(unit)
    return builder.root


class Outliner:
    """The path of open nodes, and the rules for where the next unit goes."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self.root = Node("root")
        self.path: list[Node] = [self.root]
        self.ahead = sequence.Ahead(units)
        self.head_open = True
        self.adjourned: Node | None = None

    # ------------------------------------------------------------------ the path

    @property
    def last(self) -> Node:
        return self.path[-1]

    def nearest(self, *roles: NodeRole) -> Node | None:
        """The innermost open node of one of these roles."""
        for node in reversed(self.path):
            if node.role in roles:
                return node
        return None

    def cut_to(self, node: Node) -> None:
        """Closes everything below `node`."""
        while self.path[-1] is not node:
            self.path.pop()

    def open(self, parent: Node, node: Node) -> Node:
        self.cut_to(parent)
        if node.unit is not None and not node.style:
            if node.unit.marker is not None:
                node.style, node.number = node.unit.marker.style, node.unit.marker.number
            elif node.unit.named is not None:
                node.style, node.number = "named", node.unit.named.number
            elif node.unit.option is not None:
                node.style = "option"
        if node.unit is not None and node.role in ("item", "text") and not _labelled_item(node):
            node.unit.body = max(node.unit.head, node.unit.body if node.unit.option is not None else 0)
        child(parent, node)
        self.path.append(node)
        return node

    # ------------------------------------------------------------------ the rules, in order

    def place(self, unit: Unit) -> None:
        """Puts `unit` into the tree: the first rule that knows it does."""
        for rule in (
            self.table, self.field, self.adjourn, self.section, self.named_item, self.option,
            self.label, self.speaker, self.marked, self.plain,
        ):  # fmt: skip
            if rule(unit):
                return

    def table(self, unit: Unit) -> bool:
        if unit.table is None:
            return False
        parent = self.nearest("label", "item", "section", "field") or self.root
        self.cut_to(parent)
        child(parent, Node("table", unit, rule="outline.table"))
        return True

    def field(self, unit: Unit) -> bool:
        """時間：… of the head; also the adjournment's time, wherever it stands."""
        label = unit.label
        if not self.head_open or label is None or label.kind not in HEAD_ROLES:
            return False
        if label.kind == "ends" and self.last.role != "field":
            return False  # 散會 behind the last item; in the head it is one of the times
        if unit.heading is not None and not unit.content.text and label.kind == "recorder":
            return False  # 會議紀錄 alone is a title
        if label.weak and self.last.role in ("field", "text") and self._listing_people():
            return False  # 主任委員：… inside the list of those present
        self.open(self.root, Node("field", unit, label.kind, rule=f"head.{label.kind}"))
        return True

    def adjourn(self, unit: Unit) -> bool:
        heading = unit.heading
        if heading is None or heading.kind != "adjourn" or not self._may_be_section(unit, heading):
            return False
        self.head_open = False
        self.adjourned = self.open(self.root, Node("section", unit, "adjourn", rule="section.adjourn"))
        return True

    def section(self, unit: Unit) -> bool:
        """報告事項, 討論事項, 臨時動議 …: a heading that the vocabulary knows."""
        heading = self._annex_of_statements(unit) or unit.heading or self._ruling_at_the_top(unit)
        topics = self.nearest("section")
        if heading is None or heading.kind == "adjourn" or not self._fits_after(unit, heading):
            return False
        if topics is not None and topics.kind in AGENDA_SECTIONS and self._is_item_of(topics, unit):
            if heading.kind not in ("opening", "speech"):
                return False  # 一、宣讀上次會議紀錄 under 報告事項 is an item
            self.open(topics, Node("section", unit, heading.kind, rule=f"section.{heading.kind}"))
            return True
        if not self._may_be_section(unit, heading):
            return False
        if topics is not None and topics.kind in TOPIC_SECTIONS and self._counts_on_in(topics, unit):
            self.open(topics, Node("item", unit, rule="topic.number"))
            return True
        self.head_open = False
        parent = self.root
        if topics is not None and self._is_subsection(topics, unit, heading):
            parent = topics
        self.open(parent, Node("section", unit, heading.kind, rule=f"section.{heading.kind}"))
        return True

    def named_item(self, unit: Unit) -> bool:
        """討論事項一, 【提案二】, 第三案."""
        named = unit.named
        if named is None or self._past_the_end():
            return False
        if named.kind is None and not self._is_case(unit):
            unit.named = None
            unit.body = unit.head
            return False
        section = self.nearest("section")
        if section is not None and section.kind in ("statements", "annex") and not self._items_follow(unit):
            return False
        self.head_open = False
        self._open_item(unit, section or self.root, named.kind or "", "item.named")
        return True

    def _is_case(self, unit: Unit) -> bool:
        """第三案 is an item, 「第一案、第三案解除列管」 speaks of two."""
        named = unit.named
        if named is None:
            return False
        words = unit.content.text
        if not words or words[0] in "（(" or (unit.label is not None and unit.label.kind == "title"):
            return True
        if self.nearest("label") is not None and unit.marker is not None:
            return False
        return self.ahead.label_before_next(unit)

    def option(self, unit: Unit) -> bool:
        """方案一：… inside a clause or an explanation."""
        if unit.option is None:
            return False
        holder = self.nearest("label", "speaker", "item", "section") or self.root
        at = self.path.index(holder) + 1
        siblings = [node for node in self.path[at:] if node.style == "option"]
        parent = siblings[0].parent if siblings and siblings[0].parent is not None else self.last
        self.open(parent, Node("text", unit, style="option", rule="clause.option"))
        return True

    def label(self, unit: Unit) -> bool:
        """說明, 決議, 提案人 …: hangs under the item that it speaks of."""
        label = unit.label
        if label is None or label.kind in HEAD_ROLES or self._past_the_end():
            return False
        if label.kind == "title":
            return self._title_label(unit)
        if label.kind == "number":
            return self._number_label(unit)
        if label.kind not in _ITEM_LABELS:
            return False
        holder = self.nearest("label", "speaker")
        if label.weak and holder is not None and (holder.role == "speaker" or holder.kind != "explanation"):
            return False
        if unit.marker is not None and self._inside_text(unit, label):
            return False
        owner = self._beside(unit) or self._owner(unit, label)
        self.head_open = False
        self.open(owner, Node("label", unit, label.kind, rule=f"label.{label.kind}"))
        return True

    def speaker(self, unit: Unit) -> bool:
        """Who speaks: a heading, a bold line or the words before a colon, where statements stand."""
        holder = self.nearest("label", "section")
        item = self.nearest("item")
        stands = holder is not None and holder.kind in ("statements", "speech")
        stands = stands or (self.nearest("speaker") is not None and item is not None)
        if not stands and (
            item is None or (holder is not None and holder.kind in ("resolution", "additional"))
        ):
            return False
        said = speakers.read_speaker(unit, zone=stands)
        if said is None:
            return False
        if unit.marker is not None and self.nearest("speaker") and not self._speakers_numbered(unit):
            return False
        unit.words, unit.body = said.words, said.body_at
        parent = holder if holder is not None and holder.kind in ("statements", "speech") else item
        if parent is not None and item is not None and holder is not None and item in self._below(holder):
            parent = item
        rest = rest_of(unit)
        self.open(parent or self.root, Node("speaker", unit, rule=said.rule, certainty=said.certainty))
        if rest is not None:
            self.place(rest)
        return True

    def marked(self, unit: Unit) -> bool:
        """A numbered paragraph: where its number counts on, else below what is open."""
        marker = unit.marker
        if marker is None or (marker.weak and not self._weak_counts(unit)):
            return False
        sibling = sequence.sibling(self.path, unit, self.ahead)
        if sibling is not None and sibling.role == "speaker" and sibling.parent is not None:
            unit.words, unit.body = speakers.unnamed(unit)
            self.open(sibling.parent, Node("speaker", unit, rule="speaker.counted", certainty="likely"))
            return True
        if sibling is not None and sibling.parent is not None:
            self._like(sibling, unit)
            return True
        parent = sequence.parent(self.path, unit)
        self._first(parent, unit)
        return True

    def plain(self, unit: Unit) -> bool:
        """A paragraph without a marker belongs to what is open, beside the numbered ones."""
        container = self.nearest("label", "speaker", "item", "section", "field") or self.root
        titled = container is self.adjourned and _ANNEX_TITLE.search(unit.folded[-12:])
        # 附件2　追蹤列管報告表 behind the statements of 附件1: nobody speaks any more.
        if self.adjourned is not None and (titled or _NUMBERED_ANNEX.fullmatch(unit.folded.strip())):
            self.open(self.root, Node("section", unit, "annex", rule="annex.title", certainty="likely"))
            return True
        if container.role == "section" and container.kind in AGENDA_SECTIONS and self._may_be_item(unit):
            self._open_item(unit, container, "", "item.plain", "likely")
            return True
        self.open(container, Node("text", unit, rule="outline.plain"))
        return True

    # ------------------------------------------------------------------ what the rules ask

    def _may_be_section(self, unit: Unit, heading: Entry) -> bool:
        """A known heading stands as one: by its marker, its setting or its place."""
        if not unit.first and not self.head_open:
            return False
        if self._annex_of_statements(unit) is not None or (heading.kind == "adjourn" and not heading.weak):
            return True
        if heading.weak or (unit.label is not None and unit.label.kind in _ITEM_LABELS):
            return self._ambiguous_section(unit, heading)
        if unit.marker is None or self._continues_root(unit) or self._continues_section(unit):
            return True
        if unit.marker.style in _HIGH and self.root.numbered is None:
            return True  # the minutes begin in the middle: 陸、報告事項
        if unit.marker.number == 1 and (unit.marker.style in _HIGH or not any(n.style for n in self.path)):
            return True
        section = self.nearest("section")
        return section is not None and section.kind in TOPIC_SECTIONS and self._counts_on_in(section, unit)

    def _ambiguous_section(self, unit: Unit, heading: Entry) -> bool:
        """決議, 發言紀要, 附件 and 報告 are headings of sections, labels of items, or plain words."""
        marker = unit.marker
        if self._continues_root(unit) or (marker is not None and self._first_at_the_top(unit)):
            return True
        paragraph = unit.paragraph
        level = paragraph.level if paragraph is not None else 0
        section, item = self.nearest("section"), self.nearest("item")
        if unit.marker is None and (item is None or (section is not None and section.kind == "adjourn")):
            alone = not unit.content.text and section is None
            return not heading.weak and (heading.kind != "conclusion" or alone)
        above = section.unit.paragraph.level if section and section.unit and section.unit.paragraph else 0
        return level > 0 and (not above or level <= above)

    def _first_at_the_top(self, unit: Unit) -> bool:
        """壹、 or 甲、 behind a head whose fields are numbered 一、二、三、 or not at all."""
        marker = unit.marker
        return (
            self.head_open
            and marker is not None
            and marker.number == 1
            and marker.style in ("formal", "stem")
        )

    def _continues_root(self, unit: Unit) -> bool:
        """Its marker counts on from the last numbered field or section at the top."""
        marker, last = unit.marker, self.root.numbered
        if marker is None or last is None:
            return False
        return last.style == marker.style and 0 < marker.number - last.number <= 2

    def _continues_section(self, unit: Unit) -> bool:
        """Its marker counts on from an open section below the top."""
        marker = unit.marker
        return marker is not None and any(
            node.role == "section" and node.style == marker.style and marker.number - node.number == 1
            for node in self.path
        )

    def _counts_on_in(self, section: Node, unit: Unit) -> bool:
        """Its marker is the next of the section's own children, and not the next at the top."""
        marker, last = unit.marker, section.numbered
        if marker is None:
            return False
        if last is not None:
            fits = last.style == marker.style and marker.number - last.number == 1
            return fits and not (self._continues_root(unit) and section.style == marker.style)
        return marker.number == 1 and marker.style != section.style and section.kind in TOPIC_SECTIONS

    def _past_the_end(self) -> bool:
        """Behind the adjournment, in nothing that belongs to the meeting: forms and lists of an annex."""
        section = self.nearest("section")
        return (
            self.adjourned is not None
            and section is not None
            and section.kind in ("adjourn", "annex", "unknown")
        )

    def _fits_after(self, unit: Unit, heading: Entry) -> bool:
        """Behind the adjournment only annexes, statements and tables stand, but for what counts on."""
        if self.adjourned is None or self._continues_root(unit):
            return True
        return heading.kind in ("annex", "statements", "tracking", "conclusion") and not heading.weak

    def _is_item_of(self, section: Node, unit: Unit) -> bool:
        """Its marker begins or goes on the numbering inside the open agenda section."""
        marker = unit.marker
        if marker is None or self._continues_root(unit):
            return False
        last = section.numbered
        if last is None:
            return marker.number == 1 and marker.style != section.style
        return last.style == marker.style and marker.number == last.number + 1

    def _is_subsection(self, section: Node, unit: Unit, heading: Entry) -> bool:
        """A known heading below an open section: 丙、討論事項 / 二讀會; 壹、主席致詞 / 一、校長致詞."""
        marker = unit.marker
        if section.kind == "speech" and heading.kind == "speech":
            return True
        if section.kind not in AGENDA_SECTIONS or section.style == "":
            return False
        if marker is None:
            level = unit.paragraph.level if unit.paragraph else 0
            above = section.unit.paragraph.level if section.unit and section.unit.paragraph else 0
            return bool(level and above and level > above)
        if self._continues_root(unit):
            return False
        return section.style != "option" and RANK[marker.style] > RANK[section.style]

    def _annex_of_statements(self, unit: Unit) -> Entry | None:
        """附件：…發言紀要 is a section of statements."""
        if unit.heading is None or unit.heading.kind != "annex" or not unit.content.text:
            return None
        return speakers.statements_heading(unit.content.text)

    def _listing_people(self) -> bool:
        """A list of people is open that says nothing on its label's own line."""
        field = self.nearest("field")
        return field is not None and field.kind in ("present", "observers") and not field.title.text

    def _ruling_at_the_top(self, unit: Unit) -> Entry | None:
        """三、主席指示：… beside the other parts of the meeting is a part of its own."""
        if unit.label is None or unit.label.kind != "resolution" or not self._continues_root(unit):
            return None
        return Entry("conclusion")

    def _items_follow(self, unit: Unit) -> bool:
        return self.ahead.label_before_next(unit)

    def _item_parent(self) -> Node:
        return self.nearest("section") or self.root

    def _open_item(self, unit: Unit, parent: Node, kind: str, rule: str, certainty: str = "sure") -> Node:
        node = Node("item", unit, kind, rule=rule)
        if certainty == "likely":
            node.certainty = "likely"
        return self.open(parent, node)

    def _number_label(self, unit: Unit) -> bool:
        """編號：27, 類別：民政 before 案由：… begin an item; a second one belongs to it."""
        item = self.nearest("item")
        if item is not None and item.rule == "item.numbered" and item.titled is None and self.last is item:
            child(item, Node("text", unit, "number", rule="item.number"))
        else:
            self.head_open = False
            self._open_item(unit, self._item_parent(), "", "item.numbered")
        return True

    def _title_label(self, unit: Unit) -> bool:
        """案由：… gives the open item its title, or opens one."""
        item = self.nearest("item")
        fresh = item is not None and not item.labels("resolution") and not item.labels("additional")
        if item is not None and fresh and item.titled is None and _untitled(item):
            item.titled = unit
            self.cut_to(item)
            child(item, Node("text", unit, "title", rule="item.title"))
            return True
        self.head_open = False
        parent = self._item_parent()
        if item is not None and fresh and item.titled is None and item.unit is not None and item.unit.marker:
            parent = item  # a heading over several items: 二、審議市政府提案 / 案由：…
        node = self._open_item(unit, parent, "", "item.title")
        node.titled = unit
        return True

    def _inside_text(self, unit: Unit, label: Entry) -> bool:
        """二、法令依據：… is a numbered paragraph of an explanation, not a label of the item."""
        if label.kind in ("resolution", "additional") and self.nearest("label") is None:
            return False
        holder = self.nearest("label")
        if holder is None:
            return False
        return sequence.sibling(self.path, unit, self.ahead) is not None and self._deep_sibling(unit)

    def _deep_sibling(self, unit: Unit) -> bool:
        found = sequence.sibling(self.path, unit, self.ahead)
        return found is not None and found.role == "text"

    def _beside(self, unit: Unit) -> Node | None:
        """三、決議：… counts on from 二、… of the same item: it belongs to what they belong to."""
        found = sequence.sibling(self.path, unit, self.ahead) if unit.marker is not None else None
        if found is None or found.role not in ("text", "label") or found.parent is None:
            return None
        return found.parent if found.parent.role in ("item", "section") else None

    def _owner(self, unit: Unit, label: Entry) -> Node:
        """The item that a label belongs to: the innermost one, but not a numbered paragraph of its text."""
        holder = self.nearest("label")
        if holder is not None and holder.parent is not None:
            return holder.parent
        item = self.nearest("item")
        candidate = self._labelled_paragraph(unit, label)
        if candidate is not None:
            return candidate
        return item or self.nearest("section") or self.root

    def _labelled_paragraph(self, unit: Unit, label: Entry) -> Node | None:
        """A numbered paragraph that turns out to be an item, since each of its siblings has its own label."""
        last = next((node for node in reversed(self.path) if node.role == "text" and node.style), None)
        if last is None or last.parent is None or label.kind not in ("resolution", "statements"):
            return None
        if last.parent.role not in ("section", "item", "root") or not self.ahead.each_labelled(last.unit):
            return None
        if last.number > 1 and not any(node.role == "item" for node in last.parent.children):
            return None
        last.role, last.rule = "item", "item.labelled"
        return last

    def _below(self, holder: Node) -> list[Node]:
        return self.path[self.path.index(holder) + 1 :]

    def _speakers_numbered(self, unit: Unit) -> bool:
        """Its marker counts on from a numbered speaker (一、王委員：… 二、李委員：…)."""
        speaker = self.nearest("speaker")
        marker = unit.marker
        return (
            speaker is not None
            and marker is not None
            and speaker.style == marker.style
            and marker.number == speaker.number + 1
        )

    def _weak_counts(self, unit: Unit) -> bool:
        return sequence.sibling(self.path, unit, self.ahead) is not None or self.ahead.starts_list(unit)

    def _like(self, sibling: Node, unit: Unit) -> None:
        """Opens a node of the sibling's role beside it."""
        parent = sibling.parent
        if parent is None:
            return
        if sibling.role in ("field", "section"):
            self._first(parent, unit)
            return
        role: NodeRole = "item" if sibling.role == "item" else "text"
        kind = sibling.kind if sibling.role == "item" else ""
        self.open(parent, Node(role, unit, kind, rule=f"{role}.counted"))

    def _first(self, parent: Node, unit: Unit) -> None:
        """Opens the first of a numbered series under `parent`, by what `parent` is."""
        if parent is self.root:
            if self.head_open and (names_minutes(unit.content.text) or names_a_meeting(unit.content.text)):
                self.open(self.root, Node("text", unit, rule="outline.plain"))
                return
            self.head_open = False
            self.open(self.root, Node("section", unit, "unknown", rule="section.unknown", certainty="guess"))
        elif parent.role == "section" and parent.kind in AGENDA_SECTIONS | TOPIC_SECTIONS | {"unknown"}:
            role: NodeRole = "item" if parent.kind in AGENDA_SECTIONS else "text"
            if parent.kind in TOPIC_SECTIONS and (
                self.ahead.is_topic(unit) or self.ahead.label_before_next(unit)
            ):
                role = "item"
            self.open(parent, Node(role, unit, rule=f"{role}.first"))
        else:
            self.open(parent, Node("text", unit, rule="text.first"))

    def _may_be_item(self, unit: Unit) -> bool:
        """An unnumbered paragraph of an agenda section that a label follows, or that says who reported what."""
        if self.ahead.label_next(unit):
            return len(unit.text) <= 400
        section = self.nearest("section")
        return section is not None and section.kind == "report" and bool(_REPORTED.match(unit.folded))


def _labelled_item(node: Node) -> bool:
    """案由：… and 編號：… are no part of the item's words; other labels and headings are, where it is one."""
    label = node.unit.label if node.unit is not None else None
    return node.rule in ("item.title", "item.numbered") and label is not None


def _untitled(item: Node) -> bool:
    """Its own words name nothing: 第一案, 第二案（提案人：…）, 編號：27."""
    if item.title.text.startswith(("（", "(")) and item.title.text.endswith(("）", ")")):
        return True
    return not item.title.text or (
        item.unit is not None and item.unit.label is not None and item.unit.label.kind == "number"
    )
