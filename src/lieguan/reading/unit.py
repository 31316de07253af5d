"""A unit: the least piece of minutes that the outline places, with what it begins with."""

from __future__ import annotations

from dataclasses import dataclass, field

from lieguan.lexicon.headings import Entry
from lieguan.reading.named import Named
from lieguan.reading.paragraphs import Paragraph, Table
from lieguan.text.numbering import Marker
from lieguan.text.passage import Passage

HEAD_ROLES = frozenset(
    {"time", "ends", "place", "chair", "recorder", "present", "observers", "absent", "meeting", "head-note"}
)
#: Labels under which an item is dealt with; they tell an item from a clause.
ITEM_ROLES = frozenset({"explanation", "resolution", "statements", "proposer"})
#: Labels that hang under an item.
LABELS_OF_ITEMS = ITEM_ROLES | {"additional", "seconder"}
#: What stands around a label and is no part of it.
DECORATION = "【】〔〕［］[]《》<>★☆◎※■□●○◆◇▓▶►➢➤→*#「」"


@dataclass(slots=True)
class Unit:
    """A piece of the flow. Offsets count in `passage.text`.

    label     what its label means, `words` the label as printed; heading  what its heading means
    body      where its own words begin, behind marker, label and heading
    """

    passage: Passage
    folded: str
    paragraph: Paragraph | None = None
    table: Table | None = None
    marker: Marker | None = None
    named: Named | None = None
    option: str | None = None
    label: Entry | None = None
    words: tuple[int, int] = (0, 0)
    heading: Entry | None = None
    body: int = 0
    first: bool = True
    index: int = 0
    beside: dict[str, list[Paragraph]] = field(default_factory=dict)  # of a decision in a table: 主辦, 期限

    @property
    def text(self) -> str:
        """All its words."""
        return self.passage.text

    @property
    def level(self) -> int:
        """Of the heading that it is in its source's mark-up; 0 for running text."""
        return self.paragraph.level if self.paragraph is not None else 0

    @property
    def content(self) -> Passage:
        """Its own words, behind marker and label."""
        return (self.passage.cut(self.body) if self.body else self.passage).stripped()

    @property
    def label_text(self) -> str:
        """The label as printed, without brackets and white space around it."""
        return self.passage.text[slice(*self.words)].strip(DECORATION + " \u3000：:")

    @property
    def head(self) -> int:
        """Where the words behind the marker begin."""
        if self.named is not None:
            return self.named.end
        return self.marker.end if self.marker else 0
