"""The index of datasets, the datasets, and their descriptions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import etag, require_safe

import lieguan
from lieguan.site.api import addresses
from lieguan.site.log import queries as log
from lieguan.site.opendata import catalogue, files
from lieguan.site.opendata.datasets import DATASETS, Dataset, named
from lieguan.site.withholding.reading import Reader, each_as


def _state(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
    """What the site's public part rests on: the end of the log, the version, the day, the host that was asked."""
    told = f"{log.end()}/{lieguan.__version__}/{timezone.localdate()}/{addresses.of(request).origin}"
    return f'"{told}"'


def _dataset(name: str) -> Dataset:
    found = named(name)
    if found is None:
        raise Http404
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All datasets, with their files."""
    context = {"datasets": DATASETS, "licence": settings.LICENCE, "licence_name": settings.LICENCE_NAME}
    return render(request, "opendata/index.html", context)


@require_safe
@etag(_state)
def descriptions(request: HttpRequest) -> HttpResponse:
    """The descriptions of all datasets, for a catalogue that gathers them."""
    return _json(catalogue.everything(addresses.of(request)))


@require_safe
@etag(_state)
def description(request: HttpRequest, name: str) -> HttpResponse:
    """The description of one dataset."""
    return _json(catalogue.description(_dataset(name), addresses.of(request)))


@require_safe
@etag(_state)
def table(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """A dataset as CSV."""
    found = _dataset(name)
    if not found.columns:
        raise Http404
    return _file(name, "csv", files.table(found.rows(addresses.of(request)), found.columns))


@require_safe
@etag(_state)
def json_lines(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """A dataset as JSON Lines."""
    return _file(name, "jsonl", files.json_lines(_dataset(name).rows(addresses.of(request))))


def _json(told: Any) -> JsonResponse:
    answer = JsonResponse(told, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _file(name: str, kind: str, lines: Any) -> StreamingHttpResponse:
    # For anybody, whoever asks: a dataset is taken home to be given on.
    answer = StreamingHttpResponse(each_as(Reader(), lines), content_type=files.CONTENT_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
