"""Minutes 會議紀錄: the file, the record read from it, the draft that a person makes of it, and what was confirmed.

The flow: SourceFile -> Minutes(read -> draft) -> confirm -> Meeting, RecordVersion, Clause and Statement rows.
`uid` is the permanent address of a paragraph, given at first confirmation; record ids (r1.2) are local.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lieguan.site.records.redacted_field import RecordField
from lieguan.site.registry.models import Body
from lieguan.site.withholding import notices
from lieguan.site.withholding.fields import WithheldText, WithheldValue, WithheldWords


class SourceFile(models.Model):
    """One file 紀錄檔 as it was sent, kept under its SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = WithheldWords(max_length=255, instead=notices.title)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    file = models.FileField(max_length=255)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    def withholding_keys(self, _field: str) -> tuple[str, ...]:
        """The file itself."""
        return (f"file:{self.pk}",)


class Meeting(models.Model):
    """A meeting 會議 of a body: planned, or held (its minutes are confirmed), or withdrawn."""

    class Kind(models.TextChoices):
        """開會方式."""

        REGULAR = "regular", _("會議")
        EXTRAORDINARY = "extraordinary", _("臨時會議")
        WRITTEN = "written", _("書面審議")

    class State(models.TextChoices):
        """狀態."""

        PLANNED = "planned", _("預定召開")
        HELD = "held", _("已召開")
        WITHDRAWN = "withdrawn", _("已撤回")

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.REGULAR)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PLANNED)
    title = models.CharField(_("名稱"), max_length=300)
    term = models.PositiveIntegerField(_("屆"), null=True, blank=True)
    year = models.PositiveIntegerField(_("年度"), null=True, blank=True)
    ordinal = models.PositiveIntegerField(_("次"), null=True, blank=True)
    starts_on = models.DateField(_("日期"), null=True, blank=True)
    order_in_day = models.PositiveSmallIntegerField(default=0)
    starts_at = models.CharField(max_length=32, blank=True)
    ends_at = models.CharField(max_length=32, blank=True)
    place = models.CharField(_("地點"), max_length=300, blank=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-starts_on", "-order_in_day"]
        indexes = [models.Index(fields=["body", "starts_on", "order_in_day"])]

    def __str__(self) -> str:
        return self.title


class Minutes(models.Model):
    """One record of one file, on its way to being confirmed, or confirmed."""

    class State(models.TextChoices):
        """狀態."""

        DRAFT = "draft", _("待確認")
        HELD = "held", _("疑似重複，保留中")
        CONFIRMED = "confirmed", _("已確認")
        SUPERSEDED = "superseded", _("已由新版取代")
        WITHDRAWN = "withdrawn", _("已撤回")
        DISCARDED = "discarded", _("已捨棄")

    source = models.ForeignKey(SourceFile, models.PROTECT, related_name="minutes")
    index = models.PositiveSmallIntegerField(default=0)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="minutes")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="minutes")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="editions")
    # Minutes that a person said are of another meeting, though body and date or ordinal are the same.
    apart_from = models.ManyToManyField("self", symmetrical=True, blank=True)
    read = models.JSONField()
    draft = models.JSONField()
    # True while the draft of confirmed minutes is being changed towards a correction.
    correcting = models.BooleanField(default=False)
    draft_version = models.PositiveIntegerField(default=1)
    draft_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    draft_at = models.DateTimeField(null=True)
    taken_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_in_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-taken_in_at"]
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "index"], condition=Q(state="draft"), name="minutes_one_draft"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="confirmed"), name="minutes_one_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return str(self.draft.get("meeting", {}).get("title") or self.source.name)


