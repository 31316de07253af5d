"""The round 追蹤輪次 of a body: its table, asking the agencies, issuing the papers; and the chair's one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lieguan.site.registry.leaves import Leaves, weight
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, allowed, require
from lieguan.site.tracking import actions, board, overview, three_voices, voices
from lieguan.site.tracking.forms.rounds import RoundForm, RowForm, WithdrawPapersForm
from lieguan.site.tracking.models import Round
from lieguan.site.tracking.rounds import open_of
from lieguan.site.tracking.three_voices import SHOWN, Show

PAGE_SIZE = 25
# How many rounds before and after the one at hand are named.
NEAR = 8


@require_GET
def round_(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The open round of a body, or the one of this number: three voices on each item, and what is to be done."""
    body = get_object_or_404(Body, slug=slug)
    rounds = list(Round.objects.filter(body=body).select_related("meeting", "opened_by").order_by("-number"))
    found = _chosen(rounds, number)
    readable = found is not None and voices.may_read_round(request.user, found)
    rows = three_voices.table(request.user, found) if found and readable else []
    counted = {show: sum(map(SHOWN[show], rows)) for show in Show}
    show = _show(request)
    pages = Leaves(
        [row for row in rows if SHOWN[show](row)],
        _weight,
        lambda row: [f"item-{row.item.pk}"],
        most=PAGE_SIZE,
    )
    page = pages.turned_to(request.GET)
    open_ = found is not None and found.closed_at is None
    if open_ and allowed(request.user, Right.RECOMMEND, body=body) and not found.papers_issued_at:
        _give_forms(page.object_list)
    context = {
        "body": body,
        "tab": "round",
        "round": found,
        "rounds": _near(rounds, found),
        "readable": readable,
        "open": open_,
        "page": page,
        "page_numbers": pages.get_elided_page_range(page.number),
        "query": f"show={show.value}",
        "show": show,
        "tabs": [(one, counted[one]) for one in Show if counted[one] or one in {show, Show.ALL}],
        "counted": counted,
        "may_ask": (found is None or open_) and allowed(request.user, Right.RECOMMEND, body=body),
        "may_review": open_ and allowed(request.user, Right.REVIEW, body=body),
        "may_issue": open_ and allowed(request.user, Right.MAKE_PAPERS, body=body),
        "may_read_all": allowed(request.user, Right.READ_VOICES, body=body),
        "withdrawing": WithdrawPapersForm(),
        "reminders": found.reminders.select_related("account").order_by("pk")
        if found and allowed(request.user, Right.RECOMMEND, body=body)
        else None,
    }
    return render(request, "tracking/round.html", context)


def _weight(row: three_voices.Row) -> int:
    """The bytes of a row as anybody reads it."""
    said = [one.report for one in row.said if one.report]
    texts = [(one.text, one.next_step, one.wish_reason, one.return_reason) for one in said]
    evidence = sum(len(one.evidence.all()) for one in said)
    ruled = [*row.ruled, *([row.last] if row.last else [])]
    words = [one.words or one.clause.text for one in ruled]
    advice = row.advice.reason if row.advice else ""
    around = 1_500 + 500 * len(row.said) + 450 * (evidence + len(ruled))
    return around + sum(weight(*some) for some in texts) + weight(advice, row.item.title, *words)


def _near(rounds: list[Round], found: Round | None) -> list[Round]:
    """The rounds that the page names: the newest, the first, and those around the one that is shown."""
    if len(rounds) <= 4 * NEAR:
        return rounds
    at = rounds.index(found) if found in rounds else 0
    around = {*range(NEAR), *range(at - NEAR, at + NEAR + 1), len(rounds) - 1}
    return [one for place, one in enumerate(rounds) if place in around]


def _chosen(rounds: list[Round], number: int | None) -> Round | None:
    """The round of this number; without one the open round, or None."""
    if number is None:
        return next((one for one in rounds if one.closed_at is None), None)
    for one in rounds:
        if one.number == number:
            return one
    raise Http404


def _show(request: HttpRequest) -> Show:
    asked = request.GET.get("show", "")
    return Show(asked) if asked in set(Show) else Show.ALL


def _give_forms(rows: Any) -> None:
    for row in rows:
        row.form = RowForm(item=row.item, recommendation=row.advice, wishes=row.wishes)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the round for the next meeting, or change what it asks."""
    body = get_object_or_404(Body, slug=slug)
    require(request.user, Right.RECOMMEND, body=body)
    found = open_of(body.pk)
    form = RoundForm(request.POST or None, body=body, round_=found)
    if request.method == "POST" and form.is_valid():
        actions.open_round(request.user, body, **form.values())
        asked_already = found is not None and found.opened_by_id is not None
        messages.success(request, _("已儲存。") if asked_already else _("已開啟追蹤輪次。"))
        return redirect("tracking:round", slug=slug)
    context = {"body": body, "tab": "round", "round": found, "form": form}
    return render(request, "tracking/round_form.html", context, status=400 if form.errors else 200)


@require_POST
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    """Issue the papers of the round, or take them back to issue them anew."""
    body = get_object_or_404(Body, slug=slug)
    require(request.user, Right.MAKE_PAPERS, body=body)
    asked = request.POST.get("version", "")
    version = int(asked) if asked.isdecimal() else None
    if request.POST.get("do") == "withdraw":
        actions.withdraw_papers(request.user, body, request.POST.get("reason", ""), version=version)
        messages.success(request, _("已收回會議文件；修正後請再次發出。"))
    else:
        actions.issue_papers(request.user, body, version=version)
        messages.success(request, _("會議文件已發出；委員自即刻起可以閱覽。"))
    return redirect("tracking:round", slug=slug)


@require_POST
def recommend_rest(request: HttpRequest, slug: str) -> HttpResponse:
    """Recommend to go on tracking every item on which nothing is recommended yet."""
    body = get_object_or_404(Body, slug=slug)
    require(request.user, Right.RECOMMEND, body=body)
    count = len(actions.recommend_rest(request.user, body))
    words = ngettext("已對其餘 %(count)s 項建議持續列管。", "已對其餘 %(count)s 項建議持續列管。", count)
    messages.success(request, words % {"count": count})
    return redirect("tracking:round", slug=slug)


@require_GET
def chair(request: HttpRequest, slug: str) -> HttpResponse:
    """The chair's one page: what is late, silent, ready for release, contested."""
    body = get_object_or_404(Body, slug=slug)
    require(request.user, Right.READ_VOICES, body=body)
    today = timezone.localdate()
    found = open_of(body.pk)
    rows = three_voices.table(request.user, found) if found else []
    context = {
        "body": body,
        "tab": "chair",
        "round": found,
        "planned": found.meeting if found and found.meeting else overview.next_meeting(body, today),
        "figures": overview.figures(today, [body]).get(body.pk, overview.Figures()),
        "late": board.rows(overview.late(body, today)),
        "silent": _by_agency(overview.unanswered(body)),
        "ready": [row for row in rows if row.ready],
        "contested": [row for row in rows if row.contested],
    }
    return render(request, "tracking/chair.html", context)


def _by_agency(duties: Any) -> list[tuple[Any, list[Any]]]:
    """The duties of each agency; those with the most first."""
    found: dict[int, list[Any]] = {}
    for duty in duties:
        found.setdefault(duty.agency_id, []).append(duty)
    return sorted(((group[0].agency, group) for group in found.values()), key=lambda pair: -len(pair[1]))
