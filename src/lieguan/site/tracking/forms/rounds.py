"""What the secretariat fills in about a round: whom it asks, by when, and what it recommends row by row."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lieguan.site.records.models import Meeting
from lieguan.site.records.queries import planned_meetings
from lieguan.site.registry.fields import RocDateField
from lieguan.site.registry.models import Body
from lieguan.site.tracking.asking import Round, usual_days
from lieguan.site.tracking.forms.ruling import RecommendationForm, tracked_beside
from lieguan.site.tracking.models import Item, Progress
from lieguan.site.tracking.rounds import FURTHEST
from lieguan.site.tracking.states import ItemState, RulingKind

_DAY = re.compile(r"-?\d{1,3}")


class DaysField(forms.CharField):
    """Days before a due date, parted by 、; behind the due date with a minus sign. Cleans to a list of numbers."""

    def prepare_value(self, value: Any) -> Any:
        """14、7、1、-1."""
        return "、".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        """The days that were typed."""
        text = str(super().clean(value)).replace("－", "-").replace("−", "-")
        parts = [part for part in re.split(r"[、,，;；\s]+", text) if part]
        if not all(_DAY.fullmatch(part) and abs(int(part)) <= FURTHEST for part in parts):
            raise ValidationError(
                _("請填日數，以「、」分隔；期限後以負數表示，最多%(most)s日。"), params={"most": FURTHEST}
            )
        return [int(part) for part in parts]


class RoundForm(forms.Form):
    """Opening a round, or changing it. `asked` holds the items that are ticked; the others are left out."""

    meeting = forms.ModelChoiceField(
        label=_("提報的會議"), required=False, queryset=Meeting.objects.none(), empty_label=_("尚未排定")
    )
    due_on = RocDateField(label=_("填報期限"))
    note = forms.CharField(
        label=_("說明"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("各機關填報時會看到，例如應附的佐證或格式。"),
    )
    remind_days = DaysField(
        label=_("提醒日"),
        required=False,
        help_text=_("期限前幾日寄信提醒尚未填報的機關，期限後以負數表示。例：14、7、1、-1"),
    )
    asked = forms.ModelMultipleChoiceField(
        label=_("請機關填報的事項"),
        queryset=Item.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, body: Body, round_: Round | None, **kwargs: Any) -> None:
        self.items = Item.objects.filter(body=body, state=ItemState.TRACKED).order_by("number")
        meetings = planned_meetings(body)
        out = set(round_.left_out.values_list("pk", flat=True)) if round_ else set()
        chosen = round_.meeting if round_ and round_.meeting else meetings.first()
        kwargs.setdefault(
            "initial",
            {
                "meeting": chosen,
                "due_on": round_.due_on if round_ else None,
                "note": round_.note if round_ else "",
                "remind_days": round_.remind_days if round_ else usual_days(),
                "asked": [item.pk for item in self.items if item.pk not in out],
                "version": round_.version if round_ else None,
            },
        )
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["meeting"].queryset = meetings
        fields["asked"].queryset = self.items

    def clean_due_on(self) -> Any:
        """A day to come: nobody can report by a day that is over."""
        due = self.cleaned_data["due_on"]
        if due and due < timezone.localdate() and due != self.initial.get("due_on"):
            raise ValidationError(_("填報期限已過；請填今天以後的日期。"))
        return due

    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        given = self.cleaned_data
        asked = set(given["asked"].values_list("pk", flat=True))
        return {
            "meeting": given["meeting"],
            "due_on": given["due_on"],
            "note": given["note"],
            "remind_days": given["remind_days"],
            "left_out": [item.pk for item in self.items if item.pk not in asked],
            "version": given["version"],
        }


class RowForm(RecommendationForm):
    """The recommendation in the item's row of a round: an item to merge into is named by its number there.

    Where nothing is recommended yet, the wish of an agency is offered, with its reason.
    """

    merge_into = forms.IntegerField(label=_("併入事項的編號"), required=False, min_value=1)

    def __init__(self, *args: Any, item: Item, wishes: list[Progress] | None = None, **kwargs: Any) -> None:
        self.item = item
        kwargs.setdefault("prefix", f"item-{item.pk}")
        super().__init__(*args, item=item, **kwargs)
        recommendation = kwargs.get("recommendation")
        if recommendation and recommendation.merge_into:
            self.initial["merge_into"] = recommendation.merge_into.number
        if recommendation is None:
            wish = next(iter(wishes or ()), None)
            self.initial |= {
                "kind": wish.wish if wish else RulingKind.TRACK,
                "reason": wish.wish_reason if wish else "",
                "extend_to": wish.wish_until if wish else None,
            }
        fields: dict[str, Any] = self.fields
        fields["reason"].widget.attrs["rows"] = 2

    def offer_items(self, item: Item) -> None:
        """No list of items in every row: the number is typed."""

    def clean_merge_into(self) -> Item | None:
        """The tracked item of this number."""
        number = self.cleaned_data["merge_into"]
        if number is None:
            return None
        found: Item | None = tracked_beside(self.item).filter(number=number).first()
        if found is None:
            raise ValidationError(_("沒有這個編號的列管中事項。"))
        return found


class WithdrawPapersForm(forms.Form):
    """Why issued papers are taken back."""

    reason = forms.CharField(label=_("收回理由"), widget=forms.Textarea(attrs={"rows": 2}))
