"""How an input becomes another: pieces of minutes, of mark-up and of PDF put in, moved, repeated and taken out.

Bytes changed at random hardly ever make a heading or a numbered clause; the pieces reach what stands behind them.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

from office_files import packed
from pieces_of_minutes import HEADINGS, LABELS, MARKERS, SAID

#: What the bytes are changed by where nothing is known of them; the fuzzer gives its own.
Damage = Callable[[bytes], bytes]

LINES = (*MARKERS, *LABELS, *HEADINGS, *SAID)
MARKDOWN = "# |## |### |**|*|`|```|~~|- |+ |* |1. |> | | |---|\\||\\\\|[|](x)|![|<br>|<!--|-->|<div>|</div>|: |=|~".split(
    "|"
)
HTML = (
    "<html> <head> <body> </body> <p> </p> <br> <div> </div> <div\thidden> <table> <tr> <td> <td\tcolspan=3> <td\trowspan=2> "
    "<th> </td> </tr> </table> <ol> <ol\tstart=3> <ul> <li> </li> </ol> <h1> <h2> </h2> <b> </b> <strong> <s> <pre> </pre> "
    "<nav> </nav> <header> <footer> <main> <article> <script> </script> <style> <title> <textarea> <select> <option> <!-- --> "
    "<![CDATA[ ]]> &nbsp; &amp; &#x8b70; &# <span\tstyle='display:none'> <meta\tcharset='big5'> <a\thref='#'> <img\talt='決議'>"
).split(" ")  # fmt: skip
PDF = (
    "BT ET Tf Td TD Tm T* Tj TJ ' \" Tc Tw Tz TL Tr Ts q Q cm re m l S f B h Do BI ID EI W n obj endobj stream endstream xref "
    "trailer startxref %%EOF /Type /Page /Pages /Catalog /Kids /Count /Parent /MediaBox /Rotate /Resources /Font /F1 /Subtype "
    "/Type0 /Identity-H /ToUnicode /DescendantFonts /W /Length /Filter /FlateDecode /ASCIIHexDecode /XObject /Form /Encrypt "
    "/Root /Size /Prev /Contents /Annots << >> [ ] ( ) < > 0 R"
).split(" ")  # fmt: skip
NUMBERS = (
    "0",
    "1",
    "-1",
    "2",
    "9",
    "65535",
    "65536",
    "2147483648",
    "1e9",
    "0.0001",
    "99999999999999999999",
    "",
)
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp950",
    "big5hkscs",
    "gb18030",
    "utf-32",
)


def text(words: str, chance: random.Random, pool: Sequence[str], longest: int = 2000) -> str:
    """A few changes of lines and pieces; `pool` holds lines of other inputs. At most `longest` characters."""
    lines = words.split("\n")
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        _change_lines(lines, chance, pool)
    out = "\n".join(lines)
    # Short ones are read a hundred times in the time of a long one; all lengths are as frequent by their order.
    wanted = int(longest ** chance.uniform(0.3, 1.0))
    if len(out) > longest or (len(out) > wanted and chance.random() < 0.5):
        start = chance.randrange(max(1, len(out) - wanted))
        start = out.rfind("\n", 0, start) + 1
        out = out[start : start + wanted]
    return out


def _change_lines(lines: list[str], chance: random.Random, pool: Sequence[str]) -> None:
    """One change, in place."""
    at = chance.randrange(len(lines)) if lines else 0
    line = lines[at] if lines else ""
    place = chance.randrange(len(line) + 1)
    kind = chance.randrange(10 if lines else 1)
    if kind == 0:
        lines.insert(at, chance.choice(pool) if chance.random() < 0.6 else chance.choice(LINES))
    elif kind <= 2:
        lines[at] = line[:place] + chance.choice(LINES) + line[place:]
    elif kind == 3:
        lines[at] = chance.choice(LINES) + line
    elif kind == 4:
        del lines[at : at + chance.choice((1, 1, 2, 4))]
    elif kind == 5:
        lines[at:at] = lines[chance.randrange(len(lines)) :][: chance.choice((1, 2, 5))]
    elif kind == 6:
        end = min(len(line), place + chance.choice((1, 1, 2, 5)))
        lines[at] = line[:place] + line[end:]
    elif kind == 7:
        lines[at : at + 1] = [line[:place], line[place:]]
    elif kind == 8:
        lines[at : at + 2] = ["".join(lines[at : at + 2])]
    else:
        sign = chance.choice(
            (*" \t\u3000\u200b\ufeff：，。、（）「」①Ⅰ○■□", chr(chance.randrange(0x20, 0x2FFFF)))
        )
        lines[at] = line[:place] + sign + line[place + chance.randrange(2) :]


def marked(words: str, chance: random.Random, pieces: Sequence[str]) -> str:
    """Pieces of a mark-up put in, and stretches between its marks taken out, repeated, moved."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        cuts = [0, *(match.end() for match in re.finditer(r"[>\n]", words)), len(words)]
        one, two = sorted((chance.choice(cuts), chance.choice(cuts)))
        kind = chance.randrange(4)
        if kind == 0:
            piece = chance.choice(pieces).replace("\t", " ")
            words = words[:one] + piece + words[one:]
        elif kind == 1:
            words = words[:one] + words[min(two, one + 400) :]
        elif kind == 2:
            words = words[:two] + words[one : min(two, one + 400)] + words[two:]
        else:
            words = re.sub(
                r"\d+", lambda match: chance.choice((match.group(), *NUMBERS)) if chance.random() < 0.2 else match.group(), words
            )  # fmt: skip
    return words


