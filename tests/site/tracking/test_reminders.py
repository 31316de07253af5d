"""Reminders: on the days that the secretariat sets, to those who owe a report, once each, whatever is killed."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from databases import Database
from lieguan.site.registry.models import Account
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, reminders
from lieguan.site.tracking.actions import ProgressEntry
from lieguan.site.tracking.asking import Reminder, Round
from lieguan.site.tracking.models import Duty, Item
from races import at_once
from scene import Scene, duties

# A Tuesday; the days before and after it are no holidays.
DUE = date(2026, 11, 24)
ASKED = datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Asia/Taipei"))


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Asia/Taipei"))


def told() -> list[tuple[str, str]]:
    """(to, subject) of what went out."""
    return [(one.to[0], one.subject.partition("：")[0]) for one in mail.outbox]


def occasions() -> list[str]:
    return [one.occasion for one in Reminder.objects.order_by("pk")]


class Asked:
    """A round in which two agencies are asked about one item."""

    def __init__(self, **fields: Any) -> None:
        self.scene = Scene()
        self.item: Item = self.scene.item(self.scene.meeting(1), "內政部", "交通部")
        self.interior, self.transport = duties(self.item)
        self.desks = [self.desk(self.interior), self.desk(self.transport)]
        with mock.patch.object(timezone, "now", return_value=ASKED):
            actions.open_round(self.scene.secretariat, self.scene.body, due_on=DUE, note="請附照片", **fields)
        self.worker = reminders.Reminding()

    def desk(self, duty: Duty, **fields: Any) -> Account:
        return self.scene.account(Role.DESK, agency=duty.agency, **fields)

    def run(self, now: datetime) -> int:
        """What the worker does at this moment."""
        return self.worker.step(now)

    def answer(self, duty: Duty, account: Account) -> Any:
        return actions.write_progress(account, duty, ProgressEntry("已巡查", as_of=DUE), submit=True)


@pytest.fixture
def asked(database: object) -> Asked:
    mail.outbox.clear()
    return Asked()


def test_the_opening_is_told_once(asked: Asked) -> None:
    assert asked.run(ASKED) == 2
    assert asked.run(ASKED + timedelta(hours=1)) == 0
    assert told() == [(desk.email, "請填報辦理情形") for desk in asked.desks]
    text = mail.outbox[0].body
    for words in (asked.item.title, "內政部", "115年11月24日", "請附照片", "機關填報"):
        assert words in text
    assert "交通部" not in text


def test_days_before_and_after_the_due_date_once_each_and_only_to_the_silent(asked: Asked) -> None:
    asked.run(ASKED)
    mail.outbox.clear()
    assert asked.run(at(11, 9)) == 0
    assert asked.run(at(11, 10, 7)) == 0  # not before office hours
    assert asked.run(at(11, 10, 8)) == 2  # 14 days before
    assert asked.run(at(11, 10, 9)) == 0
    assert asked.run(at(11, 16)) == 0
    asked.answer(asked.interior, asked.desks[0])
    assert asked.run(at(11, 17)) == 1  # 7 days before: one has answered
    assert asked.run(at(11, 23)) == 1
    assert asked.run(at(11, 24)) == 0
    assert asked.run(at(11, 25)) == 1  # a day after
    assert asked.run(at(12, 24)) == 0
    assert Counter(to for to, _ in told()) == {asked.desks[0].email: 1, asked.desks[1].email: 4}
    assert {subject for _, subject in told()} == {"提醒填報辦理情形"}


def test_nothing_is_looked_for_where_nothing_changed(asked: Asked, django_assert_num_queries: Any) -> None:
    asked.run(ASKED)
    asked.run(ASKED)  # its own entries of the log were the last change
    with django_assert_num_queries(2):
        asked.run(ASKED + timedelta(minutes=1))


def test_a_worker_that_slept_over_days_makes_up_for_none_but_the_last(asked: Asked) -> None:
    asked.run(ASKED)
    assert asked.run(at(11, 25)) == 2
    assert occasions() == ["opened", "opened", "-1", "-1"]


def test_whoever_was_just_told_of_the_round_is_not_reminded_of_it(asked: Asked) -> None:
    assert asked.run(at(11, 12)) == 2  # 14 days before has gone by
    assert occasions() == ["opened", "opened"]
    assert asked.run(at(11, 17)) == 2


def test_a_day_off_moves_the_reminder_to_a_working_day() -> None:
    friday = date(2026, 11, 27)
    assert reminders.day_of(friday, 7) == date(2026, 11, 20)
    assert reminders.day_of(date(2026, 11, 30), 1) == friday  # Monday's day before is a Sunday
    assert reminders.day_of(friday, -1) == date(2026, 11, 30)
    assert reminders.day_of(date(2026, 11, 28), 0) == date(2026, 11, 30)
    assert reminders.day_of(date(2026, 2, 23), 1) == date(2026, 2, 13)  # the lunar new year


def test_only_those_who_report_for_the_agency_in_this_body(asked: Asked) -> None:
    other = Scene("other")
    asked.desk(asked.interior, body=other.body)
    gone = asked.desk(asked.interior)
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    approver = asked.scene.account(Role.APPROVER, agency=asked.interior.agency, body=asked.scene.body)
    asked.scene.account(Role.MEMBER, body=asked.scene.body)
    asked.run(ASKED)
    assert {to for to, _ in told()} == {approver.email, *(desk.email for desk in asked.desks)}


def test_nobody_is_reminded_of_what_is_not_asked_or_out_already(asked: Asked) -> None:
    with mock.patch.object(timezone, "now", return_value=ASKED):
        actions.open_round(asked.scene.secretariat, asked.scene.body, due_on=DUE, left_out=[asked.item.pk])
    assert asked.run(ASKED) == 0
    with mock.patch.object(timezone, "now", return_value=ASKED):
        actions.open_round(asked.scene.secretariat, asked.scene.body, due_on=DUE)
        actions.issue_papers(asked.scene.secretariat, asked.scene.body)
    assert asked.run(at(11, 17)) == 0


def test_a_round_that_opened_by_itself_reminds_nobody(database: object) -> None:
    mail.outbox.clear()
    scene = Scene()
    (duty,) = duties(scene.item(scene.meeting(1), "內政部"))
    desk = scene.account(Role.DESK, agency=duty.agency)
    actions.write_progress(desk, duty, ProgressEntry("已巡查", as_of=DUE))
    reminders.Reminding().step(ASKED)
    assert mail.outbox == []


def test_a_due_date_that_moves_has_its_own_days(asked: Asked) -> None:
    asked.run(ASKED)
    asked.run(at(11, 17))
    with mock.patch.object(timezone, "now", return_value=at(11, 18)):
        actions.open_round(asked.scene.secretariat, asked.scene.body, due_on=date(2026, 12, 8))
    mail.outbox.clear()
    assert asked.run(at(11, 18)) == 2  # told of the new day
    assert asked.run(at(12, 1)) == 2


def test_a_returned_report_is_told_at_once(asked: Asked) -> None:
    report = asked.answer(asked.interior, asked.desks[0])
    actions.review_progress(asked.scene.secretariat, report, accept=False, return_reason="缺巡查照片")
    mail.outbox.clear()
    reminders.send(ASKED)
    (message,) = mail.outbox
    assert (message.to, message.subject.partition("：")[0]) == ([asked.desks[0].email], "辦理情形退回補正")
    assert "缺巡查照片" in message.body
    assert reminders.send(ASKED + timedelta(hours=1)) == 0


def test_mail_that_cannot_be_sent_says_why_and_is_tried_again(asked: Asked) -> None:
    with mock.patch.object(EmailMessage, "send", side_effect=ConnectionRefusedError("no mail server")):
        assert asked.run(ASKED) == 0
    assert [one.problem for one in Reminder.objects.all()] == ["no mail server"] * 2
    assert asked.run(ASKED + timedelta(minutes=1)) == 0
    assert asked.run(ASKED + reminders.LEASE + timedelta(minutes=1)) == 2
    assert [one.problem for one in Reminder.objects.all()] == ["", ""]


class Killed(BaseException):
    """What a SIGKILL leaves: nothing after it is done."""


@pytest.mark.parametrize("moment", range(4))
def test_killed_half_way_each_is_sent_once_all_the_same(asked: Asked, moment: int) -> None:
    """Killed before the first mail, after it, before the second, after it; then another process goes on."""
    sending, count = EmailMessage.send, 0

    def send(message: EmailMessage) -> int:
        nonlocal count
        if moment == 2 * count:
            raise Killed
        sent = sending(message)
        count += 1
        if moment == 2 * count - 1:
            raise Killed
        return sent

    with mock.patch.object(EmailMessage, "send", send), pytest.raises(Killed):
        asked.run(ASKED)
    later = ASKED + timedelta(minutes=1)
    while Reminder.objects.filter(sent_at=None).exists():
        asked.run(later)
        later += reminders.LEASE
    # A mail that went out just before is recognised by its Message-ID.
    once = {(one.to[0], one.extra_headers["Message-ID"]) for one in mail.outbox}
    assert sorted(to for to, _ in once) == sorted(desk.email for desk in asked.desks)
    assert len(mail.outbox) == 2 + (moment % 2)


def test_of_two_workers_each_mail_is_taken_up_by_one(fresh_database: Database) -> None:
    mail.outbox = []
    asked = Asked()
    for day, mails in ((ASKED, 2), (at(11, 10), 4), (at(11, 17), 6)):
        assert at_once(fresh_database, *[partial(reminders.Reminding().step, day) for _ in range(2)]) == [
            "",
            "",
        ]
        assert len(mail.outbox) == mails
    assert Reminder.objects.filter(sent_at=None).count() == 0
    assert Round.objects.get().reminders.count() == 6
    assert asked.item.state == "tracked"
