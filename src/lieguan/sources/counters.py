"""Numbers as word processors and browsers print them in front of a list item: 一, 壹, 甲, ①, (iv) …

The names of the styles are those of DOCX (ECMA-376 part 1, 17.18.59 ST_NumberFormat); ODT and HTML are
mapped onto them. A style that is not in the table is printed as 1, 2, 3, which is what LibreOffice does.
"""

from __future__ import annotations

from collections.abc import Callable

from lieguan.text.numerals import format_number

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FORMAL_SIMPLIFIED = str.maketrans("貳參陸億萬", "贰叁陆亿万")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip

#: The highest number that is written out; a document that counts further is counting for its own sake.
_HIGHEST = 100_000


def counter(style: str, value: int) -> str:
    """`value` in a DOCX number style; "" for `none` and `bullet`."""
    if style in ("none", "bullet"):
        return ""
    if not 0 <= value <= _HIGHEST:
        return str(value)
    return _STYLES.get(style, str)(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for size, letters in _ROMAN:
        times, value = divmod(value, size)
        out += letters * times
    return out


def _letters(value: int) -> str:
    """a … z, aa, bb …: Word and LibreOffice repeat the letter."""
    if value < 1:
        return str(value)
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)] if value > 0 else str(value)


def _run(first: str, count: int) -> Callable[[int], str]:
    """Characters that follow each other in Unicode, as ① … ⑳; beyond them plain digits."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= count else str(value)


def _circled(value: int) -> str:
    if value == 0:
        return "⓪"
    for first, low, high in (("①", 1, 20), ("㉑", 21, 35), ("㊱", 36, 50)):
        if low <= value <= high:
            return chr(ord(first) + value - low)
    return str(value)


def _digits(signs: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", signs)
    return lambda value: str(value).translate(table)


def _formal(value: int) -> str:
    return format_number(value, formal=True)


def _formal_simplified(value: int) -> str:
    return format_number(value, formal=True).translate(_FORMAL_SIMPLIFIED)


_STYLES: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "ordinal": lambda value: f"{value}.",
    "numberInDash": lambda value: f"- {value} -",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda value: _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12],
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("○一二三四五六七八九"),
    "ideographLegalTraditional": _formal,
    "chineseLegalSimplified": _formal_simplified,
    "japaneseLegal": _formal,
    **dict.fromkeys(
        (
            "taiwaneseCounting", "taiwaneseCountingThousand", "chineseCounting", "chineseCountingThousand",
            "japaneseCounting", "koreanCounting",
        ),
        format_number,
    ),
}  # fmt: skip
