"""`lieguan invite`."""

from __future__ import annotations

import argparse

from lieguan.errors import InvalidInput
from lieguan.site.project import server
from lieguan.site.registry.accounts import actions, links, queries
from lieguan.site.registry.models import Agency, Body


def run(options: argparse.Namespace) -> int:
    """Invite, and print the link."""
    account = actions.invite(
        queries.acting(options.actor),
        options.email,
        options.name,
        options.role,
        body=_body(options.body),
        agency=_agency(options.agency),
    )
    if account.has_usable_password():
        print(f"lieguan: {account.email} has the role now, and a password already")
        return 0
    origin = options.origin or server.origin("127.0.0.1", 8000)
    link = links.password_link(account, origin)
    print(
        f"lieguan: {account.email} sets the password here (once, within {links.days_valid()} days):\n  {link}"
    )
    if options.mail:
        links.send_invitation(account, link, origin)
    return 0


def _body(slug: str | None) -> Body | None:
    if not slug:
        return None
    found = Body.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Body.objects.values_list("slug", flat=True))
        raise InvalidInput(
            f"no body {slug}", field="body", remedy=f"one of {known}" if known else "the site has none yet"
        )
    return found


def _agency(name: str | None) -> Agency | None:
    if not name:
        return None
    found = Agency.objects.filter(name=name).order_by("-valid_from").first()
    if found is None:
        raise InvalidInput(f"no agency {name}", field="agency", remedy="give its full name, as on its page")
    return found