def encoded(data: bytes, chance: random.Random, pool: Sequence[str], damage: Damage) -> bytes:
    """Text in an encoding: other words, another encoding, or other bytes."""
    if chance.random() < 0.4:
        return damage(data)
    words = data.decode(chance.choice(("utf-8", "utf-8", "utf-16", "cp950", "gb18030")), "ignore")
    return text(words, chance, pool).encode(chance.choice(ENCODINGS), "ignore")


def archive(data: bytes, chance: random.Random, pool: Sequence[str], damage: Damage) -> bytes:
    """A packed office file: one member changed as XML, or the file as bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            members: dict[str, bytes | str] = {name: opened.read(name) for name in opened.namelist()}
    except Exception:  # what an earlier change broke is changed further as bytes
        return damage(data)
    names = [name for name in members if name.endswith(".xml")]
    if not names or chance.random() < 0.05:
        return damage(data)
    # The text lies in the largest member, more often than not.
    name = max(names, key=lambda name: len(members[name])) if chance.random() < 0.6 else chance.choice(names)
    inside = members[name]
    assert isinstance(inside, bytes)
    if chance.random() < 0.1:
        members[name] = damage(inside)
    else:
        members[name] = xml(inside.decode("utf-8", "ignore"), chance, pool)
    if chance.random() < 0.02:
        del members[chance.choice(list(members))]
    return packed(members)


def xml(words: str, chance: random.Random, pool: Sequence[str]) -> str:
    """Still well-formed as a rule: whole elements repeated, moved or taken out, values and words changed."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        kind = chance.randrange(5)
        elements = list(re.finditer(r"<([\w:]+)(?:\s[^<>]*)?(?:/>|>[^<]*</\1>|>)", words))
        if not elements:
            return words
        one = chance.choice(elements)
        if kind == 0:
            words = _replaced(
                words, r">([^<>]{1,200})<", chance.choice(pool if chance.random() < 0.6 else LINES), chance
            )
        elif kind == 1:
            # Longer values are names of namespaces: without them all that follows is foreign.
            words = _replaced(words, r'="([^"<>]{0,30})"', chance.choice(NUMBERS), chance)
        elif kind == 2:
            start, end = _whole(words, one.start(), one.group(1))
            words = words[:end] + words[start:end] + words[end:]
        elif kind == 3:
            start, end = _whole(words, one.start(), one.group(1))
            words = words[:start] + words[end:]
        else:
            start, end = _whole(words, one.start(), one.group(1))
            other = chance.choice(elements)
            if not start < other.start() < end:
                words = words[: other.start()] + words[start:end] + words[other.start() :]
    return words[:60_000]


def _whole(words: str, start: int, name: str) -> tuple[int, int]:
    """Where the element that begins at `start` ends, as far as its name tells."""
    depth = 0
    for match in re.finditer(rf"<(/?){re.escape(name)}(?:\s[^<>]*?)?(/?)>", words[start : start + 20_000]):
        if match.group(1):
            depth -= 1
        elif not match.group(2):
            depth += 1
        if depth <= 0:
            return start, start + match.end()
    return start, start


def _replaced(words: str, pattern: str, value: str, chance: random.Random) -> str:
    """One match's group made another value."""
    found = list(re.finditer(pattern, words))
    if not found:
        return words
    match = chance.choice(found)
    value = value.replace("&", "&amp;").replace("<", "&lt;")
    return words[: match.start(1)] + value + words[match.end(1) :]


def pdf(data: bytes, chance: random.Random, pool: Sequence[str], damage: Damage) -> bytes:
    """A PDF whose streams are not packed: its words, numbers and lines changed; or the file as bytes."""
    if chance.random() < 0.2:
        return damage(data)
    words = data.decode("latin-1")
    for _ in range(chance.choice((1, 1, 2, 4))):
        kind = chance.randrange(5)
        lines = words.split("\n")
        at = chance.randrange(len(lines))
        if kind == 0:
            said = (
                chance.choice(pool if chance.random() < 0.7 else LINES)[:60]
                .encode("utf-16-be", "ignore")
                .hex()
            )
            words = _replaced(words, r"<([0-9a-fA-F]{4,})>", said, chance)
        elif kind == 1:
            words = _replaced(words, r"(?<![\w.])(-?\d+(?:\.\d+)?)(?![\w.])", chance.choice((*NUMBERS, str(chance.randrange(900)))), chance)  # fmt: skip
        elif kind == 2:
            words = "\n".join([*lines[:at], *lines[at : at + chance.choice((1, 2, 5))], *lines[at:]])
        elif kind == 3:
            words = "\n".join([*lines[:at], *lines[at + chance.choice((1, 1, 2)) :]])
        else:
            lines[at] += " " + chance.choice(PDF)
            words = "\n".join(lines)
    return words.encode("latin-1", "ignore")[:40_000]
