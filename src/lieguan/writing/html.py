"""A paper as HTML: a fragment for a page of the site, or a page of its own, which is also what the PDF is made of."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from math import ceil

from lieguan.writing.paper import CHARACTER, DEEPEST, Cell, Column, Paper, Paragraph, Table, printable

# A row of more lines than this (a page holds some thirty) may be broken; a shorter one goes over whole.
LONG = 20


def fragment(paper: Paper, *, level: int = 1, links: Mapping[str, str] | None = None) -> str:
    """The paper as a section; its title is a heading of `level`, so that it fits where it is put.

    links  addresses by what stands in the first cell of a row: that cell becomes a link
    """
    title = "".join(f"<span>{_text(line)}</span> " for line in paper.title)
    parts = [f'<h{level} class="paper-title">{title.strip()}</h{level}>']
    parts += [f'<p class="paper-line">{_text(line)}</p>' for line in paper.lines if line]
    parts += [_table(at, table, links or {}) for at, table in enumerate(paper.tables, 1)]
    if paper.notes:
        notes = (f"<li><span>{before}</span>{_text(note)}</li>" for before, note in paper.marked_notes)
        parts.append(f'<ul class="paper-notes">{"".join(notes)}</ul>')
    return f'<section class="paper" lang="zh-Hant-TW">{"".join(parts)}</section>'


def page(paper: Paper) -> str:
    """A whole page with its style sheet inside; it needs nothing else, and fetches nothing."""
    style = files(__package__).joinpath("template/print.css").read_text(encoding="utf-8") + _widths(
        paper.tables
    )
    return (
        f'<!doctype html>\n<html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>{_text("".join(paper.title))}</title>'
        f'<meta name="dcterms.created" content="{escape(paper.dated)}"><meta name="generator" content="lieguan">'
        f"<style>{style}</style></head><body>"
        f'<div class="running">{_text(paper.head)}</div>{fragment(paper)}</body></html>\n'
    )


def _text(text: str) -> str:
    return escape(printable(text))


def _widths(tables: tuple[Table, ...]) -> str:
    """The widths of the columns as CSS: kept out of the markup, which a site may forbid to style itself."""
    rules = []
    for at, table in enumerate(tables, 1):
        whole = sum(column.width for column in table.columns)
        rules += [
            f".paper-table-{at} col:nth-child({n}) {{ width: {100 * column.width / whole:.2f}%; }}\n"
            for n, column in enumerate(table.columns, 1)
        ]
    return "".join(rules)


def _table(at: int, table: Table, links: Mapping[str, str]) -> str:
    columns = "<col>" * len(table.columns)
    head = "".join(f'<th scope="col">{_lines(column.heading)}</th>' for column in table.columns)
    rows = "".join(_row(table.columns, row, links) for row in table.rows)
    if not table.rows:
        rows = f'<tr><td colspan="{len(table.columns)}" class="paper-empty">{_text(table.empty)}</td></tr>'
    return (
        f'<table class="paper-table paper-table-{at}"><caption>{_text(table.name)}</caption><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _lines(heading: str) -> str:
    return "<br>".join(map(_text, heading.split("\n")))


def _row(columns: tuple[Column, ...], row: tuple[Cell, ...], links: Mapping[str, str]) -> str:
    cells = []
    for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
        tag, scope = ("th", ' scope="row"') if at == 0 else ("td", "")
        style = f' class="paper-{column.align}"' if column.align != "start" else ""
        label = f' data-label="{_text(column.heading.replace(chr(10), ""))}"'
        words = "".join(map(_paragraph, cell))
        address = links.get("".join(paragraph.text for paragraph in cell)) if at == 0 else None
        if address:
            words = f'<a href="{escape(address)}">{words}</a>'
        cells.append(f"<{tag}{scope}{style}{label}>{words}</{tag}>")
    long = ' class="paper-long"' if _lines_of(columns, row) > LONG else ""
    return f"<tr{long}>{''.join(cells)}</tr>"


def _lines_of(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> int:
    """About how many lines the row takes: full-width characters of 3.7 mm in the width of their column."""
    return max(
        sum(ceil(max(len(paragraph.text), 1) * CHARACTER / column.width) for paragraph in cell)
        for column, cell in zip(columns, row, strict=True)
    )


def _paragraph(paragraph: Paragraph) -> str:
    indent = f' class="paper-in-{min(paragraph.indent, DEEPEST)}"' if paragraph.indent else ""
    text = _text(paragraph.text)
    return f"<p{indent}>{f'<strong>{text}</strong>' if paragraph.bold else text}</p>"
