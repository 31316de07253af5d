"""A draft is stored with every step: nothing is lost by leaving, by going back, by a second person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from draft_work import uid
from lieguan.errors import InvalidInput
from lieguan.site.records import actions
from lieguan.site.records.models import Minutes
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]


def test_steps_are_taken_back_one_by_one(received: TakeIn, secretary: Account) -> None:
    taken = received()
    draft, _ = actions.edit(secretary, taken.pk, 1, "head", "meeting", {"ordinal": 3})
    draft, focus = actions.edit(secretary, taken.pk, 2, "clause-split", uid(taken, "r1.2"), {"at": 16})
    assert focus == uid(draft, "r1.3")
    draft, about = actions.undo(secretary, taken.pk, 3)
    assert about == uid(taken, "r1.2")
    assert draft.draft["resolutions"] == taken.draft["resolutions"]
    draft, _ = actions.undo(secretary, taken.pk, 4)
    assert draft.draft == taken.draft
    with pytest.raises(InvalidInput):
        actions.undo(secretary, taken.pk, 5)
    draft, _ = actions.edit(secretary, taken.pk, 5, "head", "meeting", {"ordinal": 4})
    draft, _ = actions.undo(secretary, taken.pk, 6)
    assert draft.draft == taken.draft


def test_leaving_and_coming_back_loses_nothing(received: TakeIn, secretary: Account) -> None:
    taken = received()
    actions.edit(secretary, taken.pk, 1, "clause", uid(taken, "r2.1"), {"text": "修正通過。"})
    again = Minutes.objects.get(pk=taken.pk)
    assert again.draft["resolutions"][1]["clauses"][0]["text"] == "修正通過。"
    assert (again.draft_by, again.draft_version) == (secretary, 2)
    assert again.read == taken.read


def test_the_second_of_two_people_is_told_who_did_what(
    received: TakeIn, secretary: Account, account: Callable[..., Account], body: Body
) -> None:
    taken, other = received(), account(Role.SECRETARIAT, body)
    actions.edit(other, taken.pk, 1, "clause", uid(taken, "r2.1"), {"text": "修正通過。"})
    with pytest.raises(actions.DraftConflict) as told:
        actions.edit(secretary, taken.pk, 1, "head", "meeting", {"ordinal": 3})
    (step,) = told.value.steps
    assert (step.by, step.operation, step.target) == (other, "clause", uid(taken, "r2.1"))
    assert step.words.startswith("照案通過")
    again = Minutes.objects.get(pk=taken.pk)
    assert again.draft["meeting"]["ordinal"] == 2
    actions.edit(secretary, taken.pk, 2, "head", "meeting", {"ordinal": 3})
