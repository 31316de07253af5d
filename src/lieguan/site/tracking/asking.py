"""The models of asking: rounds 追蹤輪次, and the mails that remind of them 提醒. models.py has them with all others."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body


def usual_days() -> list[int]:
    """When agencies are reminded, unless the secretariat says otherwise: days before the due date, -1 a day after."""
    return [14, 7, 1, -1]


class Round(models.Model):
    """A tracking round 追蹤輪次 for the next meeting of a body: who owes a report by when.

    meeting      the meeting that it is for, and in the end dealt with it; what the round holds is not public until the
                 record of that meeting is confirmed
    opened_by    who asked the agencies; null where it opened by itself with the first report or recommendation
    left_out     tracked items on which no report is asked this time
    remind_days  days before `due_on` on which silent agencies are reminded; negative: after it
    papers_issued_at  when the papers went out; null again while they are being made anew
    papers_number     how often they went out
    version      counted up by every change, so that of two people who change it at once the second is told
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="rounds")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="rounds")
    number = models.PositiveIntegerField()
    due_on = models.DateField(_("填報期限"), null=True, blank=True)
    note = models.TextField(_("說明"), blank=True)
    left_out = models.ManyToManyField("tracking.Item", blank=True, related_name="left_out_of")
    remind_days = models.JSONField(default=usual_days)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    papers_issued_at = models.DateTimeField(null=True, blank=True)
    papers_number = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["body", "number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="round_number"),
            models.UniqueConstraint(
                fields=["body"], condition=Q(closed_at__isnull=True), name="round_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"


class Reminder(models.Model):
    """A mail 提醒 that tells one account of an agency what it owes in a round; one for each occasion.

    occasion  "opened"; the day as in Round.remind_days: "14", "-1"; or "returned:" with the key of the report
    due_on    the due date that it speaks of (where the secretariat moves that, the days count anew), or the day
              that a report was returned
    taken_at  when a process last took it up to send it; `sent_at` when the mail server had taken it
    problem   why the last try failed
    """

    OPENED, RETURNED = "opened", "returned"

    round = models.ForeignKey(Round, models.PROTECT, related_name="reminders")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=40)
    due_on = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "account", "occasion", "due_on"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.occasion}"
