"""Items 列管事項 and what becomes of them. Only a ruling ends tracking; guards.py holds that in the database.

Three voices, never mixed: Progress 辦理情形 (the agency), Recommendation 列管建議 (the secretariat),
Ruling 裁示 (the meeting). An item is `tracked` until a standing ruling of a later meeting ends it; what the rulings
make of it is computed by replay.py and kept in `state`, `ended_by`, `ended_on` and the due fields.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lieguan.site.records.models import Clause, Minutes
from lieguan.site.registry.labels import WithLabels
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking.asking import Round
from lieguan.site.tracking.states import DutyRole, ItemState, Labelled, ReasonCode, RulingKind
from lieguan.site.withholding import notices
from lieguan.site.withholding.fields import WithheldLink, WithheldText, WithheldWords
from lieguan.site.withholding.reading import current


def choices(kind: type[Labelled]) -> list[tuple[str, str | Promise]]:
    """The members of a table of states, for a field; the words in the reader's language."""
    return [(member.value, _(member.label)) for member in kind]  # the labels are marked in states.py


# Keys under which rows may be withheld (withholding.models.Cover): an item's own words (title, opening words, what they
# tell of duties); what was said on it since (reports, recommendations, the reasons of rulings); one piece of evidence;
# a clause where its row alone is at hand, and not its address.
WORDS, VOICES, EVIDENCE, CLAUSE = "item:", "voices:", "evidence:", "clause:"


# The fields of a ruling that hold words of its clause.
OF_THE_CLAUSE = frozenset({"words", "handed_to", "due_as_written"})


