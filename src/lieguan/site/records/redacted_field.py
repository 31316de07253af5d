"""The record of a version as its reader may read it."""

from __future__ import annotations

from typing import Any

from lieguan.site.records.redaction import redacted
from lieguan.site.withholding import notices
from lieguan.site.withholding.fields import WithheldValue


class RecordField(WithheldValue):
    """A lieguan-record/1; the row has `uids`, and `minutes_id` by which its file may be restricted."""

    def as_read(self, instance: Any, value: Any, reader: Any) -> Any:
        """The record without what this reader may not read; made once for each row and reader."""
        made = instance.__dict__.get("_read_as")
        if made is not None and made[0] is reader and made[1] is value:
            return made[2]
        paragraphs = {
            local: (notices.paragraph(held.ground), notices.word(held.ground))
            for local, held in reader.hidden_in_version(instance.uids).items()
        }
        held = reader.hidden(f"minutes:{instance.minutes_id}")
        rest = notices.title(held.ground) if held else ""
        found = redacted(value, paragraphs, rest) if paragraphs or rest else value
        instance.__dict__["_read_as"] = (reader, value, found)
        return found
