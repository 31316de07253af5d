"""Packed office files (zip): members are unpacked one by one, under limits, and their XML parsed defused."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from lieguan.errors import DamagedFile, EncryptedFile, FileTooLarge
from lieguan.sources.limits import MIB, Limits

if TYPE_CHECKING:
    from lxml import etree

_CHUNK = 64 * 1024
_ENCRYPTED = 0x1


class Package:
    """An open zip file. `place` names it in errors; `unpacked` counts bytes against the limit."""

    def __init__(self, data: bytes, place: str, limits: Limits) -> None:
        self.place = place
        self.limits = limits
        self.unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise self.damaged("the file is cut off or its directory is broken") from error
        self.names = frozenset(self._zip.namelist())
        if len(self._zip.infolist()) > limits.members:
            raise FileTooLarge(
                f"holds {len(self._zip.infolist()):,} members (limit {limits.members:,})",
                place=place, remedy="this is no document of an office program",
            )  # fmt: skip

    def damaged(self, problem: str) -> DamagedFile:
        """The error for a package that cannot be read."""
        return DamagedFile(
            problem, place=self.place, remedy="open it in the program that made it and save it again"
        )

    def read(self, name: str) -> bytes:
        """The bytes of one member, unpacked in pieces so that a bomb is stopped before it goes off."""
        info = self._member(name)
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedFile("asks for a password", place=self.place, remedy="save it without one")
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    self.unpacked += len(piece)
                    if size > self.limits.member_bytes or self.unpacked > self.limits.unpacked_bytes:
                        raise FileTooLarge(
                            f"unpacks to more than {min(self.limits.member_bytes, self.limits.unpacked_bytes) // MIB} MB",
                            place=self.place, remedy="save it again without its pictures, or raise the limit",
                        )  # fmt: skip
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise self.damaged(f"its part {name} is broken") from error
        return b"".join(pieces)

    def _member(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._zip.getinfo(name)
        except KeyError as error:
            raise self.damaged(f"its part {name} is missing") from error

    def xml(self, name: str) -> etree._Element:
        """The root element of one member."""
        return parse_xml(self.read(name), self.place, part=name)


def parse_xml(data: bytes, place: str, *, part: str = "") -> etree._Element:
    """The root of an XML file that a stranger sent: no DTD, no entity, no network.

    Raises DamagedFile for what is not well-formed and for any document type declaration, which neither
    OOXML (ECMA-376 part 2, 8.1.4) nor a conforming ODF package has.
    """
    from lxml import etree

    remedy = "open it in the program that made it and save it again"
    where = f"its part {part}" if part else "it"
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, strip_cdata=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFile(
            f"{where} is not well-formed XML ({' '.join(str(error.msg).split())})", place=place, remedy=remedy
        ) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise DamagedFile(
            f"{where} declares a document type, which office files never do", place=place, remedy=remedy
        )
    return root
