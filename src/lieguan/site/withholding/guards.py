"""The guards of withholding: a restriction is lifted once, never removed or rewritten, and what it covers only grows."""

from lieguan.site.log.guards import append_only, refuse

_FACTS = ("id", "kind", "key", "body_id", "ground", "reason", "made_by_id", "made_at")

GUARDS = (
    refuse(
        "withholding_restriction_facts",
        "withholding_restriction",
        "BEFORE UPDATE",
        "OLD.lifted_at IS NOT NULL OR "
        + " OR ".join(f"OLD.{name} DIFFERS FROM NEW.{name}" for name in _FACTS),
        "a restriction is lifted once, and not rewritten",
    ),
    refuse(
        "withholding_restriction_stays",
        "withholding_restriction",
        "BEFORE DELETE",
        "1 = 1",
        "a restriction is lifted, it is not removed",
    ),
    *append_only("withholding_cover"),
)
