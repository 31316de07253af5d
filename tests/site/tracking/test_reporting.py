"""Progress reports with evidence, reviews, rounds and recommendations."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.files.storage import default_storage

from lieguan.errors import Conflict, InvalidInput, NotAllowed, Refused
from lieguan.site.registry.models import Account, Agency
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions, rounds, verification
from lieguan.site.tracking.actions import DutyEntry, EvidenceEntry, ProgressEntry
from lieguan.site.tracking.models import Duty, Evidence, Progress, Recommendation, Round
from lieguan.site.tracking.states import RulingKind
from scene import Scene, duties

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2025, 1, 20)
ENTRY = ProgressEntry("已完成三處。", as_of=DAY)


@pytest.fixture
def scene(database: object) -> Scene:
    return Scene()


@pytest.fixture
def duty(scene: Scene) -> Duty:
    return duties(scene.item(scene.meeting(1), "內政部", "交通部"))[0]


@pytest.fixture
def desk(scene: Scene, duty: Duty) -> Account:
    return scene.account(Role.DESK, agency=duty.agency)


@pytest.fixture(autouse=True)
def _facts_agree(database: object) -> object:
    yield
    assert [str(problem) for problem in verification.of_tracking()] == []


def test_a_desk_writes_drafts_and_submits_for_its_own_agency_alone(
    scene: Scene, duty: Duty, desk: Account
) -> None:
    draft = actions.write_progress(desk, duty, ENTRY)
    again = actions.write_progress(desk, duty, ProgressEntry("已完成四處。", as_of=DAY))
    assert (draft.pk, again.text, again.state) == (again.pk, "已完成四處。", "draft")
    other = scene.account(Role.DESK, agency=Agency.objects.get(name="交通部"))
    for account in (None, other, scene.secretariat, scene.account(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            actions.write_progress(account, duty, ENTRY)
        with pytest.raises(NotAllowed):
            actions.submit_progress(account, draft)
    sent = actions.submit_progress(desk, draft)
    assert (sent.state, sent.submitted_by, sent.version) == ("submitted", desk, 1)
    with pytest.raises(Conflict):
        actions.submit_progress(desk, draft)


def test_what_was_submitted_stays_and_what_follows_is_a_new_version(
    scene: Scene, duty: Duty, desk: Account
) -> None:
    first = actions.write_progress(desk, duty, ENTRY, submit=True)
    with pytest.raises(InvalidInput):
        actions.review_progress(scene.secretariat, first, accept=False, return_reason=" ")
    with pytest.raises(NotAllowed):
        actions.review_progress(desk, first, accept=True)
    actions.review_progress(scene.secretariat, first, accept=False, return_reason="請附佐證")
    with pytest.raises(Conflict):
        actions.review_progress(scene.secretariat, first, accept=True)
    second = actions.write_progress(desk, duty, ProgressEntry("已完成，附驗收紀錄。", as_of=DAY), submit=True)
    actions.review_progress(scene.secretariat, second, accept=True)
    found = Progress.objects.order_by("version").values_list("version", "state", "text", "return_reason")
    assert list(found) == [
        (1, "returned", "已完成三處。", "請附佐證"),
        (2, "accepted", "已完成，附驗收紀錄。", ""),
    ]


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (ProgressEntry("  ", as_of=DAY), "text"),
        (ProgressEntry("甲", as_of=DAY, percentage=101), "percentage"),
        (ProgressEntry("甲", as_of=DAY, percentage=-1), "percentage"),
        (ProgressEntry("甲", as_of=DAY, status="finished"), "status"),
        (ProgressEntry("甲", as_of=DAY, wish="vanish"), "wish"),
    ],
)
def test_a_report_that_makes_no_sense_is_not_kept(
    duty: Duty, desk: Account, entry: ProgressEntry, field: str
) -> None:
    with pytest.raises(InvalidInput) as raised:
        actions.write_progress(desk, duty, entry)
    assert raised.value.field == field
    assert not Progress.objects.exists()


def test_nothing_is_reported_on_what_has_ended(scene: Scene, duty: Duty, desk: Account) -> None:
    draft = actions.write_progress(desk, duty, ENTRY)
    scene.rule(duty.item, scene.meeting(2), RulingKind.RELEASE)
    for act in (
        lambda: actions.write_progress(desk, duty, ENTRY),
        lambda: actions.submit_progress(desk, draft),
        lambda: actions.recommend(scene.secretariat, duty.item, RulingKind.TRACK),
    ):
        with pytest.raises(Refused):
            act()


def test_for_a_collective_nobody_reports_before_it_is_named(scene: Scene, duty: Duty) -> None:
    made = actions.add_duty(scene.secretariat, duty.item, DutyEntry("相關部會", collective=True))
    with pytest.raises(Refused):
        actions.write_progress(scene.account(Role.ADMINISTRATOR), made, ENTRY)


def packed(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


ODT = packed(mimetype=b"application/vnd.oasis.opendocument.text", content=b"<x/>")
DOCX = packed(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
XLSX = packed(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.pdf", b"%PDF-1.7 ...", "application/pdf"),
        ("pdf-named.txt", b"%PDF-1.7 ...", "application/pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n...", "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0...", "image/jpeg"),
        ("a.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.csv", "項目,數量\n甲,3\n".encode(), "text/plain"),
        ("a.txt", "驗收合格".encode("big5"), "text/plain"),
    ],
)
def test_evidence_is_kept_under_its_digest_with_the_type_of_its_content(
    duty: Duty, desk: Account, name: str, content: bytes, wanted: str
) -> None:
    entry = EvidenceEntry("驗收紀錄", name=name, content=content, as_of=DAY)
    draft = actions.write_progress(desk, duty, ENTRY, evidence=[entry, entry])
    one, two = draft.evidence.order_by("pk")
    assert (one.media_type, one.size, one.name) == (wanted, len(content), name)
    assert one.file.name == two.file.name == f"evidence/{one.sha256[:2]}/{one.sha256}"
    with default_storage.open(one.file.name) as file:
        assert file.read() == content


@pytest.mark.parametrize(
    "entry",
    [
        EvidenceEntry("甲", name="a.html", content=b"<html><script>alert(1)</script></html>"),
        EvidenceEntry("甲", name="a.svg", content=b"  <svg onload='x'/>"),
        EvidenceEntry("甲", name="a.exe", content=b"MZ\x00\x00"),
        EvidenceEntry("甲", name="a.zip", content=packed(inner=b"x")),
        EvidenceEntry("甲", name="a.odt", content=packed(mimetype=b"text/html")),
        EvidenceEntry("甲", name="a.docx", content=b"PK\x03\x04damaged"),
        EvidenceEntry("", link="https://example.org/a"),
        EvidenceEntry("甲"),
        EvidenceEntry("甲", name="a.txt", content=b"a", link="https://example.org/a"),
    ],
)
def test_evidence_that_is_none_is_refused_and_nothing_is_half_saved(
    duty: Duty, desk: Account, entry: EvidenceEntry
) -> None:
    with pytest.raises(InvalidInput):
        actions.write_progress(desk, duty, ENTRY, evidence=[entry])
    assert not Progress.objects.exists()


def test_evidence_larger_than_the_limit_is_refused(duty: Duty, desk: Account, settings: object) -> None:
    settings.UPLOAD_LIMIT = 10  # type: ignore[attr-defined]
    with pytest.raises(InvalidInput):
        actions.write_progress(
            desk, duty, ENTRY, evidence=[EvidenceEntry("甲", name="a.txt", content=b"a" * 11)]
        )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "ftp://example.org/a", "nowhere"]
)
def test_a_link_is_one_that_can_be_followed(duty: Duty, desk: Account, link: str) -> None:
    with pytest.raises(InvalidInput):
        actions.write_progress(desk, duty, ENTRY, evidence=[EvidenceEntry("甲", link=link)])


def test_evidence_comes_off_a_draft_and_off_nothing_else(duty: Duty, desk: Account) -> None:
    links = [
        EvidenceEntry("甲", link="https://example.org/1"),
        EvidenceEntry("乙", link="https://example.org/2"),
    ]
    draft = actions.write_progress(desk, duty, ENTRY, evidence=links)
    first, second = draft.evidence.order_by("pk")
    actions.remove_evidence(desk, first)
    actions.submit_progress(desk, draft)
    with pytest.raises(Conflict):
        actions.remove_evidence(desk, second)
    with pytest.raises(Conflict):
        actions.discard_draft(desk, draft)
    assert Evidence.objects.count() == 1


def test_a_draft_is_thrown_away(duty: Duty, desk: Account) -> None:
    draft = actions.write_progress(
        desk, duty, ENTRY, evidence=[EvidenceEntry("甲", link="https://example.org/1")]
    )
    actions.discard_draft(desk, draft)
    assert not Progress.objects.exists()
    assert not Evidence.objects.exists()


def test_a_round_closes_with_its_meeting_and_a_waiting_draft_goes_into_the_next(
    scene: Scene, duty: Duty, desk: Account
) -> None:
    draft = actions.write_progress(desk, duty, ENTRY)
    first = Round.objects.get()
    meeting = scene.meeting(3)
    actions.take_in(scene.secretariat, scene.minutes(meeting), [], [])
    first.refresh_from_db()
    assert (first.meeting, first.closed_at is None) == (meeting, False)
    assert rounds.of_meeting(meeting) == first
    sent = actions.submit_progress(desk, draft)
    assert sent.round.number == 2
    # Earlier minutes that come late deal with no round.
    actions.take_in(scene.secretariat, scene.minutes(scene.meeting(2)), [], [])
    assert Round.objects.get(number=2).closed_at is None


def test_a_recommendation_is_one_for_each_item_and_round_until_the_papers_are_issued(
    scene: Scene, duty: Duty
) -> None:
    item = duty.item
    actions.recommend(scene.secretariat, item, RulingKind.TRACK, reason="尚未完成")
    actions.recommend(scene.secretariat, item, RulingKind.RELEASE, reason="已完成")
    (found,) = Recommendation.objects.all()
    assert (found.kind, found.reason, found.made_by) == ("release", "已完成", scene.secretariat)
    with pytest.raises(NotAllowed):
        actions.recommend(scene.account(Role.CHAIR, body=scene.body), item, RulingKind.TRACK)
    with pytest.raises(InvalidInput):
        actions.recommend(scene.secretariat, item, RulingKind.RESUME)
    with pytest.raises(InvalidInput):
        actions.recommend(scene.secretariat, item, RulingKind.MERGE)
    with pytest.raises(InvalidInput):
        actions.recommend(scene.secretariat, item, RulingKind.MERGE, merge_into=item)
    Round.objects.update(papers_issued_at="2025-02-01T00:00+08:00")
    with pytest.raises(Refused):
        actions.recommend(scene.secretariat, item, RulingKind.TRACK)
