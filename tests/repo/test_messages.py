"""The English catalogue holds what the pages say, all of it translated, and is compiled."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import allauth
import polib
import pytest

from repo import tracked


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", tracked.ROOT / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MESSAGES = tool()
SITE = Path("src/lieguan/site")
OF_ALLAUTH = Path(allauth.__path__[0], "locale", "zh_Hant", "LC_MESSAGES", "django.po")


@pytest.fixture(scope="module")
def kept() -> polib.POFile:
    return polib.pofile(str(MESSAGES.SITE / MESSAGES.CATALOGUE))


def test_the_catalogue_holds_exactly_what_the_pages_say(kept: polib.POFile, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    for path in tracked.files(".py", ".html", ".txt", ".po"):
        if path.is_relative_to(SITE):
            target = copy / path.relative_to(SITE)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(tracked.ROOT / path, target)
    said = {(entry.msgctxt, entry.msgid) for entry in MESSAGES.gather(copy)}
    assert {(entry.msgctxt, entry.msgid) for entry in kept} == said, "run make messages"


def test_every_message_is_translated(kept: polib.POFile) -> None:
    assert MESSAGES.untranslated(kept) == []


@pytest.mark.parametrize("catalogue", [MESSAGES.CATALOGUE, MESSAGES.ALLAUTH], ids=lambda path: path.parts[2])
def test_a_compiled_catalogue_is_that_of_its_source(catalogue: Path) -> None:
    kept = polib.pofile(str(MESSAGES.SITE / catalogue))
    compiled = (MESSAGES.SITE / catalogue).with_suffix(".mo").read_bytes()
    assert compiled == MESSAGES.compiled(kept), "run make messages"


def test_each_word_put_in_the_place_of_allauths_is_one_that_it_says() -> None:
    """A message that allauth words anew would be put in nobody's place."""
    said = {(one.msgid, one.msgid_plural) for one in polib.pofile(str(OF_ALLAUTH))}
    own = polib.pofile(str(MESSAGES.SITE / MESSAGES.ALLAUTH))
    assert {(one.msgid, one.msgid_plural) for one in own} <= said
    effective = {one.msgid: one.msgstr for one in polib.pofile(str(OF_ALLAUTH))} | {
        one.msgid: one.msgstr for one in own
    }
    several = re.compile("階段認證|二階驗證|兩步驟|恢復碼|復原代碼")
    assert [words for words in effective.values() if several.search(words)] == []


def test_a_translation_keeps_what_is_filled_in(kept: polib.POFile) -> None:
    blanks = re.compile(r"%(?:\(\w+\))?[sd]|%%")
    for entry in kept:
        wanted = sorted(blanks.findall(entry.msgid))
        for english in [entry.msgstr, *entry.msgstr_plural.values()]:
            if english:
                assert sorted(blanks.findall(english)) == wanted, entry.msgid


def test_the_english_is_english(kept: polib.POFile) -> None:
    """Chinese stands in it only where it quotes what minutes say."""
    han = re.compile(r"[一-鿿]{6,}")
    examples = {
        "決定",
        "決議",
        "結論",
        "下次會議",
        "每季",
        "相關部會",
        "國家發展委員會",
        "行政院離島生活韌性推動小組",
    }
    for entry in kept:
        for english in [entry.msgstr, *entry.msgstr_plural.values()]:
            found = han.findall(english)
            assert all(any(words in example for example in examples) for words in found), entry.msgid
