"""What is known by its name: meetings, agencies, people. Suggested while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lieguan.site.records.models import Meeting, Statement
from lieguan.site.registry.models import Agency
from lieguan.site.search import withheld
from lieguan.site.search.index import Entry
from lieguan.site.search.kinds import Kind, Place, register
from lieguan.site.search.things import day_of, meeting_facets, numbers, touched_by


def meeting_rows() -> QuerySet[Meeting]:
    """Meetings that were held or are announced."""
    return Meeting.objects.exclude(state=Meeting.State.WITHDRAWN).select_related("body")


def meeting_entries(meeting: Meeting) -> Iterator[Entry]:
    """A meeting: its title and place."""
    yield Entry(
        f"meeting:{meeting.pk}",
        f"{meeting.title}\n{meeting.place}",
        day_of(meeting),
        meeting.title,
        facets={**meeting_facets(meeting), "kind": ["meeting"]},
    )


def meeting_places(keys: Sequence[str], _account: Any) -> dict[str, Place]:
    """Meetings."""
    of = numbers(keys)
    return {
        of[m.pk]: Place(reverse("records:meeting", args=[m.pk]), m.title, m.body.name, m.place, day_of(m))
        for m in meeting_rows().filter(pk__in=of)
    }


def agency_rows() -> QuerySet[Agency]:
    """All agencies."""
    return Agency.objects.select_related("parent", "successor")


def agency_entries(agency: Agency) -> Iterator[Entry]:
    """An agency: its name, short name and code."""
    yield Entry(
        f"agency:{agency.pk}",
        f"{agency.name}\n{_also(agency)}",
        name=f"{agency.name}\n{agency.short_name}",
        facets={"kind": ["agency"], "agency": [agency.name]},
    )


def _also(agency: Agency) -> str:
    return "　".join(part for part in (agency.short_name, agency.code) if part)


def agency_places(keys: Sequence[str], _account: Any) -> dict[str, Place]:
    """Agencies, each with those above it."""
    of = numbers(keys)
    return {
        of[a.pk]: Place(
            reverse("tracking:agency", args=[a.pk]), a.name, a.parent.name if a.parent else "", _also(a)
        )
        for a in agency_rows().filter(pk__in=of)
    }


def person_rows() -> QuerySet[Statement]:
    """Of each person who spoke, the first statement that stands and is not withheld: it stands for the person."""
    held = Statement.objects.filter(standing=True, meeting__state=Meeting.State.HELD)
    held = held.exclude(speaker="").exclude(
        speaker__contains="/"
    )  # no name, and the page's address takes none
    held = held.exclude(uid__in=withheld.keys())
    first = held.order_by().values("speaker").annotate(first=Min("pk")).values("first")
    return Statement.objects.filter(pk__in=first)


def person_entries(statement: Statement) -> Iterator[Entry]:
    """A person: the name, with title and organisation as first written."""
    yield Entry(
        f"person:{statement.pk}",
        f"{statement.speaker}\n{_post(statement)}",
        name=statement.speaker,
        facets={"kind": ["person"], "person": [statement.speaker]},
    )


def _post(statement: Statement) -> str:
    return "　".join(part for part in (statement.organisation, statement.speaker_title) if part)


def person_touched(kind: str, object_id: str) -> Iterable[int]:
    """All statements of those who speak in minutes that changed: another of them may be the first now."""
    condition = {"records.minutes": "minutes", "records.meeting": "meeting"}.get(kind)
    if kind == withheld.RESTRICTION:
        condition, value = "pk__in", withheld.covered(Statement, object_id)
    elif condition is None or not object_id.isdigit():
        return ()
    else:
        value = object_id
    speakers = Statement.objects.filter(**{condition: value}).exclude(speaker="").values("speaker")
    return Statement.objects.filter(speaker__in=speakers).values_list("pk", flat=True)


def person_places(keys: Sequence[str], _account: Any) -> dict[str, Place]:
    """People, each at the page of what they said."""
    of = numbers(keys)
    return {
        of[s.pk]: Place(reverse("tracking:person", args=[s.speaker]), s.speaker, "", _post(s))
        for s in person_rows().filter(pk__in=of)
    }


_MEETINGS = {"records.meeting": "pk", "records.minutes": "minutes"}
# Agencies are made when a duty names them; the log tells of the duty, or of its item.
_AGENCIES = {
    "registry.agency": "pk",
    "registry.body": "serves",
    "tracking.duty": "duties",
    "tracking.item": "duties__item",
}


def register_names() -> None:
    """Register the kinds that are known by their names."""
    register(
        [
            Kind(
                "meeting",
                _("會議"),
                meeting_rows,
                meeting_entries,
                touched_by(Meeting, _MEETINGS),
                meeting_places,
            ),
            Kind(
                "agency", _("機關"), agency_rows, agency_entries, touched_by(Agency, _AGENCIES), agency_places
            ),
            Kind("person", _("發言人"), person_rows, person_entries, person_touched, person_places),
        ]
    )
