"""Minutes printed to every format give the record that the original gives: the ten with a gold record by LibreOffice,
the task force's own also with every number left to the word processor."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from html import escape
from pathlib import Path
from types import ModuleType

import pytest
from markdown_it import MarkdownIt

from conftest import Convert
from lieguan.engine import read
from lieguan.record.codec import to_json
from lieguan.sources import open_document
from lieguan.text.numbering import read_marker
from lieguan.text.width import folded
from office_files import docx, num, odt, p

pytestmark = [pytest.mark.real, pytest.mark.office]

NAME = "smart-nation-05"
#: Number styles of our markers, in DOCX and in ODT.
STYLES = {
    "han": ("taiwaneseCountingThousand", "一, 二, 三, ..."),
    "paren-han": ("taiwaneseCountingThousand", "一, 二, 三, ..."),
    "arabic": ("decimal", "1"),
    "paren-arabic": ("decimal", "1"),
}


@pytest.fixture(scope="module")
def source(real_minutes: Path) -> Path:
    return real_minutes / "minutes" / f"{NAME}.md"


@pytest.fixture(scope="module")
def score(real_minutes: Path) -> ModuleType:
    found = importlib.util.spec_from_file_location("score", real_minutes / "score.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def paragraphs(source: Path) -> list[tuple[str, str, int, str, int]]:
    """Each line of the minutes: style, shape, number and words behind the number, level of a heading."""
    document = open_document(source.read_bytes(), source.name)
    out = []
    for block in document.blocks:
        words = "".join(document.text[start:end] for start, end in block.spans)
        marker = read_marker(folded(words))
        level = block.level if block.kind == "heading" else 0
        if marker is None or marker.style not in STYLES:
            out.append(("", "", 0, words, level))
            continue
        shape = words[: marker.end].rstrip().replace(marker.printed, "%1", 1)
        out.append((marker.style, shape, marker.number, words[marker.end :], level))
    return out


def numbered_docx(source: Path) -> bytes:
    """The minutes with every number left to the word processor."""
    shapes: dict[tuple[str, str], int] = {}
    last: Counter[tuple[str, str]] = Counter()
    open_num: dict[tuple[str, str], int] = {}
    nums, body = "", ""
    count = 0
    for style, shape, number, words, level in paragraphs(source):
        about = f'<w:outlineLvl w:val="{level - 1}"/>' if level else ""
        if style:
            key = (style, shape)
            shapes.setdefault(key, len(shapes))
            if number != last[key] + 1 or key not in open_num:
                count += 1
                open_num[key] = count
                start = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{number}"/></w:lvlOverride>'
                nums += num(count, shapes[key], start)
            last[key] = number
            about += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{open_num[key]}"/></w:numPr>'
        body += p(escape(words), about)
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{at}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{STYLES[style][0]}"/><w:lvlText w:val="{shape}"/></w:lvl></w:abstractNum>'
        for (style, shape), at in shapes.items()
    )
    return docx(body, numbering=definitions + nums)


def numbered_odt(source: Path) -> bytes:
    """The minutes with every number left to LibreOffice."""
    shapes: dict[tuple[str, str], str] = {}
    body = ""
    for style, shape, number, words, level in paragraphs(source):
        tag = f'text:h text:outline-level="{level}"' if level else "text:p"
        paragraph = f"<{tag}>{escape(words)}</{tag.split(maxsplit=1)[0]}>"
        if style:
            name = shapes.setdefault((style, shape), f"L{len(shapes)}")
            item = f'<text:list-item text:start-value="{number}">{paragraph}</text:list-item>'
            paragraph = f'<text:list text:style-name="{name}">{item}</text:list>'
        body += paragraph
    styles = "".join(
        f'<text:list-style style:name="{name}"><text:list-level-style-number text:level="1" '
        f'style:num-format="{STYLES[style][1]}" style:num-prefix="{shape.partition("%1")[0]}" '
        f'style:num-suffix="{shape.partition("%1")[2]}"/></text:list-style>'
        for (style, shape), name in shapes.items()
    )
    return odt(body, styles)


def page(file: Path) -> str:
    """The document as a page of HTML that LibreOffice prints; what runs along the edge of a PDF stays behind."""
    if file.suffix == ".html":
        return file.read_text(encoding="utf-8")
    if file.suffix == ".md":
        inside = MarkdownIt("commonmark").enable("table").render(file.read_text(encoding="utf-8"))
    elif file.suffix == ".txt":
        inside = f"<pre>{escape(file.read_text(encoding='utf-8'))}</pre>"
    else:
        document = open_document(file.read_bytes(), file.name)
        blocks = [block for block in document.blocks if block.kind not in ("running-head", "page-number")]
        words = ["".join(document.text[a:b] for a, b in block.spans) for block in blocks]
        inside = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in words)
    return f"<html><head><meta charset='utf-8'></head><body>{inside}</body></html>"


@pytest.fixture(scope="module")
def printed(
    real_minutes: Path, libreoffice: Convert, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Path]]:
    """Every document that has a gold record, by format: as it is, and printed."""
    folder = tmp_path_factory.mktemp("printed")
    gold = {path.stem for path in (real_minutes / "gold").glob("*.json")}
    files = {path.stem: path for path in (real_minutes / "minutes").iterdir() if path.stem in gold}
    pages = []
    for stem, file in files.items():
        pages.append(folder / f"{stem}.html")
        pages[-1].write_text(page(file), encoding="utf-8")
    out = {"original": files, "odt": convert_all(libreoffice, pages, "odt", folder)}
    for target in ("docx", "pdf"):
        out[target] = convert_all(libreoffice, list(out["odt"].values()), target, folder)
    return out


def convert_all(libreoffice: Convert, files: list[Path], target: str, folder: Path) -> dict[str, Path]:
    """All in one run of LibreOffice, which takes longer to start than to convert."""
    libreoffice(files[0], target, folder, *files[1:])
    return {file.stem: folder / f"{file.stem}.{target}" for file in files}


def mean_f1(files: dict[str, Path], score: ModuleType, gold: Path) -> tuple[float, list[str]]:
    """Over all parts of all documents, and every difference."""
    tally, differences = score.Tally(), []
    for stem, file in files.items():
        (record,) = read(file)
        before = len(tally.differences)
        score.score(json.loads((gold / f"{stem}.json").read_text(encoding="utf-8")), to_json(record), tally)
        differences += [f"{stem}: {line}" for line in tally.differences[before:]]
        assert score.coverage(to_json(record))[2] == 0, f"{stem}: characters were lost"
    parts = [2 * right / (wanted + found) for right, wanted, found in tally.values() if wanted + found]
    return sum(parts) / len(parts), differences


def check(file: Path, score: ModuleType, gold: Path) -> None:
    records = read(file)
    assert len(records) == 1
    record = to_json(records[0])
    tally = score.Tally()
    score.score(json.loads(gold.read_text(encoding="utf-8")), record, tally)
    parts = [2 * right / (wanted + found) for right, wanted, found in tally.values() if wanted + found]
    differences = "\n".join(tally.differences)
    assert sum(parts) / len(parts) >= 0.98, differences
    assert score.coverage(record)[2] == 0, "characters were lost"


@pytest.mark.parametrize("target", ["odt", "docx", "pdf"])
def test_printed_by_libreoffice(
    target: str, printed: dict[str, dict[str, Path]], score: ModuleType, real_minutes: Path
) -> None:
    original, _ = mean_f1(printed["original"], score, real_minutes / "gold")
    found, differences = mean_f1(printed[target], score, real_minutes / "gold")
    assert found >= original - 0.01, "\n".join(differences)


@pytest.mark.parametrize("target", ["odt", "docx", "pdf"])
def test_printing_loses_no_character(target: str, printed: dict[str, dict[str, Path]]) -> None:
    file = printed["original"][NAME]
    wanted = Counter(file.read_text(encoding="utf-8").translate(str.maketrans("", "", "#* \n")))
    text = Counter(open_document(printed[target][NAME].read_bytes(), f"{NAME}.{target}").text)
    assert (wanted - text).total() <= 0.001 * wanted.total()


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_numbered_by_the_word_processor(
    kind: str, source: Path, score: ModuleType, real_minutes: Path, libreoffice: Convert, tmp_path: Path
) -> None:
    file = tmp_path / f"{NAME}.{kind}"
    file.write_bytes(numbered_docx(source) if kind == "docx" else numbered_odt(source))
    check(file, score, real_minutes / "gold" / f"{NAME}.json")
    plain = libreoffice(file, "txt:Text (encoded):UTF8", tmp_path).read_text(encoding="utf-8-sig")
    text = open_document(file.read_bytes(), file.name).text
    assert "".join(text.split()) == "".join(plain.split())
    printed_again = libreoffice(file, "pdf", tmp_path)
    check(printed_again, score, real_minutes / "gold" / f"{NAME}.json")
