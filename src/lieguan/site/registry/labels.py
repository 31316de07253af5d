"""The words for the choices of a row, without Django's making a table of all of them anew for each one that is asked."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from django.db.models import Field
from django.utils.encoding import force_str


class WithLabels(models.Model):
    """A model whose `get_…_display` are asked many times for one page."""

    class Meta:
        abstract = True

    # Field.contribute_to_class makes get_…_display of it.
    def _get_FIELD_display(self, field: Field[Any, Any]) -> str:  # noqa: N802 - Django's name
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@cache
def _labels(field: Field[Any, Any]) -> dict[Any, Any]:
    """{value: its words, in the language of who reads} of a field."""
    return dict(field.flatchoices)
