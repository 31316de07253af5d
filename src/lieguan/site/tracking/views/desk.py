"""The agency desk 機關窗口: what it owes, writing a progress report, and evidence."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.forms import BaseFormSet, formset_factory
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lieguan.errors import WithheldByLaw
from lieguan.site.registry.accounts.queries import approvers
from lieguan.site.registry.queries import agencies_where
from lieguan.site.registry.rights import Right, allowed, require
from lieguan.site.registry.templatetags.roc import roc
from lieguan.site.tracking import actions, desk, story, three_voices, voices
from lieguan.site.tracking.claims import Found
from lieguan.site.tracking.forms.progress import EvidenceForm, ProgressForm
from lieguan.site.tracking.models import Duty, Evidence, Progress
from lieguan.site.tracking.rounds import open_of

# As many pieces of evidence as one page of the form has room for; saving gives room for more.
ROOM = 3
EvidenceForms = formset_factory(EvidenceForm, extra=ROOM)
WORKING = (Progress.State.DRAFT, Progress.State.RETURNED)


@login_required
@require_GET
def owed(request: HttpRequest) -> HttpResponse:
    """What the reader's agencies owe."""
    duties = desk.owed(request.user)
    counted = Counter(dict.fromkeys(desk.STAGES, 0))
    counted.update(duty.stage for duty in duties if duty.asked)
    context = {
        "duties": duties,
        "counted": counted,
        "rounds": desk.rounds_of(duties),
        "submitting": agencies_where(request.user, Right.SET_SUBMITTING),
    }
    return render(request, "tracking/desk.html", context)


@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest, pk: int, duty: int) -> HttpResponse:
    """Write the report of one agency on one item: save a draft, or submit it.

    What it claims and does not back is said before it goes out; submitted once more, it goes out as it is.
    """
    found = get_object_or_404(Duty.objects.select_related("agency"), pk=duty, item=pk)
    item = get_object_or_404(story.with_everything(), pk=pk)
    require(request.user, Right.WRITE_PROGRESS, body=item.body_id, agency=found.agency_id)
    may_submit = allowed(request.user, Right.SUBMIT_PROGRESS, body=item.body_id, agency=found.agency_id)
    do = request.POST.get("do", "")
    if do == "submit":
        require(request.user, Right.SUBMIT_PROGRESS, body=item.body_id, agency=found.agency_id)
    reports = list(voices.progress_for(request.user).filter(duty=found).order_by("-pk"))
    newest = reports[0] if reports else None
    draft = newest if newest and newest.state == Progress.State.DRAFT else None
    if do == "discard" and draft:
        actions.discard_draft(request.user, draft)
        messages.success(request, _("已捨棄草稿。"))
        return redirect("tracking:desk")
    others = _others(request, item, found)
    posted = _with_quote(request.POST, do, others) if request.method == "POST" else None
    quoting = do.startswith("quote-")
    form = ProgressForm(posted, initial=_initial(newest))
    evidence = EvidenceForms(posted, request.FILES or None, prefix="evidence")
    if request.method == "POST" and not quoting and form.is_valid() and evidence.is_valid():
        written = _write(request, found, draft, form.cleaned_data, _entries(evidence))
        return _sent_or_saved(request, written, item, submit=do == "submit")
    flags = three_voices.flags(draft, item.due_on) if draft else []
    context = {
        "body": item.body,
        "item": item,
        "duty": found,
        "form": form,
        "evidence": evidence,
        "progress": newest if newest and newest.state in WORKING else None,
        "submitted": next((one for one in reports if one.state in voices.SPOKEN), None),
        "earlier": [one for one in reports if one is not draft],
        "ruling": story.latest_ruling(item),
        "round": open_of(item.body_id),
        "others": others,
        "flags": flags,
        "accepted": _values(flags),
        "may_submit": may_submit,
        "approvers": [] if may_submit else approvers(found.agency_id, item.body_id),
    }
    failed = request.method == "POST" and not quoting and form.errors
    return render(request, "tracking/progress_form.html", context, status=400 if failed else 200)


