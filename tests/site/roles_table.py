"""Who may open and send what: every address of the site, for every kind of visitor.

The table of test_roles.py, kept by hand: what is asked here is what people are promised, not what the code happens to
do. A new address fails the test until it has its line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

# Kinds of visitors. The secretariat, chair, member are of the body at hand, desk and approver of an agency with a duty
# on the item at hand; the others are of another body, another agency.
WHO = (
    "public",
    "member",
    "chair",
    "secretariat",
    "other-secretariat",
    "desk",
    "other-desk",
    "approver",
    "auditor",
    "administrator",
)
EVERYBODY = frozenset(WHO)
NOBODY: frozenset[str] = frozenset()
SIGNED_IN = EVERYBODY - {"public"}
ADMINISTRATOR = frozenset({"administrator"})
SECRETARIAT = frozenset({"administrator", "secretariat"})
# Who may take minutes in for some body, this or another.
TAKES_IN = SECRETARIAT | {"other-secretariat"}
# Who reads records of this body before they are confirmed.
DRAFT = SECRETARIAT | {"chair", "auditor"}
AGENCY = frozenset({"desk", "approver"})
# Who reads reports and recommendations before the meeting that they are for.
CONCERNED = SECRETARIAT | AGENCY | {"chair", "auditor"}

World = Any
Arguments = Callable[[World], Mapping[str, Any]]


def nothing(_world: World) -> Mapping[str, Any]:
    """An address without arguments."""
    return {}


def body(world: World) -> Mapping[str, Any]:
    """The body at hand."""
    return {"slug": world.body.slug}


def account(world: World) -> Mapping[str, Any]:
    """Somebody else's account."""
    return {"pk": world.somebody.pk}


def item(world: World) -> Mapping[str, Any]:
    """The item at hand."""
    return {"pk": world.item.pk}


def duty_of_item(world: World) -> Mapping[str, Any]:
    """The item at hand, and the agency's duty on it."""
    return {"pk": world.item.pk, "duty": world.duty.pk}


def programme(world: World) -> Mapping[str, Any]:
    """The programme of the body, with one version of its outline."""
    return {"uid": world.measure_link.measure.version.programme.uid}


def measure(world: World) -> Mapping[str, Any]:
    """A measure of it that an item touches."""
    return {"uid": world.measure_link.measure.uid}


def own_duty(world: World) -> Mapping[str, Any]:
    """The agency's duty on the item at hand, on which it has begun a report."""
    return {"pk": world.duty.pk}


def ruling(world: World) -> Mapping[str, Any]:
    """The last ruling on the item at hand."""
    return {"pk": world.item.rulings.last().pk}


def minutes(world: World) -> Mapping[str, Any]:
    """The minutes of the last meeting of the body."""
    return {"pk": world.minutes.pk}


def draft(world: World) -> Mapping[str, Any]:
    """Minutes of the body that wait for being confirmed."""
    return {"pk": world.draft.pk}


def held(world: World) -> Mapping[str, Any]:
    """Minutes of the body that seem to be here already."""
    return {"pk": world.held.pk}


def confirmed(world: World) -> Mapping[str, Any]:
    """Minutes of the body that are confirmed, and that nothing rests on."""
    return {"pk": world.confirmed.pk}


def meeting(world: World) -> Mapping[str, Any]:
    """The last meeting of the body, whose record is confirmed."""
    return {"pk": world.meeting.pk}


def planned(world: World) -> Mapping[str, Any]:
    """The next meeting of the body."""
    return {"pk": world.planned.pk}


def file_of_minutes(world: World) -> Mapping[str, Any]:
    """A file of minutes of the body."""
    words = f"{world.body.name}第12次會議紀錄\n時間：117年9月4日下午2時\n"
    return {"file": SimpleUploadedFile("12.txt", words.encode())}


def report(do: str) -> Arguments:
    """A whole progress report, to be saved or submitted."""
    said = {"text": "已完成三處。", "status": "under-way", "as_of": "115年11月20日", "do": do}
    room = {"evidence-TOTAL_FORMS": "0", "evidence-INITIAL_FORMS": "0"}
    return lambda _world: said | room


