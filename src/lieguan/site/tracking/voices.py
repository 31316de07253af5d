"""Who may read which progress report and which recommendation, and which of them are still before a meeting.

Until the record of the meeting that dealt with them is confirmed, they are read by the secretariat, the item's
agencies, the chair and the auditor only; by members from the day the papers are issued; by anybody after.
Drafts are read by their own agency alone.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from lieguan.site.records.models import Meeting
from lieguan.site.registry.models import Body
from lieguan.site.registry.prepared import Prepared
from lieguan.site.registry.rights import TABLE, Right, Role, allowed, grants_of
from lieguan.site.tracking.models import Duty, Evidence, Item, Progress, Recommendation, Round
from lieguan.site.tracking.owing import SPOKEN
from lieguan.site.tracking.states import ItemState, RulingKind

# Dealt with by a meeting whose record is confirmed.
PUBLISHED = Q(round__meeting__state=Meeting.State.HELD)
# For the meeting to come.
CURRENT = Q(round__closed_at__isnull=True)


class Reader:
    """What one account may read, as conditions: one query for its grants, none for an anonymous reader."""

    def __init__(self, account: Any) -> None:
        self.everywhere = False
        self.bodies: set[int] = set()
        self.member_of: set[int] = set()
        self.agencies: set[int] = set()
        if account is None or not account.is_authenticated or not account.is_active:
            return
        for role, body, agency in grants_of(account):
            if role == Role.MEMBER and body is not None:
                self.member_of.add(body)
            if Right.READ_VOICES not in TABLE[role]:
                continue
            if agency is not None:
                self.agencies.add(agency)
            elif body is not None:
                self.bodies.add(body)
            else:
                self.everywhere = True

    def progress(self) -> Q:
        """Which progress reports may be read."""
        public = Q(state__in=SPOKEN) & self._published("duty__item")
        concerned = ~Q(state=Progress.State.DRAFT) & self._concerned("duty__item")
        return public | concerned | Q(duty__agency__in=self.agencies)

    def recommendations(self) -> Q:
        """Which recommendations may be read."""
        return self._published("item") | self._concerned("item")

    def _published(self, item: str) -> Q:
        """What is public, and for members what the papers hold."""
        return PUBLISHED | Q(round__papers_issued_at__isnull=False, **{f"{item}__body__in": self.member_of})

    def _concerned(self, item: str) -> Q:
        """What those concerned read before it is public."""
        if self.everywhere:
            return Q(pk__isnull=False)  # everything; an empty Q would vanish beside the | of the callers
        found = Q(**{f"{item}__body__in": self.bodies})
        if self.agencies:
            concerned = Duty.objects.filter(item=OuterRef(item), agency__in=self.agencies)
            found |= Q(Exists(concerned))
        return found


def may_read_round(account: Any, round_: Round) -> bool:
    """Whether this reader may see the table of a round: what nobody reported is in it, too."""
    if round_.meeting is not None and round_.meeting.state == Meeting.State.HELD:
        return True
    if allowed(account, Right.READ_VOICES, body=round_.body_id):
        return True
    return round_.papers_issued_at is not None and is_member(account, round_.body_id)


def is_member(account: Any, body_id: int) -> bool:
    """Whether somebody sits in a body."""
    return body_id in _seats(account)


def sits_in(account: Any) -> QuerySet[Body]:
    """The bodies in which somebody sits as a member 委員."""
    return Body.objects.filter(pk__in=_seats(account)).order_by("name")


def _seats(account: Any) -> set[int | None]:
    if account is None or not account.is_authenticated or not account.is_active:
        return set()
    return {body for role, body, _agency in grants_of(account) if role == Role.MEMBER}


def progress_for(account: Any) -> QuerySet[Progress]:
    """The progress reports that `account` may read, with agency, round and evidence."""
    return _progress_for(account).prefetch_related("evidence")


def _progress_for(account: Any) -> QuerySet[Progress]:
    found = Progress.objects.filter(Reader(account).progress())
    found = found.annotate(has_evidence=Exists(Evidence.objects.filter(progress=OuterRef("pk"))))
    return found.select_related("duty__agency", "round__meeting").order_by("as_of", "pk")


def recommendations_for(account: Any) -> QuerySet[Recommendation]:
    """The recommendations that `account` may read, with round and meeting."""
    found = Recommendation.objects.filter(Reader(account).recommendations())
    return found.select_related("round__meeting", "merge_into").order_by("made_at", "pk")


# What anybody may read of an item, for its page: most of its readers have no account.
_PUBLIC_PROGRESS = Prepared(lambda item: _progress_for(None).filter(duty__item=item))
_PUBLIC_RECOMMENDATIONS = Prepared(lambda item: recommendations_for(None).filter(item=item))


def on_item(item: Item, account: Any) -> tuple[list[Progress], list[Recommendation]]:
    """The reports and recommendations on one item that `account` may read."""
    if getattr(account, "is_authenticated", False):
        reports = list(_progress_for(account).filter(duty__item=item))
        advice = list(recommendations_for(account).filter(item=item))
    else:
        reports, advice = _PUBLIC_PROGRESS(item.pk), _PUBLIC_RECOMMENDATIONS(item.pk)
    prefetch_related_objects([one for one in reports if one.has_evidence], "evidence")
    return reports, advice


def ready(body: Body) -> QuerySet[Item]:
    """The tracked items that the secretariat recommends to the next meeting to release 建議解除列管."""
    current = Recommendation.objects.filter(CURRENT, item=OuterRef("pk"), kind=RulingKind.RELEASE)
    return Item.objects.filter(Exists(current), body=body, state=ItemState.TRACKED).order_by("number")
