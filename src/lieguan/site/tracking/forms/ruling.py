"""What the secretariat writes: recommendations, rulings entered by hand, errata."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lieguan.site.records.models import Clause
from lieguan.site.registry.fields import RocDateField
from lieguan.site.tracking.board import standing_duties
from lieguan.site.tracking.fields import DueField, parse_due
from lieguan.site.tracking.models import Duty, Item, Recommendation, choices
from lieguan.site.tracking.states import MOVES, ItemState, Needs, ReasonCode, RulingKind


class RecommendationForm(forms.Form):
    """The secretariat's recommendation 列管建議 on an item, for the next meeting."""

    kind = forms.ChoiceField(label=_("建議"))
    reason = forms.CharField(label=_("理由"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    reason_code = forms.ChoiceField(label=_("事由（不再列管）"), required=False)
    extend_to = RocDateField(label=_("展延至"), required=False)
    merge_into = forms.ModelChoiceField(label=_("併入"), required=False, queryset=Item.objects.none())
    hand_to = forms.CharField(label=_("移列的會議"), required=False, max_length=200)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, item: Item, recommendation: Recommendation | None = None, **kwargs: Any
    ) -> None:
        if recommendation:
            kwargs.setdefault(
                "initial",
                {
                    "kind": recommendation.kind,
                    "reason": recommendation.reason,
                    "reason_code": recommendation.reason_code,
                    "extend_to": recommendation.extend_to,
                    "merge_into": recommendation.merge_into_id,
                    "hand_to": recommendation.hand_to,
                    "version": recommendation.version,
                },
            )
        kwargs.setdefault("initial", {"version": 0})
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = kinds_for(item)
        fields["reason_code"].choices = [("", "—"), *choices(ReasonCode)]
        self.offer_items(item)

    def offer_items(self, item: Item) -> None:
        """The items to merge into."""
        fields: dict[str, Any] = self.fields
        fields["merge_into"].queryset = tracked_beside(item)

    def clean(self) -> dict[str, Any]:
        """What the kind needs: an extension its day, a merge its item, an ending its reason code."""
        given: dict[str, Any] = super().clean() or {}
        kind = given.get("kind")
        if kind == RulingKind.EXTEND and not given.get("extend_to"):
            self.add_error("extend_to", _("建議展延時請寫明展延至何日。"))
        needed = {
            Needs.MERGED_INTO: "merge_into",
            Needs.HANDED_TO: "hand_to",
            Needs.REASON_CODE: "reason_code",
        }
        _require_needs(self, kind, needed)
        # What another kind would need stays unsaid, also where it was typed before the kind was changed.
        for of, name in _OF_KIND.items():
            if kind != of and given.get(name):
                given[name] = None if name in {"merge_into", "extend_to"} else ""
        return given


_OF_KIND = {
    RulingKind.MERGE: "merge_into",
    RulingKind.HAND_OVER: "hand_to",
    RulingKind.END: "reason_code",
    RulingKind.EXTEND: "extend_to",
}


def kinds_for(item: Item) -> list[tuple[str, Any]]:
    """What a meeting may rule on an item in its state, as choices."""
    state = ItemState(item.state)
    return [(kind, label) for kind, label in choices(RulingKind) if state in MOVES[RulingKind(kind)].sources]


def tracked_beside(item: Item) -> Any:
    """The other tracked items of the body, which this one can be merged into."""
    return (
        Item.objects.filter(body=item.body_id, state=ItemState.TRACKED).exclude(pk=item.pk).order_by("number")
    )


def _require_needs(form: forms.Form, kind: str | None, fields: dict[Needs, str]) -> None:
    """An error beside each field that a ruling of this kind needs and that is empty."""
    words = {
        Needs.MERGED_INTO: _("併案時請選擇併入的事項。"),
        Needs.HANDED_TO: _("移列時請寫明移列的會議。"),
        Needs.REASON_CODE: _("不再列管時請選擇事由。"),
    }
    if not kind:
        return
    for need in MOVES[RulingKind(kind)].needs:
        name = fields.get(need)
        if name and not form.cleaned_data.get(name):
            form.add_error(name, words[need])


class ClauseChoice(forms.ModelChoiceField):
    """A clause, shown by its number and words."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Any) -> str:
        """決定 1：…"""
        return f"{obj.label} {obj.number}：{obj.text}" if obj.number else f"{obj.label}：{obj.text}"


class RulingForm(forms.Form):
    """A ruling 裁示 entered by hand: which clause of a meeting decided what on an item."""

    clause = ClauseChoice(label=_("依據的決議"), queryset=Clause.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("裁示"), widget=forms.RadioSelect)
    duties = forms.ModelMultipleChoiceField(
        label=_("僅及於下列機關"),
        required=False,
        queryset=Duty.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不勾選時，裁示及於全案。"),
    )
    merged_into = forms.ModelChoiceField(label=_("併入"), required=False, queryset=Item.objects.none())
    handed_to = forms.CharField(
        label=_("移列的會議"),
        required=False,
        max_length=200,
        help_text=_("填本網站上會議的名稱時，事項會在該會議開立為沿前列管，並相互連結。"),
    )
    due = DueField(label=_("裁示的期程"))
    reason_code = forms.ChoiceField(label=_("事由（不再列管）"), required=False)
    reason = forms.CharField(label=_("說明"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    delegated_act = forms.CharField(
        label=_("授權核定之文號或日期"),
        required=False,
        help_text=_("會議授權他人核定解除時，填核定的公文或日期。"),
    )
    accept = forms.BooleanField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: Item, clauses: QuerySet[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["clause"].queryset = clauses
        # An ended item can be resumed only; but minutes taken in late may rule on what it was then.
        fields["kind"].choices = choices(RulingKind)
        fields["duties"].queryset = standing_duties().filter(item=item)
        fields["handed_to"].widget.attrs["list"] = "bodies"
        fields["merged_into"].queryset = (
            Item.objects.filter(body=item.body_id).exclude(pk=item.pk).order_by("number")
        )
        fields["reason_code"].choices = [("", "—"), *choices(ReasonCode)]
        fields["version"].initial = item.version

    def clean(self) -> dict[str, Any]:
        """What the kind needs."""
        given: dict[str, Any] = super().clean() or {}
        needed = {
            Needs.MERGED_INTO: "merged_into",
            Needs.HANDED_TO: "handed_to",
            Needs.REASON_CODE: "reason_code",
        }
        _require_needs(self, given.get("kind"), needed)
        kind = given.get("kind")
        if kind and MOVES[RulingKind(kind)].ends:
            # A ruling that ends tracking sets no deadline; the field is hidden then.
            given["due"] = parse_due("")
        return given


class ErratumForm(forms.Form):
    """Taking back a ruling that was entered wrongly; it stays visible."""

    because = forms.CharField(
        label=_("勘誤理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("先前的登錄仍會顯示，並註明失效與理由；事項回到沒有這筆裁示時的狀態。"),
    )
