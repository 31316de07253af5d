"""Signs that symbol fonts draw at private-use places, as the characters that they look like.

The tables of Wingdings and Symbol are Microsoft's and Adobe's; only what stands in front of list items and
in boxes to tick is listed. A sign that is not listed stays what it is.
"""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫",
    0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→",
    0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + value: sign for value, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8B + value: sign for value, sign in enumerate("⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
_WINGDINGS_2 = {
    0x50: "✓",
    0x51: "☒",
    0x52: "☑",
    0x53: "☒",
    0x54: "☒",
    0xA2: "■",
    0xA3: "□",
    0x98: "●",
    0x99: "○",
}
_SYMBOL = {0xB7: "•", 0xA8: "♦", 0xB0: "°", 0xAE: "→", 0xB4: "×", 0xB3: "≥", 0xA3: "≤", 0x6F: "ο"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(font: str, code: int) -> str:
    """What the font shows at a code, given as 0x6E or as its private-use twin 0xF06E."""
    sign = _FONTS.get(font.strip().lower(), {}).get(code & 0xFF if code >= 0xF000 else code)
    if sign:
        return sign
    return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""


def bullet(sign: str, font: str = "") -> str:
    """The bullet that a list shows for `sign`: a round one where the font is not known."""
    if len(sign) == 1 and 0xF000 <= ord(sign) <= 0xF0FF:
        shown = symbol(font or "wingdings", ord(sign))
        return "•" if 0xF000 <= ord(shown) <= 0xF0FF else shown
    return sign
