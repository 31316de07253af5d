"""Rounds: asking the agencies, who owes what, issuing the papers and taking them back, and when a round closes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lieguan.errors import Conflict, InvalidInput, NotAllowed, Refused
from lieguan.site.records import actions as records
from lieguan.site.records.models import Meeting
from lieguan.site.records.signals import MeetingFacts, meeting_changed, meeting_changing
from lieguan.site.registry.models import Account, Agency, Body
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, desk, owing, rounds, voices
from lieguan.site.tracking.actions import ProgressEntry
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation, Round
from lieguan.site.tracking.states import RulingKind
from scene import Scene, duties

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2025, 1, 20)
DUE = date(2025, 6, 30)
ENTRY = ProgressEntry("已巡查三處。", as_of=DAY)


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture
def item(scene: Scene) -> Item:
    return scene.item(scene.meeting(1), "內政部", "交通部")


def desk_of(scene: Scene, duty: Duty) -> Account:
    return scene.account(Role.DESK, agency=duty.agency)


def planned(scene: Scene, month: int) -> Meeting:
    return scene.meeting(month, state=Meeting.State.PLANNED)


def changed(scene: Scene, meeting: Meeting, state: str) -> None:
    """Bring a meeting to another state as records does, telling the apps above."""
    before = MeetingFacts(meeting.body_id, meeting.starts_on, meeting.order_in_day, meeting.state)
    after = MeetingFacts(meeting.body_id, meeting.starts_on, meeting.order_in_day, state)
    told = {"before": before, "after": after, "actor": scene.secretariat, "reason": ""}
    meeting_changing.send(Meeting, meeting=meeting, **told)
    meeting.state = state
    meeting.save()
    meeting_changed.send(Meeting, meeting=meeting, **told)


def test_the_secretariat_asks_and_changes_what_it_asked(scene: Scene, item: Item) -> None:
    other = scene.item(scene.meeting(1), "內政部")
    meeting = planned(scene, 7)
    made = actions.open_round(
        scene.secretariat,
        scene.body,
        due_on=DUE,
        note="請附照片",
        left_out=[other.pk],
        remind_days=[3, 14, 3],
    )
    assert (made.number, made.due_on, made.note, made.meeting) == (1, DUE, "請附照片", meeting)
    assert (made.opened_by, made.remind_days) == (scene.secretariat, [14, 3])
    assert {duty.item for duty in owing.unanswered(scene.body)} == {item}
    again = actions.open_round(scene.secretariat, scene.body, due_on=DUE + timedelta(7), version=made.version)
    assert (again.pk, again.number, again.remind_days) == (made.pk, 1, [14, 3])
    assert {duty.item for duty in owing.unanswered(scene.body)} == {item, other}
    with pytest.raises(Conflict):
        actions.open_round(scene.secretariat, scene.body, due_on=DUE, version=made.version)


def test_a_round_that_opened_by_itself_is_taken_over(scene: Scene, item: Item) -> None:
    duty = duties(item)[0]
    actions.write_progress(desk_of(scene, duty), duty, ENTRY, submit=True)
    first = Round.objects.get()
    assert first.opened_by is None
    made = actions.open_round(scene.secretariat, scene.body, due_on=DUE)
    assert (made.pk, made.opened_by) == (first.pk, scene.secretariat)
    assert [str(one) for one in owing.unanswered(scene.body)] == ["交通部"]


def test_only_the_secretariat_asks_and_only_for_what_makes_sense(scene: Scene, item: Item) -> None:
    elsewhere = Scene("elsewhere")
    for account in (
        None,
        scene.account(Role.CHAIR, body=scene.body),
        scene.account(Role.MEMBER, body=scene.body),
        scene.account(Role.AUDITOR),
        desk_of(scene, duties(item)[0]),
        elsewhere.secretariat,
    ):
        for act in (
            lambda who: actions.open_round(who, scene.body, due_on=DUE),
            lambda who: actions.issue_papers(who, scene.body),
            lambda who: actions.withdraw_papers(who, scene.body, "誤發"),
            lambda who: actions.recommend_rest(who, scene.body),
        ):
            with pytest.raises(NotAllowed):
                act(account)
    with pytest.raises(InvalidInput):
        actions.open_round(scene.secretariat, scene.body, due_on=DUE, meeting=scene.meeting(2))
    with pytest.raises(InvalidInput):
        actions.open_round(scene.secretariat, scene.body, due_on=DUE, remind_days=[400])
    with pytest.raises(Refused):
        actions.issue_papers(scene.secretariat, scene.body)
    assert not Round.objects.exists()


def test_silent_is_who_was_asked_and_said_nothing_until_the_due_date(scene: Scene, item: Item) -> None:
    one, two = duties(item)
    actions.open_round(scene.secretariat, scene.body, due_on=DUE)
    report = actions.write_progress(desk_of(scene, one), one, ENTRY, submit=True)
    assert list(owing.silent(DUE - timedelta(1))) == []
    assert list(owing.silent(DUE)) == [two]
    # What is returned is not there for the meeting.
    actions.review_progress(scene.secretariat, report, accept=False, return_reason="缺照片")
    assert set(owing.silent(DUE)) == {one, two}


def test_papers_are_issued_and_taken_back_to_be_issued_anew(scene: Scene, item: Item) -> None:
    member = scene.account(Role.MEMBER, body=scene.body)
    advice = actions.recommend(scene.secretariat, item, RulingKind.RELEASE, reason="已完成")
    assert advice.version == 1
    made = actions.issue_papers(scene.secretariat, scene.body)
    assert voices.recommendations_for(member).count() == 1
    assert voices.may_read_round(member, made)
    with pytest.raises(Refused):
        actions.recommend(scene.secretariat, item, RulingKind.TRACK)
    with pytest.raises(Refused):
        actions.open_round(scene.secretariat, scene.body, due_on=DUE)
    with pytest.raises(Refused):
        actions.issue_papers(scene.secretariat, scene.body)
    with pytest.raises(InvalidInput):
        actions.withdraw_papers(scene.secretariat, scene.body, " ")
    back = actions.withdraw_papers(scene.secretariat, scene.body, "編號有誤")
    assert voices.recommendations_for(member).count() == 0
    assert not voices.may_read_round(member, back)
    with pytest.raises(Refused):
        actions.withdraw_papers(scene.secretariat, scene.body, "再收回")
    actions.recommend(scene.secretariat, item, RulingKind.TRACK, reason="尚缺驗收", version=1)
    again = actions.issue_papers(scene.secretariat, scene.body)
    assert again.papers_number == 2
    assert voices.recommendations_for(member).get().reason == "尚缺驗收"


def test_of_two_who_change_a_recommendation_the_second_is_told(scene: Scene, item: Item) -> None:
    actions.recommend(scene.secretariat, item, RulingKind.TRACK, version=0)
    with pytest.raises(Conflict):
        actions.recommend(scene.secretariat, item, RulingKind.RELEASE, version=0)
    actions.recommend(scene.secretariat, item, RulingKind.RELEASE, version=1)
    assert Recommendation.objects.get().kind == "release"


def test_the_rest_is_recommended_to_go_on(scene: Scene, item: Item) -> None:
    second = scene.item(scene.meeting(1), "內政部")
    ended = scene.item(scene.meeting(1), "內政部")
    scene.rule(ended, scene.meeting(2), RulingKind.RELEASE)
    actions.recommend(scene.secretariat, item, RulingKind.RELEASE)
    made = actions.recommend_rest(scene.secretariat, scene.body)
    assert [(one.item, one.kind) for one in made] == [(second, "track")]
    assert actions.recommend_rest(scene.secretariat, scene.body) == []


def test_what_a_round_holds_is_public_from_the_day_its_meetings_record_is_confirmed(
    scene: Scene, item: Item
) -> None:
    meeting = planned(scene, 7)
    duty = duties(item)[0]
    actions.open_round(scene.secretariat, scene.body, due_on=DUE)
    actions.write_progress(desk_of(scene, duty), duty, ENTRY, submit=True)
    assert voices.progress_for(None).count() == 0
    changed(scene, meeting, Meeting.State.HELD)
    assert Round.objects.get().closed_at is not None
    assert voices.progress_for(None).count() == 1
    # Taken back, it is as it was; the round goes on.
    changed(scene, meeting, Meeting.State.PLANNED)
    assert (Round.objects.get().closed_at, Round.objects.get().meeting) == (None, meeting)
    assert voices.progress_for(None).count() == 0


def test_a_cancelled_meeting_leaves_its_round_open_for_the_next(scene: Scene, item: Item) -> None:
    meeting = planned(scene, 7)
    actions.open_round(scene.secretariat, scene.body, due_on=DUE)
    records.cancel_meeting(scene.secretariat, meeting.pk)
    found = Round.objects.get()
    assert (found.meeting, found.closed_at) == (None, None)


def test_another_meeting_before_the_planned_one_closes_nothing(scene: Scene, item: Item) -> None:
    planned(scene, 7)
    actions.open_round(scene.secretariat, scene.body, due_on=DUE)
    extraordinary = scene.meeting(5)
    actions.take_in(scene.secretariat, scene.minutes(extraordinary), [], [])
    assert Round.objects.get().closed_at is None
    assert rounds.of_meeting(extraordinary) == Round.objects.get()
    unannounced = scene.meeting(8)
    actions.take_in(scene.secretariat, scene.minutes(unannounced), [], [])
    assert (Round.objects.get().closed_at is None, Round.objects.get().meeting) == (False, unannounced)


def test_the_next_round_takes_over_the_days_of_reminders(scene: Scene, item: Item) -> None:
    actions.open_round(scene.secretariat, scene.body, due_on=DUE, remind_days=[5])
    actions.take_in(scene.secretariat, scene.minutes(scene.meeting(7)), [], [])
    second = actions.open_round(scene.secretariat, scene.body, due_on=date(2025, 12, 1))
    assert (second.number, second.remind_days) == (2, [5])


def test_a_draft_that_waited_over_a_meeting_is_still_on_the_desk(scene: Scene, item: Item) -> None:
    duty = duties(item)[0]
    account = desk_of(scene, duty)
    actions.write_progress(account, duty, ENTRY)
    actions.take_in(scene.secretariat, scene.minutes(scene.meeting(7)), [], [])
    (owed,) = desk.owed(account)
    assert (owed.stage, [one.state for one in owed.current]) == ("draft", [Progress.State.DRAFT])


def test_bodies_do_not_mix(scene: Scene, item: Item) -> None:
    other = Body.objects.create(name="另一推動小組", slug="other")
    actions.open_round(scene.secretariat, scene.body, due_on=timezone.localdate())
    assert rounds.open_of(other.pk) is None
    assert Agency.objects.filter(duties__in=owing.unanswered(other)).count() == 0
