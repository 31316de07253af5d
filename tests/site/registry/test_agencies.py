"""Agencies of the site's own: the setting LIEGUAN_LEXICON, in the registry, in reading and at the start."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from lieguan.errors import LexiconError
from lieguan.lexicon.agencies import COLUMNS
from lieguan.site.records.reading import read_apart
from lieguan.site.registry.agencies import ensure, known

OWN = ",".join(COLUMNS) + "\n海岸韌性推動辦公室,海韌辦,,行政院,2020-01-01,,,,,a decree,2026-11-27,\n"
MINUTES = """海岸韌性推動小組第2次會議紀錄
時間：114年3月14日上午10時
討論事項
案由一：潮位站增設案
決議：請海韌辦於年底前提出計畫。
"""


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Path:
    """A site that names one file of agencies."""
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    settings.LEXICON = [path]
    return path


def test_minutes_are_read_with_the_sites_own_agencies(own: Path, tmp_path: Path) -> None:
    path = tmp_path / "第2次.txt"
    path.write_text(MINUTES, encoding="utf-8")
    (record,) = read_apart(path, path.name)
    (clause,) = record["resolutions"][0]["clauses"]
    assert [agency["name"] for agency in clause["agencies"]] == ["海岸韌性推動辦公室"]
    assert record["made_by"]["lexicon"].startswith("2026-11+")


@pytest.mark.django_db
def test_the_registry_makes_an_agency_from_the_sites_own_row(own: Path) -> None:
    agency = ensure("海岸韌性推動辦公室", date(2025, 3, 14))
    assert (agency.short_name, agency.valid_from) == ("海韌辦", date(2020, 1, 1))


def test_without_the_setting_the_package_is_alone(settings: Any) -> None:
    assert settings.LEXICON == []
    assert known().resolve("海韌辦") is None


def test_a_file_that_cannot_be_read_stops_the_start(own: Path, settings: Any) -> None:
    settings.LEXICON = [own.with_name("missing.csv")]
    with pytest.raises(LexiconError, match="missing\\.csv"):
        apps.get_app_config("registry").ready()
