"""`lieguan mcp`."""

from __future__ import annotations

import argparse
import os
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from mcp.server.transport_security import TransportSecuritySettings

from lieguan.errors import InvalidInput, StartError
from lieguan.site.agents.server import Agents, made
from lieguan.site.api.addresses import Addresses
from lieguan.site.log import guards
from lieguan.site.project import server, upkeep
from lieguan.site.registry.keys import actions as keys


def run(options: argparse.Namespace) -> int:
    """Serve agents, over stdio or HTTP."""
    if upkeep.pending():
        raise StartError(
            "the database is behind this version", remedy="run `lieguan migrate`, or start the site once"
        )
    guards.require(connection)
    origin = (options.origin or settings.ORIGIN or "http://127.0.0.1:8000").rstrip("/")
    if options.http:
        return _over_http(Addresses(origin), options.host, options.port)
    own_key = os.environ.get("LIEGUAN_KEY", "")
    if own_key and keys.use(own_key) is None:
        raise InvalidInput(
            "the key does not hold",
            field="LIEGUAN_KEY",
            place="LIEGUAN_KEY",
            remedy="make one on the page 程式介面金鑰 (/keys/), or start without it to read alone",
        )
    made(Agents(Addresses(origin), own_key)).run("stdio")
    return 0


def _over_http(to: Addresses, host: str, port: int) -> int:
    """Serve on an address; requests that were made for another host, or by a page of another site, are refused."""
    if not server.answers(host):
        raise InvalidInput(
            "agents that ask for this address would be refused",
            field="host",
            place=host,
            remedy="name the host in LIEGUAN_HOSTS, or in LIEGUAN_ORIGIN",
        )
    server.require_free(host, port)
    hosts = [one for name in settings.ALLOWED_HOSTS for one in (name, f"{name}:*")]
    origins = [f"http://{name}:*" for name in settings.ALLOWED_HOSTS]
    origins += [f"{urlsplit(to.origin).scheme}://{urlsplit(to.origin).netloc}"]
    made(Agents(to)).run(
        "streamable-http",
        host=host,
        port=port,
        stateless_http=True,
        transport_security=TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins),
    )
    return 0
