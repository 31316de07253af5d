"""What every response carries, and how a refused action is shown."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from lieguan.errors import Conflict, Gone, InvalidInput, NotAllowed, SiteError
from lieguan.site.project.kept_pages import names_somebody
from lieguan.site.registry.refusals import words_for

# Nothing is loaded from elsewhere, no script and no style stands in a page.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)

GetResponse = Callable[[HttpRequest], HttpResponse]
STATUS: dict[type[SiteError], int] = {NotAllowed: 403, Gone: 410, Conflict: 409, InvalidInput: 400}


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Set the policy on every response."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def private_answers(get_response: GetResponse) -> GetResponse:
    """Let nobody between the site and the reader keep what was made for one reader; the browser asks before it shows it
    again. What a view says of its own answer stands."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        personal = names_somebody(request) or bool(response.cookies)
        if personal and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization"])
        return response

    return middleware


def head_as_get(get_response: GetResponse) -> GetResponse:
    """Answer HEAD wherever GET is answered, with the same status and headers (RFC 9110, 9.3.2); the server leaves the
    body out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "HEAD":
            return get_response(request)
        request.method = "GET"
        try:
            return get_response(request)
        finally:
            request.method = "HEAD"

    return middleware


def chosen_language(get_response: GetResponse) -> GetResponse:
    """Traditional Chinese, unless this reader chose English; what the browser asks for does not count.

    Django's LocaleMiddleware would show English to everybody whose browser is set to it, on a site whose
    records are Chinese.
    """
    known = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = asked if asked in known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


class site_errors:  # noqa: N801 - Django names middleware by its dotted path, beside functions
    """Show a refused action as a page that says what to do; nothing was changed by it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a SiteError into a page; others go on to Django."""
        if not isinstance(exception, SiteError):
            return None
        status = next((code for kind, code in STATUS.items() if isinstance(exception, kind)), 422)
        context = {"error": exception, "words": words_for(exception)}
        return render(request, "project/refused.html", context, status=status)