@dataclass(frozen=True)
class Case:
    """One address with one method; `data` is sent with POST, `who` is let in, all others are refused.

    `key`: asked with a full key of the visitor's account instead of a session; `data` is then JSON, or a file.
    """

    name: str
    who: frozenset[str]
    arguments: Arguments = nothing
    method: str = "get"
    data: Arguments = field(default=nothing)
    key: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


CASES = (
    # The site
    Case("home", EVERYBODY),
    Case("set_language", EVERYBODY, method="post", data=lambda _w: {"language": "en"}),
    # Signing in: what has a use without an account, and what has not
    *(
        Case(f"account_{page}", EVERYBODY)
        for page in (
            "login", "signup", "inactive", "reset_password", "reset_password_done",
            "reset_password_from_key_done", "email_verification_sent",
        )
    ),
    Case("account_reset_password_from_key", EVERYBODY, lambda _w: {"uidb36": "1", "key": "none"}),
    Case("account_confirm_email", EVERYBODY, lambda _w: {"key": "none"}),
    Case("account_logout", EVERYBODY),
    *(
        Case(name, SIGNED_IN)
        for name in (
            "account_email", "account_change_password", "account_set_password", "usersessions_list",
            "mfa_index", "mfa_activate_totp", "mfa_generate_recovery_codes",
        )
    ),
    # In the middle of signing in: who is signed in is sent home, anybody else to the beginning
    Case("account_confirm_login_code", SIGNED_IN),
    Case("mfa_authenticate", SIGNED_IN),
    # Nobody here: only in the middle of confirming who one is, or with a second factor set up
    *(
        Case(name, frozenset())
        for name in (
            "account_reauthenticate", "mfa_reauthenticate",
            "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes",
        )
    ),
    # Bodies and agencies
    Case("registry:bodies", ADMINISTRATOR),
    Case("registry:bodies", ADMINISTRATOR, method="post", data=lambda _w: {"name": "新小組", "slug": "new"}),
    Case("registry:body", ADMINISTRATOR, body),
    Case("registry:body", ADMINISTRATOR, body, "post", lambda _w: {"name": "改名"}),
    Case("registry:agencies", ADMINISTRATOR),
    Case("registry:submitting", ADMINISTRATOR | {"approver"}, lambda w: {"pk": w.agency.pk}),
    Case("registry:submitting", ADMINISTRATOR | {"approver"}, lambda w: {"pk": w.agency.pk}, "post"),
    # Accounts
    Case("registry:accounts", ADMINISTRATOR),
    Case("registry:accounts", ADMINISTRATOR, method="post", data=lambda _w: {
        "email": "new@example.org", "name": "新人", "role": "auditor",
    }),
    Case("registry:account", ADMINISTRATOR, account),
    Case("registry:grant", ADMINISTRATOR, account, "post", lambda _w: {"role": "auditor"}),
    Case("registry:withdraw", ADMINISTRATOR, lambda w: {
        "pk": w.somebody.pk, "grant_pk": w.somebody.grants.get().pk,
    }, "post"),
    Case("registry:rename", ADMINISTRATOR, account, "post", lambda _w: {"name": "改名"}),
    Case("registry:activity", ADMINISTRATOR, account, "post", lambda _w: {"active": "0"}),
    Case("registry:link", ADMINISTRATOR, account, "post"),
    # The log, and striking words out of what it kept
    Case("registry:log", DRAFT | {"other-secretariat"}),
    Case("registry:erase", ADMINISTRATOR),
    Case("registry:erase", ADMINISTRATOR, method="post", data=lambda _w: {
        "words": "示範用語", "ground": "個人資料保護法第11條第3項", "do": "erase",
    }),
    # Minutes: taking in (anybody who may for some body), the confirm screen, deciding
    Case("records:minutes-list", TAKES_IN | {"chair", "auditor"}),
    Case("records:minutes-list", TAKES_IN, method="post"),
    Case("records:minutes", DRAFT, draft),
    Case("records:source", DRAFT, draft),
    Case("records:source", EVERYBODY, confirmed),
    Case("records:draft-record", DRAFT, draft),
    Case("records:section", DRAFT, lambda w: {"pk": w.draft.pk, "key": "head"}),
    Case("records:state", DRAFT, draft),
    Case("records:form", SECRETARIAT, draft, data=lambda _w: {"of": "head"}),
    Case("records:edit", SECRETARIAT, draft, "post", lambda _w: {"op": "head", "version": "1"}),
    Case("records:undo", SECRETARIAT, draft, "post", lambda _w: {"version": "1"}),
    Case("records:forget", SECRETARIAT, draft, "post"),
    Case("records:confirm", SECRETARIAT, draft, "post", lambda _w: {"version": "1"}),
    Case("records:sameness", DRAFT, held),
    Case("records:settle", SECRETARIAT, held, "post", lambda _w: {"choice": "apart"}),
    Case("records:discard", SECRETARIAT, draft, "post"),
    Case("records:take-back", SECRETARIAT, confirmed, "post", lambda _w: {"reason": "誤按"}),
    Case("records:start-correction", SECRETARIAT, confirmed, "post"),
    Case("records:save-correction", SECRETARIAT, confirmed, "post", lambda _w: {"reason": "誤植", "version": "1"}),
    Case("records:drop-correction", SECRETARIAT, confirmed, "post"),
    # Meetings
    Case("records:meetings", EVERYBODY, body),
    Case("records:meetings", SECRETARIAT, body, "post", lambda _w: {"title": "第9次會議"}),
    Case("records:meeting", EVERYBODY, meeting),
    Case("records:versions", EVERYBODY, meeting),
    Case("records:text", EVERYBODY, meeting),
    Case("records:record", EVERYBODY, meeting),
    Case("records:paragraph", EVERYBODY, lambda w: {"uid": w.clause.uid}),
    Case("records:edit-meeting", SECRETARIAT, planned),
    Case("records:edit-meeting", SECRETARIAT, planned, "post", lambda _w: {"title": "第7次會議"}),
    Case("records:cancel-meeting", SECRETARIAT, planned, "post"),
    Case("records:order-day", SECRETARIAT, meeting, "post"),
    Case("records:withdraw", SECRETARIAT, meeting, "post", lambda _w: {"reason": "誤收"}),
    # What is withheld, and lifting it again
    Case("withholding:restrict", SECRETARIAT, lambda w: {"kind": "clause", "key": w.clause.uid}),
    Case("withholding:restrict", SECRETARIAT, lambda w: {"kind": "clause", "key": w.clause.uid}, "post", lambda _w: {
        "ground": "3", "reason": "尚未核定",
    }),
    Case("withholding:lift", SECRETARIAT, lambda w: {"pk": w.restriction.pk}, "post", lambda _w: {"reason": "已核定"}),
    Case("withholding:restrictions", DRAFT, body),
    # Tracking
    Case("tracking:body", EVERYBODY, body),
    Case("tracking:board", EVERYBODY, body),
    # The round: what a reader may not know yet is not in it
    Case("tracking:round", EVERYBODY, body),
    Case("tracking:earlier-round", EVERYBODY, lambda w: {"slug": w.body.slug, "number": 7}),
    Case("tracking:ask", SECRETARIAT, body),
    Case("tracking:ask", SECRETARIAT, body, "post", lambda _w: {"due_on": ""}),
    Case("tracking:papers", SECRETARIAT, body, "post", lambda _w: {"do": "issue"}),
    Case("tracking:recommend-rest", SECRETARIAT, body, "post"),
    Case("tracking:chair", DRAFT, body),
    Case("tracking:succession", ADMINISTRATOR, lambda w: {"pk": w.agency.pk}),
    Case("tracking:succession", ADMINISTRATOR, lambda w: {"pk": w.agency.pk}, "post", lambda _w: {"name": ""}),
    Case("tracking:agency", EVERYBODY, lambda w: {"pk": w.agency.pk}),
    Case("tracking:item", EVERYBODY, item),
    Case("tracking:person", EVERYBODY, lambda w: {"name": w.statement.speaker}),
    Case("tracking:statement", EVERYBODY, lambda w: {"uid": w.statement.uid}),
    Case("tracking:desk", SIGNED_IN),
    Case("tracking:member", SIGNED_IN),
    Case("tracking:progress", AGENCY, duty_of_item),
    Case("tracking:progress", AGENCY, duty_of_item, "post", lambda _w: {"text": ""}),
    Case("tracking:progress", frozenset({"approver"}), duty_of_item, "post", report("submit")),
    Case("tracking:progress", AGENCY, duty_of_item, "post", report("save")),
    Case("tracking:evidence", CONCERNED, lambda w: {"pk": w.evidence.pk}),
    Case("tracking:review", SECRETARIAT, lambda w: {"pk": w.report.pk}, "post", lambda _w: {"do": "accept"}),
    Case("tracking:edit", SECRETARIAT, item),
    Case("tracking:edit", SECRETARIAT, item, "post", lambda _w: {"do": "item"}),
    Case("tracking:duty", SECRETARIAT, lambda w: {"pk": w.duty.pk}),
    Case("tracking:duty", SECRETARIAT, lambda w: {"pk": w.duty.pk}, "post", lambda _w: {"name": ""}),
    Case("tracking:recommend", SECRETARIAT, item, "post", lambda _w: {"kind": "track"}),
    Case("tracking:rule", SECRETARIAT, item),
    Case("tracking:rule", SECRETARIAT, item, "post"),
    Case("tracking:erratum", SECRETARIAT, ruling),
    Case("tracking:erratum", SECRETARIAT, ruling, "post", lambda _w: {"because": "登錄錯誤"}),
    Case("tracking:second", SECRETARIAT, confirmed),
    Case("tracking:second", SECRETARIAT, confirmed, "post", lambda _w: {"version": "1"}),
    Case("tracking:proposals", SECRETARIAT, minutes),
    Case("tracking:proposals", SECRETARIAT, minutes, "post"),
    # Programmes
    Case("programme:programmes", EVERYBODY, body),
    Case("programme:programme", EVERYBODY, programme),
    Case("programme:version", EVERYBODY, lambda w: {**programme(w), "number": 1}),
    Case("programme:ods", EVERYBODY, lambda w: {**programme(w), "number": 1}),
    Case("programme:csv", EVERYBODY, lambda w: {**programme(w), "number": 1}),
    Case("programme:measure", EVERYBODY, measure),
    Case("programme:take-in", SECRETARIAT, body),
    Case("programme:take-in", SECRETARIAT, body, "post"),
    Case("programme:value", SECRETARIAT, programme),
    Case("programme:value", SECRETARIAT, programme, "post"),
    Case("programme:link", SECRETARIAT, measure),
    Case("programme:link", SECRETARIAT, measure, "post"),
    Case("programme:unlink", SECRETARIAT, lambda w: {"pk": w.measure_link.pk}, "post"),
    # Search: what a visitor may not read is not found (tests/site/search)
    Case("search:search", EVERYBODY),
    Case("search:suggestions", EVERYBODY),
    # A saved search is its account's own; the link of its mail is for whoever has it (tests/site/search/test_saved.py)
    Case("search:saved", SIGNED_IN),
    Case("search:saved", SIGNED_IN, method="post", data=lambda _w: {"query": "q=x"}),
    Case("search:drop", NOBODY, lambda _w: {"pk": 0}, "post"),
    Case("search:stop", NOBODY, lambda _w: {"token": "none"}),
    # The interface for programs: public things alone; its search finds what the visitor may read
    Case("api-1:api-root", frozenset()),  # the root itself holds nothing
    Case("api-1:openapi-json", EVERYBODY),
    Case("api-1:bodies", EVERYBODY),
    Case("api-1:body", EVERYBODY, body),
    Case("api-1:agencies", EVERYBODY),
    Case("api-1:programmes", EVERYBODY),
    Case("api-1:programme", EVERYBODY, programme),
    Case("api-1:agency", EVERYBODY, lambda w: {"pk": w.agency.pk}),
    Case("api-1:meetings", EVERYBODY),
    Case("api-1:meeting", EVERYBODY, meeting),
    Case("api-1:record", EVERYBODY, meeting),
    Case("api-1:akn", EVERYBODY, meeting),
    Case("api-1:agenda", EVERYBODY, meeting),
    Case("api-1:resolutions", EVERYBODY),
    Case("api-1:resolution", EVERYBODY, lambda w: {"uid": w.clause.uid}),
    Case("api-1:statements", EVERYBODY),
    Case("api-1:statement", EVERYBODY, lambda w: {"uid": w.statement.uid}),
    Case("api-1:paragraphs", EVERYBODY),
    Case("api-1:paragraph", EVERYBODY, lambda w: {"uid": w.clause.uid}),
    Case("api-1:people", EVERYBODY),
    Case("api-1:person", EVERYBODY, lambda w: {"name": w.statement.speaker}),
    Case("api-1:rounds", EVERYBODY),
    Case("api-1:round", EVERYBODY, lambda w: {"pk": w.round.pk}),
    Case("api-1:items", EVERYBODY),
    Case("api-1:item", EVERYBODY, item),
    Case("api-1:search", EVERYBODY),
    # Writing in it: with a key, as far as the account's roles go; a session alone is nobody
    Case("api-1:desk", SIGNED_IN, key=True),
    Case("api-1:desk", frozenset()),
    Case("api-1:draft", AGENCY, own_duty, "put", lambda _w: {"text": "初稿", "as_of": "2026-11-20"}, key=True),
    Case("api-1:draft", frozenset(), own_duty, "put"),
    Case("api-1:draft", AGENCY, own_duty, "delete", key=True),
    Case("api-1:submit-draft", frozenset({"approver"}), own_duty, "post", key=True),
    Case("api-1:recommendation", SECRETARIAT, item, "put", lambda _w: {"kind": "track"}, key=True),
    Case("api-1:minutes", SECRETARIAT, method="post", data=file_of_minutes, key=True),
    Case("registry:keys", SIGNED_IN),
    Case("registry:keys", SIGNED_IN, method="post", data=lambda _w: {"name": "介接", "scope": "drafts"}),
    Case("registry:withdraw-key", ADMINISTRATOR, lambda w: {"pk": w.key.pk}, "post"),
    # Feeds and calendars: what anybody may read
    Case("api:body-feed", EVERYBODY, body),
    Case("api:body-calendar", EVERYBODY, body),
    Case("api:agency-calendar", EVERYBODY, lambda w: {"pk": w.agency.pk}),
    Case("api:item-feed", EVERYBODY, item),
    Case("api:search-feed", EVERYBODY),
    Case("api:log-feed", EVERYBODY),
    # Open data: public things alone
    Case("opendata:index", EVERYBODY),
    Case("opendata:descriptions", EVERYBODY),
    Case("opendata:description", EVERYBODY, lambda _w: {"name": "items"}),
    Case("opendata:csv", EVERYBODY, lambda _w: {"name": "items"}),
    Case("opendata:jsonl", EVERYBODY, lambda _w: {"name": "records"}),
    Case("opendata:robots", EVERYBODY),
    Case("opendata:sitemap-index", EVERYBODY),
    Case("opendata:sitemap", EVERYBODY, lambda _w: {"section": "items", "number": 1}),
    # Papers: anybody, but what a reader may not know yet is not in them
    Case("papers:report", EVERYBODY, body),
    Case("papers:report-whole", EVERYBODY, body),
    Case("papers:report-odt", EVERYBODY, body),
    Case("papers:report-pdf", EVERYBODY, body),
)  # fmt: skip
