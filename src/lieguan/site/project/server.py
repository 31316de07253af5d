"""The HTTP server: gunicorn with the site in it."""

from __future__ import annotations

import gc
import os
import socket
import sys
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from lieguan.errors import StartError
from lieguan.site.project import environment, work

# Reading a large file of minutes takes seconds; a worker that hangs longer than this is replaced.
TIMEOUT = 120
THREADS = 4
# Objects made, beyond those that went, before the youngest are looked through; then how often the older ones (gc).
# A page makes some thousands, nearly all of them gone with it.
COLLECT_AFTER = (10_000, 20, 20)
# Seconds that a thread may compute while others wait. A page takes less, and asks the database before that, where others
# have their turn anyway; parted in the middle, each page of a worker waits for all the others.
TURN = 0.05


class Server(BaseApplication):
    """gunicorn without its own command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options given, nothing from files or the environment."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The site, loaded in each worker."""
        application = import_module("lieguan.site.project.wsgi").application
        get_resolver().url_patterns  # noqa: B018 - loads every view
        settle()
        return application


def settle() -> None:
    """Tell Python that what is loaded now stays, and to let a page finish before it looks for what can go.

    Measured on two cores with eight readers: boards 8 to 18 % more a second, and the slowest of twenty a fifth faster.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    sys.setswitchinterval(TURN)


def origin(host: str, port: int) -> str:
    """The address that people reach the site at."""
    if settings.ORIGIN:
        return str(settings.ORIGIN)
    named = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    return f"http://[{named}]:{port}" if ":" in named else f"http://{named}:{port}"


def answers(host: str) -> bool:
    """Whether the site answers to people who ask for this address: Django refuses a host that nobody named."""
    if host in {"0.0.0.0", "::", ""}:  # noqa: S104 - compared, not bound
        return not set(settings.ALLOWED_HOSTS) <= set(environment.hosts("", ""))
    return host in settings.ALLOWED_HOSTS or f"[{host}]" in settings.ALLOWED_HOSTS


def require_free(host: str, port: int) -> None:
    """Refuse a port that cannot be listened on, before anything is done. Raises StartError."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise StartError(
            f"cannot listen there: {error.strerror}",
            place=f"{host}:{port}",
            remedy="stop what uses the port, or choose another: --port 8080 (make run PORT=8080)",
        ) from error


def serve(host: str, port: int, workers: int) -> int:
    """Serve until stopped, with the work that goes on beside the pages; 0 when stopped in order."""
    connections.close_all()  # a connection must not be shared with the workers
    listen = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    server = Server(
        {
            "bind": listen,
            "workers": workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": TIMEOUT,
            "graceful_timeout": 20,
            "loglevel": "warning",
            "proc_name": "lieguan",
        }
    )
    beside, master = work.start(), os.getpid()
    try:
        server.run()
    finally:
        # A worker leaves through here as well, and is not the one to end what serves all.
        if os.getpid() == master:
            beside.terminate()
    return 0
