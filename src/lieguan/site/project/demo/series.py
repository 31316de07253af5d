"""The story of a sample series, told to the site through its actions.

`expected.toml` of the series says which proposals the secretariat ticks and what items are called; what a clause says
of duties, deadlines and rulings is what lieguan proposes. A story that lieguan does not propose is refused, not forced.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from lieguan.errors import StartError
from lieguan.site.programme import actions as programmes
from lieguan.site.programme.models import Measure
from lieguan.site.project.demo import people
from lieguan.site.records import actions as records
from lieguan.site.records.models import Minutes
from lieguan.site.records.sheets import rows_of
from lieguan.site.registry import actions as registry
from lieguan.site.registry.accounts import actions as accounts
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions as tracking
from lieguan.site.tracking import intake, second
from lieguan.site.tracking.models import Duty, Item
from lieguan.site.tracking.states import RulingKind

STORY = "expected.toml"
SLUG = "outlying-islands"
Say = Callable[[str], None]


def tell(samples: Path, *, say: Say) -> None:
    """Tell the whole story into an empty site; `say` gets a line for each meeting."""
    story = tomllib.loads((samples / STORY).read_text(encoding="utf-8"))
    administrator = accounts.found(people.ADMINISTRATOR)
    accounts.rename(administrator, administrator, "示範管理者")
    body = registry.create_body(administrator, name=story["body"], slug=SLUG)
    people.invite_all(administrator, body)
    secretariat = Account.objects.get(grants__role=Role.SECRETARIAT)
    for meeting in story["meetings"]:
        _round(administrator, secretariat, body, story, meeting["ordinal"])
        minutes = _confirmed(secretariat, body, samples / meeting["file"])
        _seconded(administrator, minutes)
        taken = _taken(secretariat, minutes, story, meeting["ordinal"])
        say(f"{meeting['file']}: {minutes.meeting}: {len(taken.items)} 項開立，{len(taken.rulings)} 項裁示")
    _next_meeting(administrator, secretariat, body, story)
    _programme(secretariat, body, samples, story["programme"], say)


def _programme(secretariat: Account, body: Body, samples: Path, told: dict[str, Any], say: Say) -> None:
    """The programme from its tables, and the items that touch its measures."""
    for name in told["files"]:
        taken = programmes.take_in(secretariat, body, rows_of((samples / name).read_bytes(), name))
        if taken.skipped:
            raise StartError(f"its {taken.skipped[0]} is wrong", place=name)
        say(f"{name}: {taken.programme}: {taken.entered} 筆年度值")
    for code, numbers in told["links"].items():
        measure = Measure.objects.filter(version__programme__title=told["title"], code=code).latest("version")
        for number in numbers:
            programmes.link_item(secretariat, measure, Item.objects.get(body=body, number=number))


def _next_meeting(administrator: Account, secretariat: Account, body: Body, story: dict[str, Any]) -> None:
    ordinal = story["next_meeting"]
    values = {"title": f"{body.name}第{ordinal}次會議", "ordinal": ordinal, "starts_on": story["next_day"]}
    planned = records.plan_meeting(secretariat, body, values)
    tracking.open_round(
        secretariat,
        body,
        meeting=planned,
        due_on=story["next_due"],
        note="請附佐證資料；研議中的事項請寫明預定日期。",
    )
    _round(administrator, secretariat, body, story, ordinal)


def _confirmed(secretariat: Account, body: Body, file: Path) -> Minutes:
    """The minutes of a file, taken in and confirmed as read."""
    (minutes,) = records.take_in(secretariat, records.Sent(file, file.name))
    if minutes.body_id != body.pk:
        minutes = records.choose_body(secretariat, minutes.pk, body)
    minutes = records.confirm(secretariat, minutes.pk, minutes.draft_version)
    if minutes.state != Minutes.State.CONFIRMED:
        raise StartError(f"the minutes were not confirmed but are {minutes.state}", place=file.name)
    return minutes


def _seconded(administrator: Account, minutes: Minutes) -> None:
    """The administrator is the second person of the demo, where the minutes end items."""
    if second.needed(minutes):
        records.confirm_second(administrator, minutes.pk, 1)


def _taken(secretariat: Account, minutes: Minutes, story: dict[str, Any], ordinal: int) -> intake.Taken:
    """Tick what the story ticks, and take it in."""
    proposed = intake.proposals_for(minutes)
    every = replace(
        proposed,
        items=[replace(one, ticked=True) for one in proposed.items],
        rulings=[replace(one, ticked=True) for one in proposed.rulings],
    )
    openings, choices = intake.as_proposed(minutes, every)
    return intake.take_in(
        secretariat,
        minutes,
        [_opening(openings, told) for told in _of(story["items"], ordinal)],
        [
            _choice(choices, openings, told, number)
            for told in _of(story["rulings"], ordinal)
            for number in told["items"]
        ],
    )


def _of(entries: Iterable[dict[str, Any]], ordinal: int) -> list[dict[str, Any]]:
    return [told for told in entries if told["meeting"] == ordinal]


def _opening(openings: Iterable[intake.Opening], told: dict[str, Any]) -> intake.Opening:
    """The proposal that opens this item, under the title and number that the story gives it."""
    for one in openings:
        if one.clause.local_id == told["clause"] and one.carried_in == told.get("carried_in", False):
            return replace(one, title=told["title"], number=told["number"])
    raise StartError("no such item is proposed", place=f"{STORY}, item {told['number']}")


def _choice(
    choices: Iterable[intake.Choice], openings: Iterable[intake.Opening], told: dict[str, Any], number: int
) -> intake.Choice:
    """The proposed ruling of this kind by this clause on the item of this number."""
    kind = RulingKind(told["kind"])
    keys = {one.key: one for one in openings}
    for one in choices:
        called = one.item.number if one.item else (keys[one.opening].number or number)
        if one.clause.local_id == told["clause"] and one.kind is kind and called == number:
            return one
    raise StartError(
        f"no {kind.value} of item {number} is proposed",
        place=f"{STORY}, meeting {told['meeting']}, {told['clause']}",
    )


def _round(
    administrator: Account, secretariat: Account, body: Body, story: dict[str, Any], ordinal: int
) -> None:
    """What agencies reported and the secretariat recommended for this meeting, before it."""
    for told in _of(story["rounds"], ordinal):
        for one in told["progress"]:
            duty = Duty.objects.get(item__body=body, item__number=one["item"], agency__name=one["agency"])
            assert duty.agency is not None
            tracking.write_progress(
                people.desk(administrator, duty.agency),
                duty,
                _progress(one),
                evidence=_evidence(one),
                submit=True,
            )
        for one in told["recommendations"]:
            item = Item.objects.get(body=body, number=one["item"])
            tracking.recommend(
                secretariat,
                item,
                RulingKind(one["kind"]),
                reason=one.get("reason", ""),
                hand_to=one.get("hand_to", ""),
            )


def _progress(told: dict[str, Any]) -> tracking.ProgressEntry:
    return tracking.ProgressEntry(
        text=told["text"],
        as_of=told["as_of"],
        status=told["status"],
        percentage=told.get("percentage"),
        next_step=told.get("next_step", ""),
        next_step_on=told.get("next_step_on"),
    )


def _evidence(told: dict[str, Any]) -> list[tracking.EvidenceEntry]:
    return [
        tracking.EvidenceEntry(shows=one["shows"], link=one["link"], as_of=one.get("as_of"))
        for one in told.get("evidence", ())
    ]
