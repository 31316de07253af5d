"""Meetings as anybody sees them: the list of a body, one meeting, its versions, one paragraph's address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lieguan.errors import InvalidInput
from lieguan.site.records import actions, anchors, panels, parted, queries, restricting, tombstones
from lieguan.site.records.differences import Change, differences
from lieguan.site.records.meeting_form import MeetingForm
from lieguan.site.records.models import Meeting, Minutes, Paragraph, Point, RecordVersion
from lieguan.site.records.reading_view import reading_view
from lieguan.site.registry.leaves import ROOM, Leaves, pieces, weight
from lieguan.site.registry.models import Body
from lieguan.site.registry.rights import Right, allowed, require

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """All meetings of a body; who takes its minutes in announces the next one here."""
    body = get_object_or_404(Body, slug=slug)
    can_plan = allowed(request.user, Right.TAKE_IN, body=body)
    form = MeetingForm(request.POST or None, body=body) if can_plan else None
    if request.method == "POST":
        require(request.user, Right.TAKE_IN, body=body)
        if form is not None and form.is_valid():
            actions.plan_meeting(request.user, body, form.cleaned_data)
            messages.success(request, _("已新增預定會議。"))
            return redirect("records:meetings", slug=slug)
    held = body.meetings.exclude(state=Meeting.State.PLANNED).order_by("-starts_on", "-order_in_day", "-pk")
    page = Paginator(held, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body, "tab": "meetings", "page": page, "planned": queries.planned_meetings(body), "form": form,
        "can_plan": can_plan, "page_numbers": page.paginator.get_elided_page_range(page.number),
        "drafts": _drafts(request, body), "reads_withheld": allowed(request.user, Right.READ_WITHHELD, body=body),
    }  # fmt: skip
    return render(request, "records/meetings.html", context)


def _drafts(request: HttpRequest, body: Body) -> Any:
    if not allowed(request.user, Right.READ_DRAFT, body=body):
        return Minutes.objects.none()
    waiting = body.minutes.filter(state__in=[Minutes.State.DRAFT, Minutes.State.HELD])
    return waiting.defer("read").select_related("source")


@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: its record as it stands, paragraph by paragraph, and what the apps above know of it."""
    found = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    version = queries.latest_version(found) if found.state != Meeting.State.PLANNED else None
    minutes = found.minutes.select_related("source", "confirmed_by").defer("read", "draft")
    current = minutes.filter(state__in=[Minutes.State.CONFIRMED, Minutes.State.WITHDRAWN]).order_by(
        "-confirmed_at"
    )
    context = {
        "body": found.body, "tab": "meetings", "meeting": found, "version": version,
        "minutes": current.first(),
        **_record_page(request, found, version),
        "versions": found.versions.count(),
        "file_withheld": version is not None and restricting.file_is_withheld(version.minutes),
        "source_key": restricting.source_key(version.minutes_id) if version else "",
        "same_day": _same_day(found),
        "withdrawn": tombstones.withdrawal(found) if found.state == Meeting.State.WITHDRAWN else None,
        "can_correct": allowed(request.user, Right.CORRECT, body=found.body),
        "can_confirm": allowed(request.user, Right.CONFIRM, body=found.body),
        "draft": _drafts(request, found.body).filter(meeting=found).first(),
    }  # fmt: skip
    gone = found.state == Meeting.State.WITHDRAWN
    return render(request, "records/meeting.html", context, status=410 if gone else 200)


