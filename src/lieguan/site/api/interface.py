"""The interface, version 1; docs/reference/openapi.json is the contract, compared by a test."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.operation import Operation

from lieguan.site.api import problems
from lieguan.site.api.operations import programme, records, registry, search, tracking, writing


class Interface(NinjaAPI):
    """Operations are known by the names of their functions."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """`bodies`, `item` …"""
        return operation.view_func.__name__.rstrip("_")


api = Interface(
    title="lieguan 列管",
    version="1",
    urls_namespace="api-1",
    docs_url=None,
    openapi_url="/openapi.json",
    description="The public part of the site: bodies, agencies, people, meetings and their records, what was decided and "
    "said, tracked items with the three voices, programmes with their indicators, and search.",
)
problems.handle(api)
for part in (registry, records, tracking, programme, search, writing):
    api.add_router("", part.router)
