"""Calendars (iCalendar, RFC 5545): meetings and due dates of a body, due dates of an agency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from lieguan.site.api import addresses
from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking.models import Item
from lieguan.site.tracking.states import ItemState


def of_body(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of a body, held and planned, and the due dates of its tracked items."""
    body = get_object_or_404(Body, slug=slug)
    meetings = body.meetings.exclude(state=Meeting.State.WITHDRAWN).filter(starts_on__isnull=False)
    due = _due(Item.objects.filter(body=body))
    events = [*(_meeting(request, meeting) for meeting in meetings), *(_item(request, item) for item in due)]
    return _answer(body.name, events)


def of_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """The due dates of the tracked items on which an agency has an open duty."""
    agency = get_object_or_404(Agency, pk=pk)
    mine = {"duties__agency": agency, "duties__state": ItemState.TRACKED, "duties__moved_into": None}
    owed = Item.objects.filter(**mine)
    return _answer(agency.name, [_item(request, item) for item in _due(owed)])


def _due(items: QuerySet[Item]) -> QuerySet[Item]:
    tracked = items.filter(state=ItemState.TRACKED, due_on__isnull=False)
    return tracked.select_related("body").order_by("due_on", "pk").distinct()


def _meeting(request: HttpRequest, meeting: Meeting) -> Event:
    start: date | datetime | None = meeting.starts_on
    if "T" in meeting.starts_at:
        start = datetime.fromisoformat(meeting.starts_at)
    event = _event(request, f"meeting-{meeting.pk}", meeting.title, start, meeting.modified_at)
    if meeting.place:
        event.add("location", meeting.place)
    if "T" in meeting.ends_at:
        event.add("dtend", datetime.fromisoformat(meeting.ends_at))
    event.add("url", addresses.of(request).page("records:meeting", meeting.pk))
    return event


def _item(request: HttpRequest, item: Item) -> Event:
    title = _("期限：%(number)s %(title)s") % {"number": item.number, "title": item.title}
    event = _event(request, f"item-{item.pk}", title, item.due_on, item.modified_at)
    event.add("description", f"{item.body.name}\n{item.text}")
    event.add("url", addresses.of(request).page("tracking:item", item.pk))
    return event


def _event(
    request: HttpRequest, name: str, title: str, start: date | datetime | None, changed: datetime
) -> Event:
    event = Event()
    event.add("uid", f"{name}@{request.get_host()}")
    event.add("dtstamp", changed)
    event.add("summary", title)
    event.add("dtstart", start)
    if start is not None and not isinstance(start, datetime):
        event.add("dtend", start + timedelta(days=1))
    return event


def _answer(name: str, events: Iterable[Event]) -> HttpResponse:
    calendar = Calendar()
    calendar.add("prodid", "-//lieguan//lieguan 1//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
