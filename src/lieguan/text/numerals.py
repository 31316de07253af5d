"""Chinese numerals 數字: 五○七, 二十, 一百三十六, 廿三, 壹拾壹, 3億5,020萬零437, and digits of any width.

Two ways of writing are read: by place (五○七 → 507, 一一三 → 113) and by unit (一百三十六 → 136).
Everything here is pure; patterns are for other rooms to build on and are linear.
"""

from __future__ import annotations

_DIGITS = {
    **{char: value for value, chars in enumerate(
        ("〇○零０Ｏ0", "一壹１1", "二貳貮兩２2", "三參叁叄３3", "四肆４4",
         "五伍５5", "六陸６6", "七柒７7", "八捌８8", "九玖９9")
    ) for char in chars},
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SCORES = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
_MYRIADS = {"萬": 10**4, "億": 10**8, "兆": 10**12}

#: One character of a Chinese numeral; a class for patterns, without brackets.
HAN_NUMERAL = "〇○零一二三四五六七八九十百千廿卅壹貳參叁肆伍陸柒捌玖拾佰仟兩"
#: One or more characters of a number in either writing; half-width and full-width digits.
NUMBER = rf"(?:[0-9０-９]+|[{HAN_NUMERAL}]+)"

_PLAIN = "零一二三四五六七八九"
_FORMAL = "零壹貳參肆伍陸柒捌玖"


def parse_number(text: str) -> int | None:
    """The whole number that `text` writes, or None where it is not a number from end to end.

    Commas between digits and white space are passed over. A sign, a fraction or a decimal point is None.

    >>> [parse_number(t) for t in ("五○七", "一百三十六", "壹拾壹", "廿三", "１１３", "3億5,020萬零437")]
    [507, 136, 11, 23, 113, 350200437]
    """
    chars = [c for c in text[:64] if c not in ",， 　"]
    if not chars or len(chars) > 32 or len(text) > 64:  # longer than any number that minutes hold
        return None
    if all(c in _DIGITS for c in chars):
        return _by_place(chars)
    return _by_unit(chars)


def _by_place(chars: list[str]) -> int:
    value = 0
    for char in chars:
        value = value * 10 + _DIGITS[char]
    return value


def _by_unit(chars: list[str]) -> int | None:
    total = section = digits = 0
    waiting = False  # digits stand that no unit has claimed yet
    for char in chars:
        if char in _DIGITS:
            digits = digits * 10 + _DIGITS[char]
            waiting = True
        elif char in _UNITS:
            section += (digits if waiting else 1) * _UNITS[char]
            digits, waiting = 0, False
        elif char in _SCORES:
            if waiting:
                return None
            section += _SCORES[char]
        elif char in _MYRIADS:
            if not (section or waiting):
                return None
            total += (section + digits) * _MYRIADS[char]
            section, digits, waiting = 0, 0, False
        else:
            return None
    return total + section + digits


def format_number(value: int, *, formal: bool = False) -> str:
    """`value` in Chinese numerals by unit: 136 → 一百三十六, 11 → 十一; formal 11 → 壹拾壹.

    Raises ValueError below 0 and from 10**16 on.
    """
    if not 0 <= value < 10**16:
        raise ValueError(f"{value} is outside 0 … 10**16 - 1")
    digits, ten, hundred, thousand = (_FORMAL, "拾", "佰", "仟") if formal else (_PLAIN, "十", "百", "千")
    if value == 0:
        return digits[0]
    out = ""
    for size, name in ((10**12, "兆"), (10**8, "億"), (10**4, "萬"), (1, "")):
        section, value = divmod(value, size)
        if not section:
            continue
        if out and section < 1000:
            out += digits[0]
        gap = False
        for step, unit in ((1000, thousand), (100, hundred), (10, ten), (1, "")):
            digit, section = divmod(section, step)
            if digit:
                out += (digits[0] if gap else "") + digits[digit] + unit
                gap = False
            elif section and out and not out.endswith(digits[0]):
                gap = step < 1000
        out += name
    if not formal and out.startswith("一十"):
        out = out[1:]
    return out
