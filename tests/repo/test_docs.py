"""The documents: links that lead somewhere, commands that exist, numbers in order, settings all named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from repo import tracked

PAGES = tracked.files(".md")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: str) -> set[str]:
    """The anchors that a page's headings make, as GitHub makes them."""
    found = set()
    for heading in re.findall(r"^#+ +(.+)$", page, re.MULTILINE):
        plain = re.sub(r"[`*\[\]]|\(.*?\)", "", heading).strip().lower()
        found.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return found


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    for match in LINK.finditer(tracked.text(page)):
        target = match.group(1) or match.group(2)
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        at = (tracked.ROOT / page.parent / name).resolve() if name else tracked.ROOT / page
        assert at.exists(), f"{page} links to {target}, which is not there"
        if anchor:
            assert anchor in anchors(at.read_text(encoding="utf-8")), (
                f"{page} links to {target}: no such heading"
            )


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_json_of_the_documents_is_json(page: Path) -> None:
    for block in re.findall(r"^```json\n(.*?)^```", tracked.text(page), re.MULTILINE | re.DOTALL):
        json.loads(block)


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", tracked.text(Path("Makefile")), re.MULTILINE))
    for page in PAGES:
        fenced = re.findall(r"^```\w*\n(.*?)^```", tracked.text(page), re.MULTILINE | re.DOTALL)
        inline = re.findall(r"`([^`\n]+)`", tracked.text(page))
        for code in (*fenced, *inline):
            for named in re.findall(r"(?:^|\s)make ([a-z-]+)", code):
                assert named in targets, f"{page} names make {named}"


def test_every_make_target_has_its_line_of_help() -> None:
    makefile = tracked.text(Path("Makefile"))
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    targets = set(phony.group(1).split()) - {"help"}
    assert targets == set(re.findall(r'@echo "make ([a-z-]+)', makefile))
    assert targets <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_every_page_is_reached_from_the_index() -> None:
    index = tracked.text(Path("docs/README.md"))
    listed = {str(Path("docs") / target) for target, _ in LINK.findall(index)}
    pages = {str(page) for page in PAGES if page.parts[0] == "docs" and "decisions" not in page.parts}
    assert pages - {"docs/README.md"} - listed == set()


def test_decisions_are_numbered_without_a_gap_and_have_four_headings() -> None:
    decisions = sorted(
        page for page in PAGES if page.parent == Path("docs/decisions") and page.name[0].isdigit()
    )
    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        written = tracked.text(page)
        assert written.startswith(f"# {int(page.name[:4])}. "), page
        assert re.search(r"^Status: (accepted|replaced by \d+)$", written, re.MULTILINE), page
        assert re.findall(r"^## (.+)$", written, re.MULTILINE) == ["Context", "Decision", "Rejected"], page


def test_the_changelog_speaks_of_what_comes_next_and_of_this_version() -> None:
    changelog = tracked.text(Path("CHANGELOG.md"))
    headings = re.findall(r"^## (.+)$", changelog, re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert re.search(r"^## \[Unreleased\]\n+### \w+\n+- \S", changelog, re.MULTILINE)


def test_every_setting_of_the_environment_is_described() -> None:
    """Those of the site, all of them; and none that nothing reads. How long tests run may be set besides."""
    page = tracked.text(Path("docs/reference/settings.md"))
    described = set(re.findall(r"^\| `(LIEGUAN_[A-Z_]+)`", page, re.MULTILINE))
    used = {
        folder: {
            name
            for path in tracked.files(".py")
            if path.parts[0] == folder
            for name in re.findall(r"\bLIEGUAN_[A-Z_]+[A-Z]\b", tracked.text(path))
        }
        for folder in ("src", "tests")
    }
    assert used["src"] - described == set()
    assert described - used["src"] - used["tests"] == set()


def test_what_chinese_pages_quote_from_the_screen_is_on_the_screen() -> None:
    """「確認紀錄」 in a page for users is what the button says, or what minutes say (LANGUAGE)."""
    catalogue = tracked.text(Path("src/lieguan/site/project/locale/en/LC_MESSAGES/django.po"))
    said = set(re.findall(r'^msgid "(.*)"$', catalogue, re.MULTILINE))
    language = {
        "第○次會議紀錄",
        "其餘",
        "相關部會",
        "等",
        "併案",
        "（尚未提報）",
        "已逾期",
        "沿前列管",
        "—",
        "",
    }
    for page in (Path("docs/start/first-day.md"), *(p for p in PAGES if p.parent == Path("docs/how-to"))):
        for quoted in re.findall("「([^「」]*)」", tracked.text(page)):
            assert quoted in said | language, f"{page} quotes 「{quoted}」, which no page says"
