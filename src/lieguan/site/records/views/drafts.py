"""The confirm screen: the source beside the record, and every small change of a draft."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lieguan.errors import InvalidInput
from lieguan.site.records import actions, forms, wording
from lieguan.site.records.actions.access import may, need
from lieguan.site.records.actions.drafting import may_be_edited
from lieguan.site.records.editing.tree import CannotEdit
from lieguan.site.records.likeness import likest
from lieguan.site.records.models import Minutes
from lieguan.site.records.views.rendering import Drawn, form_html, section_html, slot
from lieguan.site.registry.queries import bodies_where
from lieguan.site.registry.rights import Right, allowed

# A person whose last change is no older than this is taken to be at work on the draft.
AT_WORK = timedelta(minutes=15)


def found_minutes(request: HttpRequest, pk: int, right: Right = Right.READ_DRAFT) -> Minutes:
    """The minutes, where the visitor holds the right on them."""
    minutes = get_object_or_404(
        Minutes.objects.select_related("body", "source", "draft_by", "same_as"), pk=pk
    )
    need(request.user, right, minutes.body_id)
    return minutes


def wants_fragments(request: HttpRequest) -> bool:
    """Whether the page's script asks, which replaces what changed, or the browser, which wants a page."""
    return request.headers.get("X-Lieguan") == "fragments"


@never_cache
@require_GET
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Where minutes stand: the confirm screen, the choice for held ones, the meeting of confirmed ones."""
    found = found_minutes(request, pk)
    if found.state == Minutes.State.HELD:
        return redirect("records:sameness", pk=pk)
    if not may_be_edited(found):
        if found.state == Minutes.State.CONFIRMED:
            return redirect("records:meeting", pk=found.meeting_id)
        return render(request, "records/put_away.html", {"minutes": found, "body": found.body})
    return screen_page(request, found)


def screen_page(request: HttpRequest, found: Minutes, status: int = 200, **more: Any) -> HttpResponse:
    """The confirm screen."""
    edit, opened = request.GET.get("edit", ""), request.GET.get("open", "")
    can_edit = may(request.user, Right.CORRECT, found.body_id)
    drawn = Drawn(found, can_edit=can_edit)
    context = {
        "minutes": found, "body": found.body, "can_edit": can_edit,
        "can_confirm": may(request.user, Right.CONFIRM, found.body_id),
        "drawn": drawn, "edit_target": edit, "opened": opened, "left": request.session.get(_left_key(found.pk)),
        "other_editor": other_editor(request, found), **more,
    }  # fmt: skip
    if context["can_confirm"] and found.body_id is None:
        context |= _bodies_to_choose(request, found)
    if can_edit and edit:
        context["edit_form"] = form_html(request, found, edit)
        context["edit_slot"] = drawn.slot_of(edit)
        context["opened"] = opened or context["edit_slot"]
    return render(request, "records/screen.html", context, status=status)


def _bodies_to_choose(request: HttpRequest, found: Minutes) -> dict[str, Any]:
    """Which body these may be the minutes of: the likest names first; whether the visitor may make a new one."""
    known = {body.pk: body for body in bodies_where(request.user, Right.CONFIRM)}
    names = {pk: [body.name, body.short_name] for pk, body in known.items()}
    like = likest(found.draft["meeting"]["body"] or "", names)
    return {
        "may_create": allowed(request.user, Right.MANAGE_BODIES),
        "like": [known[pk] for pk in like],
        "others": [body for pk, body in known.items() if pk not in like],
    }


def other_editor(request: HttpRequest, found: Minutes) -> Any:
    """Who else changed the draft a short while ago, or None."""
    recent = found.draft_at is not None and timezone.now() - found.draft_at < AT_WORK
    return found.draft_by if recent and found.draft_by_id != request.user.pk else None


@never_cache
@require_GET
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of one object, to stand in its place."""
    found = found_minutes(request, pk, Right.CORRECT)
    made = form_html(request, found, request.GET.get("of", ""))
    if not made:
        raise Http404
    return HttpResponse(made)


@never_cache
@require_GET
def section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The section that an object stands in, for a screen too long to draw at once; `loose`: the parts in none."""
    found = found_minutes(request, pk)
    drawn = Drawn(found, can_edit=may(request.user, Right.CORRECT, found.body_id))
    if key == "loose":
        context = {"drawn": drawn, "minutes": found, "base": reverse("records:minutes", args=[pk])}
        name = "records/screen/loose.html" if wants_fragments(request) else "records/loose.html"
        return render(request, name, context)
    wanted = drawn.section_of(key)
    one = next((one for one in drawn.screen.sections if one.key == wanted), None)
    if one is None:
        raise Http404
    return HttpResponse(section_html(request, drawn, one, whole=True))


@never_cache
@require_GET
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether somebody else changed the draft meanwhile."""
    found = found_minutes(request, pk)
    last = found.steps.select_related("by").order_by("-version").first()
    said = ""
    if last is not None and last.by_id != request.user.pk:
        said = _("%(who)s 剛才%(what)s：%(words)s") % {
            "who": last.by, "what": wording.OPERATIONS.get(last.operation, last.operation), "words": last.words[:40]
        }  # fmt: skip
    return JsonResponse({"version": found.draft_version, "state": found.state, "said": said})


