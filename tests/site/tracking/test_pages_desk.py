"""The agency desk, and what the secretariat does by hand: through the pages, as people do it."""

from __future__ import annotations

from typing import Any

import pytest
import sample_series
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from lieguan.site.tracking.models import Duty, Evidence, Item, Progress, Recommendation

pytestmark = pytest.mark.django_db

NO_EVIDENCE = {
    "evidence-TOTAL_FORMS": "3",
    "evidence-INITIAL_FORMS": "0",
    "evidence-0-shows": "",
    # Its writer has seen what it claims without backing it.
    "accepted": "no-evidence",
}
REPORT = {
    "text": "首期準點率已於網站公開。",
    "status": "done",
    "as_of": "115年11月20日",
    "percentage": "",
    "next_step": "",
    "next_step_on": "",
    "wish": "release",
    "wish_reason": "已依決議公開",
    "wish_until": "",
}


@pytest.fixture
def series(db: None, settings: Any, tmp_path: Any) -> sample_series.Series:
    settings.MEDIA_ROOT = tmp_path
    return sample_series.lay()


@pytest.fixture
def duty(series: sample_series.Series) -> Duty:
    return Duty.objects.get(item=series.items[11], agency=series.agency("交通部"))


@pytest.fixture
def desk(series: sample_series.Series) -> Client:
    return signed_in(series, "desk", "交通部")


@pytest.fixture
def clerk(series: sample_series.Series) -> Client:
    return signed_in(series, "secretariat")


def signed_in(series: sample_series.Series, role: str, agency: str = "") -> Client:
    client = Client()
    client.force_login(series.account(role, agency=agency))
    return client


def address(duty: Duty) -> str:
    return reverse("tracking:progress", args=[duty.item_id, duty.pk])


def test_a_desk_sees_what_its_agency_owes_first_due_first_and_what_was_sent_last(
    desk: Client, series: sample_series.Series
) -> None:
    page = desk.get("/desk/").content.decode()
    places = [page.index(series.items[number].title) for number in (14, 11, 10)]
    assert places == sorted(places)
    assert series.items[12].title not in page


def test_without_an_account_there_is_no_desk() -> None:
    assert Client().get("/desk/").status_code == 302


def test_a_draft_is_kept_and_gone_on_with(desk: Client, duty: Duty) -> None:
    response = desk.post(address(duty), REPORT | NO_EVIDENCE | {"do": "save"})
    assert response.status_code == 302
    assert "首期準點率已於網站公開。" in desk.get(address(duty)).content.decode()
    desk.post(address(duty), REPORT | NO_EVIDENCE | {"do": "save", "text": "改寫"})
    assert list(duty.progress.values_list("text", "state")) == [("改寫", "draft")]


def test_a_draft_is_thrown_away_but_nothing_that_was_submitted(desk: Client, duty: Duty) -> None:
    desk.post(address(duty), REPORT | NO_EVIDENCE | {"do": "submit"})
    desk.post(address(duty), REPORT | NO_EVIDENCE | {"do": "save", "text": "第二版草稿"})
    assert "捨棄草稿" in desk.get(address(duty)).content.decode()
    desk.post(address(duty), {"do": "discard"})
    assert list(duty.progress.values_list("state", flat=True)) == ["submitted"]
    desk.post(address(duty), {"do": "discard"})
    assert duty.progress.count() == 1


def test_a_report_is_submitted_with_a_file_and_a_link(desk: Client, duty: Duty) -> None:
    desk.post(
        address(duty),
        REPORT
        | NO_EVIDENCE
        | {
            "do": "submit",
            "evidence-0-shows": "首期公開頁面",
            "evidence-0-file": SimpleUploadedFile("首期.txt", "準點率 97%".encode()),
            "evidence-1-shows": "網頁",
            "evidence-1-link": "https://example.org/punctuality",
            "evidence-1-as_of": "115.11.20",
        },
    )
    report = duty.progress.get()
    assert report.state == Progress.State.SUBMITTED
    assert str(report.as_of) == "2026-11-20"
    file, link = report.evidence.order_by("pk")
    assert len(file.sha256) == 64
    assert (link.link, str(link.as_of)) == ("https://example.org/punctuality", "2026-11-20")


