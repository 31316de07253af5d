"""The round's page and the chair's: three voices side by side, what is to be done in place, and who sees it when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sample_series
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from lieguan.site.tracking import three_voices
from lieguan.site.tracking.models import Duty, Item, Progress, Recommendation, Round
from lieguan.site.tracking.three_voices import Differs

pytestmark = pytest.mark.django_db
REPORTED = "首期準點率已於網站公開"


@pytest.fixture
def series(db: None) -> sample_series.Series:
    laid = sample_series.lay()
    report(laid, 11, "交通部", REPORTED, wish="release", wish_reason="已公開")
    return laid


def report(series: sample_series.Series, number: int, agency: str, text: str, **fields: Any) -> Progress:
    duty = Duty.objects.get(item=series.items[number], agency=series.agency(agency))
    return Progress.objects.create(
        duty=duty,
        round=Round.objects.get(closed_at=None),
        state=Progress.State.SUBMITTED,
        text=text,
        as_of=timezone.localdate(),
        submitted_at=timezone.now(),
        **fields,
    )


@pytest.fixture
def clerk(series: sample_series.Series) -> Client:
    return signed_in(series, "secretariat")


def signed_in(series: sample_series.Series, role: str, agency: str = "") -> Client:
    client = Client()
    client.force_login(series.account(role, agency=agency))
    return client


def page(client: Client, series: sample_series.Series, name: str = "round", **asked: Any) -> str:
    response = client.get(reverse(f"tracking:{name}", args=[series.body.slug]), asked)
    assert response.status_code == 200
    return response.content.decode()


def row(text: str, item: Item) -> str:
    (found,) = html.fromstring(text).xpath(f'//*[@id="item-{item.pk}"]')
    return " ".join(found.text_content().split())


def test_a_row_has_the_three_voices_and_says_where_they_differ(
    series: sample_series.Series, clerk: Client
) -> None:
    Recommendation.objects.create(
        item=series.items[11], round=Round.objects.get(closed_at=None), kind="track", reason="尚缺第二期"
    )
    shown = row(page(clerk, series), series.items[11])
    assert REPORTED in shown
    assert "機關建議：解除列管" in shown
    assert "持續列管" in shown
    assert "尚缺第二期" in shown
    assert "與機關建議不同" in shown
    assert "意見不同" in shown
    assert "其餘持續列管" in shown  # the last ruling, word for word


def test_what_differs_is_said_by_a_rule() -> None:
    class Told:
        def __init__(self, kind: str = "", wish: str = "") -> None:
            self.kind = self.wish = kind or wish
            self.state = Progress.State.SUBMITTED

    def differs(**voices: Any) -> set[Differs]:
        said = [three_voices.Said(None, Told(wish=voices.pop("wish")))] if "wish" in voices else []
        told = {name: Told(kind) for name, kind in voices.items() if name != "ruled"}
        ruled = [Told(kind) for kind in voices.get("ruled", ())]
        return set(three_voices.Row(None, True, said, ruled=ruled, **told).differs)

    assert differs(wish="release") == set()
    assert differs(advice="release", wish="release") == set()
    assert differs(advice="track", wish="release") == {Differs.FROM_WISH}
    assert differs(advice="release", last="track") == {Differs.FROM_LAST}
    assert differs(advice="release", last="track", earlier_advice="release") == {
        Differs.FROM_LAST,
        Differs.OVERRULED,
    }
    assert differs(advice="track", last="track", earlier_advice="release") == set()
    assert differs(advice="release", ruled=["track"]) == {Differs.RULED_OTHERWISE}
    assert differs(advice="release", ruled=["track", "release"]) == set()


def test_reports_are_accepted_and_returned_in_place(series: sample_series.Series, clerk: Client) -> None:
    mine = Progress.objects.get(text=REPORTED)
    desk = series.account("desk", agency="交通部")
    send: Callable[..., Any] = lambda **data: clerk.post(  # noqa: E731
        reverse("tracking:review", args=[mine.pk]), {"back": "round", "show": "waiting", **data}
    )
    anchor = f"item-{series.items[11].pk}"
    response = send(do="return", return_reason="請附公開網頁")
    assert response.headers["Location"] == (
        f"/bodies/{series.body.slug}/round/?show=waiting&at={anchor}#{anchor}"
    )
    text = page(clerk, series)
    shown = row(text, series.items[11])
    assert "已退回" in shown
    assert "請附公開網頁" in shown
    # Its desk is told by mail, and the page says that it is.
    assert "退回通知" in text
    assert desk.name in text


def test_a_recommendation_is_written_in_its_row_and_begins_with_the_agencys_wish(
    series: sample_series.Series, clerk: Client
) -> None:
    item = series.items[11]
    (form,) = [
        form
        for form in html.fromstring(page(clerk, series)).forms
        if form.action == reverse("tracking:recommend", args=[item.pk])
    ]
    given = dict(form.form_values())
    prefix = f"item-{item.pk}"
    assert (given[f"{prefix}-kind"], given[f"{prefix}-reason"].strip()) == ("release", "已公開")
    response = clerk.post(form.action, given)
    assert response.headers["Location"].endswith(f"#item-{item.pk}")
    found = Recommendation.objects.get(item=item, round__closed_at=None)
    assert (found.kind, found.reason, found.version) == ("release", "已公開", 1)
    # The same page sent once more: somebody wrote meanwhile.
    assert clerk.post(form.action, given).status_code == 409
    wrong = given | {f"{prefix}-kind": "merge", f"{prefix}-merge_into": "999", f"{prefix}-version": "1"}
    answer = clerk.post(form.action, wrong)
    assert answer.status_code == 400
    assert "沒有這個編號的列管中事項" in answer.content.decode()
    right = wrong | {f"{prefix}-merge_into": "10"}
    assert clerk.post(form.action, right).status_code == 302
    assert Recommendation.objects.get(item=item, round__closed_at=None).merge_into == series.items[10]


def test_the_round_is_opened_changed_and_its_papers_issued(
    series: sample_series.Series, clerk: Client
) -> None:
    address = reverse("tracking:ask", args=[series.body.slug])
    (form,) = [one for one in html.fromstring(clerk.get(address).content).forms if "due_on" in one.fields]
    given = {name: form.fields[name] for name in form.fields if name and name != "asked"}
    tomorrow = timezone.localdate() + timedelta(1)
    given |= {
        "due_on": f"{tomorrow:%Y-%m-%d}",
        "note": "請附佐證",
        "asked": [str(series.items[number].pk) for number in (10, 11)],
    }
    assert clerk.post(address, given | {"due_on": "100年1月1日"}).status_code == 400
    assert clerk.post(address, given | {"remind_days": "明天"}).status_code == 400
    assert clerk.post(address, given).status_code == 302
    found = Round.objects.get(closed_at=None)
    assert (found.due_on, found.note, found.remind_days) == (tomorrow, "請附佐證", [14, 7, 1, -1])
    assert set(found.left_out.values_list("number", flat=True)) == {1, 12, 13, 14, 15, 16, 17}
    assert "本輪不請填報" in row(page(clerk, series), series.items[12])
    desk = signed_in(series, "desk", "交通部")
    assert "請附佐證" in desk.get("/desk/").content.decode()

    papers = reverse("tracking:papers", args=[series.body.slug])
    clerk.post(reverse("tracking:recommend-rest", args=[series.body.slug]))
    clerk.post(papers, {"do": "issue", "version": found.version})
    assert "會議文件已發出" in page(clerk, series)
    assert clerk.post(papers, {"do": "issue", "version": found.version}).status_code == 409
    clerk.post(papers, {"do": "withdraw", "reason": "編號有誤"})
    assert Round.objects.get(closed_at=None).papers_issued_at is None


def test_before_the_papers_are_issued_members_and_the_public_see_none_of_it(
    series: sample_series.Series, clerk: Client
) -> None:
    member, anybody = signed_in(series, "member"), Client()
    for client in (member, anybody):
        shown = page(client, series)
        assert REPORTED not in shown
        assert "尚未回報" not in shown
    clerk.post(reverse("tracking:papers", args=[series.body.slug]), {"do": "issue"})
    assert REPORTED in page(member, series)
    assert REPORTED not in page(anybody, series)


def test_an_earlier_round_is_public_with_its_rulings(series: sample_series.Series) -> None:
    response = Client().get(reverse("tracking:earlier-round", args=[series.body.slug, 5]))
    text = response.content.decode()
    shown = row(text, series.items[9])
    assert "教材編修完成" in shown
    assert "移列他會議" in shown
    assert "收受" not in shown
    assert Client().get(reverse("tracking:earlier-round", args=[series.body.slug, 99])).status_code == 404


def test_rows_are_chosen_by_what_is_to_be_done(series: sample_series.Series, clerk: Client) -> None:
    def numbers(show: str) -> list[int]:
        found = html.fromstring(page(clerk, series, show=show)).xpath("//section[@class='panel']/header/h2/a")
        return [int(link.text.split()[0]) for link in found]

    assert numbers("waiting") == [1, 10, 11, 12, 13, 15]
    assert 11 not in numbers("silent")
    assert numbers("unadvised") == [11, 14, 16, 17]
    assert numbers("contested") == []
    assert numbers("flagged") == [1, 10]
    assert len(numbers("no-such")) == 9


def test_the_chairs_page_has_what_is_late_silent_ready_and_contested(series: sample_series.Series) -> None:
    Recommendation.objects.create(
        item=series.items[11], round=Round.objects.get(closed_at=None), kind="track", reason="尚缺第二期"
    )
    tree = html.fromstring(page(signed_in(series, "chair"), series, "chair"))

    def section(name: str) -> str:
        return " ".join(tree.get_element_by_id(name).text_content().split())

    assert series.items[11].title in section("contested")
    assert series.items[10].title in section("ready")
    assert series.items[10].title in section("late")
    assert "環境部" in section("silent")
    assert Client().get(reverse("tracking:chair", args=[series.body.slug])).status_code == 403


def test_more_items_are_not_more_queries(
    series: sample_series.Series, clerk: Client, django_assert_max_num_queries: Any
) -> None:
    def queries(name: str) -> int:
        with django_assert_max_num_queries(60) as found:
            page(clerk, series, name)
        return len(found)

    page(clerk, series)
    few = {name: queries(name) for name in ("round", "chair", "ask")}
    for number in range(100, 120):
        item = Item.objects.create(
            body=series.body, number=number, title=f"第{number}案", text="辦理", carried_in=True
        )
        Duty.objects.create(item=item, agency=series.agency("交通部"), as_written="交通部", role="lead")
        series.items[number] = item
        report(series, number, "交通部", "研議中")
        Recommendation.objects.create(item=item, round=Round.objects.get(closed_at=None), kind="release")
    assert {name: queries(name) for name in few} == few
