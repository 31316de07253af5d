"""Reminders 提醒: mail to the agencies that owe a report, once for each occasion.

A mail is a row first (reminder_once), so that nothing is forgotten by a process that is killed; then a process takes it
up, sends it, and says so. Of several processes one takes it up. One that was killed in between is taken over after
LEASE, under the same Message-ID: a mail server that has it already shows it once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lieguan.site.log import actions as log
from lieguan.site.log.models import Entry
from lieguan.site.registry.models import Account
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import owing, workdays
from lieguan.site.tracking.asking import Reminder, Round
from lieguan.site.tracking.models import Duty, Progress

logger = logging.getLogger(__name__)
# Nobody wants mail at midnight: reminders of a day go out from this hour on, Taiwan time.
FROM_HOUR = 8
# A mail that was taken up this long ago and not marked as sent is taken up again, at most so many times.
LEASE = timedelta(minutes=10)
ATTEMPTS = 6
_PROBLEM = 300


class Reminding:
    """What a process does again and again. It looks who is to be reminded where something may have changed since it last
    looked: the log has grown, a day or its office hours have begun."""

    def __init__(self) -> None:
        self._looked: tuple[Any, ...] | None = None

    def step(self, now: datetime) -> int:
        """Make the reminders that are due, and send what waits; the number of mails sent."""
        local = timezone.localtime(now)
        newest = Entry.objects.order_by("-number").values_list("number", flat=True).first()
        standing = (newest, local.date(), local.hour >= FROM_HOUR)
        if standing != self._looked:
            make(now)
            self._looked = standing
        return send(now)


def make(now: datetime) -> None:
    """Write the rows of the reminders that are due at `now`, each once."""
    local = timezone.localtime(now)
    asking = Round.objects.filter(
        closed_at=None, opened_by__isnull=False, due_on__isnull=False, papers_issued_at=None
    )
    for round_ in asking.select_related("body"):
        if not _missing(round_, local):
            continue
        with transaction.atomic():
            # Of two processes the second finds the rows of the first.
            locked = Round.objects.select_for_update(of=("self",)).select_related("body").get(pk=round_.pk)
            _write(locked, _missing(locked, local), now)


def returned(progress: Progress, on: date) -> None:
    """Write the rows that tell an agency that its report came back. In the transaction of the return."""
    duty = progress.duty
    accounts = _accounts(duty.item.body_id, [duty.agency_id])
    occasion = f"{Reminder.RETURNED}:{progress.pk}"
    for account in accounts:
        Reminder.objects.create(round=progress.round, account=account, occasion=occasion, due_on=on)


def send(now: datetime) -> int:
    """Send what waits; the number of mails sent. What fails says why in its row and is tried again later."""
    sent = 0
    for pk in list(_waiting(now).values_list("pk", flat=True)):
        if not _waiting(now).filter(pk=pk).update(taken_at=now, attempts=F("attempts") + 1):
            continue  # another process has taken it up
        reminder = Reminder.objects.select_related("account", "round__body", "round__meeting").get(pk=pk)
        message = _message(reminder)
        if message is None:
            reminder.delete()
            continue
        try:
            message.send()
        except (OSError, ValueError) as error:  # smtplib's errors are OSErrors
            logger.warning("a reminder could not be sent: %s", error)
            Reminder.objects.filter(pk=pk).update(problem=str(error)[:_PROBLEM])
            continue
        Reminder.objects.filter(pk=pk).update(sent_at=timezone.now(), problem="")
        sent += 1
    return sent


def day_of(due_on: date, days: int) -> date:
    """The day on which a reminder goes out `days` before the due date: a working day, earlier before it, later after."""
    day = due_on - timedelta(days=days)
    return workdays.on_or_before(day) if days > 0 else workdays.on_or_after(day)


def _waiting(now: datetime) -> QuerySet[Reminder]:
    free = Q(taken_at__isnull=True) | Q(taken_at__lt=now - LEASE)
    return Reminder.objects.filter(free, sent_at=None, attempts__lt=ATTEMPTS)


def _missing(round_: Round, local: datetime) -> list[tuple[int, str]]:
    """(account, occasion) of the reminders that are due and have no row."""
    made = {
        (account, occasion): timezone.localdate(at)
        for account, occasion, at in round_.reminders.filter(due_on=round_.due_on).values_list(
            "account_id", "occasion", "made_at"
        )
    }
    today = local.date()
    found = []
    assert round_.due_on is not None
    if today <= workdays.on_or_after(round_.due_on):
        asked = owing.asked().filter(item__body=round_.body_id)
        found += [(pk, Reminder.OPENED) for pk in _owners(round_, asked)]
    days = _latest(round_, today) if local.hour >= FROM_HOUR else None
    if days is not None:
        for pk in _owners(round_, owing.unanswered(round_.body)):
            told = today if (pk, Reminder.OPENED) in found else None
            told = made.get((pk, Reminder.OPENED), told)
            # Whoever was told of the round since that day came needs no reminder of it.
            if told is None or told < day_of(round_.due_on, days):
                found.append((pk, str(days)))
    return [one for one in found if one not in made]


def _latest(round_: Round, today: date) -> int | None:
    """The last of the round's days that has come; those before it are over and not made up for."""
    assert round_.due_on is not None
    come = [days for days in round_.remind_days if day_of(round_.due_on, days) <= today]
    return min(come) if come else None