def test_evidence_goes_out_as_an_attachment_to_those_who_may_read_the_report(
    desk: Client, clerk: Client, duty: Duty
) -> None:
    content = "請勿<script>alert(1)</script>".encode()
    desk.post(
        address(duty),
        REPORT
        | NO_EVIDENCE
        | {
            "do": "submit",
            "evidence-0-shows": "頁面",
            "evidence-0-file": SimpleUploadedFile("頁面.html", content, "text/html"),
        },
    )
    file = reverse("tracking:evidence", args=[Evidence.objects.get().pk])
    response = clerk.get(file)
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert Client().get(file).status_code == 404


def test_a_file_that_a_browser_might_run_is_no_evidence(desk: Client, duty: Duty) -> None:
    page = SimpleUploadedFile("報告.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")
    one = {"evidence-0-shows": "頁面", "evidence-0-file": page}
    response = desk.post(address(duty), REPORT | NO_EVIDENCE | one | {"do": "submit"})
    assert "只收 PDF" in response.content.decode()
    assert not duty.progress.exists()


def test_evidence_is_taken_off_a_draft(desk: Client, duty: Duty) -> None:
    one = {"evidence-0-shows": "頁面", "evidence-0-link": "https://example.org/1"}
    desk.post(address(duty), REPORT | NO_EVIDENCE | one | {"do": "save"})
    found = Evidence.objects.get()
    desk.post(address(duty), REPORT | NO_EVIDENCE | {"do": "save", "remove": found.pk})
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "id_text_error"),
        ({"as_of": "昨天"}, "id_as_of_error"),
        ({"wish_reason": ""}, "id_wish_reason_error"),
        ({"wish": "extend"}, "id_wish_until_error"),
        ({"percentage": "130"}, "id_percentage_error"),
        ({"evidence-0-shows": "什麼都沒附"}, "請附檔案或填網址"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_saved(
    desk: Client, duty: Duty, wrong: dict[str, str], field: str
) -> None:
    response = desk.post(address(duty), REPORT | NO_EVIDENCE | {"do": "submit"} | wrong)
    assert field in response.content.decode()
    assert not duty.progress.exists()


def test_another_agency_may_not_write_it(series: sample_series.Series, duty: Duty) -> None:
    other = signed_in(series, "desk", "文化部")
    assert other.post(address(duty), REPORT | NO_EVIDENCE | {"do": "submit"}).status_code == 403
    assert not duty.progress.exists()


def test_a_returned_report_says_why_and_a_new_version_follows(
    desk: Client, clerk: Client, duty: Duty
) -> None:
    desk.post(address(duty), REPORT | NO_EVIDENCE | {"do": "submit"})
    first = duty.progress.get()
    clerk.post(
        reverse("tracking:review", args=[first.pk]), {"do": "return", "return_reason": "請附公開頁面網址"}
    )
    page = desk.get(address(duty)).content.decode()
    assert "請附公開頁面網址" in page
    desk.post(address(duty), REPORT | NO_EVIDENCE | {"do": "submit", "text": "補附網址"})
    assert list(duty.progress.order_by("pk").values_list("version", "state", "text")) == [
        (1, "returned", REPORT["text"]),
        (2, "submitted", "補附網址"),
    ]


def test_the_secretariat_recommends_and_changes_it(clerk: Client, series: sample_series.Series) -> None:
    item = series.items[11]
    to = reverse("tracking:recommend", args=[item.pk])
    clerk.post(to, {"kind": "release", "reason": "已公開"})
    clerk.post(to, {"kind": "extend", "reason": "資料不全", "extend_to": "116年3月31日"})
    found = Recommendation.objects.get(item=item)
    assert (found.kind, str(found.extend_to)) == ("extend", "2027-03-31")
    item.refresh_from_db()
    assert item.state == "tracked"


@pytest.mark.parametrize("kind", ["extend", "merge", "end", "hand_over"])
def test_a_recommendation_says_what_its_kind_needs(
    clerk: Client, series: sample_series.Series, kind: str
) -> None:
    response = clerk.post(reverse("tracking:recommend", args=[series.items[11].pk]), {"kind": kind})
    assert response.status_code == 400
    assert not Recommendation.objects.filter(item=series.items[11]).exists()


def test_a_ruling_is_entered_by_hand_from_a_clause(clerk: Client, series: sample_series.Series) -> None:
    item = series.items[10]
    to = reverse("tracking:rule", args=[item.pk]) + f"?meeting={series.meetings[6].pk}"
    assert series.clauses[6, "r3.1"].text in clerk.get(to).content.decode()
    data = {"clause": series.clauses[6, "r3.1"].pk, "kind": "release", "version": item.version}
    assert clerk.post(to, data).status_code == 302
    item.refresh_from_db()
    assert item.state == "released"
    page = clerk.get(reverse("tracking:item", args=[item.pk])).content.decode()
    assert series.clauses[6, "r3.1"].text in page


def test_only_later_meetings_are_offered(clerk: Client, series: sample_series.Series) -> None:
    page = clerk.get(reverse("tracking:rule", args=[series.items[10].pk])).content.decode()
    offered = html.fromstring(page).xpath("//select[@name='meeting']/option/@value")
    assert offered == [str(series.meetings[6].pk)]


def test_an_erratum_brings_the_item_back(clerk: Client, series: sample_series.Series) -> None:
    item = series.items[2]
    to = reverse("tracking:erratum", args=[item.rulings.get().pk])
    assert clerk.post(to, {"because": ""}).status_code == 200
    wrong = item.rulings.get()
    response = clerk.post(to, {"because": "誤植編號"})
    item.refresh_from_db()
    assert item.state == "tracked"
    # The right ruling is entered next, and stands for the wrong one.
    data = {"clause": wrong.clause_id, "kind": "track", "version": item.version}
    clerk.post(response["Location"], data)
    right = item.rulings.get(standing=True)
    assert (right.kind, right.replaces) == ("track", wrong)
    assert "取代先前登錄之裁示" in clerk.get(reverse("tracking:item", args=[item.pk])).content.decode()


def test_agencies_are_named_for_a_collective(clerk: Client, series: sample_series.Series) -> None:
    item = series.items[16]
    collective = item.duties.get(collective=True)
    key = f"name-{collective.pk}"
    clerk.post(
        reverse("tracking:edit", args=[item.pk]), {"do": key, f"{key}-names": "澎湖縣政府、連江縣政府"}
    )
    assert {str(duty) for duty in item.duties.all()} == {"交通部觀光署", "澎湖縣政府", "連江縣政府"}
    collective.refresh_from_db()
    assert collective.as_written == "地方政府"


def test_an_edit_of_what_somebody_else_changed_is_told(clerk: Client, series: sample_series.Series) -> None:
    item = series.items[14]
    to = reverse("tracking:edit", args=[item.pk])
    data = {"do": "item", "title": "新名稱", "group": "", "due": "", "version": item.version}
    assert clerk.post(to, data).status_code == 302
    assert clerk.post(to, data | {"title": "另一名稱"}).status_code == 409
    assert Item.objects.get(pk=item.pk).title == "新名稱"


def test_what_is_claimed_and_not_backed_is_said_before_it_goes_out(desk: Client, duty: Duty) -> None:
    sent = REPORT | NO_EVIDENCE | {"do": "submit", "accepted": ""}
    assert desk.post(address(duty), sent).headers["Location"] == address(duty)
    assert duty.progress.get().state == Progress.State.DRAFT
    page = desk.get(address(duty)).content.decode()
    assert "表示已完成，但未附佐證資料" in page
    (form,) = [one for one in html.fromstring(page).forms if "text" in one.fields]
    desk.post(address(duty), dict(form.form_values()) | {"do": "submit"})
    assert duty.progress.get().state == Progress.State.SUBMITTED


def test_the_lead_quotes_what_the_others_reported(
    series: sample_series.Series, clerk: Client, duty: Duty
) -> None:
    lead = Duty.objects.get(item=series.items[10], agency=series.agency("交通部"))
    desk = signed_in(series, "desk", "交通部")
    support = Progress.objects.get(duty__item=series.items[10], duty__agency__name="海洋委員會")
    page = desk.get(address(lead)).content.decode()
    assert support.text in page
    answer = desk.post(
        address(lead), REPORT | NO_EVIDENCE | {"do": f"quote-{support.pk}", "text": "彙整如下："}
    )
    (form,) = [one for one in html.fromstring(answer.content).forms if "text" in one.fields]
    assert form.fields["text"].strip() == f"彙整如下：\n海洋委員會（115年11月10日）：{support.text}"
    assert not lead.progress.filter(text__startswith="彙整").exists()
