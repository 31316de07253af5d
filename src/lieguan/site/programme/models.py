"""Programmes 方案 and what their outlines 綱領 hold. Rows are added, never changed (guards.py).

A version is copied whole; what stays the same through versions is known by its code: `uid` of a measure, and `first`,
the row of the first version that had it, to which links to items and actual values belong. An indicator whose unit
changes begins anew, as its old values mean something else.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lieguan.site.programme.rule import Direction
from lieguan.site.records.models import Clause
from lieguan.site.registry.models import Agency, Body
from lieguan.site.tracking.models import Item, choices
from lieguan.site.tracking.states import DutyRole

# A value has eleven digits before the point and four behind it: what SQLite keeps exactly.
DIGITS, PLACES = 15, 4


class Programme(models.Model):
    """A programme 方案 of a body. `uid` is its permanent address; `modified_at` counts every change of what it holds."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="programmes")
    uid = models.CharField(max_length=24, unique=True)
    title = models.CharField(_("方案名稱"), max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["body", "pk"]
        constraints = [models.UniqueConstraint(fields=["body", "title"], name="programme_once")]

    def __str__(self) -> str:
        return self.title


class OutlineVersion(models.Model):
    """A version of the outline 綱領. `number` counts them (版次).

    vision          願景
    adopted_by      the clause that adopted it, where its minutes are here
    source          the document that it was taken from; `source_address` where it stands, `seen_on` when it was looked at
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版次"))
    title = models.CharField(_("綱領名稱"), max_length=200)
    vision = models.TextField(_("願景"), blank=True)
    adopted_on = models.DateField(_("通過日"), null=True, blank=True)
    in_force_from = models.DateField(_("生效日"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="adopted_outlines"
    )
    source = models.CharField(_("來源"), max_length=300)
    source_address = models.URLField(max_length=500, blank=True)
    seen_on = models.DateField(_("資料日期"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["programme", "number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="outline_number")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Group(models.Model):
    """A group 分組 of measures; `lead` is who leads it, as written."""

    version = models.ForeignKey(OutlineVersion, models.PROTECT, related_name="groups")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="group_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Measure(models.Model):
    """A measure 措施. `uid` is its permanent address, the same in every version that has its code."""

    version = models.ForeignKey(OutlineVersion, models.PROTECT, related_name="measures")
    group = models.ForeignKey(Group, models.PROTECT, related_name="measures")
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    uid = models.CharField(max_length=24)
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="measure_code"),
            models.UniqueConstraint(fields=["version", "uid"], name="measure_uid"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def lasting(self) -> int:
        """The key of the row that links belong to."""
        return self.first_id or self.pk


class Responsible(models.Model):
    """An agency that leads or supports a measure 主協辦機關: as written, and the registry's where it could be told."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="responsible")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="measures")
    as_written = models.CharField(max_length=200)
    role = models.CharField(max_length=10, choices=choices(DutyRole))
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["measure", "position"]
        verbose_name_plural = "responsible"

    def __str__(self) -> str:
        return self.agency.name if self.agency else self.as_written


class Indicator(models.Model):
    """An indicator 指標 of a measure, or without one of the whole outline (總體指標)."""

    version = models.ForeignKey(OutlineVersion, models.PROTECT, related_name="indicators")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="indicators")
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    unit = models.CharField(max_length=40, blank=True)
    direction = models.CharField(max_length=10, choices=choices(Direction))
    baseline = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="indicator_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def lasting(self) -> int:
        """The key of the row that actual values belong to."""
        return self.first_id or self.pk


class Value(models.Model):
    """A yearly value 年度值 of an indicator: the target 目標值 that a version sets, or the actual value 實際值.

    indicator  of a target the version's own row, of an actual value the lasting one
    year       of the common era
    replaces   the value that this one corrects; the value that nothing replaces holds
    """

    class Kind(models.TextChoices):
        """種類."""

        TARGET = "target", _("目標值")
        ACTUAL = "actual", _("實際值")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    kind = models.CharField(_("種類"), max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年度"))
    value = models.DecimalField(_("數值"), max_digits=DIGITS, decimal_places=PLACES)
    source = models.CharField(_("來源"), max_length=300)
    as_of = models.DateField(_("資料日期"), null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["indicator", "kind", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "kind", "year"], name="value_first", condition=Q(replaces__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} {self.kind}"


class MeasureItem(models.Model):
    """A tracked item that touches a measure 相關列管事項: who said so and when. A link is withdrawn, never removed."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="links")
    item = models.ForeignKey(Item, models.PROTECT, related_name="measure_links")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["measure", "item"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "item"], name="measure_item_once", condition=Q(withdrawn_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.item_id}"
