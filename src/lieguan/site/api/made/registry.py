"""Bodies, agencies, people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from lieguan.site.api.addresses import Addresses
from lieguan.site.api.shapes.registry import AgencyShape, BodyShape, MembershipShape, PersonShape
from lieguan.site.records import queries as records


def body(to: Addresses, row: Any) -> BodyShape:
    """A body."""
    return BodyShape(
        id=to.thing("body", row.slug),
        web=to.page("tracking:body", row.slug),
        modified=row.changed,
        license=settings.LICENCE,
        name=row.name,
        short_name=row.short_name,
        predecessor=to.thing("body", row.predecessor.slug) if row.predecessor else None,
    )


def agency(to: Addresses, row: Any) -> AgencyShape:
    """An agency."""
    return AgencyShape(
        id=to.thing("agency", row.pk),
        web=to.page("tracking:agency", row.pk),
        modified=row.changed,
        license=settings.LICENCE,
        name=row.name,
        short_name=row.short_name,
        code=row.code,
        oid=row.oid,
        parent=to.thing("agency", row.parent_id) if row.parent_id else None,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor=to.thing("agency", row.successor_id) if row.successor_id else None,
    )


def people(to: Addresses, rows: Sequence[Any]) -> list[PersonShape]:
    """People, with their posts in one query."""
    posts = records.posts(row["speaker"] for row in rows)
    return [
        PersonShape(
            id=to.thing("person", row["speaker"]),
            web=to.page("tracking:person", row["speaker"]),
            modified=row["changed"],
            license=settings.LICENCE,
            name=row["speaker"],
            memberships=[
                MembershipShape(
                    organization=post["organisation"],
                    post=post["speaker_title"],
                    start_date=post["first"],
                    end_date=post["last"],
                )
                for post in posts.get(row["speaker"], [])
            ],
            statements=to.absolute(reverse("api-1:statements")) + "?" + urlencode({"person": row["speaker"]}),
            statement_count=row["count"],
        )
        for row in rows
    ]
