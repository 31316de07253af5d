"""Every address × every kind of visitor: let in, or refused; and no address that nobody thought of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import roles_table
import sample_series
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lieguan.site.log.models import Entry
from lieguan.site.programme import actions as programmes
from lieguan.site.programme.models import MeasureItem
from lieguan.site.records.actions import Sent, confirm, take_in
from lieguan.site.records.models import Clause, Meeting, Minutes, Statement
from lieguan.site.records.sheets import rows_of
from lieguan.site.registry.keys import actions as keys
from lieguan.site.registry.models import Account, Agency, ApiKey, Body, Grant
from lieguan.site.tracking import actions
from lieguan.site.tracking.models import Duty, Evidence, Item, Progress, Round
from lieguan.site.withholding.actions import restrict
from lieguan.site.withholding.models import Restriction

ANEW = rb'name="csrfmiddlewaretoken" value="\w+"|^DTSTAMP:.*$|<updated>[^<]+</updated>'
LOGIN_PATH = reverse(settings.LOGIN_URL)


@dataclass
class World:
    """The sample series, and one person of each kind."""

    series: Any
    people: dict[str, Account]
    somebody: Account
    draft: Minutes
    held: Minutes
    confirmed: Minutes
    key: ApiKey

    @property
    def body(self) -> Body:
        return self.series.body

    @property
    def item(self) -> Item:
        return self.series.items[10]

    @property
    def agency(self) -> Agency:
        return self.series.agency("交通部")

    @property
    def duty(self) -> Duty:
        return self.item.duties.get(agency=self.agency)

    @property
    def report(self) -> Progress:
        return self.duty.progress.get(state=Progress.State.SUBMITTED)

    @property
    def minutes(self) -> Minutes:
        return Minutes.objects.get(meeting=self.series.meetings[6])

    @property
    def meeting(self) -> Meeting:
        assert self.confirmed.meeting is not None
        return self.confirmed.meeting

    @property
    def planned(self) -> Meeting:
        return self.series.meetings[7]

    @property
    def clause(self) -> Clause:
        return self.confirmed.clauses.get()

    @property
    def statement(self) -> Statement:
        return self.series.statements[6, "s1"]

    @property
    def round(self) -> Round:
        return Round.objects.filter(meeting__state="held").first()

    @property
    def restriction(self) -> Restriction:
        return Restriction.objects.get()

    @property
    def measure_link(self) -> MeasureItem:
        return MeasureItem.objects.get()

    @property
    def evidence(self) -> Evidence:
        return Evidence.objects.get()


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Laid once, in a transaction that is never committed; each request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        series = sample_series.lay()
        people = _people(series)
        _report_with_evidence(series, people["approver"])
        folder, secretariat = tmp_path_factory.mktemp("sent"), people["secretariat"]
        taken = [
            _taken_in(series.body, secretariat, folder / f"{ordinal}-{place}.txt", ordinal, place)
            for ordinal, place in ((8, "第一會議室"), (8, "第二會議室"), (9, "第一會議室"))
        ]
        taken[2] = confirm(secretariat, taken[2].pk, taken[2].draft_version)
        _programme(series, secretariat)
        restrict(secretariat, "clause", series.clauses[4, "r1.1"].uid, ground=3, reason="尚未核定")
        somebody = _account("somebody", "auditor")
        key, _words = keys.make(somebody, "介接", "drafts")
        yield World(series, people, somebody, *taken, key)
        transaction.set_rollback(True)


def _account(name: str, role: str, *, body: Body | None = None, agency: Agency | None = None) -> Account:
    account = Account.objects.create_account(f"{name}@example.org", name)
    Grant.objects.create(account=account, role=role, body=body, agency=agency)
    return account


def _taken_in(body: Body, secretariat: Account, file: Path, ordinal: int, place: str) -> Minutes:
    """Minutes of a meeting: a draft the first time, held the second."""
    file.write_text(
        f"{body.name}第{ordinal}次會議紀錄\n時間：116年{ordinal}月4日下午2時\n地點：{place}\n"
        "報告事項\n一、前次會議決定事項追蹤列管情形報告\n決定：洽悉。\n",
        encoding="utf-8",
    )
    (taken,) = take_in(secretariat, Sent(file, file.name))
    return taken


def _report_with_evidence(series: Any, desk: Account) -> None:
    """A submitted report with a file for the next meeting, and one that was begun."""
    begun = Duty.objects.get(item=series.items[10], agency=series.agency("交通部"))
    actions.write_progress(desk, begun, actions.ProgressEntry("辦理中", date(2026, 11, 20)))
    duty = Duty.objects.get(item=series.items[11], agency=series.agency("交通部"))
    actions.write_progress(
        desk,
        duty,
        actions.ProgressEntry("首期成果已公開", date(2026, 11, 20)),
        evidence=[actions.EvidenceEntry("公開頁面之截圖", name="首期.txt", content="首期".encode())],
        submit=True,
    )


def _programme(series: Any, secretariat: Account) -> None:
    """The sample programme in its first version, with a measure that an item touches."""
    file = sample_series.SAMPLES / "programme-1.csv"
    taken = programmes.take_in(secretariat, series.body, rows_of(file.read_bytes(), file.name))
    assert taken.version is not None
    programmes.link_item(secretariat, taken.version.measures.get(code="D-1"), series.items[10])


def _people(series: Any) -> dict[str, Account]:
    other = Body.objects.create(name="行政院港灣安全推動小組", slug="harbours")
    here, agency, elsewhere = series.body, series.agency("交通部"), series.agency("文化部")
    return {
        "member": _account("member", "member", body=here),
        "chair": _account("chair", "chair", body=here),
        "secretariat": _account("secretariat", "secretariat", body=here),
        "other-secretariat": _account("other-secretariat", "secretariat", body=other),
        "desk": _account("desk", "desk", agency=agency),
        "other-desk": _account("other-desk", "desk", agency=elsewhere),
        "approver": _account("approver", "approver", agency=agency),
        "auditor": _account("auditor", "auditor"),
        "administrator": _account("administrator", "administrator"),
    }


def names() -> Iterator[str]:
    """The name of every address of the site."""

    def walk(resolver: URLResolver, space: str) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            elif isinstance(pattern, URLPattern):
                yield f"{space}{pattern.name}"

    yield from walk(get_resolver(), "")


def visitor(world: World, who: str) -> Client:
    client = Client(raise_request_exception=True)
    if who != "public":
        client.force_login(Account.objects.get(pk=world.people[who].pk))
    return client


def answer(world: World, case: roles_table.Case, who: str, client: Client | None = None) -> Any:
    """What this visitor is answered; whatever the request changed is undone."""
    client = client or visitor(world, who)
    address = reverse(case.name, kwargs=dict(case.arguments(world)))
    with transaction.atomic():
        try:
            data, sent = dict(case.data(world)), {}
            if case.key:
                client, sent = Client(raise_request_exception=True), keyed(world, who)
                if case.method != "get" and "file" not in data:
                    sent["content_type"] = "application/json"
            return getattr(client, case.method)(address, data, **sent)
        finally:
            transaction.set_rollback(True)


def keyed(world: World, who: str) -> dict[str, Any]:
    """What a program sends that acts as this visitor."""
    if who == "public":
        return {}
    _key, words = keys.make(Account.objects.get(pk=world.people[who].pk), "介接", "full")
    return {"headers": {"Authorization": f"Bearer {words}"}}


def let_in(response: Any) -> bool:
    """Whether the visitor came to what the address is for, however that went."""
    if response.status_code in {301, 302} and LOGIN_PATH in response["Location"]:
        return False
    return response.status_code not in {401, 403, 404, 405}


@pytest.mark.parametrize("case", roles_table.CASES, ids=str)
def test_each_visitor_is_let_in_or_refused_as_the_table_says(
    world: World, db: None, case: roles_table.Case
) -> None:
    clients = {who: visitor(world, who) for who in roles_table.WHO}
    sessions = {who: client.cookies.copy() for who, client in clients.items()}
    answers = {who: answer(world, case, who, clients[who]) for who in roles_table.WHO}
    assert {who for who, response in answers.items() if let_in(response)} == case.who, {
        who: response.status_code for who, response in answers.items()
    }
    assert all(response.status_code < 500 for response in answers.values())
    if case.method == "get" and [response.status_code for response in answers.values()].count(200) > 1:
        # What answers all from here on remembers what it answered; so far each visitor had one of its own.
        remembering = Client().handler
        alone = {who: (response.status_code, shown(case, response)) for who, response in answers.items()}
        for who in (*reversed(roles_table.WHO), *roles_table.WHO):
            clients[who].handler, clients[who].cookies = remembering, sessions[who].copy()
            response = answer(world, case, who, clients[who])
            assert (response.status_code, shown(case, response)) == alone[who], who
            # Nobody on the way keeps what is one reader's.
            assert "Cookie" in response["Vary"], who
            if who != "public" or response.cookies:
                assert "private" in response["Cache-Control"], who


def shown(case: roles_table.Case, response: Any) -> bytes:
    """What an answer says, without what is another each time: a token, the time; of a file made anew, its kind alone."""
    content = response.getvalue()
    kind = response.get("Content-Type", "")
    if case.name == "mfa_activate_totp" or not kind.startswith(
        ("text/", "application/json", "application/atom+xml")
    ):
        return str(kind).encode()
    return re.sub(ANEW, b"", content, flags=re.MULTILINE)


def test_every_address_has_its_line() -> None:
    assert set(names()) - {case.name for case in roles_table.CASES} == set()
    assert {case.name for case in roles_table.CASES} - set(names()) == set()


@pytest.mark.parametrize(
    "name",
    sorted(
        {case.name for case in roles_table.CASES} - {c.name for c in roles_table.CASES if c.method == "post"}
    ),
)
def test_an_address_that_nobody_sends_to_changes_nothing_when_sent_to(
    world: World, db: None, name: str
) -> None:
    case = next(case for case in roles_table.CASES if case.name == name)
    before = Entry.objects.count()
    response = answer(world, roles_table.Case(name, case.who, case.arguments, "post"), "administrator")
    assert response.status_code < 500
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "case",
    [case for case in roles_table.CASES if case.method == "get" and "public" in case.who and not case.key],
    ids=str,
)
def test_what_anybody_may_get_answers_head(world: World, db: None, case: roles_table.Case) -> None:
    head = answer(world, replace(case, method="head"), "public")
    assert head.status_code == answer(world, case, "public").status_code
    assert not head.getvalue()