def _record_page(request: HttpRequest, found: Meeting, version: RecordVersion | None) -> dict[str, Any]:
    """The page of the record that is asked for: `view` holds its parts, `contents` the agenda with where it stands."""
    sections = panels.meeting_sections(request, found)
    if version is None:
        return {"view": None, "sections": sections}
    view = reading_view(version.record, version.uids, panels.paragraph_links(request, found))
    contents = parted.contents(view["items"])
    whole = contents <= parted.CONTENTS
    head = parted.people(view["meeting"]) + sum(weight(section) for section in sections)
    parts = parted.parts(view, head)
    parts += parted.fallen_parts(_fallen(found) if found.state == Meeting.State.HELD else [])
    room = ROOM - (contents if whole else parted.CONTENTS)
    leaves = Leaves(parts, lambda part: part.weight, lambda part: part.names, room=room, most=len(parts))
    page = leaves.turned_to(request.GET)
    shown = parted.view_of(view, page)
    places = (
        {part.item: leaves.page_of(part.node["uid"]) for part in parts if part.kind == parted.ITEM}
        if whole
        else {}
    )
    return {
        "view": shown, "page": page, "query": "",
        "page_numbers": leaves.get_elided_page_range(page.number),
        "contents": [(item, places.get(at, page.number)) for at, item in enumerate(view["items"] if whole else shown["items"])],
        "sections": sections if shown["head"] else [],
    }  # fmt: skip


def _fallen(found: Meeting) -> list[Paragraph]:
    """The tombstones: paragraphs that were here once."""
    fallen: list[Paragraph] = list(found.clauses.filter(standing=False).select_related("joined_into"))
    fallen += found.statements.filter(standing=False).select_related("joined_into")
    fallen += Point.objects.filter(statement__meeting=found, standing=False).select_related("joined_into")
    return fallen


def _same_day(found: Meeting) -> list[Meeting]:
    """The meetings of its day, in their order, where there are several."""
    if found.starts_on is None:
        return []
    day = list(
        found.body.meetings.filter(starts_on=found.starts_on, state=Meeting.State.HELD).order_by(
            "order_in_day"
        )
    )
    return day if len(day) > 1 else []


@require_GET
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes' own words from first to last, each paragraph with its place: where search opens them."""
    found = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    tombstones.require_held(found)
    record = queries.current_record(found)
    if record is None:
        raise Http404
    words = record.get("text") or ""
    lines = list(_lines(words, record.get("parts") or []))
    leaves = Leaves(
        lines, lambda line: 50 + weight(line.words), lambda line: [line.name], most=len(lines) or 1
    )
    page = leaves.turned_to(request.GET)
    context = {
        "body": found.body, "tab": "meetings", "meeting": found, "page": page, "query": "",
        "page_numbers": leaves.get_elided_page_range(page.number),
    }  # fmt: skip
    return render(request, "records/text.html", context)


class Line(NamedTuple):
    """A part of the original text, or a piece of one that is too long for one page: only the first is `name`d."""

    name: str
    kind: str
    words: str


def _lines(text: str, parts: list[dict[str, Any]]) -> Iterator[Line]:
    for number, part in enumerate(parts):
        words = text[slice(*part["span"])].strip()
        if words:
            for at, piece in enumerate(pieces(words, parted.LONGEST)):
                yield Line("" if at else f"p{number}", part["kind"], piece)


@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version of a meeting's record: who, when, why, and what changed."""
    found = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    all_of_them = list(
        found.versions.select_related("made_by", "minutes__source").defer("minutes__read", "minutes__draft")
    )
    if not all_of_them:
        raise Http404
    if found.state == Meeting.State.PLANNED:  # its confirmation was taken back
        tombstones.require_held(found)
    shown = []
    for before, version in zip([None, *all_of_them], all_of_them, strict=False):
        changed = (
            differences(before.record, version.record, (before.uids, version.uids))
            if before is not None
            else []
        )
        shown.append((version, changed, before is None))
    leaves = Leaves(_told(shown[::-1]), lambda told: told[1])
    page = leaves.turned_to(request.GET)
    context = {
        "body": found.body, "tab": "meetings", "meeting": found, "page": page, "query": "",
        "page_numbers": leaves.get_elided_page_range(page.number), "shown": _versions(page),
    }  # fmt: skip
    return render(request, "records/versions.html", context)


Told = tuple[tuple[RecordVersion, bool], int, Change | None]


