"""The forms of tracking's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry.fields import RocDateField
from lieguan.site.registry.models import Body
from lieguan.site.tracking import board
from lieguan.site.tracking.lights import Light
from lieguan.site.tracking.models import Item, Progress, Recommendation, choices
from lieguan.site.tracking.states import MOVES, DutyRole, ItemState, Needs, ReasonCode, RulingKind

ANY = ("", _("不限"))


class BoardForm(forms.Form):
    """What narrows the board. Without anything asked, the items that are still tracked are shown."""

    words = forms.CharField(label=_("字詞"), required=False, max_length=100)
    agency = forms.TypedChoiceField(label=_("機關"), required=False, coerce=int, empty_value=None)
    role = forms.ChoiceField(label=_("分工"), required=False, choices=[ANY, *choices(DutyRole)])
    due = forms.ChoiceField(label=_("期程"), required=False)
    meeting = forms.TypedChoiceField(label=_("會議"), required=False, coerce=int, empty_value=None)
    group = forms.ChoiceField(label=_("分組"), required=False)
    state = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    sort = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agency"].choices = [ANY, *((agency.pk, agency.name) for agency in board.agencies(body))]
        fields["meeting"].choices = [ANY, *((meeting.pk, meeting.title) for meeting in board.meetings(body))]
        fields["due"].choices = [
            ANY,
            *choices(Light),
            (board.NEXT_MEETING, _("下次會議")),
            (board.RECURRING, _("定期")),
        ]
        groups = board.groups(body)
        fields["group"].choices = [ANY, *((group, group) for group in groups)]
        if not groups:
            del fields["group"]
        fields["state"].choices = [("", ""), (board.ALL, ""), *((state.value, "") for state in ItemState)]
        fields["sort"].choices = [
            ("", ""),
            *((f"{sign}{name}", "") for name in board.SORTS for sign in ("", "-")),
        ]

    def filters(self) -> board.Filters:
        """What was asked for; a field that makes no sense counts as not asked."""
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        state = given.get("state") or ItemState.TRACKED.value
        return board.Filters(
            agency=given.get("agency"),
            role=given.get("role", ""),
            state="" if state == board.ALL else state,
            due=given.get("due", ""),
            meeting=given.get("meeting"),
            group=given.get("group", ""),
            words=given.get("words", ""),
            sort=given.get("sort") or "number",
        )


class ProgressForm(forms.Form):
    """A progress report 辦理情形 as an agency desk writes it."""

    text = forms.CharField(
        label=_("辦理情形"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("已完成的事請附佐證；尚在研議或將來才辦理的事請寫明日期。"),
    )
    status = forms.ChoiceField(
        label=_("辦理狀態"), choices=Progress.Status.choices, initial=Progress.Status.UNDER_WAY
    )
    percentage = forms.IntegerField(
        label=_("完成百分比"), required=False, min_value=0, max_value=100, help_text=_("可量化的事項才填。")
    )
    as_of = RocDateField(label=_("資料日期"))
    next_step = forms.CharField(label=_("下一步"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    next_step_on = RocDateField(label=_("下一步日期"), required=False)
    wish = forms.ChoiceField(label=_("機關建議"), required=False)
    wish_until = RocDateField(label=_("展延至"), required=False)
    wish_reason = forms.CharField(
        label=_("建議理由"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    WISHES = (RulingKind.RELEASE, RulingKind.EXTEND, RulingKind.HAND_OVER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["wish"].choices = [
            ("", _("無")),
            *((kind, label) for kind, label in choices(RulingKind) if kind in self.WISHES),
        ]
        fields["as_of"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """A wish has its reason; an extension its date."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("wish") and not given.get("wish_reason"):
            self.add_error("wish_reason", _("提出建議時請寫明理由。"))
        if given.get("wish") == RulingKind.EXTEND and not given.get("wish_until"):
            self.add_error("wish_until", _("建議展延時請寫明展延至何日。"))
        return given


class EvidenceForm(forms.Form):
    """One piece of evidence 佐證資料: a file, or a link with the day that it was looked at."""

    shows = forms.CharField(label=_("這份資料顯示什麼"), max_length=500)
    file = forms.FileField(label=_("檔案"), required=False)
    link = forms.URLField(label=_("或網址"), required=False, max_length=2000, assume_scheme="https")
    as_of = RocDateField(label=_("資料日期"), required=False)

    def clean(self) -> dict[str, Any]:
        """A file or a link, one of them."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("file")) == bool(given.get("link")) and not self.errors:
            raise ValidationError(_("請附檔案或填網址，擇一。"))
        return given


class RecommendationForm(forms.Form):
    """The secretariat's recommendation 列管建議 on an item, for the next meeting."""

    kind = forms.ChoiceField(label=_("建議"))
    reason = forms.CharField(label=_("理由"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    reason_code = forms.ChoiceField(label=_("事由（不再列管）"), required=False)
    extend_to = RocDateField(label=_("展延至"), required=False)
    merge_into = forms.ModelChoiceField(label=_("併入"), required=False, queryset=Item.objects.none())

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
                },
            )
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = kinds_for(item)
        fields["reason_code"].choices = [("", "—"), *choices(ReasonCode)]
        fields["merge_into"].queryset = tracked_beside(item)

    def clean(self) -> dict[str, Any]:
        """What the kind needs: an extension its day, a merge its item, an ending its reason code."""
        given: dict[str, Any] = super().clean() or {}
        kind = given.get("kind")
        if kind == RulingKind.EXTEND and not given.get("extend_to"):
            self.add_error("extend_to", _("建議展延時請寫明展延至何日。"))
        _require_needs(self, kind, {Needs.MERGED_INTO: "merge_into", Needs.REASON_CODE: "reason_code"})
        return given


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
