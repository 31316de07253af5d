"""`lieguan serve`."""

from __future__ import annotations

import argparse

from lieguan.site.project import server, upkeep


def run(options: argparse.Namespace) -> int:
    """Bring everything up to date, say how to get in, and serve until stopped."""
    server.require_free(options.host, options.port)
    upkeep.bring_up_to_date()
    origin = server.origin(options.host, options.port)
    link = upkeep.first_link(options.administrator, origin)
    print(f"lieguan: serving {origin}/ (stop with Ctrl-C)", flush=True)
    if not server.answers(options.host):
        print("lieguan: others reach it once LIEGUAN_HOSTS names the host that they ask for", flush=True)
    if link:
        address, days, url = link
        print(
            f"lieguan: nobody can sign in yet. Set the password of {address} here (once, within {days} days):\n"
            f"  尚無人可登入。請由下列連結設定 {address} 的密碼（限用一次，{days} 日內有效）：\n"
            f"  {url}",
            flush=True,
        )
    return server.serve(options.host, options.port, options.workers)
