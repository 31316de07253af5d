"""What waits for the reader: drafts to confirm, proposals to go through, reports to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lieguan.site.records.models import Minutes
from lieguan.site.registry.queries import bodies_where
from lieguan.site.registry.rights import Right, holds
from lieguan.site.tracking import desk, overview, second

# So many are named one by one; the rest wait in their list.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One line: what is to be done, and where."""

    text: str
    url: str


def waiting(account: Any) -> list[Task]:
    """The tasks of an account, the earliest meeting first; none for an anonymous reader, without a query."""
    found: list[Task] = []
    if holds(account, Right.CONFIRM):
        bodies = bodies_where(account, Right.CONFIRM)
        drafts = Minutes.objects.filter(state=Minutes.State.DRAFT, body__in=bodies)
        found += [
            Task(_("確認紀錄：%(title)s") % {"title": minutes}, reverse("records:minutes", args=[minutes.pk]))
            for minutes in drafts.select_related("source").order_by("taken_in_at")[:NAMED]
        ]
        for minutes in second.waiting(bodies)[:NAMED]:
            stands = second.standing(minutes)
            mine = stands is not None and stands.version.made_by_id == account.pk
            words = _("等候他人覆核：%(title)s") if mine else _("覆核紀錄：%(title)s")
            found.append(
                Task(words % {"title": minutes.meeting}, reverse("tracking:second", args=[minutes.pk]))
            )
    if holds(account, Right.OPEN_ITEM):
        for minutes in overview.unreviewed(bodies_where(account, Right.OPEN_ITEM))[:NAMED]:
            words = _("開立列管事項與登錄裁示：%(title)s") % {"title": minutes.meeting}
            found.append(Task(words, reverse("tracking:proposals", args=[minutes.pk])))
    if holds(account, Right.WRITE_PROGRESS):
        count = desk.unanswered(account).count()
        if count:
            words = ngettext(
                "填報辦理情形：%(count)s 項尚未提送", "填報辦理情形：%(count)s 項尚未提送", count
            )
            found.append(Task(words % {"count": count}, reverse("tracking:desk")))
    if holds(account, Right.SUBMIT_PROGRESS):
        count = desk.to_submit(account).count()
        if count:
            words = ngettext("核定提送：%(count)s 項草稿待提送", "核定提送：%(count)s 項草稿待提送", count)
            found.append(Task(words % {"count": count}, reverse("tracking:desk")))
    return found
