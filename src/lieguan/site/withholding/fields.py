"""Fields whose words can be withheld. The column is an ordinary one; what is read of a row is what the reader may read.

A model with such fields says in `withholding_keys` by which keys a row of it may be covered (models.Cover). Only the
reading of an attribute is changed: what is loaded and what is saved are the words themselves, so a row that somebody
without the right loads and saves is not harmed. What a query takes out beside the rows (values, values_list) does not
pass here: tests/repo/test_withholding.py refuses it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from lieguan.site.withholding import notices
from lieguan.site.withholding.reading import current


class _Read(DeferredAttribute):
    """The attribute of a row: its words, or the notice."""

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        found = super().__get__(instance, owner)
        if instance is None or not found:
            return found
        reader = current()
        if reader.sees_everything:
            return found
        return self.field.as_read(instance, found, reader)

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class Withheld(models.Field):
    """What such fields have in common.

    instead  the number of a subparagraph → what stands in the place of the words
    """

    descriptor_class = _Read
    stands_for: type[models.Field]

    def __init__(self, *args: Any, instead: Callable[[int], Any] = notices.paragraph, **kwargs: Any) -> None:
        self.instead = instead
        super().__init__(*args, **kwargs)

    def as_read(self, instance: Any, value: Any, reader: Any) -> Any:
        """What this reader reads of the value."""
        if not reader.covers:  # as on most sites, most of the time
            return value
        held = reader.hidden(*instance.withholding_keys(self.name))
        return value if held is None else self.instead(held.ground)

    def pre_save(self, model_instance: Any, add: bool) -> Any:  # noqa: ARG002 - Django's signature
        """The words themselves, whoever saves."""
        return model_instance.__dict__[self.attname]

    def deconstruct(self) -> Any:
        """As the column that it is, so that migrations know nothing of reading."""
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.stands_for.__name__}", args, kwargs


class WithheldText(Withheld, models.TextField):
    """A paragraph."""

    stands_for = models.TextField


class WithheldWords(Withheld, models.CharField):
    """A title, a name, a few words."""

    stands_for = models.CharField


class WithheldValue(Withheld, models.JSONField):
    """A JSON value."""

    stands_for = models.JSONField


class WithheldLink(Withheld, models.URLField):
    """An address elsewhere."""

    stands_for = models.URLField