class Item(WithLabels):
    """A tracked item. How it was opened (`body`, `number`, `opened_by`, `opened_on`, `carried_in`) never changes.

    text         the opening clause word for word, with its sub-clauses and their markers, a line each
    opened_by    the clause that opened it; of a carried-in item the clause that brought it here, or null
    opened_on    the day of the opening meeting; of a carried-in item the day printed elsewhere, or null
    opening_due  the due fields as opened; a ruling may replace them, and where it falls these hold again
    ended_by     the ruling that `state` rests on
    handed_by    the ruling by which another body of this site handed it over; such an item is carried in
    version      counted up by every change, so that of two people who change it at once the second is told
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="items")
    number = models.PositiveIntegerField(_("編號"))
    title = WithheldWords(_("事項"), max_length=500, instead=notices.title)
    text = WithheldText(_("決議事項"))
    opened_by = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="opened_items")
    opened_on = models.DateField(null=True, blank=True)
    carried_in = models.BooleanField(default=False)
    carried_in_from = WithheldText(blank=True, instead=notices.word)
    handed_by = models.ForeignKey(
        "Ruling", models.PROTECT, null=True, blank=True, related_name="opened_elsewhere"
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="sub_items")
    group = models.CharField(_("分組"), max_length=100, blank=True)
    due_as_written = WithheldWords(max_length=200, blank=True, instead=notices.word)
    due_on = models.DateField(_("預定完成期程"), null=True, blank=True)
    due_next_meeting = models.BooleanField(default=False)
    due_recurrence = models.CharField(max_length=20, blank=True)
    opening_due = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=choices(ItemState), default=ItemState.TRACKED.value)
    ended_by = models.ForeignKey("Ruling", models.PROTECT, null=True, blank=True, related_name="ended_items")
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["body", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="item_number"),
            models.UniqueConstraint(fields=["opened_by", "title"], name="item_once"),
            models.CheckConstraint(
                name="item_opening", condition=Q(opened_by__isnull=False) | Q(carried_in=True)
            ),
            models.CheckConstraint(
                name="item_ending",
                condition=Q(state="tracked", ended_by__isnull=True)
                | (~Q(state="tracked") & Q(ended_by__isnull=False)),
            ),
        ]
        indexes = [
            # With the key, so that items are counted without being looked at.
            models.Index(fields=["body", "state", "due_on", "id"]),
            models.Index(fields=["state", "due_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def withholding_keys(self, _field: str) -> tuple[str, ...]:
        """Its words."""
        return (self.words_key,)

    @property
    def words_key(self) -> str:
        """The key of its own words."""
        return f"{WORDS}{self.pk}"

    @property
    def voices_key(self) -> str:
        """The key of what was said on it."""
        return f"{VOICES}{self.pk}"


class Duty(WithLabels):
    """What one agency owes 應辦事項 on an item. `as_written` is kept; `agency` is null for 相關部會 until it is named.

    clause      the clause, or sub-clause, that gave the duty; null where the secretariat added it
    moved_from  the duty that this one came out of: a named 相關部會, a reorganisation
    moved_into  the successor's duty that a reorganisation made of this one, on the day `moved_on`. Nobody owes
                anything on it any more; the reports on it stay the old agency's
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="duties")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="duties")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="duties")
    as_written = WithheldWords(max_length=200, instead=notices.word)
    role = models.CharField(max_length=10, choices=choices(DutyRole), blank=True)
    collective = models.BooleanField(default=False)
    open_list = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=20, choices=choices(ItemState), default=ItemState.TRACKED.value)
    ended_by = models.ForeignKey("Ruling", models.PROTECT, null=True, blank=True, related_name="ended_duties")
    moved_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="moved_to")
    moved_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="moved_here")
    moved_on = models.DateField(null=True, blank=True)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "agency"], condition=Q(agency__isnull=False), name="duty_once"
            ),
            models.CheckConstraint(
                name="duty_ending",
                condition=Q(state="tracked", ended_by__isnull=True)
                | (~Q(state="tracked") & Q(ended_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="duty_moved",
                condition=Q(moved_into__isnull=True, moved_on__isnull=True)
                | Q(moved_into__isnull=False, moved_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["agency", "item"])]

    def __str__(self) -> str:
        return str(self.agency or self.as_written)

    def withholding_keys(self, _field: str) -> tuple[str, ...]:
        """The item's words."""
        return (f"{WORDS}{self.item_id}",)


class Ruling(WithLabels):
    """What a clause of a later meeting decided on one item. Its facts never change; a wrong one falls.

    standing  falls with its clause, by an erratum or with a withdrawn meeting; the row stays
    whole     the whole item, or only `duties`
    due       the due fields that a ruling which keeps the item tracked may set, as in Item
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="rulings")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="tracking_rulings")
    kind = models.CharField(max_length=20, choices=choices(RulingKind))
    words = WithheldText(blank=True)
    whole = models.BooleanField(default=True)
    duties = models.ManyToManyField(Duty, blank=True, related_name="rulings")
    merged_into = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="merged_here")
    handed_to = WithheldWords(max_length=200, blank=True, instead=notices.word)
    handed_to_body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="taken_over")
    due_as_written = WithheldWords(max_length=200, blank=True, instead=notices.word)
    due_on = models.DateField(null=True, blank=True)
    due_next_meeting = models.BooleanField(default=False)
    due_recurrence = models.CharField(max_length=20, blank=True)
    reason_code = models.CharField(max_length=40, blank=True, choices=choices(ReasonCode))
    reason = WithheldText(blank=True)
    by_reference = models.BooleanField(default=False)
    delegated_act = WithheldText(blank=True)
    standing = models.BooleanField(default=True)
    fallen_because = WithheldText(blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["item", "clause__meeting__starts_on", "clause__meeting__order_in_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "clause", "kind"], condition=Q(standing=True), name="ruling_once"
            ),
            models.CheckConstraint(
                name="ruling_merge", condition=~Q(kind="merge") | Q(merged_into__isnull=False)
            ),
            models.CheckConstraint(
                name="ruling_hand_over",
                condition=~Q(kind="hand_over") | ~Q(handed_to="") | Q(handed_to_body__isnull=False),
            ),
            models.CheckConstraint(name="ruling_end", condition=~Q(kind="end") | ~Q(reason_code="")),
        ]
        indexes = [
            # Hardly a ruling merges: of an index where nearly all rows are alike SQLite makes no use once it knows that
            # (ANALYZE), and every page of an item asks what was merged into it.
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="ruling_merged_into"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_kind_display()}"

    def withholding_keys(self, field: str) -> tuple[str, ...]:
        """What was said on the item; and what the minutes say, with the clause."""
        said = (f"{VOICES}{self.item_id}",)
        return (*said, f"{CLAUSE}{self.clause_id}") if field in OF_THE_CLAUSE else said


class Progress(WithLabels):
    """A progress report 辦理情形 of one agency on one item; once submitted it is never changed (guards.py)."""

    class State(models.TextChoices):
        """狀態."""

        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("已提送")
        RETURNED = "returned", _("已退回")
        ACCEPTED = "accepted", _("已收受")

    class Status(models.TextChoices):
        """辦理狀態."""

        NOT_STARTED = "not-started", _("尚未辦理")
        UNDER_WAY = "under-way", _("辦理中")
        DONE = "done", _("已完成")
        BLOCKED = "blocked", _("遭遇困難")

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="progress")
    round = models.ForeignKey(Round, models.PROTECT, related_name="progress")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    text = WithheldText(_("辦理情形"))
    status = models.CharField(_("辦理狀態"), max_length=20, choices=Status.choices, default=Status.UNDER_WAY)
    percentage = models.PositiveSmallIntegerField(_("完成百分比"), null=True, blank=True)
    next_step = WithheldText(_("下一步"), blank=True)
    next_step_on = models.DateField(_("下一步日期"), null=True, blank=True)
    wish = models.CharField(_("建議"), max_length=20, blank=True, choices=choices(RulingKind))
    wish_reason = WithheldText(blank=True)
    wish_until = models.DateField(null=True, blank=True)
    as_of = models.DateField(_("資料日期"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    return_reason = WithheldText(blank=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["duty", "pk"]
        verbose_name_plural = "progress"
        constraints = [
            models.UniqueConstraint(fields=["duty", "round", "version"], name="progress_version"),
            models.UniqueConstraint(fields=["duty"], condition=Q(state="draft"), name="progress_one_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.as_of}"

    def withholding_keys(self, _field: str) -> tuple[str, ...]:
        """What was said on the item."""
        return (f"{VOICES}{self.duty.item_id}",)


class Evidence(models.Model):
    """Evidence 佐證資料: a file under its SHA-256, or a link with its date, and what it shows."""

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="evidence")
    shows = WithheldWords(_("說明"), max_length=500, instead=notices.title)
    name = WithheldWords(max_length=255, blank=True, instead=notices.nothing)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(max_length=255, blank=True)
    link = WithheldLink(max_length=2000, blank=True, instead=notices.nothing)
    as_of = models.DateField(null=True, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(name="evidence_is", condition=~Q(sha256="") | ~Q(link="")),
        ]

    def __str__(self) -> str:
        return self.shows

    def withholding_keys(self, _field: str) -> tuple[str, ...]:
        """Its own, or with what was said on the item."""
        return (self.own_key, f"{VOICES}{self.progress.duty.item_id}")

    @property
    def own_key(self) -> str:
        """The key under which it may be withheld alone."""
        return f"{EVIDENCE}{self.pk}"

    @property
    def is_withheld(self) -> bool:
        """Whether it is kept from the reader of the moment."""
        return current().hidden(*self.withholding_keys("file")) is not None


class Recommendation(WithLabels):
    """The secretariat's recommendation 列管建議 on an item for the next meeting."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="recommendations")
    round = models.ForeignKey(Round, models.PROTECT, related_name="recommendations")
    kind = models.CharField(max_length=20, choices=choices(RulingKind))
    reason = WithheldText(blank=True)
    reason_code = models.CharField(max_length=40, blank=True, choices=choices(ReasonCode))
    extend_to = models.DateField(null=True, blank=True)
    merge_into = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    hand_to = WithheldWords(max_length=200, blank=True, instead=notices.word)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["item", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "round"], name="recommendation_once")]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_kind_display()}"

    def withholding_keys(self, _field: str) -> tuple[str, ...]:
        """What was said on the item."""
        return (f"{VOICES}{self.item_id}",)


class Review(models.Model):
    """A person went through 檢視 what confirmed minutes propose, ticked, edited and added; once for each record."""

    minutes = models.OneToOneField(Minutes, models.PROTECT, related_name="tracking_review")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.minutes)
