"""The words of a row's choices are Django's, in the language of who reads."""

from __future__ import annotations

import pytest
from django.db import models
from django.utils import translation

from lieguan.site.registry.labels import WithLabels
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation, Ruling

FIELDS = [
    (model, field)
    for model in (Item, Duty, Ruling, Progress, Recommendation)
    for field in model._meta.fields
    if field.choices
]


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize(
    ("model", "field"),
    FIELDS,
    ids=lambda one: getattr(one, "name", one.__name__ if isinstance(one, type) else ""),
)
def test_they_are_djangos(model: type[WithLabels], field: models.Field, language: str) -> None:
    with translation.override(language):
        for value in (*(value for value, _words in field.flatchoices), "", "unheard-of", None):
            row = model(**{field.attname: value})
            said = getattr(row, f"get_{field.name}_display")()
            assert said == models.Model._get_FIELD_display(row, field)
