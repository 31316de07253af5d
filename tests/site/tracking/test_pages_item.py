"""The item's page: its whole life in one story, three voices, and who may read which of them when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sample_series
from django.test import Client
from django.utils import timezone

from lieguan.site.registry.models import Account
from lieguan.site.tracking import actions, overview, story, voices
from lieguan.site.tracking.models import Duty, Progress, Recommendation, Round
from lieguan.site.tracking.replay import Due
from lieguan.site.tracking.states import RulingKind

pytestmark = pytest.mark.django_db

CURRENT_REPORT = "替代船舶調度原則及各航線最低班次已於115年9月25日公布"
CURRENT_ADVICE = "調度原則及班次已公布，預警資訊已介接"
PUBLIC_REPORT = "備援路由方案已於第4次會議提報"


@pytest.fixture
def series(db: None) -> sample_series.Series:
    return sample_series.lay()


def page(series: sample_series.Series, number: int, account: Account | None = None) -> str:
    client = Client()
    if account:
        client.force_login(account)
    response = client.get(f"/items/{series.items[number].pk}/")
    assert response.status_code == 200
    return str(response.content.decode())


def test_an_item_tells_its_life_in_order(series: sample_series.Series) -> None:
    item = story.with_everything().get(pk=series.items[3].pk)
    events = story.life(item, voices.progress_for(None).filter(duty__item=item), [])
    assert [(event.kind, event.on) for event in events] == [
        ("opening", date(2025, 9, 12)),
        ("ruling", date(2026, 1, 14)),
        ("progress", date(2026, 4, 30)),
        ("ruling", date(2026, 5, 14)),
        ("ruling", date(2026, 5, 14)),
        ("ruling", date(2026, 9, 9)),
    ]


def test_words_are_quoted_with_a_link_to_their_paragraph(series: sample_series.Series) -> None:
    html = page(series, 3)
    for ordinal, clause in ((3, "r2.2"), (4, "r1.1"), (5, "r1.2"), (6, "r1.2")):
        found = series.clauses[ordinal, clause]
        assert found.text in html
        assert f'href="/meetings/{found.meeting_id}/?at={found.uid}#{found.uid}"' in html


def test_of_a_clause_on_several_items_the_words_on_this_one_are_marked(series: sample_series.Series) -> None:
    assert "編號 4、8 解除列管，<mark>其餘持續列管</mark>。" in page(series, 10)


def test_a_ruling_is_quoted_with_its_sub_clauses(series: sample_series.Series) -> None:
    assert series.clauses[4, "r1.1.2.1"].text in page(series, 3)


def test_a_merge_is_linked_on_both_sides(series: sample_series.Series) -> None:
    merged, into = series.items[7], series.items[4]
    assert f'href="/items/{into.pk}/"' in page(series, 7)
    assert f'href="/items/{merged.pk}/"' in page(series, 4)


def test_published_voices_are_read_by_anybody(series: sample_series.Series) -> None:
    html = page(series, 1)
    assert PUBLIC_REPORT in html
    assert "幕僚單位建議：解除列管" in html


@pytest.mark.parametrize(
    ("role", "agency", "reads"),
    [
        ("", "", False),
        ("member", "", False),
        ("desk", "文化部", False),
        ("secretariat", "", True),
        ("chair", "", True),
        ("auditor", "", True),
        ("desk", "交通部", True),
        ("approver", "海洋委員會", True),
    ],
)
def test_what_is_before_the_next_meeting_is_read_by_those_concerned(
    series: sample_series.Series, role: str, agency: str, reads: bool
) -> None:
    account = series.account(role, agency=agency) if role else None
    html = page(series, 10, account)
    assert (CURRENT_REPORT in html) is reads
    assert (CURRENT_ADVICE in html) is reads


def test_a_secretariat_of_another_body_reads_no_more_than_anybody(series: sample_series.Series) -> None:
    other = series.account("secretariat")
    grant = other.grants.get()
    grant.body = type(series.body).objects.create(name="別的會議", slug="other")
    grant.save()
    assert CURRENT_REPORT not in page(series, 10, other)


def test_members_read_the_papers_from_the_day_they_are_issued(series: sample_series.Series) -> None:
    member = series.account("member")
    Round.objects.filter(closed_at=None).update(papers_issued_at=timezone.now())
    assert CURRENT_REPORT in page(series, 10, member)
    assert CURRENT_REPORT not in page(series, 10)


def test_a_draft_is_read_by_its_own_agency_alone(series: sample_series.Series) -> None:
    desk = series.account("desk", agency="交通部")
    duty = Duty.objects.get(item=series.items[11], agency=series.agency("交通部"))
    actions.write_progress(desk, duty, actions.ProgressEntry("首期資料整理中", date(2026, 11, 20)))
    assert "首期資料整理中" in page(series, 11, desk)
    for other in (None, series.account("secretariat"), series.account("auditor")):
        assert "首期資料整理中" not in page(series, 11, other)


def test_a_ruling_unlike_the_recommendation_is_marked(series: sample_series.Series) -> None:
    item = story.with_everything().get(pk=series.items[10].pk)
    round_ = Round(pk=1, body=series.body, meeting=series.meetings[6])
    advice = Recommendation(
        pk=1, item=item, round=round_, kind=RulingKind.RELEASE, modified_at=timezone.now()
    )
    (ruling,) = [one for one in story.life(item, [], [advice]) if one.kind == "ruling"]
    assert ruling.differs
    advice.kind = RulingKind.TRACK
    (ruling,) = [one for one in story.life(item, [], [advice]) if one.kind == "ruling"]
    assert not ruling.differs


def test_two_rulings_of_one_meeting_differ_only_together(series: sample_series.Series) -> None:
    # The fifth meeting adopted 持續列管 for item 3 and extended it besides.
    item = story.with_everything().get(pk=series.items[3].pk)
    advice = Recommendation.objects.filter(item=item).select_related("round__meeting")
    assert not any(event.differs for event in story.life(item, [], advice))


def test_an_erratum_stays_visible(series: sample_series.Series) -> None:
    clerk = series.account("secretariat")
    ruling = series.items[2].rulings.get()
    actions.let_fall(clerk, ruling, "誤將建議當作裁示")
    html = page(series, 2)
    assert "誤將建議當作裁示" in html
    assert "已失效" in html
    assert "本事項尚未經會議裁示解除列管" in html


def test_the_history_is_for_those_who_may_read_the_log(series: sample_series.Series) -> None:
    clerk = series.account("secretariat")
    item = series.items[14]
    actions.edit_item(clerk, item, group="長照組", due=Due("116年4月底", on=date(2027, 4, 30)))
    collective = item.duties.get(collective=True)
    actions.name_agencies(clerk, collective, ["澎湖縣政府"])
    actions.add_duty(clerk, item, actions.DutyEntry("內政部"))
    history = page(series, 14, clerk)
    assert "修改紀錄" in history
    for words in ("修改事項", "指定機關", "增列機關"):
        assert words in history
    assert "tracking." not in history
    assert "修改紀錄" not in page(series, 14)
    assert clerk.name not in page(series, 14)


def test_a_longer_life_takes_no_more_queries(
    series: sample_series.Series, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    desk, chair = series.account("desk", agency="交通部"), series.account("chair")
    duty = Duty.objects.get(item=series.items[10], agency=series.agency("交通部"))

    def report(text: str) -> None:
        link = actions.EvidenceEntry("公告", link="https://example.org/")
        entry = actions.ProgressEntry(text, date(2026, 11, 20))
        actions.write_progress(desk, duty, entry, evidence=[link], submit=True)

    client = Client()
    client.force_login(chair)
    address = f"/items/{series.items[10].pk}/"
    report("第二版")
    client.get(address)
    with django_assert_max_num_queries(22) as few:
        assert "第二版" in client.get(address).content.decode()
    for number in range(5):
        report(f"又一版{number}")
    with django_assert_num_queries(len(few)):
        assert "又一版4" in client.get(address).content.decode()


def test_silent_and_ready_follow_what_came_in_since_the_last_meeting(series: sample_series.Series) -> None:
    silent = {(duty.item.number, str(duty)) for duty in overview.unanswered(series.body)}
    assert (11, "交通部") in silent
    assert (10, "交通部") not in silent
    assert [item.number for item in voices.ready(series.body)] == [10]
    # A report that was only drafted is none yet.
    draft = Progress.objects.get(duty__item=series.items[15])
    assert (15, str(draft.duty)) not in silent
