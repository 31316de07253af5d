"""What machines read in a page: `{% load linked %}{% linked_data meeting %}` writes schema.org data and a link to the
object of the interface.

A block of JSON-LD is data, not a script: the content security policy has nothing to refuse
(https://html.spec.whatwg.org/multipage/scripting.html#prepare-the-script-element, data blocks).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lieguan.site.api import addresses
from lieguan.site.api.addresses import Addresses
from lieguan.site.opendata.catalogue import address
from lieguan.site.opendata.datasets import Dataset
from lieguan.site.opendata.files import CONTENT_TYPES
from lieguan.site.records.models import Meeting, Statement
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking.models import Item

register = template.Library()
Told = dict[str, Any]


@register.simple_tag(takes_context=True)
def linked_data(context: Mapping[str, Any], thing: Model) -> SafeString:
    """The data of a body, an agency, a meeting, a statement or an item."""
    to = addresses.of(context["request"])
    name, key, told = _TELLERS[type(thing)](to, thing)
    link = format_html('<link rel="alternate" type="application/json" href="{}">', to.thing(name, key))
    return link + _block(told | {"license": settings.LICENCE})


@register.simple_tag(takes_context=True)
def linked_catalogue(context: Mapping[str, Any], datasets: Iterable[Dataset]) -> SafeString:
    """The data of the index of datasets."""
    to = addresses.of(context["request"])
    return _block(
        {
            "@type": "DataCatalog",
            "url": to.page("opendata:index"),
            "license": settings.LICENCE,
            "dataset": [
                {
                    "@type": "Dataset",
                    "name": one.title,
                    "description": one.about,
                    "keywords": list(one.keywords),
                    "license": settings.LICENCE,
                    "isAccessibleForFree": True,
                    "distribution": [
                        {
                            "@type": "DataDownload",
                            "encodingFormat": CONTENT_TYPES[kind].partition(";")[0],
                            "contentUrl": to.absolute(address(one, kind)),
                        }
                        for kind in one.formats
                    ],
                }
                for one in datasets
            ],
        }
    )


def _block(told: Told) -> SafeString:
    kept = {key: value for key, value in told.items() if value not in (None, "")}
    text = json.dumps({"@context": "https://schema.org", **kept}, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    # No sign of HTML is left in it.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def _body(to: Addresses, row: Any) -> tuple[str, Any, Told]:
    return "body", row.slug, {"@type": "Organization"} | _named(row, to.page("tracking:body", row.slug))


def _agency(to: Addresses, row: Any) -> tuple[str, Any, Told]:
    told = {"@type": "GovernmentOrganization", "identifier": row.oid or row.code}
    return "agency", row.pk, told | _named(row, to.page("tracking:agency", row.pk))


def _named(row: Any, url: str) -> Told:
    return {"name": row.name, "alternateName": row.short_name, "url": url}


def _meeting(to: Addresses, row: Any) -> tuple[str, Any, Told]:
    told: Told = {"@type": "Event", "url": to.page("records:meeting", row.pk)}
    if row.state == Meeting.State.WITHDRAWN:
        return "meeting", row.pk, told | {"eventStatus": "https://schema.org/EventCancelled"}
    told |= {
        "name": row.title,
        "startDate": row.starts_at or (row.starts_on.isoformat() if row.starts_on else None),
        "endDate": row.ends_at,
        "location": {"@type": "Place", "name": row.place} if row.place else None,
        "organizer": _body(to, row.body)[2],
    }
    return "meeting", row.pk, told


def _statement(to: Addresses, row: Any) -> tuple[str, Any, Told]:
    told: Told = {
        "@type": "Quotation",
        "url": to.page("tracking:statement", row.uid),
        "inLanguage": "zh-Hant-TW",
    }
    if row.standing and row.meeting.state == Meeting.State.HELD:
        told["creator"] = {"@type": "Person", "name": row.speaker or row.as_written}
        told["isPartOf"] = to.page("records:meeting", row.meeting_id)
    return "statement", row.uid, told


def _item(to: Addresses, row: Any) -> tuple[str, Any, Told]:
    told: Told = {
        "@type": "CreativeWork",
        "url": to.page("tracking:item", row.pk),
        "name": row.title,
        "text": row.text,
        "inLanguage": "zh-Hant-TW",
        "creativeWorkStatus": row.get_state_display(),
        "dateCreated": row.opened_on.isoformat() if row.opened_on else None,
        "dateModified": row.modified_at.isoformat(timespec="seconds"),
        "sourceOrganization": _body(to, row.body)[2],
    }
    return "item", row.pk, told


_TELLERS: dict[type[Model], Callable[[Addresses, Any], tuple[str, Any, Told]]] = {
    Body: _body,
    Agency: _agency,
    Meeting: _meeting,
    Statement: _statement,
    Item: _item,
}
