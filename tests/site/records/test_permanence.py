"""Every address that was ever published answers: with what was there, with where it went, or with a tombstone."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from lieguan.site.records import actions
from lieguan.site.records.actions import confirm
from lieguan.site.records.actions.correcting import AnotherMeetingIsThat
from lieguan.site.records.editing.tree import CannotEdit
from lieguan.site.records.identity import clauses_of, nodes_of
from lieguan.site.records.models import Meeting, Minutes, RecordVersion
from lieguan.site.registry.models import Account

pytestmark = pytest.mark.django_db
# How many stories are told, and how long each is.
STORIES = int(os.environ.get("LIEGUAN_PERMANENCE", "1"))
STEPS = 12
SEED = int(os.environ.get("LIEGUAN_SEED", "0"))
LISTS = ("meetings", "resolutions", "statements", "paragraphs", "people", "items")
LINK = re.compile(r'href="(/(?!static/)[^"]*)"')


class Story:
    """A secretary at work on the record of one meeting after another, at random; and a visitor who notes addresses."""

    def __init__(self, seed: int, secretary: Account, received: Callable[..., Minutes]) -> None:
        self.chance, self.secretary, self.received = random.Random(f"{SEED} {seed}"), secretary, received
        self.editions = 0
        self.seen: set[str] = set()
        self.visitor = Client()

    def act(self) -> str:
        """One step; gives its name."""
        held = list(Minutes.objects.filter(state=Minutes.State.CONFIRMED))
        drafts = list(Minutes.objects.filter(state=Minutes.State.DRAFT))
        if not held and not drafts:
            return self.take_in()
        choices = [self.correct] * 5 * bool(held) + [self.edition, self.withdraw, self.take_back] * bool(held)
        choices += [self.confirm] * 4 * bool(drafts) + [self.discard] * bool(drafts) + [self.take_in]
        step: Callable[[], str] = self.chance.choice(choices)
        return step()

    def take_in(self) -> str:
        """Minutes of a new meeting, confirmed; or of one that was withdrawn, again."""
        self.editions += 1
        taken = self.received(
            unread=f"第{self.editions}份。", ordinal=self.chance.choice([2, 3]), day=self.day()
        )
        if taken.state == Minutes.State.HELD:
            actions.settle_sameness(self.secretary, taken.pk, "edition")
        return self.confirmed(Minutes.objects.get(pk=taken.pk))

    def day(self) -> date:
        return date(2025, self.chance.choice([9, 10]), 12)

    def edition(self) -> str:
        """The same meeting read again from another file."""
        version = RecordVersion.objects.filter(meeting__state=Meeting.State.HELD).first()
        self.editions += 1
        head = version.record["meeting"]
        taken = self.received(
            unread=f"第{self.editions}份。",
            ordinal=head["ordinal"],
            day=date.fromisoformat(head["starts_at"][:10]),
        )
        if taken.state == Minutes.State.HELD:
            actions.settle_sameness(self.secretary, taken.pk, "edition")
        return "edition, " + self.confirmed(Minutes.objects.get(pk=taken.pk))

    def confirm(self) -> str:
        return self.confirmed(Minutes.objects.filter(state=Minutes.State.DRAFT).first())

    def confirmed(self, draft: Minutes) -> str:
        if draft.state == Minutes.State.DRAFT:
            confirm(self.secretary, draft.pk, draft.draft_version)
        return "confirm"

    def discard(self) -> str:
        actions.discard(self.secretary, Minutes.objects.filter(state=Minutes.State.DRAFT).first().pk)
        return "discard"

    def one(self) -> Minutes:
        return self.chance.choice(list(Minutes.objects.filter(state=Minutes.State.CONFIRMED).order_by("pk")))

    def withdraw(self) -> str:
        actions.withdraw(self.secretary, self.one().meeting_id, "誤收")
        return "withdraw"

    def take_back(self) -> str:
        actions.take_back(self.secretary, self.one().pk, "再核對")
        return "take back"

    def correct(self) -> str:
        """A correction of one to three changes: words, joined, split, moved, removed."""
        draft = actions.start_correction(self.secretary, self.one().pk)
        done = []
        for _ in range(self.chance.randint(1, 3)):
            changes = list(self.changes(draft.draft))
            if not changes:
                break
            operation, target, values = self.chance.choice(changes)
            try:
                draft, _focus = actions.edit(
                    self.secretary, draft.pk, draft.draft_version, operation, target, values
                )
            except CannotEdit:
                continue
            done.append(operation)
        try:
            if done:
                actions.save_correction(self.secretary, draft.pk, draft.draft_version, "誤植")
                return f"correct {done}"
        except AnotherMeetingIsThat:  # two people said of the same meeting that it was two
            done = ["refused"]
        actions.drop_correction(self.secretary, draft.pk)
        return f"correct {done}"

    def changes(self, draft: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for resolution in draft["resolutions"]:
            for clause in clauses_of(resolution):
                yield "clause", clause["uid"], {"text": clause["text"] + f"補{self.chance.randint(1, 9)}。"}
                yield "clause-split", clause["uid"], {"at": len(clause["text"]) // 2}
                yield "clause-join", clause["uid"], {}
                yield "clause-remove", clause["uid"], {}
            yield "resolution-remove", resolution["uid"], {}
        for statement in draft["statements"]:
            for point in statement["points"]:
                yield "point-split", point["uid"], {"at": len(point["text"]) // 2}
                yield "point-join", point["uid"], {}
            yield "statement-join", statement["uid"], {}
            yield "statement-remove", statement["uid"], {}
        for item in draft["agenda"]:
            yield "agenda-remove", item["uid"], {}

    def look(self) -> None:
        """Note every address that a visitor is given now."""
        for meeting in Meeting.objects.exclude(state=Meeting.State.PLANNED):
            for name in ("records:meeting", "records:versions", "records:text", "records:record"):
                self.note(reverse(name, args=[meeting.pk]))
        for version in RecordVersion.objects.filter(meeting__state=Meeting.State.HELD):
            for uid in version.uids.values():
                self.note(reverse("records:paragraph", args=[uid]))
        for name in LISTS:
            answer = self.visitor.get(reverse(f"api-1:{name}"), {"limit": 100}).json()
            for one in answer["data"]:
                self.note(
                    *(
                        value
                        for key, value in one.items()
                        if key in {"id", "web", "record", "akoma_ntoso", "agenda"}
                    )
                )

    def note(self, *addresses: str | None) -> None:
        """Keep an address that answers now, and those that its page links to."""
        for address in addresses:
            path = urlsplit(address or "").path
            if not path or path in self.seen or path.startswith("/static/"):
                continue
            answer = self.visitor.get(path)
            if answer.status_code == 200 and path.startswith("/meetings/"):
                self.seen |= {
                    link.partition("#")[0] for link in LINK.findall(answer.content.decode("utf-8", "replace"))
                }
            if answer.status_code in {200, 302}:
                self.seen.add(path)

    def unanswered(self) -> dict[str, int]:
        """The noted addresses that do not answer any more, with what they say."""
        found = {path: self.visitor.get(path, follow=True).status_code for path in self.seen}
        return {path: status for path, status in found.items() if status not in {200, 410}}


@pytest.mark.parametrize("seed", range(STORIES))
def test_every_address_that_was_ever_published_answers(
    seed: int, secretary: Account, body: Any, received: Callable[..., Minutes]
) -> None:
    story = Story(seed, secretary, received)
    told = []
    for _ in range(STEPS):
        told.append(story.act())
        story.look()
    assert story.unanswered() == {}, told
    assert len(story.seen) > 40


def test_a_joined_paragraph_says_where_its_words_went(
    secretary: Account, confirmed: Callable[..., Minutes], client: Client
) -> None:
    done = confirmed()
    first, second = (clause["uid"] for clause in done.draft["resolutions"][0]["clauses"][0]["clauses"])
    draft = actions.start_correction(secretary, done.pk)
    draft, _focus = actions.edit(secretary, done.pk, draft.draft_version, "clause-join", first, {})
    actions.save_correction(secretary, done.pk, draft.draft_version, "兩目合一")
    kept, gone = (first, second) if client.get(_paragraph(second)).status_code == 410 else (second, first)
    answer = client.get(_paragraph(gone))
    assert answer.status_code == 410
    said = answer.content.decode()
    assert "兩目合一" in said
    assert _paragraph(kept) in said
    assert client.get(_paragraph(kept)).status_code == 302
    tombstone = client.get(reverse("api-1:paragraph", args=[gone])).json()
    assert tombstone["deleted"]
    assert kept in tombstone["joined_into"]


def test_a_split_keeps_the_address_on_the_first_part_and_links_the_second(
    secretary: Account, confirmed: Callable[..., Minutes], client: Client
) -> None:
    done = confirmed()
    clause = done.draft["resolutions"][1]["clauses"][0]
    draft = actions.start_correction(secretary, done.pk)
    at = clause["text"].index("請")
    draft, _focus = actions.edit(
        secretary, done.pk, draft.draft_version, "clause-split", clause["uid"], {"at": at}
    )
    actions.save_correction(secretary, done.pk, draft.draft_version, "應分兩款")
    first, second = draft.draft["resolutions"][1]["clauses"]
    assert (first["uid"], second["split_from"]) == (clause["uid"], clause["uid"])
    assert client.get(_paragraph(first["uid"])).status_code == 302
    told = client.get(reverse("api-1:paragraph", args=[second["uid"]])).json()
    assert clause["uid"] in told["split_from"]


def test_a_withdrawn_meeting_answers_with_when_and_why(
    secretary: Account, confirmed: Callable[..., Minutes], client: Client
) -> None:
    done = confirmed()
    uids = [node["uid"] for node in nodes_of(done.draft)]
    actions.withdraw(secretary, done.meeting_id, "重複收錄")
    page = client.get(reverse("records:meeting", args=[done.meeting_id]))
    assert page.status_code == 410
    assert "重複收錄" in page.content.decode()
    for uid in uids:
        answer = client.get(_paragraph(uid))
        assert answer.status_code == 410
        assert "重複收錄" in answer.content.decode()
    assert client.get(reverse("api-1:record", args=[done.meeting_id])).json()["code"] == "site.gone"


def test_an_edition_of_what_was_withdrawn_meanwhile_has_addresses_of_its_own(
    secretary: Account, confirmed: Callable[..., Minutes], received: Callable[..., Minutes], client: Client
) -> None:
    first = confirmed()
    edition = received(unread="另一份。")
    actions.settle_sameness(secretary, edition.pk, "edition")
    actions.withdraw(secretary, first.meeting_id, "誤收")
    edition.refresh_from_db()
    old = {node["uid"] for node in nodes_of(first.draft)}
    assert old & {node["uid"] for node in nodes_of(edition.draft)}
    done = confirm(secretary, edition.pk, edition.draft_version)
    assert done.meeting_id != first.meeting_id
    assert not old & {node["uid"] for node in nodes_of(done.draft)}
    assert {client.get(_paragraph(uid)).status_code for uid in old} == {410}
    assert {client.get(_paragraph(node["uid"])).status_code for node in nodes_of(done.draft)} == {302}


def test_the_file_of_an_edition_that_was_taken_back_is_gone_not_forbidden(
    secretary: Account, confirmed: Callable[..., Minutes], received: Callable[..., Minutes], client: Client
) -> None:
    first = confirmed()
    edition = received(unread="另一份。")
    actions.settle_sameness(secretary, edition.pk, "edition")
    edition.refresh_from_db()
    confirm(secretary, edition.pk, edition.draft_version)
    source = reverse("records:source", args=[edition.pk])
    assert client.get(source).status_code == 200
    actions.take_back(secretary, edition.pk, "再核對")
    first.refresh_from_db()
    assert first.state == Minutes.State.CONFIRMED
    assert client.get(source).status_code == 410


def _paragraph(uid: str) -> str:
    return reverse("records:paragraph", args=[uid])
