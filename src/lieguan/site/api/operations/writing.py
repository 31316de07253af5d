"""What programs may write, through the same actions as the pages: drafts, and with a full key what a desk submits, a
secretariat recommends, and minutes to be confirmed. Nothing that needs a person who has read it: no confirming, no
opening of items, no ruling, no reviewing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Router, Status, UploadedFile

from lieguan.errors import FileTooLarge, SourceError
from lieguan.site.api import addresses
from lieguan.site.api.addresses import Addresses
from lieguan.site.api.keys import KeyAuth, key_of
from lieguan.site.api.operations.asked import MISSING
from lieguan.site.api.problems import problem
from lieguan.site.api.shapes.thing import Problem
from lieguan.site.api.shapes.written import (
    DraftIn,
    DraftShape,
    OwedShape,
    RecommendationIn,
    RecommendedShape,
    TakenInShape,
)
from lieguan.site.records.actions import Sent, take_in
from lieguan.site.registry.keys.actions import require_full
from lieguan.site.registry.rights import Right, allowed
from lieguan.site.tracking import actions, desk
from lieguan.site.tracking.models import Duty, Item, Progress
from lieguan.site.tracking.states import RulingKind

router = Router(tags=["writing"], auth=KeyAuth())
KEYED: dict[int, type[Problem]] = {401: Problem, 403: Problem, **MISSING}
CHANGING: dict[int, type[Problem]] = {**KEYED, 400: Problem, 409: Problem}


@router.get("/desk", response={200: list[OwedShape], 401: Problem}, url_name="desk", summary="What is owed")
def owed(request: HttpRequest) -> Any:
    """The tracked duties of the agencies that the account writes for, with the newest report on each."""
    to = addresses.of(request)
    return [
        OwedShape(
            duty=duty.pk,
            item=to.thing("item", duty.item_id),
            item_title=duty.item.title,
            body=to.thing("body", duty.item.body.slug),
            agency_name=str(duty),
            due_on=duty.item.due_on,
            report=draft_shape(to, duty, duty.current[0]) if duty.current else None,
        )
        for duty in desk.owed(key_of(request).account)
    ]


@router.put(
    "/duties/{int:pk}/draft",
    response={200: DraftShape, **CHANGING},
    url_name="draft",
    summary="Write a draft",
)
def write_draft(request: HttpRequest, pk: int, draft: DraftIn) -> Any:
    """Write the draft of a progress report. A person, or a full key, submits it."""
    duty = _duty(pk)
    return draft_shape(addresses.of(request), duty, written(key_of(request).account, duty, draft))


@router.delete(
    "/duties/{int:pk}/draft",
    response={204: None, **CHANGING},
    url_name="draft",
    summary="Throw a draft away",
)
def discard_draft(request: HttpRequest, pk: int) -> Any:
    """Throw the draft of a progress report away."""
    actions.discard_draft(key_of(request).account, _draft(request, _duty(pk)))
    return Status(204, None)


@router.post(
    "/duties/{int:pk}/draft/submit",
    response={200: DraftShape, **CHANGING},
    url_name="submit-draft",
    summary="Submit a draft (full key)",
)
def submit_draft(request: HttpRequest, pk: int) -> Any:
    """Submit the draft of a progress report; from then on it is never changed."""
    key, duty = key_of(request), _duty(pk)
    require_full(key)
    sent = actions.submit_progress(key.account, _draft(request, duty))
    return draft_shape(addresses.of(request), duty, sent)


@router.put(
    "/items/{int:pk}/recommendation",
    response={200: RecommendedShape, **CHANGING},
    url_name="recommendation",
    summary="Recommend (full key)",
)
def recommend(request: HttpRequest, pk: int, recommendation: RecommendationIn) -> Any:
    """Write or change what the secretariat recommends on an item to the next meeting."""
    key = key_of(request)
    require_full(key)
    given = recommendation.model_dump()
    into = given.pop("merge_into")
    made = actions.recommend(
        key.account,
        get_object_or_404(Item, pk=pk),
        RulingKind(given.pop("kind")),
        merge_into=get_object_or_404(Item, pk=into) if into else None,
        **given,
    )
    return RecommendedShape(
        item=addresses.of(request).thing("item", pk),
        kind=made.kind,
        reason=made.reason,
        reason_code=made.reason_code,
    )


@router.post(
    "/minutes",
    response={201: list[TakenInShape], 413: Problem, **CHANGING},
    url_name="minutes",
    summary="Take a file of minutes in (full key)",
)
def take_minutes_in(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Take a file of minutes in, as an upload does: a person confirms what was read."""
    key = key_of(request)
    require_full(key)
    name = Path(file.name or "").name or "minutes"
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        try:
            if getattr(file, "too_large", False):
                raise FileTooLarge("larger than the limit", place=name)
            taken = take_in(key.account, Sent(Path(kept.name), name))
        except SourceError as error:
            return problem(413 if isinstance(error, FileTooLarge) else 422, error.code, str(error), "file")
    to = addresses.of(request)
    return Status(
        201,
        [
            TakenInShape(
                key=one.pk,
                web=to.page("records:minutes", one.pk),
                title=str(one.draft["meeting"]["title"] or ""),
                state=one.state,
            )
            for one in taken
        ],
    )


def written(account: Any, duty: Duty, given: DraftIn) -> Progress:
    """The draft as the account wrote it; links that it has already are not added again."""
    draft = duty.progress.filter(state=Progress.State.DRAFT).first()
    known = set(draft.evidence.values_list("link", "shows")) if draft else set()
    entry = given.model_dump(exclude={"evidence"})
    evidence = [
        actions.EvidenceEntry(shows=one.shows, link=one.link, as_of=one.as_of)
        for one in given.evidence
        if (one.link, one.shows) not in known
    ]
    return actions.write_progress(account, duty, actions.ProgressEntry(**entry), evidence=evidence)


def draft_shape(to: Addresses, duty: Duty, row: Progress) -> DraftShape:
    """What its agency is told of a report."""
    return DraftShape(
        duty=duty.pk,
        item=to.thing("item", duty.item_id),
        agency_name=str(duty),
        state=row.state,
        version=row.version,
        text=row.text,
        as_of=row.as_of,
        status=row.status,
        percentage=row.percentage,
        submitted=row.submitted_at,
        return_reason=row.return_reason,
    )


def _duty(pk: int) -> Duty:
    return get_object_or_404(Duty.objects.select_related("agency", "item"), pk=pk)


def _draft(request: HttpRequest, duty: Duty) -> Progress:
    """The draft of a duty that the account writes for; to anybody else there is none."""
    account = key_of(request).account
    draft = duty.progress.filter(state=Progress.State.DRAFT).first()
    if draft is None or not allowed(
        account, Right.WRITE_PROGRESS, body=duty.item.body_id, agency=duty.agency_id
    ):
        raise Http404
    return draft
