"""The form of a meeting to come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lieguan.site.records.models import Meeting
from lieguan.site.registry.fields import RocDateField
from lieguan.site.registry.models import Body


class MeetingForm(forms.Form):
    """What is known of a meeting before its minutes are there; of a held meeting only its kind is asked."""

    title = forms.CharField(label=_("名稱"), max_length=300)
    kind = forms.ChoiceField(label=_("會議性質"), choices=Meeting.Kind.choices)
    ordinal = forms.IntegerField(label=_("次"), min_value=1, max_value=9999, required=False)
    starts_on = RocDateField(label=_("日期"), required=False)
    place = forms.CharField(label=_("地點"), max_length=300, required=False)

    def __init__(self, *args: Any, body: Body, meeting: Meeting | None = None, **kwargs: Any) -> None:
        last = (
            body.meetings.exclude(state=Meeting.State.WITHDRAWN)
            .exclude(ordinal=None)
            .order_by("-starts_on")
            .first()
        )
        number = last.ordinal + 1 if last and last.ordinal else None
        initial: dict[str, Any] = {
            "title": f"{body.name}第{number}次會議" if number else f"{body.name}會議",
            "ordinal": number,
        }
        if meeting is not None:
            initial = {
                key: getattr(meeting, key) for key in ("title", "kind", "ordinal", "starts_on", "place")
            }
        super().__init__(*args, initial=initial, **kwargs)
        if meeting is not None and meeting.state != Meeting.State.PLANNED:
            for name in ("title", "ordinal", "starts_on", "place"):
                del self.fields[name]