def _told(shown: list[tuple[RecordVersion, list[Change], bool]]) -> Iterator[Told]:
    """Each version, and each of its changes: ((version, whether it is the first), bytes, change)."""
    for version, changed, first in shown:
        yield (version, first), 900 + weight(version.reason), None
        for change in changed:
            for piece in change.parted(parted.LONGEST):
                yield (version, first), 200 + piece.weight(weight), piece


def _versions(page: Page) -> list[dict[str, Any]]:
    """The versions on a page; one that begins on an earlier page is `continued`."""
    found: list[dict[str, Any]] = []
    for (version, first), _weight, change in page:
        if not found or found[-1]["version"] is not version:
            found.append({"version": version, "first": first, "continued": change is not None, "changes": []})
        if change is not None:
            found[-1]["changes"].append(change)
    return found


@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of a meeting as lieguan-record/1: as it stands, or its version `?version=N`."""
    found = get_object_or_404(Meeting, pk=pk)
    if found.state == Meeting.State.PLANNED:
        tombstones.require_held(found)
        raise Http404
    number = request.GET.get("version", "")
    chosen = (
        found.versions.filter(number=number).first() if number.isdecimal() else queries.latest_version(found)
    )
    if chosen is None:
        raise Http404
    response = JsonResponse(chosen.record, json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"meeting-{pk}-v{chosen.number}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def paragraph(request: HttpRequest, uid: str) -> HttpResponse:
    """The permanent address of a paragraph: its place on its meeting's page; of one that does not stand, its tombstone.

    Not a permanent redirect: a browser would keep it past the day on which the paragraph falls.
    """
    row = tombstones.find(uid)
    if row is None:
        raise Http404
    meeting = tombstones.meeting_of(row)
    if tombstones.stands(row):
        return redirect(anchors.of_paragraph(meeting.pk, uid))
    withdrawn = tombstones.withdrawal(meeting) if meeting.state != Meeting.State.HELD else None
    context = {
        "body": meeting.body, "tab": "meetings", "meeting": meeting, "row": row, "withdrawn": withdrawn,
        "kind": tombstones.KIND_NAMES[type(row)],
        # What was confirmed once and is no more is no record: of it the place alone is told.
        "words": "" if meeting.state == Meeting.State.PLANNED else str(row),
        "parts": [part for part in row.split_into.all() if tombstones.stands(part)],
    }  # fmt: skip
    return render(request, "records/tombstone.html", context, status=410)


@require_http_methods(["GET", "POST"])
def edit_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was announced of a meeting to come; of a held one its kind."""
    found = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    require(request.user, Right.CORRECT, body=found.body)
    form = MeetingForm(request.POST or None, body=found.body, meeting=found)
    if request.method == "POST" and form.is_valid():
        actions.set_meeting(request.user, pk, form.cleaned_data)
        messages.success(request, _("已儲存。"))
        return redirect("records:meeting", pk=pk)
    return render(
        request,
        "records/meeting_edit.html",
        {"body": found.body, "tab": "meetings", "meeting": found, "form": form},
    )


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the announcement of a meeting back."""
    found = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    require(request.user, Right.CORRECT, body=found.body)
    actions.cancel_meeting(request.user, pk)
    messages.success(request, _("已取消預定會議。"))
    return redirect("records:meetings", slug=found.body.slug)


@require_POST
def order_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in which order the meetings of one day were held: this one moves before the one before it."""
    found = get_object_or_404(Meeting.objects.select_related("body"), pk=pk)
    require(request.user, Right.CORRECT, body=found.body)
    ordered = [one.pk for one in _same_day(found)]
    at = ordered.index(pk) if pk in ordered else 0
    if at == 0:
        raise InvalidInput("it is the first of its day already", field="ordered", place=str(found))
    ordered[at - 1], ordered[at] = ordered[at], ordered[at - 1]
    actions.order_day(request.user, found.body, ordered)
    return redirect("records:meeting", pk=pk)
