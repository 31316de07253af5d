"""The tracking report from the database: rows, who reads what, earlier meetings, page, files, command."""

from __future__ import annotations

import argparse
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from lxml import etree
from lxml import html as parser
from sample_series import EXPECTED, Series, lay

from lieguan.errors import InvalidInput, NotAllowed
from lieguan.site.papers import queries
from lieguan.site.papers.labels import following, label
from lieguan.site.project.commands import report as command
from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.site.tracking.models import Duty, Item, Progress, Round
from lieguan.text.roc_dates import format_roc_date
from lieguan.writing.tracking_report import Row, TrackingReport, compose

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def series() -> Series:
    return lay()


def coming(series: Series, account: object) -> TrackingReport:
    return queries.tracking_report(queries.coming(series.body, TODAY), account, TODAY)


def before(series: Series, ordinal: int, account: object) -> TrackingReport:
    occasion = queries.occasion_of(series.meetings[ordinal], series.body)
    return queries.tracking_report(occasion, account, TODAY)


def by_number(report: TrackingReport) -> dict[int, Row]:
    return {row.number: row for row in report.rows}


def test_the_report_for_the_next_meeting_is_what_the_samples_tell(series: Series) -> None:
    """expected.toml: numbers, meetings, words, dues, who reported, what is recommended."""
    report = coming(series, series.account("secretariat"))
    rows = by_number(report)
    assert list(rows) == [told["number"] for told in EXPECTED["report"]]
    items = {item["number"]: item for item in EXPECTED["items"]}
    for told in EXPECTED["report"]:
        row, item = rows[told["number"]], items[told["number"]]
        assert row.meeting == told["meeting"]
        assert format_roc_date(row.day) == told["day"]
        assert row.title == item["title"]
        assert row.text[0] == told["text"][0]
        assert row.lead == tuple(item["lead"])
        assert row.support == tuple(item["support"])
        assert [one.agency for one in row.progress] == told["progress"]
        assert row.recommendation == told["recommendation"]
        due = format_roc_date(row.due) if row.due else row.due_words
        assert due == told["due"]
    assert report.meeting == f"第{EXPECTED['next_meeting']}次會議"


def test_the_next_meeting_is_counted_from_the_one_that_said_so(series: Series) -> None:
    rows = by_number(coming(series, series.account("secretariat")))
    assert rows[11].due_words == "第6次會議"  # the fifth meeting asked for it
    assert rows[17].due_words == "第7次會議"
    assert rows[12].due_words == "每半年"
    assert (rows[13].due, rows[13].due_words) == ("", "")


def test_an_item_is_late_by_the_day_of_the_report(series: Series) -> None:
    account = series.account("secretariat")
    assert [row.number for row in coming(series, account).rows if row.late] == [10]
    later = date(2026, 12, 1)
    report = queries.tracking_report(queries.coming(series.body, later), account, later)
    assert [row.number for row in report.rows if row.late] == [1, 10]


def test_a_carried_in_item_says_so(series: Series) -> None:
    row = by_number(coming(series, series.account("secretariat")))[1]
    assert (row.meeting, row.origin) == ("第3次會議", "沿前列管")


def test_progress_says_when_and_what_comes_next(series: Series) -> None:
    (said,) = by_number(coming(series, series.account("secretariat")))[1].progress
    assert (said.agency, said.as_of) == ("數位發展部", "2026-11-16")
    assert said.text.endswith("徵詢電信業者意見中。\n下一步：提出檢討報告（115年11月30日前）")


def test_the_report_of_an_earlier_meeting_is_as_it_was(series: Series) -> None:
    """The annex of the fifth minutes is that table: the same items, reports and recommendations."""
    report = before(series, 5, AnonymousUser())
    rows = by_number(report)
    assert list(rows) == [1, 3, 4, 5, 6, 8, 9]
    told = {one["item"]: one["text"] for round_ in EXPECTED["rounds"][:1] for one in round_["progress"]}
    assert {number: row.progress[0].text for number, row in rows.items()} == told
    assert rows[6].recommendation == "解除列管"
    assert rows[9].recommendation == "移列他會議"
    assert rows[9].reason == "移請中央災害防救委員會追蹤"
    assert rows[1].due_words == "第4次會議"  # that it is due anew came later
    assert report.as_of == report.held_on == "2026-05-14"
    assert [row.number for row in rows.values() if row.late] == [5]


def test_before_the_first_meeting_there_was_nothing(series: Series) -> None:
    assert before(series, 4, AnonymousUser()).rows[-1].number == 7
    assert [row.number for row in before(series, 3, AnonymousUser()).rows] in ([], [1])


@pytest.mark.parametrize("role", ["secretariat", "chair", "auditor", "administrator"])
def test_those_concerned_read_all_voices(series: Series, role: str) -> None:
    report = coming(series, series.account(role))
    assert report.voices
    assert by_number(report)[10].recommendation == "解除列管"


