"""Every error of the interface in one shape, whoever raised it: an operation, a wrong address, Django itself."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from lieguan.errors import Conflict, Gone, NotAllowed, SiteError
from lieguan.site.api.shapes.thing import Problem, as_json

ROOT = "/api/"
STATUS: dict[type[SiteError], int] = {NotAllowed: 403, Conflict: 409, Gone: 410}


def problem(status: int, code: str, said: str, field: str = "") -> JsonResponse:
    """An answer in the one shape."""
    return JsonResponse(as_json(Problem(code=code, problem=said, field=field)), status=status)


def missing(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Nothing at that address."""
    return problem(404, "not-found", "there is nothing at this address")


def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A field that does not hold."""
    first = error.errors[0]
    return problem(422, "invalid-input", str(first["msg"]), str(first["loc"][-1]))


def unknown(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """No key, or none that holds."""
    answer = problem(401, "not-authenticated", "this needs a key: Authorization: Bearer …")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """A request that cannot be read."""
    return problem(error.status_code, _code(error.status_code), str(error))


def refused(_request: HttpRequest, error: SiteError) -> HttpResponse:
    """What the site refuses."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    said = f"{error.problem}; {error.remedy}" if error.remedy else error.problem
    return problem(status, error.code, said, getattr(error, "field", ""))


def handle(api: NinjaAPI) -> None:
    """Let the interface answer errors in the one shape."""
    for kind, handler in (
        (Http404, missing),
        (ObjectDoesNotExist, missing),
        (ValidationError, invalid),
        (AuthenticationError, unknown),
        (HttpError, unreadable),
        (SiteError, refused),
    ):
        api.add_exception_handler(kind, handler)


def one_shape(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: errors below /api/ that were made elsewhere (a wrong method, no such address, a failure); and
    anybody's page may read what is public there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if not request.path.startswith(ROOT):
            return answer
        if answer.status_code >= 400 and not answer.get("Content-Type", "").startswith("application/json"):
            made = problem(
                answer.status_code, _code(answer.status_code), HTTPStatus(answer.status_code).phrase.lower()
            )
            if "Allow" in answer:
                made.headers["Allow"] = answer["Allow"]
            answer = made
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    return middleware


def _code(status: int) -> str:
    return {400: "unreadable", 404: "not-found", 405: "no-such-method"}.get(
        status, HTTPStatus(status).phrase.lower().replace(" ", "-")
    )
