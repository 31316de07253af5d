"""What the environment says, turned into values for settings.py."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

# Recursive triggers: without them INSERT OR REPLACE would delete a row behind the guards' backs
# (https://www.sqlite.org/lang_conflict.html, "When the REPLACE conflict resolution strategy deletes rows").
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA recursive_triggers=ON; PRAGMA busy_timeout=20000;"
)


def flag(name: str) -> bool:
    """True where the variable is 1, true or yes."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


def files(name: str) -> list[Path]:
    """The files that the variable names, separated as in PATH."""
    return [Path(part).resolve() for part in os.environ.get(name, "").split(os.pathsep) if part]


def secret_key(data: Path) -> str:
    """The key that signs sessions: made at the first start, kept in the data folder, readable by its owner."""
    path = data / "secret-key"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text(encoding="ascii").strip()


def hosts(named: str, origin: str) -> list[str]:
    """Host names that the site answers to: this machine always, and what the environment names."""
    found = ["127.0.0.1", "localhost", "[::1]", *(h.strip() for h in named.split(",") if h.strip())]
    if origin:
        found.append(urlsplit(origin).hostname or "")
    return [host for host in found if host]


def database(data: Path) -> dict[str, Any]:
    """The database. Migrations run as the owner of the tables, everything else as a role that owns none."""
    url = os.environ.get("LIEGUAN_DATABASE_URL", "")
    if flag("LIEGUAN_AS_OWNER"):
        url = os.environ.get("LIEGUAN_DATABASE_OWNER_URL", url)
    if url:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    else:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = {"ENGINE": "django.db.backends.sqlite3", "NAME": data / "lieguan.sqlite3"}
    if found["ENGINE"].endswith("sqlite3"):
        # A write transaction takes its lock when it begins, so two writers wait instead of failing half-way.
        found["OPTIONS"] = {"init_command": SQLITE_START, "transaction_mode": "IMMEDIATE"}
        # Opening the file, and reading its schema, takes longer than most pages' queries.
        found["CONN_MAX_AGE"] = 60
    elif found["ENGINE"].endswith("postgresql"):
        # What is asked again and again (registry.prepared) is planned once for each connection. Django's own cursors
        # prepare nothing, whatever stands here.
        wanted = str(found.setdefault("OPTIONS", {}).get("prepare_threshold", "3"))
        found["OPTIONS"]["prepare_threshold"] = int(wanted) if wanted.isdigit() else None
    return found


def application_role() -> str:
    """The PostgreSQL role that the site runs as, where another one owns the tables; else empty."""
    owner = os.environ.get("LIEGUAN_DATABASE_OWNER_URL", "")
    return unquote(urlsplit(os.environ.get("LIEGUAN_DATABASE_URL", "")).username or "") if owner else ""


def mail(url: str) -> dict[str, Any]:
    """Django's mail settings from one address."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    if parts.scheme in {"smtp", "smtps"}:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "localhost",
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        }
    return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