def test_the_public_reads_the_voices_once_the_record_is_confirmed(series: Series) -> None:
    report = coming(series, AnonymousUser())
    assert not report.voices
    assert all(not row.progress and not row.recommendation for row in report.rows)
    assert "於處理各該事項之會議紀錄確認後公開" in compose(report).notes[0]
    assert before(series, 5, AnonymousUser()).voices


def test_an_agency_reads_the_voices_on_its_own_items(series: Series) -> None:
    desk = series.account("desk", agency="海洋委員會")
    rows = by_number(coming(series, desk))
    assert [one.agency for one in rows[10].progress] == ["交通部", "海洋委員會"]
    assert rows[12].progress == ()


def test_members_read_the_voices_once_the_papers_are_issued(series: Series) -> None:
    member = series.account("member")
    assert not coming(series, member).voices
    Round.objects.filter(closed_at=None).update(papers_issued_at=timezone.now())
    report = coming(series, member)
    assert report.voices
    assert by_number(report)[10].recommendation == "解除列管"


def test_drafts_and_returned_reports_stay_out_and_the_last_version_counts(series: Series) -> None:
    duty = Duty.objects.get(item=series.items[12], agency=series.agency("金融監督管理委員會"))
    facts = {"duty": duty, "round": Round.objects.get(closed_at=None), "as_of": date(2026, 11, 20)}
    spoken = facts | {"state": Progress.State.SUBMITTED, "submitted_at": timezone.now()}
    Progress.objects.create(**spoken, version=2, text="第二版")
    returned = Progress.objects.create(**spoken, version=3, text="被退回")
    Progress.objects.filter(pk=returned.pk).update(state=Progress.State.RETURNED, return_reason="請補佐證")
    Progress.objects.create(**facts, version=4, state=Progress.State.DRAFT, text="草稿")
    rows = by_number(coming(series, series.account("secretariat")))
    assert [one.text for one in rows[12].progress] == ["第二版"]


def test_the_number_of_queries_does_not_grow_with_the_items(
    series: Series, django_assert_max_num_queries: object
) -> None:
    account = series.account("secretariat")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        assert len(coming(series, account).rows) == 9
    clause = series.clauses[6, "r4.1"]
    for number in range(100, 160):
        item = Item.objects.create(
            body=series.body, number=number, title=f"事項{number}", text="請辦理。", opened_by=clause,
            opened_on=clause.meeting.starts_on,
        )  # fmt: skip
        Duty.objects.create(item=item, agency=series.agency("交通部"), as_written="交通部")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        assert len(coming(series, account).rows) == 69


class TestNames:
    """How a meeting is called."""

    @pytest.mark.parametrize(
        ("title", "fields", "said"),
        [
            ("海岸小組第 6 次會議紀錄", {"ordinal": 6}, "第6次會議"),
            ("海岸小組第2次臨時會議紀錄", {"ordinal": 2, "kind": "extraordinary"}, "第2次臨時會議"),
            ("海岸小組102學年度第14次會議", {"ordinal": 14, "year": 2013}, "102學年度第14次會議"),
            ("本會第3屆第4次會議", {"ordinal": 4, "term": 3}, "第3屆第4次會議"),
            ("109年度會議", {"ordinal": 1, "year": 2020}, "109年度第1次會議"),
            ("與業者座談", {}, "與業者座談"),
        ],
    )
    def test_label(self, title: str, fields: dict[str, int], said: str) -> None:
        body = Body(name="海岸小組")
        assert label(Meeting(title=title, **fields), body) == said

    def test_what_follows(self) -> None:
        assert following(Meeting(ordinal=6)) == "第7次會議"
        assert following(Meeting(ordinal=6, term=2)) == "第2屆第7次會議"
        assert following(Meeting(ordinal=6, year=2020)) == "下次會議"  # a new year may begin to count anew
        assert following(None) == "下次會議"

    def test_a_meeting_that_is_not_planned_yet(self, series: Series) -> None:
        series.meetings[7].delete()
        assert queries.coming(series.body, TODAY).label == "第7次會議"
        assert queries.find(series.body, "7", TODAY).label == "第7次會議"

    def test_find(self, series: Series) -> None:
        assert queries.find(series.body, "next", TODAY).meeting == series.meetings[7]
        assert queries.find(series.body, "5", TODAY).meeting == series.meetings[5]
        assert queries.find(series.body, "2026-01-14", TODAY).meeting == series.meetings[4]

    @pytest.mark.parametrize("wrong", ["12", "2026-01-15", "明天", ""])
    def test_no_such_meeting(self, series: Series, wrong: str) -> None:
        with pytest.raises(InvalidInput, match="has no meeting"):
            queries.find(series.body, wrong, TODAY)