def _others(request: HttpRequest, item: Any, duty: Duty) -> list[Progress]:
    """What the other agencies of the item submitted in this round, for the lead's summary."""
    found = voices.progress_for(request.user).filter(voices.CURRENT, duty__item=item, state__in=voices.SPOKEN)
    latest = {one.duty_id: one for one in found.order_by("version", "pk") if one.duty_id != duty.pk}
    return list(latest.values())


def _with_quote(posted: QueryDict, do: str, others: list[Progress]) -> QueryDict:
    """What was sent, with the report that is asked for quoted at its end."""
    for one in others:
        if do == f"quote-{one.pk}":
            quoted = f"{one.duty}（{roc(one.as_of)}）：{one.text}"
            posted = posted.copy()
            posted["text"] = "\n".join(filter(None, [posted.get("text", "").rstrip(), quoted]))
    return posted


def _write(
    request: HttpRequest,
    duty: Duty,
    draft: Progress | None,
    given: dict[str, Any],
    evidence: list[actions.EvidenceEntry],
) -> Progress:
    with transaction.atomic():
        _remove(request, draft)
        return actions.write_progress(request.user, duty, actions.ProgressEntry(**given), evidence=evidence)


def _sent_or_saved(request: HttpRequest, draft: Progress, item: Any, *, submit: bool) -> HttpResponse:
    """Submit the draft that was just written, unless it raises flags that its writer has not seen."""
    seen = set(request.POST.get("accepted", "").split(","))
    unseen = submit and set(_values(three_voices.flags(draft, item.due_on)).split(",")) - seen - {""}
    if submit and not unseen:
        actions.submit_progress(request.user, draft)
        messages.success(request, _("已提送辦理情形。"))
        return redirect("tracking:desk")
    if unseen:
        messages.warning(request, _("已儲存草稿，尚未提送：請先看檢核提示；確認無誤後再按一次提送。"))
    elif allowed(request.user, Right.SUBMIT_PROGRESS, body=item.body_id, agency=draft.duty.agency_id):
        messages.success(request, _("已儲存草稿。"))
    else:
        messages.success(request, _("已儲存草稿，待機關核定人提送。"))
    return redirect(request.path)


def _values(flags: list[Found]) -> str:
    return ",".join(one.flag.value for one in flags)


def _initial(newest: Progress | None) -> dict[str, Any]:
    """A draft, or a returned report to be mended, goes on; a new version of a submitted one begins with its words."""
    if newest is None:
        return {}
    names = [name for name in ProgressForm.base_fields if name != "as_of" or newest.state in WORKING]
    return {name: getattr(newest, name) for name in names}


def _entries(evidence: BaseFormSet[Any]) -> list[actions.EvidenceEntry]:
    """The pieces of evidence that were filled in."""
    found = []
    for form in evidence:
        given = form.cleaned_data
        if not given:
            continue
        file: UploadedFile | None = given.get("file")
        found.append(
            actions.EvidenceEntry(
                shows=given["shows"],
                name=(file.name or "") if file else "",
                content=file.read() if file else b"",
                link=given.get("link") or "",
                as_of=given.get("as_of"),
            )
        )
    return found


def _remove(request: HttpRequest, draft: Progress | None) -> None:
    """Take the ticked pieces of evidence off the draft."""
    if draft is None:
        return
    for one in draft.evidence.filter(pk__in=[pk for pk in request.POST.getlist("remove") if pk.isdecimal()]):
        actions.remove_evidence(request.user, one)


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a piece of evidence, to whom may read the report; always as an attachment."""
    found = get_object_or_404(Evidence.objects.select_related("progress__duty"), pk=pk)
    if not found.file or not voices.progress_for(request.user).filter(pk=found.progress_id).exists():
        raise Http404
    if found.is_withheld:
        raise WithheldByLaw("it is withheld", place=f"evidence {found.pk}", remedy="ask for the role")
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
