"""Asking the site for an address as somebody without an account: the same views, the same middleware, no shortcut."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from lieguan.site.opendata.publishing.addresses import Address


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site said."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def kind(self) -> str:
        """Its media type."""
        return self.headers.get("Content-Type", "").partition(";")[0]


class Visitor:
    """A reader without an account, in one language, at the address `origin` of the site."""

    def __init__(self, origin: str, language: str) -> None:
        self.origin = origin
        self.language = language
        self.site = WSGIHandler()

    def ask(self, address: Address) -> Answer:
        """The answer to GET."""
        parts = urlsplit(self.origin)
        port = str(parts.port or (443 if parts.scheme == "https" else 80))
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(address.path).decode("latin-1"),
            "QUERY_STRING": address.query,
            "SERVER_NAME": parts.hostname or "localhost",
            "SERVER_PORT": port,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": parts.netloc,
            "HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}={self.language}",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": parts.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if parts.scheme == "https" and settings.SECURE_PROXY_SSL_HEADER:
            name, value = settings.SECURE_PROXY_SSL_HEADER
            environ[name] = value
        said: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            said[:] = [status, headers]
            return None

        chunks = self.site(environ, start)
        try:
            content = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = said
        return Answer(int(status[:3]), dict(headers), content)
