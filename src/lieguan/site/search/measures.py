"""What of programmes can be found: the measures of the latest version of each outline. All of it is public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lieguan.site.programme.models import Measure, OutlineVersion
from lieguan.site.search.index import PUBLIC, Entry
from lieguan.site.search.kinds import Kind, Place, register
from lieguan.site.search.things import numbers

# Which measures a change may concern: (kind of object in the log, condition on them). A new version takes the place of
# the one before, so that the measures of all versions are looked at.
_MEASURES = {
    "programme.outlineversion": "version__programme__versions",
    "registry.agency": "responsible__agency",
}


def measure_rows() -> QuerySet[Measure]:
    """The measures of the latest versions."""
    later = OutlineVersion.objects.filter(
        programme=OuterRef("version__programme"), number__gt=OuterRef("version__number")
    )
    latest = Measure.objects.filter(~Exists(later))
    return latest.select_related("version__programme__body", "group").prefetch_related("responsible__agency")


def measure_entries(measure: Measure) -> Iterator[Entry]:
    """A measure, with its agencies."""
    version = measure.version
    began = version.in_force_from or version.adopted_on
    yield Entry(
        f"measure:{measure.pk}",
        f"{measure.code}\n{measure.title}\n{measure.text}",
        began.isoformat() if began else "",
        measure.title,
        facets={
            "kind": ["measure"],
            "body": [str(version.programme.body_id)],
            "agency": [str(who) for who in measure.responsible.all()],
        },
        seen_by=(PUBLIC,),
    )


def measure_touched(kind: str, object_id: str) -> Iterable[int]:
    """The measures whose entries a change may have changed."""
    condition = _MEASURES.get(kind)
    if condition is None or not object_id.isdigit():
        return ()
    return Measure.objects.filter(**{condition: object_id}).values_list("pk", flat=True)


def measure_places(keys: Sequence[str], _account: Any) -> dict[str, Place]:
    """Measures, each at its page."""
    of = numbers(keys)
    return {
        of[one.pk]: Place(
            reverse("programme:measure", args=[one.uid]),
            f"{one.code} {one.title}",
            one.version.programme.title,
            one.text,
        )
        for one in measure_rows().filter(pk__in=of)
    }


def register_measures() -> None:
    """Register the kind."""
    register([Kind("measure", _("措施"), measure_rows, measure_entries, measure_touched, measure_places)])
