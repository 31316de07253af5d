"""The proposals page: what is shown can be sent back as it is, edited, added to, and is entered all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sample_series
from django.test import Client
from lxml import html

from lieguan.site.records.models import Minutes
from lieguan.site.tracking.actions import DutyEntry
from lieguan.site.tracking.forms.proposals import names_of, typed_duties
from lieguan.site.tracking.intake import as_proposed, proposals_for
from lieguan.site.tracking.models import Item, Ruling

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db: None) -> sample_series.Series:
    return sample_series.lay_meetings()


@pytest.fixture
def clerk(series: sample_series.Series) -> Client:
    client = Client()
    client.force_login(series.account("secretariat"))
    return client


def minutes_of(series: sample_series.Series, ordinal: int) -> Minutes:
    return Minutes.objects.get(meeting=series.meetings[ordinal])


def address(series: sample_series.Series, ordinal: int) -> str:
    return f"/minutes/{minutes_of(series, ordinal).pk}/items/"


def fields(page: Any) -> Iterator[tuple[str, str]]:
    """What a browser would send of the page's form, untouched."""
    (form,) = [
        one for one in html.fromstring(page.content.decode()).forms if one.get("data-guard") is not None
    ]
    yield from form.form_values()


def sent(page: Any, **changes: Any) -> dict[str, Any]:
    """The form as shown, with some fields changed; None takes a field (a tick) away."""
    data: dict[str, Any] = {}
    for name, value in fields(page):
        data.setdefault(name, []).append(value)
    for name, value in changes.items():
        if value is None:
            data.pop(name, None)
        else:
            data[name] = value
    return data


def take_in(clerk: Client, series: sample_series.Series, ordinal: int) -> None:
    page = clerk.get(address(series, ordinal))
    response = clerk.post(address(series, ordinal), sent(page))
    assert response.status_code == 302, response.content.decode()


def test_sending_the_page_back_untouched_enters_what_is_ticked(
    clerk: Client, series: sample_series.Series
) -> None:
    openings, choices = as_proposed(minutes_of(series, 3))
    take_in(clerk, series, 3)
    assert {item.title for item in Item.objects.all()} == {one.title for one in openings}
    assert Ruling.objects.count() == len(choices)
    for one in openings:
        duties = Item.objects.get(title=one.title).duties.order_by("position")
        shown = {(duty.as_written, duty.role, duty.collective, duty.open_list) for duty in duties}
        assert shown == {(duty.as_written, duty.role, duty.collective, duty.open_list) for duty in one.duties}


def test_the_whole_series_sent_back_untouched_ends_as_its_story_says(
    clerk: Client, series: sample_series.Series
) -> None:
    for ordinal in (3, 4):
        take_in(clerk, series, ordinal)
    states = next(told for told in sample_series.EXPECTED["states"] if told["meeting"] == 4)
    titles = {told["number"]: told["title"] for told in sample_series.EXPECTED["items"]}
    for state in ("tracked", "released", "merged"):
        found = set(Item.objects.filter(state=state).values_list("title", flat=True))
        assert found == {titles[number] for number in states[state]}


def test_twice_does_nothing_the_second_time(clerk: Client, series: sample_series.Series) -> None:
    page = clerk.get(address(series, 3))
    data = sent(page)
    clerk.post(address(series, 3), data)
    count = Item.objects.count()
    # The second click comes from a page whose proposals are no longer what is proposed.
    assert clerk.post(address(series, 3), data).status_code == 409
    assert Item.objects.count() == count


def test_what_is_not_ticked_is_neither_checked_nor_entered(
    clerk: Client, series: sample_series.Series
) -> None:
    page = clerk.get(address(series, 3))
    first, *others = [one for one in proposals_for(minutes_of(series, 3)).items if not one.carried_in]
    data = sent(page, **{f"{first.key}-tick": None, f"{first.key}-title": ""})
    assert clerk.post(address(series, 3), data).status_code == 302
    titles = set(Item.objects.values_list("title", flat=True))
    assert first.title not in titles
    assert {one.title for one in others if one.ticked} <= titles


def test_what_was_edited_is_entered(clerk: Client, series: sample_series.Series) -> None:
    page = clerk.get(address(series, 3))
    first = next(one for one in proposals_for(minutes_of(series, 3)).items if not one.carried_in)
    key = first.key
    data = sent(
        page,
        **{
            f"{key}-title": "改過的名稱",
            f"{key}-lead": "交通部、相關部會",
            f"{key}-support": "內政部等",
            f"{key}-due": "115年6月30日",
        },
    )
    clerk.post(address(series, 3), data)
    item = Item.objects.get(title="改過的名稱")
    assert str(item.due_on) == "2026-06-30"
    found = {(str(duty), duty.role, duty.collective, duty.open_list) for duty in item.duties.all()}
    assert found == {
        ("交通部", "lead", False, False),
        ("相關部會", "lead", True, False),
        ("內政部", "support", False, True),
    }


