"""Searches that somebody saved, and what of them is known already."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """A saved search 搜尋訂閱 of one account, told by mail of each new hit.

    query  the fields of the search's address, in order, without page and order: "q=資安&kind=item"

    Whoever reads what is no fact of the record: it is not in the log, which others read.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    query = models.CharField(_("搜尋"), max_length=2000)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "saved searches"
        constraints = [models.UniqueConstraint(fields=["account", "query"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.query


class KnownHit(models.Model):
    """A hit 已知結果 of a saved search that was there when it was saved, or was told of since: none is told of twice."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="known")
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "key"], name="known_hit_once")]

    def __str__(self) -> str:
        return self.key
