"""`lieguan demo`."""

from __future__ import annotations

import argparse
import unicodedata

from django.conf import settings
from django.utils import translation

from lieguan.errors import StartError
from lieguan.site.project import server, upkeep
from lieguan.site.project.demo import folder, people, series


def run(options: argparse.Namespace) -> int:
    """Make the demo where it is not there, print how to look at it, and serve it."""
    if not (options.samples / series.STORY).is_file():
        raise StartError(
            f"no {series.STORY} there",
            place=str(options.samples),
            remedy="name the folder of the sample series",
        )
    folder.require_ours(settings.DATA)
    if not options.no_serve:
        server.require_free(options.host, options.port)
    wanted = folder.fingerprint(options.samples)
    if options.fresh or not folder.is_current(settings.DATA, wanted):
        print(
            "lieguan: making the demo of the sample series / 製作示範資料",
            flush=True,
        )
        folder.empty(settings.DATA)
        upkeep.bring_up_to_date()
        with translation.override(settings.LANGUAGE_CODE):
            series.tell(options.samples.resolve(), say=lambda line: print(f"  {line}", flush=True))
        folder.finish(settings.DATA, wanted)
    else:
        upkeep.bring_up_to_date()
    if options.no_serve:
        return 0
    _welcome(server.origin(options.host, options.port))
    return server.serve(options.host, options.port, options.workers)


def _welcome(origin: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        visitors = people.visitors()
    password = people.set_password()
    width = max(_columns(visitor.role) for visitor in visitors)
    lines = [
        "",
        f"  列管示範網站 / the demo site:  {origin}/",
        "",
        "  不登入即可閱覽，或以下列帳號登入 / read without signing in, or sign in as:",
        "",
        *(
            f"  {visitor.role}{' ' * (width - _columns(visitor.role))}  {visitor.email}"
            for visitor in visitors
        ),
        "",
        f"  密碼（本次啟動有效）/ the password, for this start:  {password}",
        "",
        "  接著可以：以幕僚單位登入，收錄一份會議紀錄；或打開一個列管事項，看它的來龍去脈。",
        "  Next: sign in as 幕僚單位 and take minutes in, or open an item and read its life.",
        "  停止 / stop: Ctrl-C",
        "",
    ]
    print("\n".join(lines), flush=True)


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
