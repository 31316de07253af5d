"""Sample minutes as a converter leaves them: headings by chance, speakers bold or as headings, lines broken at page ends."""

from __future__ import annotations

from pathlib import Path

from series import PAGE_END, Block, marker


def line(block: Block, at: int) -> str:
    """One block; `at` decides which of a converter's habits it shows."""
    number = marker(block.depth, block.number) if block.kind == "item" else ""
    if block.kind == "title":
        return f"## {block.words}"
    if block.kind == "annex":
        return f"## {block.words}"
    if block.kind == "speaker":
        return f"#### {block.words}" if at % 3 == 0 else f"**{block.words}**"
    if block.kind == "item" and block.context > 1 and block.depth == 1:
        return f"### {number}{block.words}"
    if block.kind == "item" and block.depth == 2 and block.number % 2 == 0:
        return f"### {marker(2, block.number).replace('（', '(').replace('）', ')')} {block.words}"
    if block.kind == "item" and block.depth == 3:
        return f"{number} {block.words}"
    if block.kind == "item" and block.depth == 4:
        return f"{number} {block.words}"
    return number + block.words


def write(blocks: list[Block], path: Path) -> None:
    """Writes the Markdown; numbered lines of one list stand without blank lines now and then, as converters do."""
    made = ""
    for at, block in enumerate(blocks):
        words = line(block, at).replace(PAGE_END, "\n\n")
        last = blocks[at - 1] if at else None
        tight = (
            last is not None
            and last.kind == block.kind == "item"
            and last.depth == block.depth == 3
            and block.run % 2 == 0
        )
        made += ("" if not last else "\n" if tight else "\n\n") + words
    path.write_text(made + "\n", encoding="utf-8")
