"""What an agency desk writes: a progress report and its evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lieguan.errors import InvalidInput
from lieguan.site.registry.fields import RocDateField
from lieguan.site.tracking.evidence import media_type
from lieguan.site.tracking.models import Progress, choices
from lieguan.site.tracking.states import RulingKind


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
    file = forms.FileField(
        label=_("檔案"), required=False, help_text=_("PDF、ODF、DOCX、XLSX、PPTX、PNG、JPEG 或純文字。")
    )
    link = forms.URLField(label=_("或網址"), required=False, max_length=2000, assume_scheme="https")
    as_of = RocDateField(label=_("資料日期"), required=False)

    def clean_file(self) -> Any:
        """Of a kind that is taken, and not too large."""
        file = self.cleaned_data["file"]
        if not file:
            return file
        if file.size > settings.UPLOAD_LIMIT:
            limit = settings.UPLOAD_LIMIT // 2**20
            raise ValidationError(
                _("檔案超過 %(limit)s MB；請縮小檔案，或改填網址。"), params={"limit": limit}
            )
        try:
            media_type(file.name, file.read())
        except InvalidInput as error:
            raise ValidationError(
                _("只收 PDF、ODF、DOCX、XLSX、PPTX、PNG、JPEG 或純文字檔；其他資料請改填網址。")
            ) from error
        file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        """A file or a link, one of them."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(given.get("file")) == bool(given.get("link")):
            raise ValidationError(_("請附檔案或填網址，擇一。"))
        return given
