"""Who submits for an agency: its approver, or its desk alone where the agency says so."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lieguan.errors import NotAllowed
from lieguan.site.log.models import Entry
from lieguan.site.registry.actions import set_submitting
from lieguan.site.registry.models import Account, Agency, Grant
from lieguan.site.registry.rights import Right, Role, allowed
from lieguan.site.tracking import actions, tasks
from lieguan.site.tracking.models import Progress
from scene import Scene, duties

pytestmark = pytest.mark.usefixtures("database")

REPORT = actions.ProgressEntry("已完成三處。", as_of=date(2025, 2, 1))


class Office:
    """An agency with a duty, its desk and its approver."""

    def __init__(self) -> None:
        self.scene = Scene()
        (self.duty,) = duties(self.scene.item(self.scene.meeting(1), "內政部"))
        assert self.duty.agency is not None
        self.agency: Agency = self.duty.agency
        self.desk = self.scene.account(Role.AUDITOR)
        Grant.objects.filter(account=self.desk).update(role=Role.DESK, agency=self.agency)
        self.approver = self.scene.account(Role.APPROVER, agency=self.agency)

    def again(self, account: Account) -> Account:
        """The account as the next request loads it, with what its agency says now."""
        return Account.objects.get(pk=account.pk)

    def client(self, account: Account) -> Client:
        client = Client()
        client.force_login(account)
        return client

    @property
    def form(self) -> str:
        return reverse("tracking:progress", args=[self.duty.item_id, self.duty.pk])


@pytest.fixture
def office(database: object) -> Office:
    return Office()


def test_a_desk_writes_and_an_approver_submits(office: Office) -> None:
    draft = actions.write_progress(office.desk, office.duty, REPORT)
    with pytest.raises(NotAllowed):
        actions.submit_progress(office.desk, draft)
    with pytest.raises(NotAllowed):
        actions.write_progress(office.desk, office.duty, REPORT, submit=True)
    submitted = actions.submit_progress(office.approver, draft)
    assert (submitted.written_by, submitted.submitted_by) == (office.desk, office.approver)


def test_a_desk_alone_submits_where_the_agency_says_so(office: Office) -> None:
    set_submitting(office.approver, office.agency.pk, desk_submits=True)
    report = actions.write_progress(office.again(office.desk), office.duty, REPORT, submit=True)
    assert report.state == Progress.State.SUBMITTED
    set_submitting(office.approver, office.agency.pk, desk_submits=False)
    with pytest.raises(NotAllowed):
        actions.write_progress(office.again(office.desk), office.duty, REPORT, submit=True)


def test_it_counts_for_that_agency_alone(office: Office) -> None:
    set_submitting(office.approver, office.agency.pk, desk_submits=True)
    other = Agency.objects.create(name="交通部")
    Grant.objects.create(account=office.desk, role=Role.DESK, agency=other)
    desk = office.again(office.desk)
    assert allowed(desk, Right.SUBMIT_PROGRESS, agency=office.agency)
    assert not allowed(desk, Right.SUBMIT_PROGRESS, agency=other)


def test_the_setting_is_logged_once(office: Office) -> None:
    for _ in range(2):
        set_submitting(office.approver, office.agency.pk, desk_submits=True)
    (entry,) = Entry.objects.filter(action="registry.set_submitting")
    assert (entry.actor_id, entry.object_id) == (office.approver.pk, str(office.agency.pk))
    assert (entry.values.before, entry.values.after) == ({"desk_submits": False}, {"desk_submits": True})


def test_a_desk_does_not_let_itself_submit(office: Office) -> None:
    with pytest.raises(NotAllowed):
        set_submitting(office.desk, office.agency.pk, desk_submits=True)
    with pytest.raises(NotAllowed):
        set_submitting(office.approver, Agency.objects.create(name="交通部").pk, desk_submits=True)
    with pytest.raises(NotAllowed):
        set_submitting(office.scene.secretariat, office.agency.pk, desk_submits=True)


def test_the_page_changes_it(office: Office) -> None:
    address = reverse("registry:submitting", args=[office.agency.pk])
    assert "機關窗口填寫，由機關核定人提送" in office.client(office.approver).get(address).content.decode()
    office.client(office.approver).post(address, {"desk_submits": "1"})
    assert Agency.objects.get(pk=office.agency.pk).desk_submits


def test_the_form_shows_a_desk_who_submits(office: Office) -> None:
    page = office.client(office.desk).get(office.form).content.decode()
    assert "儲存草稿，送核定人" in page
    assert f"核定人：{office.approver}" in page
    assert 'value="submit"' not in page
    assert 'value="submit"' in office.client(office.approver).get(office.form).content.decode()


def test_an_approver_finds_the_drafts_that_wait(office: Office) -> None:
    actions.write_progress(office.desk, office.duty, REPORT)
    assert "核定提送：1 項草稿待提送" in [task.text for task in tasks.waiting(office.approver)]
    assert not [task for task in tasks.waiting(office.desk) if "核定" in task.text]
