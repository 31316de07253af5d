"""bytes -> str for the formats that do not say their encoding themselves.

Cheap and strict checks first (byte order marks, UTF-8, UTF-16 by its zero bytes, Big5 against GB18030 by
how common the characters come out), the guess of a library last. Big5 as Taiwanese offices write it is
Windows code page 950 with characters of their own making (造字) in the user-defined rows; those become
the private-use characters that Windows shows for them.
"""

from __future__ import annotations

import codecs
import re

from lieguan.errors import DamagedFile

#: At most one undecodable place in this many characters is let stand (as U+FFFD); more is another format.
_TOLERATED = 1000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Characters that hardly any page of Chinese is without, in both scripts; what a wrong encoding gives is
# spread over thousands of rare ones instead.
#: The characters that any text in Chinese is full of.
COMMON = frozenset(
    "的一是不在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作里"
    "用道行所然家種事成方多經么去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實"
    "日月時間點午星期次第二三四五六七八九十百千萬元號條項款案由決議會議紀錄記錄主席委員出列席請假單位機關報告"
    "討論臨時動議散結論裁示說明辦理持續管解除追蹤情形各相關本府院局處長市縣政府科技數位計畫及與或等依據附件"
    "这个们来为国说时会对发后经学现当没动还进样开从实间点议纪录报讨论临结说办续关踪情处长县数计划与据"
    "，。、：；「」（）！？　"
)

# The user-defined rows of code page 950 and the private-use character of their first code (Microsoft's table).
_OWN_ROWS = ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8), (0xC6, 0xC8, 0xF672))

_NOT_OF_PAGES = ("idna", "punycode", "raw-unicode-escape", "unicode-escape")

_USUAL = re.compile(
    r"[\t\n\r\f\x20-\x7e\xa0-\xff\u2000-\u206f\u2460-\u25ff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
)
_ETEN = re.compile(rb"[\xc6-\xc8][\xa1-\xfe]")
_BIG5 = re.compile(
    rb"(?P<eten>(?:[\xc6-\xc8][\xa1-\xfe])+)"
    rb"|(?:[\x00-\x80]|[\x81-\xc5\xc9-\xfe][\x40-\xff]|[\xc6-\xc8][\x40-\xa0])+"
)


def decode(data: bytes, place: str, *, declared: str | None = None) -> str:
    """The text of `data`; `declared` is the encoding that the document names for itself.

    Line ends become one line feed each. Raises DamagedFile, with the place of the first bad byte, where
    no encoding fits; a few undecodable places are left as U+FFFD, which `lieguan check` shows.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lines(_lenient(data[len(mark) :], encoding, place))
    for encoding in _candidates(data, declared):
        try:
            return _lines(_strict(data, encoding))
        except UnicodeDecodeError:
            continue
    return _lines(_best_effort(data, place))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _candidates(data: bytes, declared: str | None) -> list[str]:
    wide = _utf16_without_mark(data)
    if wide:
        return [wide]
    # What is valid UTF-8 and not plain ASCII is UTF-8, whatever the page says of itself.
    out = ["utf-8"]
    if declared:
        out.append(_known(declared))
    scored = sorted(("cp950", "gb18030"), key=lambda name: -_plausible(data, name))
    return out + [name for name in scored if _plausible(data, name) > 0.2]


def _known(declared: str) -> str:
    """The Python codec of a declared name; a page that says big5 or gb2312 means the Windows code page.

    UTF-8 where there is none, or one that is Python's own and no encoding of pages.
    """
    name = declared.strip().strip("\"'").lower().replace("_", "-")
    name = {"big5": "cp950", "big5-hkscs": "cp950", "gb2312": "gb18030", "gbk": "gb18030"}.get(name, name)
    try:
        b"a".decode(name, "ignore")  # some codecs (hex, zip) are not of text
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if codec in _NOT_OF_PAGES else codec


def is_wide(data: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32, whose text holds zero bytes."""
    return any(data.startswith(mark) for mark, _ in _MARKS[1:]) or _utf16_without_mark(data) is not None


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 has a zero byte in every line feed, space, digit and Latin letter; read the wrong way round its
    characters are spread over scripts that no minutes mix."""
    head = data[: min(len(data), 20_000) // 2 * 2]
    if len(head) < 4 or b"\x00" not in head:
        return None
    shares = {name: _usual(head.decode(name, "replace")) for name in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > 0.8 else None


def _usual(text: str) -> float:
    """The share of Latin, Han and kana characters, their punctuation and white space."""
    return len(_USUAL.findall(text)) / len(text)


def _plausible(data: bytes, encoding: str) -> float:
    """The share of common characters among those that are not ASCII, 0 to 1."""
    head = data[:20_000]
    for cut in range(4):  # a head that was cut inside a character says nothing against the encoding
        try:
            text = _strict(head[: len(head) - cut], encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        return 0.0
    wide = [char for char in text if ord(char) > 0x7F]
    return sum(char in COMMON for char in wide) / len(wide) if wide else 0.0


def _strict(data: bytes, encoding: str) -> str:
    if encoding != "cp950":
        return data.decode(encoding)
    if not _ETEN.search(data):
        return data.decode("cp950", "lieguan.own-characters")
    pieces, at = [], 0
    for match in _BIG5.finditer(data):
        # ①, ⑴ and the kana stand where ETEN put them; Python's table for code page 950 has others there.
        codec = "big5hkscs" if match["eten"] else "cp950"
        try:
            pieces.append(match[0].decode(codec, "lieguan.own-characters"))
        except UnicodeDecodeError as error:
            raise UnicodeDecodeError(codec, data, at + error.start, at + error.end, error.reason) from error
        at = match.end()
    if at < len(data):
        raise UnicodeDecodeError(encoding, data, at, at + 1, "cut off")
    return "".join(pieces)


def _own_characters(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the user-defined rows of Big5 become private-use characters."""
    if not isinstance(error, UnicodeDecodeError) or error.start + 1 >= len(error.object):
        raise error
    lead, trail = error.object[error.start], error.object[error.start + 1]
    column = trail - 0x40 if 0x40 <= trail <= 0x7E else trail - 0x62 if 0xA1 <= trail <= 0xFE else -1
    for first, last, base in _OWN_ROWS:
        if first <= lead <= last and column >= 0:
            return chr(base + (lead - first) * 157 + column), error.start + 2
    raise error


codecs.register_error("lieguan.own-characters", _own_characters)


def _best_effort(data: bytes, place: str) -> str:
    """Nothing fits to the last byte: the nearest encoding with the bad places kept visible, or an error."""
    best = max(("utf-8", "cp950", "gb18030"), key=lambda name: _closeness(data, name))
    if _closeness(data, best) > 0.2:
        return _lenient(data, best, place)
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:200_000]).best()
    return _lenient(data, guess.encoding if guess else "utf-8", place)


def _closeness(data: bytes, encoding: str) -> float:
    wide = [char for char in data[:20_000].decode(encoding, "replace") if ord(char) > 0x7F]
    return sum(char in COMMON for char in wide) / len(wide) if wide else 0.0


def _lenient(data: bytes, encoding: str, place: str) -> str:
    try:
        return _strict(data, encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        bad = len(re.findall("\ufffd+", text))
        if bad > 1 + len(text) // _TOLERATED:
            line = data.count(b"\n", 0, error.start) + 1
            raise DamagedFile(
                f"bytes that no encoding explains, first at byte {error.start} (line {line}, read as {encoding})",
                place=place,
                remedy="save it as UTF-8 text and try again",
            ) from error
        return text
