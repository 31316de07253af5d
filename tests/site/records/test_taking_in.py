"""Files become drafts, once each; what is here already is held until a person decides."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lieguan.errors import Conflict, EmptyFile, FileTooLarge, InvalidInput, NotAllowed
from lieguan.site.log.models import Entry
from lieguan.site.records.actions import Sent, confirm, discard, settle_sameness, take_in, taking_in
from lieguan.site.records.identity import nodes_of, stripped
from lieguan.site.records.models import Meeting, Minutes, SourceFile
from lieguan.site.registry.models import Account, Body
from lieguan.site.registry.rights import Role
from made_minutes import BODY, minutes

pytestmark = pytest.mark.django_db
TakeIn = Callable[..., Minutes]


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_becomes_a_draft_of_its_body(received: TakeIn, body: Body, media: Path) -> None:
    taken = received()
    assert (taken.state, taken.body, taken.meeting) == (Minutes.State.DRAFT, body, None)
    assert stripped(taken.draft)["meeting"]["ordinal"] == 2
    assert stripped(taken.read) | {"found": []} == minutes() | {"found": []}
    assert len({node["uid"] for node in nodes_of(taken.draft)}) == len(list(nodes_of(taken.draft)))
    kept = media / taken.source.file.name
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == taken.source.sha256 == kept.name
    assert [e.action for e in Entry.objects.all()] == ["records.receive_file", "records.take_in"]


def test_a_file_of_several_meetings_gives_a_draft_for_each(received: TakeIn, body: Body) -> None:
    received(minutes(ordinal=1, day=date(2025, 3, 14)), minutes(ordinal=2))
    assert [m.draft["meeting"]["ordinal"] for m in Minutes.objects.order_by("index")] == [1, 2]
    assert SourceFile.objects.count() == 1


def test_without_the_right_nothing_is_taken_in(
    received: TakeIn, account: Callable[..., Account], body: Body, media: Path
) -> None:
    other = Body.objects.create(name="別的小組", slug="other")
    for person in (account(None), account(Role.CHAIR, body), account(Role.SECRETARIAT, other)):
        with pytest.raises(NotAllowed):
            received(actor=person)
    assert not Minutes.objects.exists()
    assert not SourceFile.objects.exists()
    assert not files_in(media)


def test_a_file_that_cannot_be_read_leaves_nothing_behind(
    read: None, secretary: Account, tmp_path: Path, media: Path, settings: Any
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    with pytest.raises(EmptyFile):
        take_in(secretary, Sent(empty, "empty.txt"))
    large = tmp_path / "large.txt"
    large.write_text("紀錄", encoding="utf-8")
    settings.UPLOAD_LIMIT = 3
    with pytest.raises(FileTooLarge, match="大\\.txt"):
        take_in(secretary, Sent(large, "大.txt"))
    assert not SourceFile.objects.exists()
    assert not media.exists() or not files_in(media)


def test_a_failure_in_the_middle_leaves_neither_rows_nor_file(
    received: TakeIn, monkeypatch: pytest.MonkeyPatch, media: Path
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(taking_in, "_minutes", fail)
    with pytest.raises(RuntimeError):
        received()
    assert not SourceFile.objects.exists()
    assert not Entry.objects.exists()
    assert not files_in(media)


def test_the_same_file_again_is_held(received: TakeIn, body: Body) -> None:
    first = received()
    again = received()
    assert (again.state, again.same_as) == (Minutes.State.HELD, first)
    assert SourceFile.objects.count() == 1
    with pytest.raises(InvalidInput):
        settle_sameness(first.taken_in_by, again.pk, "apart")


@pytest.mark.parametrize(
    "again",
    [
        pytest.param({"unread": "更正版。"}, id="same date and ordinal"),
        pytest.param({"ordinal": 3}, id="same date"),
        pytest.param({"day": date(2025, 9, 19)}, id="same ordinal"),
        pytest.param({"day": None}, id="same ordinal, undated"),
        pytest.param({"body": "行政院海岸 韌性推動小組", "ordinal": 9}, id="the name written another way"),
    ],
)
@pytest.mark.parametrize("first_is", ["draft", "confirmed"])
def test_the_same_meeting_again_is_held(
    received: TakeIn, confirmed: TakeIn, again: dict[str, Any], first_is: str
) -> None:
    first = received() if first_is == "draft" else confirmed()
    taken = received(**again)
    assert (taken.state, taken.same_as) == (Minutes.State.HELD, first)
    with pytest.raises(Conflict):
        confirm(first.taken_in_by, taken.pk, taken.draft_version)
    assert Meeting.objects.filter(state=Meeting.State.HELD).count() == (first_is == "confirmed")


def test_another_body_or_kind_or_year_is_another_meeting(received: TakeIn, body: Body) -> None:
    received()
    other = minutes(ordinal=2, day=date(2025, 10, 1))
    other["meeting"]["title"] = f"{BODY}第2次臨時會議紀錄"
    yearly = minutes(ordinal=2, day=date(2025, 10, 2))
    yearly["meeting"]["year"] = 2025
    for record in (other, yearly, minutes(body="海岸巡防小組")):
        assert received(record).state == Minutes.State.DRAFT


def test_the_same_meeting_of_a_body_not_known_yet_is_held(
    received: TakeIn, account: Callable[..., Account]
) -> None:
    actor = account(Role.ADMINISTRATOR)
    first = received(actor=actor, body="尚未建檔小組")
    assert received(actor=actor, body="尚未建檔小組", unread="").same_as == first


def test_a_discarded_draft_does_not_stand_in_the_way(received: TakeIn, secretary: Account) -> None:
    first = received()
    discard(secretary, first.pk)
    again = received()
    assert again.state == Minutes.State.DRAFT
    with pytest.raises(Conflict):
        discard(secretary, first.pk)


def test_a_new_edition_of_a_draft_takes_its_place(received: TakeIn, secretary: Account) -> None:
    first = received()
    taken = settle_sameness(secretary, received(unread="更正版。").pk, "edition")
    first.refresh_from_db()
    assert (first.state, taken.state, taken.same_as) == (Minutes.State.SUPERSEDED, Minutes.State.DRAFT, None)
    assert [n["uid"] for n in nodes_of(taken.draft)] == [n["uid"] for n in nodes_of(first.draft)]


def test_another_meeting_after_all(received: TakeIn, confirmed: TakeIn, secretary: Account) -> None:
    first = confirmed()
    taken = settle_sameness(secretary, received(unread="", ordinal=7).pk, "apart")
    assert (taken.state, taken.same_as) == (Minutes.State.DRAFT, None)
    done = confirm(secretary, taken.pk, taken.draft_version)
    assert done.state == Minutes.State.CONFIRMED
    assert done.meeting != first.meeting
    assert [m.order_in_day for m in Meeting.objects.order_by("pk")] == [0, 1]


def test_set_apart_from_one_it_may_still_be_another(
    received: TakeIn, confirmed: TakeIn, secretary: Account
) -> None:
    confirmed()
    other = confirmed(ordinal=3, day=date(2025, 12, 5))
    taken = settle_sameness(secretary, received(ordinal=3).pk, "apart")
    assert (taken.state, taken.same_as) == (Minutes.State.HELD, other)


def test_only_who_may_take_in_may_decide(
    received: TakeIn, account: Callable[..., Account], body: Body
) -> None:
    received()
    held = received(unread="")
    for person in (account(Role.CHAIR, body), account(Role.AUDITOR), account(None)):
        with pytest.raises(NotAllowed):
            settle_sameness(person, held.pk, "apart")
        with pytest.raises(NotAllowed):
            discard(person, held.pk)
