"""Atom feeds (RFC 4287): what a body decided, what became of an item, what a search finds, and the head of the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lieguan.site.log.models import Entry
from lieguan.site.records.anchors import at
from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.site.search.forms import SearchForm
from lieguan.site.search.queries import Hit, ask
from lieguan.site.tracking.models import Item, Progress, Ruling
from lieguan.site.tracking.story import Event, life, with_everything
from lieguan.site.tracking.voices import progress_for, recommendations_for

NEWEST = 50
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
TAIPEI = ZoneInfo("Asia/Taipei")


def moment(day: date | None) -> datetime | None:
    """Noon of a day in Taiwan: feeds ask for a moment, the records tell days."""
    return datetime.combine(day, time(12), TAIPEI) if day else None


class Atom(Atom1Feed):
    """Atom whose time of change is that of its entries: an empty feed would say that it changes all the time."""

    def latest_post_date(self) -> datetime:
        """The time of the newest entry."""
        dated = any(entry[name] for entry in self.items for name in ("pubdate", "updateddate"))
        return super().latest_post_date() if dated else NEVER


class BodyFeed(Feed):
    """The newest rulings of a body's meetings."""

    feed_type = Atom

    def get_object(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> Body:
        """The body."""
        found = Body.objects.filter(slug=kwargs["slug"]).first()
        if found is None:
            raise Http404
        return found

    def title(self, body: Body) -> str:
        """The feed's name."""
        return _("%(body)s：列管事項之裁示") % {"body": body.name}

    def link(self, body: Body) -> str:
        """The body's page."""
        return reverse("tracking:body", args=[body.slug])

    def items(self, body: Body) -> list[Ruling]:
        """Rulings of held meetings, newest first; fallen ones say so."""
        rows = Ruling.objects.filter(
            item__body=body,
            clause__meeting__state=Meeting.State.HELD,
            clause__meeting__starts_on__isnull=False,
        ).select_related("item", "clause__meeting")
        return list(rows.order_by("-clause__meeting__starts_on", "-pk")[:NEWEST])

    def item_title(self, item: Ruling) -> str:
        """What was ruled on what."""
        fallen = "" if item.standing else _("（已更正，不再有效）")
        return f"{item.get_kind_display()}：{item.item.title}{fallen}"

    def item_description(self, item: Ruling) -> str:
        """The clause, word for word."""
        return item.words or item.clause.text

    def item_link(self, item: Ruling) -> str:
        """The item's page, at the ruling."""
        return at(reverse("tracking:item", args=[item.item_id]), f"ruling-{item.pk}")

    def item_pubdate(self, item: Ruling) -> datetime | None:
        """The day of the meeting."""
        return moment(item.clause.meeting.starts_on)

    def item_updateddate(self, item: Ruling) -> datetime:
        """When it was entered."""
        return item.entered_at


class ItemFeed(Feed):
    """The life of one item, as anybody may read it."""

    feed_type = Atom

    def get_object(self, _request: HttpRequest, *_args: Any, **kwargs: Any) -> Item:
        """The item."""
        found = with_everything().filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def title(self, item: Item) -> str:
        """The feed's name."""
        return f"{item.number} {item.title}"

    def link(self, item: Item) -> str:
        """The item's page."""
        return reverse("tracking:item", args=[item.pk])

    def items(self, item: Item) -> list[Event]:
        """Dated events, newest first."""
        progress = progress_for(None).filter(duty__item=item)
        recommended = recommendations_for(None).filter(item=item)
        events = [event for event in life(item, progress, recommended) if event.on]
        return events[::-1][:NEWEST]

    def item_title(self, item: Event) -> str:
        """Whose voice it is."""
        return f"{_(item.voice.label)}：{item.what}"

    def item_description(self, item: Event) -> str:
        """Its words."""
        what = item.what
        if isinstance(what, Ruling):
            return what.words or what.clause.text
        return str(getattr(what, "text", None) or getattr(what, "reason", ""))

    def item_link(self, item: Event) -> str:
        """Its place on the item's page."""
        match item.what:
            case Item() as opened:
                pk = opened.pk
            case Progress() as progress:
                pk = progress.duty.item_id
            case other:
                pk = other.item_id
        return at(reverse("tracking:item", args=[pk]), f"{item.kind}-{item.what.pk}")

    def item_pubdate(self, item: Event) -> datetime | None:
        """The day of the event."""
        return moment(item.on)


class SearchFeed(Feed):
    """What a search finds, newest first: a saved search that anybody can follow."""

    feed_type = Atom
    link = "/search/"

    def get_object(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> SearchForm:
        """The search, as its page has it."""
        form = SearchForm(request.GET)
        form.is_valid()
        return form

    def title(self, form: SearchForm) -> str:
        """The feed's name."""
        return _("搜尋：%(words)s") % {"words": form.cleaned_data.get("q", "")}

    def items(self, form: SearchForm) -> list[Hit]:
        """The hits that anybody may read: a feed has no account."""
        return ask(form.question(1), None).hits

    def item_title(self, item: Hit) -> str:
        """What it is."""
        return f"{item.title}：{item.place.heading or item.place.context}"

    def item_description(self, item: Hit) -> str:
        """The words around what was looked for."""
        return "".join(piece.text for piece in item.pieces)

    def item_link(self, item: Hit) -> str:
        """Its place."""
        return item.place.address

    def item_pubdate(self, item: Hit) -> datetime | None:
        """Its day."""
        return moment(date.fromisoformat(item.place.day)) if item.place.day else None


class LogFeed(Feed):
    """The head of the log at the end of each day: `lieguan verify --head` holds a database against it."""

    feed_type = Atom
    title: str | Promise = gettext_lazy("修改紀錄鏈之每日末端")
    link = "/"
    description: str | Promise = gettext_lazy("每日最後一筆修改紀錄之編號與雜湊值；據以查驗紀錄未遭竄改。")

    def items(self) -> list[Entry]:
        """The last entry of each of the newest days, today's excepted: it is not over."""
        today = datetime.now(tz=TAIPEI).date()
        days = (
            Entry.objects.annotate(day=TruncDate("at", tzinfo=TAIPEI))
            .filter(day__lt=today)
            .values("day")
            .annotate(last=Max("number"))
            .order_by("-day")[:NEWEST]
        )
        return list(Entry.objects.filter(number__in=[row["last"] for row in days]).order_by("-number"))

    def item_title(self, item: Entry) -> str:
        """The number and digest, as `verify` takes it."""
        return f"{item.number}:{item.digest}"

    def item_description(self, item: Entry) -> str:
        """The digest alone."""
        return item.digest

    def item_link(self, item: Entry) -> str:
        """One address for each day."""
        return f"/#log-{item.number}"

    def item_guid(self, item: Entry) -> str:
        """The digest names the entry for ever."""
        return f"urn:sha256:{item.digest}"

    def item_pubdate(self, item: Entry) -> datetime:
        """When the entry was written."""
        return item.at.astimezone(UTC)
