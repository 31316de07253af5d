"""Word 97–2003 documents, by way of LibreOffice where it is installed.

The converter reads what strangers send: it runs in an empty profile that forbids macros, links and active
content, behind a proxy that does not exist, without network where the system lets us take it away, and is
ended after a minute with all that it started.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from lieguan.errors import DamagedFile, MissingPart
from lieguan.sources import odt
from lieguan.sources.limits import Limits
from lieguan.sources.package import Package
from lieguan.text.document import Document

MEDIA_TYPE = "application/msword"

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def read(data: bytes, place: str, limits: Limits) -> Document:
    """What the file says. Raises MissingPart without LibreOffice, DamagedFile where that cannot read it."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise MissingPart(
            "is a Word 97–2003 document; reading it needs LibreOffice, which is not installed",
            place=place, remedy="install libreoffice-writer-nogui, or save the file as DOCX or ODT",
        )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="lieguan-doc-") as name:
        made = _converted(program, data, place, Path(name))
        document = odt.read(Package(made, place, limits))
    return replace(document, media_type=MEDIA_TYPE)


def _converted(program: str, data: bytes, place: str, folder: Path) -> bytes:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), encoding="utf-8")
    source = folder / "minutes.doc"
    source.write_bytes(data)
    command = [
        *_without_network(), program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--nolockcheck", "--convert-to", "odt:writer8", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(  # noqa: S603 - a program found on PATH, with paths of our own making
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, cwd=folder, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    made = folder / "minutes.odt"
    if not made.is_file():
        raise DamagedFile(
            "is a Word 97–2003 document that LibreOffice cannot convert",
            place=place, remedy="open it in a word processor and save it as DOCX or ODT",
        )  # fmt: skip
    return made.read_bytes()


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>'
    )


def _without_network() -> list[str]:
    """The words before a command that take the network away, where the system allows it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    words = [unshare, "--map-root-user", "--net"]
    tried = subprocess.run([*words, "true"], capture_output=True, check=False)  # noqa: S603 - as above
    return words if tried.returncode == 0 else []
