"""What Tesseract reads otherwise than official minutes are printed, where the characters beside it leave no doubt.

Marks among Han characters are full-width; the circle of 一○五 and of a name that is masked (林○利) is no pair of
brackets; 黨 has its own form; the heads of parts are 壹、貳、參 in their order. Everything else stays as it was read: a wrong character is for a person to see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lieguan.lexicon.headings import headings, key
from lieguan.sources.scan.tesseract import Word, WordLine
from lieguan.text.document import Document

_WIDE = str.maketrans(",:;!?()", "，：；！？（）")
#: A form that is printed nowhere in Taiwan.
_OWN_FORM = str.maketrans("党", "黨")
_HAN_DIGITS = "一二三四五六七八九十"
_ZERO = re.compile(
    rf"(?<=[{_HAN_DIGITS}])(?:[0Oo〇()]|\(\))(?=[{_HAN_DIGITS}次年屆])|(?<=[\u4e00-\u9fff])\(\)(?=[\u4e00-\u9fff])"
)
_STRAY = re.compile(r"[“”‘’\"'`|~]")
_AT_ENDS = re.compile(rf"^{_STRAY.pattern}|{_STRAY.pattern}$")
#: The formal numerals, and what some of them are read as, which begins no line of its own.
_FORMAL = "壹貳參肆伍陸柒捌玖拾"
_HEAD = re.compile(r"^ *(\S) ?、 *(\S.*)$", re.MULTILINE)
_TAKEN_FOR = str.maketrans("壺壼染", "壹壹柒")
_MISTAKEN = re.compile(r"^ *[壺壼染](?=拾?[壹貳參肆伍陸柒捌玖]? ?、)", re.MULTILINE)


def mended(lines: Sequence[WordLine]) -> list[WordLine]:
    """The lines of a page with their marks and zeros as they are printed."""
    return [replace(line, words=words) for line in lines if (words := _words(line.words))]


def _words(words: Sequence[Word]) -> tuple[Word, ...]:
    whole = "".join(word.text for word in words)
    pairs = _pairs(whole)
    chars = list(_marks(whole, pairs).translate(_OWN_FORM))
    for match in _ZERO.finditer(whole):
        # A bracket that another one answers, with words between, is a bracket: （十）一般事項.
        if all(abs(pairs.get(at, at) - at) <= 1 for at in range(match.start(), match.end())):
            chars[match.start() : match.end()] = ["○", *[""] * (len(match[0]) - 1)]
    stray = len(_STRAY.findall(whole)) == 1
    out = []
    at = 0
    for word in words:
        text = "".join(chars[at : at + len(word.text)])
        at += len(word.text)
        # Dirt on the page, or the edge of a picture: a quotation mark that no other one answers.
        text = _AT_ENDS.sub("", text) if stray else text
        if text:
            out.append(replace(word, text=text))
    return tuple(out)


def _pairs(line: str) -> dict[int, int]:
    """Each bracket that another one answers, and where that is."""
    out: dict[int, int] = {}
    opened: list[int] = []
    for at, char in enumerate(line):
        if char == "(":
            opened.append(at)
        elif char == ")" and opened:
            other = opened.pop()
            out |= {other: at, at: other}
    return out


def _marks(line: str, pairs: Mapping[int, int]) -> str:
    """`line` with full-width marks beside Han characters; a bracket goes with the one that answers it."""
    beside = {
        at
        for at, char in enumerate(line)
        if char in ",:;!?()"
        and any(_is_han(line[near]) for near in (at - 1, at + 1) if 0 <= near < len(line))
    }
    wide = beside | {pairs[at] for at in beside if at in pairs}
    return "".join(char.translate(_WIDE) if at in wide else char for at, char in enumerate(line))


def _is_han(char: str) -> bool:
    return char >= "\u2e80"


def with_numerals(document: Document) -> Document:
    """The document with the heads of its parts as they count; what is known as a part's head tells them.

    Only the numeral is another one, so every place in the text stays where it is.
    """
    whole = _MISTAKEN.sub(lambda match: match[0].translate(_TAKEN_FOR), document.text)
    text = list(whole)
    last = -1
    for match in _HEAD.finditer(whole):
        numeral, title = match[1], match[2]
        if numeral in _FORMAL:
            last = _FORMAL.index(numeral)
            continue
        following = last + 1
        if 0 < following < len(_FORMAL) and _is_misread(numeral, title):
            text[match.start(1)] = _FORMAL[following]
            last = following
    return replace(document, text="".join(text))


def _is_misread(numeral: str, title: str) -> bool:
    known = headings().sections.find(key(re.split(r"[：:（(]", title)[0]))
    return (
        known is not None
        and not known.weak
        and numeral not in f"{_HAN_DIGITS}甲乙丙丁戊己"
        and _is_han(numeral)
    )