def _owners(round_: Round, duties: QuerySet[Duty]) -> list[int]:
    agencies = set(duties.values_list("agency_id", flat=True))
    return [account.pk for account in _accounts(round_.body_id, agencies)]


def _accounts(body_id: int, agencies: Iterable[int | None]) -> list[Account]:
    """Who writes or submits for these agencies in the body."""
    roles = Q(grants__role__in=[Role.DESK, Role.APPROVER], grants__agency__in=list(agencies))
    scope = Q(grants__body__isnull=True) | Q(grants__body=body_id)
    return list(Account.objects.filter(roles & scope, is_active=True).distinct().order_by("pk"))


def _write(round_: Round, missing: list[tuple[int, str]], now: datetime) -> None:
    if not missing:
        return
    Reminder.objects.bulk_create(
        Reminder(round=round_, account_id=account, occasion=occasion, due_on=round_.due_on, made_at=now)
        for account, occasion in missing
    )
    log.append(
        None,
        "tracking.remind",
        round_,
        after={"due_on": round_.due_on, "reminders": [list(one) for one in missing]},
        body_id=round_.body_id,
    )


def _message(reminder: Reminder) -> EmailMessage | None:
    """The mail; None where there is nothing to remind of any more."""
    kind, _colon, key = reminder.occasion.partition(":")
    round_ = reminder.round
    context: dict[str, Any] = {
        "account": reminder.account,
        "round": round_,
        "origin": settings.ORIGIN,
        "desk": reverse("tracking:desk"),
    }
    with override(settings.LANGUAGE_CODE):
        if kind == Reminder.RETURNED:
            context["report"] = Progress.objects.select_related("duty__item", "duty__agency").get(pk=key)
            subject = _("辦理情形退回補正：%(item)s") % {"item": context["report"].duty.item}
        else:
            duties = _duties(reminder, opened=kind == Reminder.OPENED)
            if not duties or round_.closed_at is not None:
                return None
            context |= {"duties": duties, "opened": kind == Reminder.OPENED}
            words = _("請填報辦理情形：%(body)s") if context["opened"] else _("提醒填報辦理情形：%(body)s")
            subject = words % {"body": round_.body.name}
        text = render_to_string("tracking/mail/reminder.txt", context)
    return EmailMessage(
        subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [reminder.account.email],
        headers={"Message-ID": f"<lieguan-reminder-{reminder.pk}@{_host()}>"},
    )


def _duties(reminder: Reminder, *, opened: bool) -> list[Duty]:
    """What the account owes in the round: all that is asked at its opening, later what is not there yet."""
    body = reminder.round.body
    asked = owing.asked().filter(item__body=body) if opened else owing.unanswered(body)
    scope = Q(body__isnull=True) | Q(body=body)
    grants = reminder.account.grants.filter(scope, role__in=[Role.DESK, Role.APPROVER])
    found = asked.filter(agency__in=grants.values("agency")).select_related("item", "agency")
    return list(found.order_by("item__number", "position"))


def _host() -> str:
    named = urlsplit(settings.ORIGIN).hostname if settings.ORIGIN else None
    return named or settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
