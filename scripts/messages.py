"""Gather what the pages say into the English catalogue, and compile it; and the words put in the place of allauth's own.

    make messages

Says what is still to be translated; tests/repo/test_messages.py fails while anything is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

SITE = Path(__file__).parents[1] / "src" / "lieguan" / "site"
CATALOGUE = Path("project", "locale", "en", "LC_MESSAGES", "django.po")
# Written by hand: where allauth has several Chinese words for one thing on the pages that it brings along.
ALLAUTH = Path("project", "locale", "zh_Hant", "LC_MESSAGES", "django.po")


def gather(site: Path) -> polib.POFile:
    """The catalogue of the site in this folder, brought to what its source says (needs gettext)."""
    (site / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    locale = site / CATALOGUE.parts[0] / CATALOGUE.parts[1]
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "gathering_settings.py")
        settings.write_text(
            f"from lieguan.site.project.settings import *\nLOCALE_PATHS = [{str(locale)!r}]\n",
            encoding="utf-8",
        )
        subprocess.run(
            [
                sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-obsolete", "--no-location",
                "--no-wrap", "--verbosity", "0",
            ],
            cwd=site,
            env=os.environ
            | {"LIEGUAN_DATA": folder, "PYTHONPATH": folder, "DJANGO_SETTINGS_MODULE": settings.stem},
            check=True,
        )  # fmt: skip
    catalogue = polib.pofile(str(site / CATALOGUE), wrapwidth=0)
    for entry in catalogue:
        if entry.fuzzy:  # guessed from another message: nobody's translation
            entry.flags.remove("fuzzy")
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
    return catalogue


def compiled(catalogue: polib.POFile) -> bytes:
    """The catalogue as gettext reads it; the same for the same messages."""
    return bytes(catalogue.to_binary())


def untranslated(catalogue: polib.POFile) -> list[str]:
    """Messages without English words."""
    return [entry.msgid for entry in catalogue if not entry.translated()]


def without_dates(catalogue: polib.POFile) -> None:
    """Leave out what changes with each run."""
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
    ):
        catalogue.metadata.pop(name, None)
    catalogue.metadata |= {
        "Project-Id-Version": "lieguan",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    catalogue.header = "What the pages of lieguan say, in English."
    catalogue.metadata_is_fuzzy = False


def main() -> int:
    """Write both files; 1 where something is still to be translated."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(SITE, copy)
        catalogue = gather(copy)
    without_dates(catalogue)
    catalogue.sort(key=lambda entry: entry.msgid)
    target = SITE / CATALOGUE
    target.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(target))
    target.with_suffix(".mo").write_bytes(compiled(catalogue))
    (SITE / ALLAUTH).with_suffix(".mo").write_bytes(compiled(polib.pofile(str(SITE / ALLAUTH))))
    left = untranslated(catalogue)
    for message in left:
        print(f"to be translated: {message!r}", file=sys.stderr)
    print(f"{len(catalogue)} messages, {len(left)} to be translated")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
