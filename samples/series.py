"""The text of the sample minutes: `source/*.txt`, read into blocks that every writer of the samples sets.

Each line of a source is a tag, a space and the words:

    title     the line that names the document
    1 … 4     a numbered paragraph of that depth: 一、（一）1. (1)
    -1 … -4   a paragraph without a number, set under that depth
    case      an item of the agenda that has its number in words (第一案, 案由一)
    label     決定： or 決議：, set under depth 1; label2 the same under depth 2
    plain     a paragraph at the margin
    speaker   the name over a statement
    annex     the heading of an annex, on a new page; table the same for an annex that lies on its side
    list, end a list of its own begins (its 一、 starts again), and the list before it goes on; list 28 sets it in by 28 points
    columns, widths, row   a table: cells parted by |, widths in centimetres

⏎ in the words is where a page of the paper copy ended; only the converter's Markdown shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

PAGE_END = "⏎"
LINE_END = "／"  # in a cell of a table
DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Block:
    """One paragraph (or table). `depth` 0 is the margin; `number` counts from 1 in its list, 0 is none.

    `context` names the list that its depth 1 counts in, `run` the unbroken list that deeper depths count in.
    """

    kind: str
    words: str
    depth: int = 0
    number: int = 0
    context: int = 0
    run: int = 0
    shift: int = 0
    widths: tuple[float, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def leads_in(self) -> bool:
        """It is a heading that should not stand alone at the foot of a page."""
        return self.words.endswith("：") or (self.depth == 2 and not self.words.endswith("。"))


@dataclass
class Counter:
    """Counts the numbered paragraphs as a word processor does."""

    contexts: list[int] = field(default_factory=lambda: [1])
    opened: int = 1
    first: dict[int, int] = field(default_factory=dict)
    run: int = 0
    deeper: dict[int, int] = field(default_factory=dict)

    def count(self, depth: int) -> int:
        """The number of the next paragraph of this depth."""
        if depth == 1:
            self.interrupt(1)
            context = self.contexts[-1]
            self.first[context] = self.first.get(context, 0) + 1
            return self.first[context]
        if not self.deeper:
            self.run += 1
        self.interrupt(depth)
        self.deeper[depth] = self.deeper.get(depth, 0) + 1
        return self.deeper[depth]

    def interrupt(self, depth: int) -> None:
        """Something of this depth stands between: what is deeper starts again."""
        self.deeper = {level: n for level, n in self.deeper.items() if level <= depth}


def marker(depth: int, number: int) -> str:
    """The number as printed: 一、（一）1. (1)."""
    tens, ones = divmod(number, 10)
    han = (
        DIGITS[number]
        if number < 10
        else ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
    )
    return {1: f"{han}、", 2: f"（{han}）", 3: f"{number}.", 4: f"({number})"}[depth]


def read(path: Path) -> list[Block]:
    """The blocks of one source; a line that has no known tag raises ValueError with its number."""
    blocks: list[Block] = []
    counter = Counter()
    shifts = {1: 0}
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        tag, _, words = line.partition(" ")
        if tag == "list":
            counter.opened += 1
            shifts[counter.opened] = int(words or 0)
            counter.contexts.append(counter.opened)
            counter.interrupt(0)
        elif tag == "end":
            counter.contexts.pop()
            counter.interrupt(0)
        elif tag in ("columns", "widths", "row"):
            blocks[-1] = with_table(blocks[-1], tag, words)
        elif tag in ("1", "2", "3", "4"):
            number = counter.count(int(tag))
            blocks.append(
                Block(
                    "item",
                    words,
                    int(tag),
                    number,
                    counter.contexts[-1],
                    counter.run,
                    shifts[counter.contexts[-1]],
                )
            )
        elif tag in ("-1", "-2", "-3", "-4"):
            counter.interrupt(-int(tag))
            blocks.append(Block("para", words, -int(tag)))
        elif tag in ("title", "case", "label", "label2", "plain", "speaker", "annex", "table"):
            depth = {"case": 1, "label": 1, "label2": 2, "speaker": 1}.get(tag, 0)
            counter.interrupt(depth)
            blocks.append(Block("label" if tag == "label2" else tag, words, depth))
        else:
            raise ValueError(f"{path.name}, line {at}: unknown tag {tag!r}")
    return blocks


def with_table(block: Block, tag: str, words: str) -> Block:
    widths = tuple(float(w) for w in words.split()) if tag == "widths" else block.widths
    rows = block.rows if tag == "widths" else (*block.rows, tuple(words.split("|")))
    return Block(block.kind, block.words, block.depth, widths=widths, rows=rows)