class DraftStep(models.Model):
    """One step 修改步驟 of a person's work on a draft, with the draft before it, so that it can be taken back.

    `before` is the zlib-compressed JSON of the draft without its text; only the last steps keep theirs.
    """

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField()
    operation = models.CharField(max_length=40)
    target = models.CharField(max_length=24, blank=True)
    words = models.CharField(max_length=200, blank=True)
    before = models.BinaryField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["minutes", "version"]
        constraints = [models.UniqueConstraint(fields=["minutes", "version"], name="step_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.version} {self.operation}"


class RecordVersion(models.Model):
    """A confirmed record 紀錄版次, or a correction of it; never changed, never removed (guards.py).

    Numbered within its meeting: a new edition (another file of the same meeting) goes on counting.
    `uids` gives the permanent address of each object of the record by its local id: {"r1.2": "…"}.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="versions")
    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    record = RecordField()
    uids = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.meeting} v{self.number}"


class SecondConfirmation(models.Model):
    """覆核: a second person confirmed one version of a record that ends items; never changed (guards.py)."""

    version = models.OneToOneField(RecordVersion, models.PROTECT, related_name="second")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version} {self.by}"


class Paragraph(models.Model):
    """What clauses, statements and points have in common: a permanent address that outlives the words.

    uid         given at first confirmation, never used again for anything else
    standing    false once a correction or withdrawal took it away; the row stays as a tombstone
    fell_at     when that was, and in fell_because why, as the person who did it said
    split_from  the paragraph that this was the later part of
    joined_into the paragraph that now holds these words
    """

    uid = models.CharField(max_length=24, unique=True)
    local_id = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    standing = models.BooleanField(default=True)
    fell_at = models.DateTimeField(null=True, blank=True)
    fell_because = models.TextField(blank=True)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="split_into")
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined_here")
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Heading(Paragraph):
    """案由或決議之位置: an agenda item's title, or a resolution's label, as a place of a confirmed record with an address."""

    class Kind(models.TextChoices):
        """種類."""

        AGENDA = "agenda", _("案由")
        RESOLUTION = "resolution", _("決議")

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="headings")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="headings")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["minutes", "position"]

    def __str__(self) -> str:
        return self.text[:60]


class Clause(Paragraph):
    """One clause 款 of a confirmed record. `standing` is false once a correction or withdrawal took it away."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="clauses")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="clauses")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    agenda_title = models.TextField(blank=True)
    agenda_kind = models.CharField(max_length=20, blank=True)
    label = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=20, blank=True)
    text = WithheldText()
    disposition = WithheldWords(max_length=20, blank=True, instead=notices.nothing)
    subject = WithheldText(blank=True, instead=notices.nothing)
    rulings = WithheldValue(default=list, instead=notices.no_values)
    agencies = WithheldValue(default=list, instead=notices.no_values)
    deadlines = WithheldValue(default=list, instead=notices.no_values)

    class Meta:
        ordering = ["minutes", "position"]

    def __str__(self) -> str:
        return self.text[:60]

    def withholding_keys(self, _field: str) -> tuple[str, ...]:
        """Its address."""
        return (self.uid,)


class Statement(Paragraph):
    """What one person said 發言, at one place of a confirmed record."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="statements")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="statements")
    agenda_titles = models.JSONField(default=list)
    speaker = WithheldWords(max_length=120, blank=True, instead=notices.nothing)
    speaker_title = WithheldWords(max_length=120, blank=True, instead=notices.nothing)
    organisation = WithheldWords(max_length=200, blank=True, instead=notices.nothing)
    as_written = WithheldWords(max_length=300, blank=True, instead=notices.word)

    class Meta:
        ordering = ["minutes", "position"]

    def __str__(self) -> str:
        return self.as_written

    def withholding_keys(self, _field: str) -> tuple[str, ...]:
        """Its address."""
        return (self.uid,)


class Point(Paragraph):
    """One point 發言要點 of a statement."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="points")
    number = models.CharField(max_length=20, blank=True)
    text = WithheldText()

    class Meta:
        ordering = ["statement", "position"]

    def __str__(self) -> str:
        return self.text[:60]

    def withholding_keys(self, _field: str) -> tuple[str, ...]:
        """Its address."""
        return (self.uid,)
