"""The state machine of tracking, all actors and moves at random, over the real database and its guards.

Whatever people do, and in whatever order minutes come in: no item ends without a ruling of a later meeting, no report
is overwritten, and the facts agree with the log and with a replay of the rulings. The long run (`make soak`) does the
same for longer: LIEGUAN_MACHINE_STEPS, LIEGUAN_MACHINE_EXAMPLES.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lieguan.errors import Conflict, NotAllowed, SiteError
from lieguan.site.log.erasing import holding
from lieguan.site.log.models import Entry
from lieguan.site.log.verification import chain
from lieguan.site.records.models import Clause, Meeting
from lieguan.site.records.signals import MeetingFacts, clauses_falling, meeting_changed, meeting_changing
from lieguan.site.registry.logbook import actions as logbook
from lieguan.site.registry.models import Agency, Body
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, reporting, verification
from lieguan.site.tracking.models import Duty, Item, Progress, Ruling
from lieguan.site.tracking.states import MOVES, ItemState, RulingKind
from scene import Scene, duties

EXAMPLES = int(os.environ.get("LIEGUAN_MACHINE_EXAMPLES", "50"))
STEPS = int(os.environ.get("LIEGUAN_MACHINE_STEPS", "40"))
MONTHS = range(1, 7)
picks = st.integers(0, 10**6)
reached: set[str] = set()


class Tracking(RuleBasedStateMachine):
    """One body with an agency, six meetings on some days, and whatever happens."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.scene = Scene()
        self.desks: dict[int, Any] = {}
        self.meetings = [self.scene.meeting(month) for month in MONTHS]
        self.meetings.append(self.scene.meeting(2, order=1))
        self.submitted: dict[int, str] = {}
        self.administrator = self.scene.account(Role.ADMINISTRATOR)
        elsewhere = Body.objects.create(name="別的小組", slug="elsewhere")
        self.outsiders = {
            "member": self.scene.account(Role.MEMBER, body=self.scene.body),
            "chair": self.scene.account(Role.CHAIR, body=self.scene.body),
            "auditor": self.scene.account(Role.AUDITOR),
            "other-secretariat": self.scene.account(Role.SECRETARIAT, body=elsewhere),
            "other-desk": self.scene.account(Role.DESK, agency=Agency.objects.create(name="別的機關")),
        }
        for agencies in ([], ["內政部"], ["內政部", "交通部"]):
            self.scene.item(self.meetings[0], *agencies)

    def teardown(self) -> None:
        try:
            problems = [str(one) for one in [*verification.of_tracking(), *chain()]]
            assert problems == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do it or be refused; a refusal changes nothing."""
        try:
            with transaction.atomic():
                return act()
        except SiteError:
            return None

    def item(self, pick: int) -> Item:
        items = list(Item.objects.order_by("pk"))
        return items[pick % len(items)]

    def has_items(self) -> bool:
        return Item.objects.exists()

    @rule(pick=picks, agencies=st.integers(0, 2))
    def open_item(self, pick: int, agencies: int) -> None:
        meeting = self.meetings[pick % len(self.meetings)]
        self.attempt(lambda: self.scene.item(meeting, *["內政部", "交通部"][:agencies]))

    @rule(agencies=st.integers(0, 2))
    def carry_in(self, agencies: int) -> None:
        self.scene.item(None, *["內政部", "交通部"][:agencies])

    @precondition(has_items)
    @rule(
        pick=picks,
        where=picks,
        kind=st.sampled_from(list(RulingKind)),
        other=picks,
        part=st.booleans(),
        accept=st.booleans(),
    )
    def enter_ruling(
        self, pick: int, where: int, kind: RulingKind, other: int, part: bool, accept: bool
    ) -> None:
        item, meeting = self.item(pick), self.meetings[where % len(self.meetings)]
        fields: dict[str, Any] = {}
        if kind is RulingKind.MERGE:
            fields["merged_into"] = self.item(other)
        if part and duties(item):
            fields["duties"] = (duties(item)[other % len(duties(item))],)
        self.attempt(lambda: self.scene.rule(item, meeting, kind, accept=accept, **fields))

    @precondition(has_items)
    @rule(pick=picks, kind=st.sampled_from([kind for kind, move in MOVES.items() if move.ends]), other=picks)
    def end_by_the_last_meeting(self, pick: int, kind: RulingKind, other: int) -> None:
        """As most rulings come: in order, on the whole of an item that is tracked."""
        item = self.item(pick)
        into = {"merged_into": self.item(other)} if kind is RulingKind.MERGE else {}
        self.attempt(lambda: self.scene.rule(item, self.meetings[-2], kind, **into))

    @precondition(lambda self: Ruling.objects.filter(standing=True).exists())
    @rule(pick=picks)
    def let_fall(self, pick: int) -> None:
        rulings = list(Ruling.objects.filter(standing=True).order_by("pk"))
        actions.let_fall(self.scene.secretariat, rulings[pick % len(rulings)], "登錄錯誤")

    @precondition(lambda self: Clause.objects.filter(standing=True).exists())
    @rule(pick=picks)
    def correct_a_clause_away(self, pick: int) -> None:
        clauses = list(Clause.objects.filter(standing=True).order_by("pk"))
        clause = clauses[pick % len(clauses)]
        clauses_falling.send(
            Clause, minutes=clause.minutes, clauses=[clause], actor=self.scene.secretariat, reason="更正"
        )
        Clause.objects.filter(pk=clause.pk).update(standing=False)

    @rule(pick=picks, month=st.sampled_from([*MONTHS, None]), order=st.integers(0, 2), held=st.integers(0, 9))
    def change_a_meeting(self, pick: int, month: int | None, order: int, held: int) -> None:
        meeting = Meeting.objects.get(pk=self.meetings[pick % len(self.meetings)].pk)
        before = MeetingFacts(meeting.body_id, meeting.starts_on, meeting.order_in_day, meeting.state)
        day = meeting.starts_on.replace(month=month) if meeting.starts_on and month else None
        if month and day is None:
            day = self.meetings[0].starts_on.replace(month=month)
        state = Meeting.State.HELD if held else Meeting.State.WITHDRAWN
        after = MeetingFacts(meeting.body_id, day, order, state)
        told = {
            "meeting": meeting,
            "before": before,
            "after": after,
            "actor": self.scene.secretariat,
            "reason": "更正日期",
        }
        meeting_changing.send(Meeting, **told)
        meeting.starts_on, meeting.order_in_day, meeting.state = day, order, state
        meeting.save()
        meeting_changed.send(Meeting, **told)

    @precondition(lambda self: Duty.objects.exclude(agency=None).exists())
    @rule(pick=picks, text=st.sampled_from(["已完成三處。", "研議中。"]), submit=st.booleans())
    def report(self, pick: int, text: str, submit: bool) -> None:
        rows = list(Duty.objects.exclude(agency=None).order_by("pk"))
        duty = rows[pick % len(rows)]
        desk = self.desks.setdefault(duty.agency_id, self.scene.account(Role.DESK, agency=duty.agency))
        entry = reporting.ProgressEntry(text, as_of=self.meetings[0].starts_on)
        made = self.attempt(lambda: actions.write_progress(desk, duty, entry, submit=submit))
        if made is not None and submit:
            self.submitted[made.pk] = text

    @precondition(lambda self: bool(self.submitted))
    @rule(pick=picks, accept=st.booleans())
    def review(self, pick: int, accept: bool) -> None:
        report = Progress.objects.get(pk=sorted(self.submitted)[pick % len(self.submitted)])
        self.attempt(
            lambda: actions.review_progress(
                self.scene.secretariat, report, accept=accept, return_reason="缺佐證"
            )
        )

    @precondition(has_items)
    @rule(pick=picks, state=st.sampled_from([one.value for one in ItemState if one is not ItemState.TRACKED]))
    def try_to_end_without_a_ruling(self, pick: int, state: str) -> None:
        """Straight at the database, with any ruling that there is."""
        item = self.item(pick)
        was = (item.state, item.ended_by_id)
        for ruling in [None, *Ruling.objects.order_by("pk").values_list("pk", flat=True)]:
            try:
                with transaction.atomic():
                    Item.objects.filter(pk=item.pk).update(state=state, ended_by=ruling)
            except IntegrityError:
                continue
            # What the guard lets through rests on a ruling; it is what the row said, or a duty's own.
            assert ruling is not None
            found = Ruling.objects.get(pk=ruling)
            assert found.item_id == item.pk
            assert found.standing
            assert MOVES[RulingKind(found.kind)].target == state
            assert list(verification.unfounded()) == []
            if was[1] is None:
                raise AssertionError(f"{item} was tracked, and ruling {ruling} ended it past the actions")
            Item.objects.filter(pk=item.pk).update(state=was[0], ended_by=was[1])

    @precondition(lambda self: bool(self.submitted))
    @rule(pick=picks)
    def try_to_overwrite_a_report(self, pick: int) -> None:
        pk = sorted(self.submitted)[pick % len(self.submitted)]
        with pytest.raises(IntegrityError), transaction.atomic():
            Progress.objects.filter(pk=pk).update(text="改過")

    @precondition(has_items)
    @rule(pick=picks, who=st.sampled_from(["member", "chair", "auditor", "other-secretariat", "other-desk"]))
    def try_without_the_right(self, pick: int, who: str) -> None:
        """Whatever somebody tries who may not: it is refused, and the log does not grow."""
        actor, item, before = self.outsiders[who], self.item(pick), Entry.objects.count()
        ruling, report = Ruling.objects.order_by("pk").last(), Progress.objects.order_by("pk").last()
        entry = self.scene.entry(item, self.meetings[-2], RulingKind.RELEASE)
        tries: list[Callable[[], Any]] = [
            lambda: actions.enter_ruling(actor, entry),
            lambda: actions.open_item(actor, entry.clause, title="越權之案"),
            lambda: actions.edit_item(actor, item, version=item.version, title="越權之名"),
            lambda: actions.recommend(actor, item, RulingKind.RELEASE, reason="越權"),
        ]
        if ruling is not None:
            tries.append(lambda: actions.let_fall(actor, ruling, "越權"))
        if report is not None:
            tries.append(lambda: actions.review_progress(actor, report, accept=True))
            tries.append(lambda: actions.submit_progress(actor, report))
        with pytest.raises(NotAllowed), transaction.atomic():
            tries[pick % len(tries)]()
        assert Entry.objects.count() == before

    @precondition(has_items)
    @rule(pick=picks, behind=st.integers(0, 1))
    def edit(self, pick: int, behind: int) -> None:
        """Who looked at the item before the last change is told, and loses nothing of it."""
        item = self.item(pick)
        version = item.version - behind
        title = f"改名第{pick}案"
        try:
            with transaction.atomic():
                actions.edit_item(self.scene.secretariat, item, version=version, title=title)
        except Conflict:
            assert behind
        except SiteError:
            return
        else:
            assert not behind

    @rule(pick=picks)
    def try_to_remove(self, pick: int) -> None:
        """Nothing on which tracking rests is removed."""
        for model in (Item, Ruling, Clause, Duty):
            rows = list(model.objects.order_by("pk").values_list("pk", flat=True))
            if not rows:
                continue
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.filter(pk=rows[pick % len(rows)])._raw_delete("default")

    @precondition(has_items)
    @rule(pick=picks)
    def erase(self, pick: int) -> None:
        """Words go out of what the log kept; chain and facts are still held against it in the end."""
        words = self.item(pick).title
        logbook.erase(self.administrator, [words], "個人資料保護法第11條第3項")
        assert holding([words]) == []

    @invariant()
    def note_the_states_reached(self) -> None:
        reached.update(Item.objects.values_list("state", flat=True))

    @invariant()
    def nothing_is_ended_without_a_basis(self) -> None:
        assert [str(problem) for problem in verification.unfounded()] == []

    @invariant()
    def states_are_those_of_the_rulings(self) -> None:
        assert [str(problem) for problem in verification.states()] == []

    @invariant()
    def reports_are_as_they_were_submitted(self) -> None:
        stored = dict(Progress.objects.filter(pk__in=self.submitted).values_list("pk", "text"))
        assert stored == self.submitted


@pytest.mark.django_db
def test_no_sequence_of_moves_breaks_a_rule() -> None:
    reached.clear()
    run_state_machine_as_test(
        Tracking,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
            derandomize=not os.environ.get("LIEGUAN_MACHINE_EXAMPLES"),
            database=None,
        ),
    )
    assert reached == {state.value for state in ItemState}, "not every state was reached"