class TestPage:
    """On the site."""

    def test_the_page_shows_the_report_with_links_to_the_items(self, series: Series, client: Client) -> None:
        client.force_login(series.account("secretariat"))
        page = parser.fromstring(client.get(f"/bodies/{series.body.slug}/report/").content)
        assert len(page.xpath("//table[contains(@class, 'paper-table')]/tbody/tr")) == 9
        links = page.xpath("//tbody//th/a/@href")
        assert links[0] == f"/items/{series.items[1].pk}/"
        assert page.xpath("count(//h1)") == 1
        assert "替代船舶調度原則及各航線最低班次已於115年9月25日公布" in page.text_content()
        options = [" ".join(option.text_content().split()) for option in page.xpath("//select/option")]
        assert options == ["第7次會議（下次）", "第6次會議", "第5次會議", "第4次會議", "第3次會議"]

    def test_an_earlier_meeting_and_its_files(self, series: Series, client: Client) -> None:
        address = f"/bodies/{series.body.slug}/report/?meeting={series.meetings[5].pk}"
        page = parser.fromstring(client.get(address).content)
        assert page.xpath("//select/option[@selected]/text()")[0].strip() == "第5次會議"
        (odt,) = page.xpath("//a[contains(@href, 'report.odt')]/@href")
        made = b"".join(client.get(odt).streaming_content)
        assert (
            "安全存量標準已於114年12月26日公告"
            in zipfile.ZipFile(io.BytesIO(made)).read("content.xml").decode()
        )

    def test_a_meeting_of_another_body_is_not_there(self, series: Series, client: Client) -> None:
        other = Meeting.objects.create(body=Body.objects.create(name="他組", slug="other"), title="他組會議")
        assert client.get(f"/bodies/{series.body.slug}/report/?meeting={other.pk}").status_code == 404
        assert client.get("/bodies/nowhere/report/").status_code == 404

    @pytest.mark.parametrize(
        ("kind", "media_type", "magic"),
        [("odt", "application/vnd.oasis.opendocument.text", b"PK"), ("pdf", "application/pdf", b"%PDF")],
    )
    def test_files(self, series: Series, client: Client, kind: str, media_type: str, magic: bytes) -> None:
        response = client.get(f"/bodies/{series.body.slug}/report.{kind}")
        assert response["Content-Type"] == media_type
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert b"".join(response.streaming_content).startswith(magic)

    def test_the_file_holds_no_more_than_the_reader_may_know(self, series: Series, client: Client) -> None:
        def content() -> str:
            made = b"".join(client.get(f"/bodies/{series.body.slug}/report.odt").streaming_content)
            return "".join(etree.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("content.xml")).itertext())

        assert "委託辦理中" not in content()
        client.force_login(series.account("chair"))
        assert "委託辦理中" in content()


class TestCommand:
    """`lieguan report`."""

    def run(self, **options: object) -> int:
        given = {"body": "", "meeting": "next", "format": None, "out": None, "actor": ""} | options
        return command.run(argparse.Namespace(**given))

    def test_it_writes_the_file(
        self, series: Series, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        series.account("administrator")
        for kind, magic in (("odt", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")):
            out = tmp_path / f"report.{kind}"
            assert self.run(body=series.body.slug, out=out) == 0
            assert out.read_bytes().startswith(magic)
        assert "第7次會議, 9 items" in capsys.readouterr().out

    def test_the_format_that_is_named_counts(self, series: Series, tmp_path: Path) -> None:
        series.account("administrator")
        assert self.run(meeting="5", format="html", out=tmp_path / "report.txt") == 0
        text = (tmp_path / "report.txt").read_text("utf-8")
        assert "第5次會議" in text
        assert "115年5月14日（星期四）" in text

    def test_the_name_of_the_paper_is_the_name_of_the_file(
        self, series: Series, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        series.account("administrator")
        monkeypatch.chdir(tmp_path)
        assert self.run() == 0
        assert [path.name for path in tmp_path.iterdir()] == [
            f"{series.body.name}第7次會議追蹤列管報告表.odt"
        ]

    def test_it_is_refused_to_who_makes_no_papers(self, series: Series, tmp_path: Path) -> None:
        chair = series.account("chair")
        with pytest.raises(NotAllowed):
            self.run(actor=chair.email, out=tmp_path / "report.odt")
        assert not list(tmp_path.iterdir())

    def test_it_says_what_is_wrong(self, series: Series, tmp_path: Path) -> None:
        series.account("administrator")
        with pytest.raises(InvalidInput, match="no body coast") as refused:
            self.run(body="coast")
        assert refused.value.remedy == f"give --body, one of {series.body.slug}"
        with pytest.raises(InvalidInput, match="cannot be written"):
            self.run(out=tmp_path / "missing" / "report.odt")
