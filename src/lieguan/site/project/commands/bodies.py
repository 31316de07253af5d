"""The body that a command names."""

from __future__ import annotations

from lieguan.errors import InvalidInput
from lieguan.site.registry.models import Body


def named(word: str) -> Body:
    """The body by its slug or its name; the only one where none is named."""
    bodies = list(Body.objects.all())
    found = [body for body in bodies if not word or word in {body.slug, body.name, body.short_name}]
    if len(found) == 1:
        return found[0]
    known = ", ".join(body.slug for body in bodies)
    raise InvalidInput(
        f"no body {word}" if word else "the site has several bodies, or none",
        field="body",
        remedy=f"give --body, one of {known}" if known else "take minutes in first",
    )
