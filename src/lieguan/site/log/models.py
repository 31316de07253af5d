"""The log. A row of `Entry` is never changed or removed: triggers refuse it (guards.py), and on PostgreSQL the
application's role has no right to."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One change 修改紀錄 of one object.

    The chain: `digest` is the SHA-256 of the canonical JSON of all other fields, `previous` (the digest of the
    entry before) among them. The values themselves stand beside it (`Values`), only their salted digests in it,
    so that an authorised erasure leaves a chain that still verifies.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    kind = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    body_id = models.BigIntegerField(null=True)
    event_on = models.DateField(null=True)
    ground = models.TextField(blank=True)
    before_digest = models.CharField(max_length=64, blank=True)
    after_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["kind", "object_id", "number"])]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.kind} {self.object_id}"


class Values(models.Model):
    """修改前後內容: what the object was before and after. May be erased with a ground; the entry stays."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="values")
    salt = models.CharField(max_length=64)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
