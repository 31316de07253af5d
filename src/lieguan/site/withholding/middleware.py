"""A request reads as its own account."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lieguan.site.withholding.reading import reading_as


def reads_as_its_account(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Behind AuthenticationMiddleware: the account is looked up only where something withheld is met.

    What a response gives only while it is sent (a stream) is read as anybody reads it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with reading_as(lambda: request.user):
            return get_response(request)

    return middleware