def test_an_item_can_be_opened_by_any_clause(clerk: Client, series: sample_series.Series) -> None:
    page = clerk.get(address(series, 3))
    clause = next(c for (ordinal, _id), c in series.clauses.items() if ordinal == 3 and c.parent_id is None)
    key = f"more-{clause.pk}"
    data = sent(page, **{f"{key}-tick": "on", f"{key}-title": "另開的事項"})
    clerk.post(address(series, 3), data)
    assert Item.objects.get(title="另開的事項").opened_by in {clause, *clause.children.all()}


def test_a_ruling_can_be_added_by_hand(clerk: Client, series: sample_series.Series) -> None:
    take_in(clerk, series, 3)
    item = Item.objects.get(title="離島微電網示範計畫")
    page = clerk.get(address(series, 4))
    clause = series.clauses[4, "r3.2"]
    data = sent(
        page,
        **{
            "added-0-tick": "on",
            "added-0-clause": str(clause.pk),
            "added-0-item": str(item.pk),
            "added-0-kind": "extend",
            "added-0-due": "116年1月31日",
        },
    )
    clerk.post(address(series, 4), data)
    assert item.rulings.filter(kind="extend", clause=clause).exists()
    item.refresh_from_db()
    assert str(item.due_on) == "2027-01-31"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_entered(
    clerk: Client, series: sample_series.Series
) -> None:
    page = clerk.get(address(series, 3))
    first = proposals_for(minutes_of(series, 3)).items[0]
    data = sent(page, **{f"{first.key}-title": "", "added-1-tick": "on", "added-1-kind": "merge"})
    response = clerk.post(address(series, 3), data)
    assert response.status_code == 400
    assert "尚未登錄任何內容" in response.content.decode()
    assert response.content.decode().count('class="errorlist"') >= 2
    assert not Item.objects.exists()


def test_minutes_taken_in_late_show_the_differences_first(
    clerk: Client, series: sample_series.Series
) -> None:
    take_in(clerk, series, 3)
    item = Item.objects.get(title="離島糧食及民生物資儲備")
    # The fifth meeting releases it before the minutes of the fourth are gone through.
    late = clerk.get(f"/items/{item.pk}/rule/?meeting={series.meetings[5].pk}")
    version = html.fromstring(late.content.decode()).xpath("//input[@name='version']/@value")[0]
    clerk.post(
        f"/items/{item.pk}/rule/?meeting={series.meetings[5].pk}",
        {"clause": series.clauses[5, "r1.1"].pk, "kind": "release", "version": version},
    )
    item.refresh_from_db()
    assert item.state == "released"
    page = clerk.get(address(series, 4))
    rows = {one.key: one for one in proposals_for(minutes_of(series, 4)).rulings if one.item == item.pk}
    key = next(iter(rows))
    data = sent(page, **{f"{key}-tick": "on", f"{key}-kind": "release"})
    response = clerk.post(address(series, 4), data)
    assert response.status_code == 409
    assert "已檢視差異，仍要開立並登錄" in response.content.decode()
    again = sent(response)
    assert again["accept"] == ["1"]
    assert clerk.post(address(series, 4), again).status_code == 302
    item.refresh_from_db()
    assert item.ended_by is not None
    assert item.ended_by.clause.meeting == series.meetings[4]


@pytest.mark.parametrize("role", ["member", "chair", "auditor", "desk"])
def test_others_may_not(series: sample_series.Series, role: str) -> None:
    client = Client()
    client.force_login(series.account(role, agency="交通部" if role == "desk" else ""))
    assert client.get(address(series, 3)).status_code == 403
    assert client.post(address(series, 3), {}).status_code == 403


def test_typed_agencies_keep_what_the_minutes_say_of_them() -> None:
    proposed = (
        DutyEntry("經濟部", "經濟部"),
        DutyEntry("數位發展部", "數發部", open_list=True),
        DutyEntry("相關部會", "相關部會", collective=True),
    )
    assert names_of(proposed, "lead") == "經濟部、數位發展部等、相關部會"
    assert typed_duties(names_of(proposed, "lead"), "", proposed) == proposed
    moved = typed_duties("數位發展部", "經濟部", proposed)
    assert [(duty.name, duty.as_written, duty.role, duty.open_list) for duty in moved] == [
        ("數位發展部", "數發部", "", False),
        ("經濟部", "經濟部", "support", False),
    ]
