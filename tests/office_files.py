"""Office files written by hand, part by part, so that a test says exactly what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_PARTS = {
    "styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes",
    "settings": "settings", "header": "hdr", "footer": "ftr",
}  # fmt: skip

_O = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF = " ".join(
    f'xmlns:{prefix}="{_O}{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip
_ODF += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def packed(members: Mapping[str, bytes | str], stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    """A zip file with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A DOCX whose body, styles, numbering, footnotes, header … hold this XML; w:, r:, mc: are declared."""
    relations = []
    types = [_type("word/document.xml", "document.main")]
    members: dict[str, bytes | str] = {}
    for name, inside in parts.items():
        kind = name.rstrip("0123456789")
        root = _PARTS[kind]
        members[f"word/{name}.xml"] = f"<w:{root} {_NAMESPACES}>{inside}</w:{root}>"
        types.append(_type(f"word/{name}.xml", kind))
        relations.append(f'<Relationship Id="{name}" Type="{_R}/{kind}" Target="{name}.xml"/>')
    packages = "http://schemas.openxmlformats.org/package/2006"
    members |= {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{"".join(types)}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="d" '
        f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{packages}/relationships">{"".join(relations)}'
        "</Relationships>",
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    return packed(members)


def _type(part: str, kind: str) -> str:
    named = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    return f'<Override PartName="/{part}" ContentType="{named}"/>'


def p(words: str, properties: str = "") -> str:
    """A paragraph of WordprocessingML."""
    about = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{about}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def listed(num: int, level: int = 0) -> str:
    """Paragraph properties that put it into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'


def abstract(number: int, *levels: tuple[str, str], more: str = "") -> str:
    """A list definition with levels of (number style, text)."""
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{inside}{more}</w:abstractNum>'


def num(number: int, definition: int, more: str = "") -> str:
    """A list that follows a definition."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{more}</w:num>'


def odt(body: str, automatic: str = "", common: str = "", masters: str = "", **members: str) -> bytes:
    """An ODT whose text, styles and page layouts hold this XML; text:, table:, style:, draw: are declared."""
    return packed(
        {
            "mimetype": ODT_TYPE,
            "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_ODF}><office:styles>{common}</office:styles>"
            f"<office:master-styles>{masters}</office:master-styles></office:document-styles>",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_O}manifest:1.0"><m:file-entry m:full-path="/" '
            f'm:media-type="{ODT_TYPE}"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
            '<m:file-entry m:full-path="styles.xml" m:media-type="text/xml"/></m:manifest>',
            **members,
        }
    )


def flat_odt(body: str) -> bytes:
    """A flat ODT: one XML file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_ODF} office:mimetype="{ODT_TYPE}">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()
