"""Taking in: the list of minutes on their way, and the files that are sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lieguan.errors import FileTooLarge, NotAllowed, SourceError, WithheldByLaw
from lieguan.site.records import edition, restricting, tombstones, wording
from lieguan.site.records.actions import Sent, take_in
from lieguan.site.records.actions.access import may, need
from lieguan.site.records.identity import stripped
from lieguan.site.records.models import Minutes
from lieguan.site.records.uploads import ReceivedFile
from lieguan.site.records.views.drafts import found_minutes, wants_fragments
from lieguan.site.registry.queries import bodies_where
from lieguan.site.registry.rights import Right, holds

RECENT = 20
# Whose files anybody may have.
_PUBLIC = (Minutes.State.CONFIRMED, Minutes.State.SUPERSEDED)
FORMATS = ".odt,.docx,.doc,.pdf,.html,.htm,.md,.markdown,.txt,.png,.jpg,.jpeg,.tif,.tiff"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file: its minutes, or what is wrong and what to do."""

    name: str
    minutes: tuple[Minutes, ...] = ()
    wrong: str = ""
    remedy: str = ""


@never_cache
@require_http_methods(["GET", "POST"])
def minutes_list(request: HttpRequest) -> HttpResponse:
    """Minutes on their way, and the form to send more; a single file that was read leads to its confirm screen."""
    right = Right.TAKE_IN if request.method == "POST" else Right.READ_DRAFT
    if not holds(request.user, right):
        raise NotAllowed(
            f"{request.user} has no right to {right.value}", place="minutes", remedy="sign in with a role"
        )
    received: list[Received] = []
    if request.method == "POST":
        received = receive(request)
        if wants_fragments(request):
            return render(request, "records/received.html", {"received": received})
        if len(received) == 1 and len(received[0].minutes) == 1:
            return redirect("records:minutes", pk=received[0].minutes[0].pk)
        if not received:
            messages.error(request, _("請先選擇檔案。"))
    return render(request, "records/minutes_list.html", {
        **_lists(request), "received": received, "formats": FORMATS,
        "can_take_in": holds(request.user, Right.TAKE_IN),
    })  # fmt: skip


def _lists(request: HttpRequest) -> dict[str, object]:
    """What waits and what was confirmed last, as far as the visitor may see drafts."""
    seen = Minutes.objects.filter(body__in=bodies_where(request.user, Right.READ_DRAFT))
    if holds(request.user, Right.TAKE_IN):
        seen |= Minutes.objects.filter(body=None)
    plain = seen.defer("read").select_related("body", "source", "draft_by", "meeting", "taken_in_by")
    waiting = plain.filter(state__in=[Minutes.State.DRAFT, Minutes.State.HELD])
    return {
        "waiting": waiting.order_by("-taken_in_at", "index"),
        "correcting": plain.filter(state=Minutes.State.CONFIRMED, correcting=True),
        "confirmed": plain.filter(state=Minutes.State.CONFIRMED, correcting=False).order_by("-confirmed_at")[:RECENT],
    }  # fmt: skip


def receive(request: HttpRequest) -> list[Received]:
    """Take in every file of a request, each for itself: a bad one does not stop the others."""
    return [_receive(request, file) for file in request.FILES.getlist("files")]


def _receive(request: HttpRequest, file: ReceivedFile) -> Received:
    name = Path(file.name or "").name or _("未命名檔案")
    try:
        if file.too_large:
            raise FileTooLarge("larger than the limit", place=name)
        return Received(name, tuple(take_in(request.user, Sent(Path(file.temporary_file_path()), name))))
    except SourceError as error:
        wrong, remedy = wording.source_error(error)
        return Received(name, wrong=wrong, remedy=remedy)
    except NotAllowed:
        return Received(
            name,
            wrong=_("這是其他會議的紀錄，您沒有收錄的權限"),
            remedy=_("請洽該會議的幕僚單位或系統管理者。"),
        )


@require_GET
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was sent: always as an attachment, never shown by the browser. Where it holds what the reader may
    not read, a redacted edition of it is given instead, made from the record."""
    found = get_object_or_404(
        Minutes.objects.select_related("source", "meeting").defer("read", "draft"), pk=pk
    )
    public = found.meeting_id is not None and found.state in _PUBLIC
    if not public and not may(request.user, Right.READ_DRAFT, found.body_id):
        tombstones.require_never_confirmed(found)
        need(request.user, Right.READ_DRAFT, found.body_id)
    if restricting.file_is_withheld(found):
        return _redacted_edition(found)
    response = FileResponse(
        found.source.file.open("rb"), as_attachment=True, filename=found.source.name,
        content_type="application/octet-stream",
    )  # fmt: skip
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _redacted_edition(found: Minutes) -> HttpResponse:
    """What the file says, as far as this reader may read it."""
    version = found.versions.order_by("-number").first()
    if version is None:
        raise WithheldByLaw(
            "the file holds what is withheld", place=f"minutes {found.pk}", remedy="ask for the role"
        )
    lines = edition.lines(version.record)
    page = render_to_string(
        "records/edition.html", {"meeting": found.meeting, "lines": lines, "version": version}
    )
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    name = quote(f"{found.meeting}（遮蔽版）.html")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_GET
def draft_record(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a lieguan-record/1."""
    found = found_minutes(request, pk)
    response = JsonResponse(stripped(found.draft), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="minutes-{pk}-draft.json"'
    return response