@require_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One change of the draft; answers with what changed on the screen, or with the screen."""
    before = found_minutes(request, pk, Right.CORRECT)
    drawn_before = Drawn(before, can_edit=True)
    button = request.POST.get("op", "")
    try:
        version = forms.number(request.POST, "version") or 0
        operation, values = forms.parse(button, request.POST)
        target = request.POST.get("target", "")
        after, focus = actions.edit(request.user, pk, version, operation, target, values)
    except actions.DraftConflict as conflict:
        return _conflict(request, before, conflict)
    except CannotEdit as error:
        if error.why == "no-change":
            return _answer(
                request, drawn_before, before, slot(request.POST.get("target", "")), wording.why(error)
            )
        return _not_done(request, before, wording.why(error), error.field)
    except InvalidInput as error:
        return _not_done(request, before, _invalid(error), error.field)
    return _answer(request, drawn_before, after, focus, str(wording.OPERATIONS[operation]))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last step back."""
    before = found_minutes(request, pk, Right.CORRECT)
    drawn_before = Drawn(before, can_edit=True)
    try:
        after, focus = actions.undo(request.user, pk, forms.number(request.POST, "version") or 0)
    except actions.DraftConflict as conflict:
        return _conflict(request, before, conflict)
    except CannotEdit as error:
        return _not_done(request, before, wording.why(error), "")
    return _answer(request, drawn_before, after, focus, str(wording.OPERATIONS["undo"]))


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away what was typed and not saved when the page was left."""
    found_minutes(request, pk, Right.CORRECT)
    request.session.pop(_left_key(pk), None)
    return redirect("records:minutes", pk=pk)


def _answer(request: HttpRequest, before: Drawn, after: Minutes, focus: str, said: str) -> HttpResponse:
    if request.session.get(_left_key(after.pk)):
        request.session.pop(_left_key(after.pk))
    if wants_fragments(request):
        drawn = Drawn(after, can_edit=True, starts=before.starts)
        shown = request.headers.get("X-Lieguan-Shown", "")
        known = before if shown == str(before.minutes.draft_version) else None
        return JsonResponse(drawn.changes_since(known, request) | {"focus": focus, "said": said})
    messages.success(request, _("已%(done)s。") % {"done": said})
    return redirect(reverse("records:minutes", args=[after.pk]) + (f"#f-{focus}" if focus else ""))


def _not_done(request: HttpRequest, found: Minutes, said: str, field: str) -> HttpResponse:
    if wants_fragments(request):
        return JsonResponse({"error": said, "field": field}, status=400)
    messages.error(request, said)
    return screen_page(request, found, status=400, typed=_typed(request, found))


def _invalid(error: InvalidInput) -> str:
    name = error.field.split("-")[-1]
    kind = "choice"
    if name in {"term", "year", "ordinal"}:
        kind = "number"
    elif name.endswith("_time"):
        kind = "time"
    elif name in {"starts_at", "ends_at", "date"}:
        kind = "date"
    elif "longer" in error.problem:
        kind = "long"
    return f"{wording.FIELDS.get(name, '')}{'：' if name in wording.FIELDS else ''}{wording.INVALID[kind]}"


def _conflict(request: HttpRequest, found: Minutes, conflict: actions.DraftConflict) -> HttpResponse:
    """Say who changed what and when, and keep what was typed to be sent again."""
    typed = _typed(request, conflict.minutes)
    if request.POST.get("leaving"):  # sent while the page was being left: nobody is there to read an answer
        request.session[_left_key(found.pk)] = typed
        return HttpResponse(status=409)
    context = {
        "minutes": found, "body": found.body, "steps": conflict.steps, "typed": typed,
        "version": conflict.minutes.draft_version,
    }  # fmt: skip
    if wants_fragments(request):
        page = render(request, "records/conflict_notice.html", context)
        return JsonResponse(
            {"conflict": page.content.decode(), "version": conflict.minutes.draft_version}, status=409
        )
    return render(request, "records/conflict.html", context, status=409)


def _typed(request: HttpRequest, found: Minutes) -> dict[str, Any]:
    """What was sent, to be shown and sent again."""
    left_out = {"csrfmiddlewaretoken", "version", "leaving"}
    fields = [[key, value] for key, values in request.POST.lists() if key not in left_out for value in values]
    return {
        "fields": fields, "version": found.draft_version,
        "words": next((value for key, value in fields if key == "text"), ""),
        "operation": request.POST.get("op", "").partition(":")[0],
    }  # fmt: skip


def _left_key(pk: int) -> str:
    return f"left-{pk}"
