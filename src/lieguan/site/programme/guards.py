"""The guards of programmes: an outline version is never rewritten, a value is corrected by another one, a link between
a measure and an item is withdrawn once and stays to be read."""

from lieguan.site.log.guards import append_only, refuse

_PROGRAMME = ("id", "body_id", "uid", "title", "made_at")
_LINK = ("id", "measure_id", "item_id", "linked_by_id", "linked_at")

GUARDS = (
    *(
        guard
        for table in ("outlineversion", "group", "measure", "responsible", "indicator", "value")
        for guard in append_only(f"programme_{table}")
    ),
    refuse(
        "programme_programme_facts",
        "programme_programme",
        "BEFORE UPDATE",
        " OR ".join(f"OLD.{name} DIFFERS FROM NEW.{name}" for name in _PROGRAMME),
        "what a programme is called and whose it is does not change",
    ),
    refuse(
        "programme_programme_stays",
        "programme_programme",
        "BEFORE DELETE",
        "1 = 1",
        "a programme is not removed",
    ),
    refuse(
        "programme_measureitem_facts",
        "programme_measureitem",
        "BEFORE UPDATE",
        "OLD.withdrawn_at IS NOT NULL OR "
        + " OR ".join(f"OLD.{name} DIFFERS FROM NEW.{name}" for name in _LINK),
        "a link of a measure is withdrawn once, and not rewritten",
    ),
    refuse(
        "programme_measureitem_stays",
        "programme_measureitem",
        "BEFORE DELETE",
        "1 = 1",
        "a link of a measure is withdrawn, it is not removed",
    ),
)
