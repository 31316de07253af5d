"""Lines that a page repeats: heads, feet and page numbers."""

from __future__ import annotations

import re

#: A line that says nothing but the number of the page: 3, - 3 -, 第 3 頁，共 9 頁, Page 3 of 9.
PAGE_NUMBER = re.compile(
    r"[\s(（\[<─—–\-－~～·‧.．|]*+(?:第|page|p\.)?\s{0,8}[\d０-９一二三四五六七八九十百]{1,6}\s{0,8}[頁页]?\s{0,8}"
    r"(?:[,，、/／|]?\s{0,8}(?:of|共|總|全)?\s{0,8}[\d０-９一二三四五六七八九十百]{1,6}\s{0,8}[頁页]?)?[\s)）\]>─—–\-－~～·‧.．|]*+",
    re.I,
)
