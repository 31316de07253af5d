"""A request reads as its own account."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lieguan.site.withholding.reading import each_as, reading_as


def reads_as_its_account(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Behind AuthenticationMiddleware: the account is looked up only where something withheld is met."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with reading_as(lambda: request.user) as reader:
            response = get_response(request)
        if response.streaming and not response.is_async:
            # What is made while it is sent is made for the same reader.
            response.streaming_content = each_as(reader, response.streaming_content)
        return response

    return middleware
