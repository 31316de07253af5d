"""Restrictions 限制公開 and what they cover. Never removed: a restriction is lifted, and stays to be read (guards.py)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lieguan.lexicon.grounds import grounds
from lieguan.site.registry.models import Body


def ground_choices() -> list[tuple[int, str]]:
    """The subparagraphs to choose from."""
    return [(ground.number, f"第{ground.number}款　{ground.short}") for ground in grounds().values()]


class Restriction(models.Model):
    """One thing that is withheld 限制公開: by whom, on which ground, why; until it is lifted.

    kind, key  what it is about: a kind of kinds.py and the key of one of its things
    body       whose secretariat restricted it, and may lift it
    ground     the subparagraph of 政府資訊公開法第18條第1項
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    body = models.ForeignKey(Body, models.PROTECT, related_name="restrictions")
    ground = models.PositiveSmallIntegerField(_("依據"))
    reason = models.TextField(_("理由"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(lifted_at__isnull=True), name="restricted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Cover(models.Model):
    """One row, or one paragraph, that a restriction covers 限制範圍; grows with what is made of the same words.

    key     of the row: a paragraph's uid, "item:12", "evidence:3" (see `withholding_keys` of the models)
    unless  the uid of a paragraph: in a version of the record that has it, the row `key` is not covered (its later
            part, which is restricted, stands apart there)
    """

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="covers")
    key = models.CharField(max_length=40, db_index=True)
    unless = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["restriction", "key", "unless"], name="covered_once"),
        ]

    def __str__(self) -> str:
        return self.key
