"""The package of an ODF file (version 1.2, that of CNS 15251): the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from lxml import etree

VERSION = "1.2"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def packed(media_type: str, parts: Mapping[str, bytes]) -> bytes:
    """The bytes of a file with these parts, all of them XML, and a manifest that names them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        # The media type comes first and uncompressed (ODF 1.2 part 3, 3.3), so that `file` can name the package.
        package.writestr(zipfile.ZipInfo("mimetype"), media_type, zipfile.ZIP_STORED)
        for name, part in (*parts.items(), ("META-INF/manifest.xml", _manifest(media_type, parts))):
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def serialised(root: etree._Element) -> bytes:
    """A part as bytes, without names of namespaces that nothing in it uses."""
    etree.cleanup_namespaces(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _manifest(media_type: str, parts: Iterable[str]) -> bytes:
    name = f"{{{_MANIFEST}}}"
    root = etree.Element(f"{name}manifest", {f"{name}version": VERSION}, nsmap={"manifest": _MANIFEST})
    whole = {f"{name}full-path": "/", f"{name}version": VERSION, f"{name}media-type": media_type}
    etree.SubElement(root, f"{name}file-entry", whole)
    for part in parts:
        etree.SubElement(
            root, f"{name}file-entry", {f"{name}full-path": part, f"{name}media-type": "text/xml"}
        )
    return serialised(root)
