"""The guards of records: a confirmed record is never changed, a correction is another version; the address of a
paragraph stays, and a paragraph that fell stays as a tombstone."""

from lieguan.site.log.guards import Guard, append_only, refuse


def _keeps_its_address(table: str) -> tuple[Guard, ...]:
    return (
        refuse(
            f"{table}_address",
            table,
            "BEFORE UPDATE",
            "NEW.id <> OLD.id OR NEW.uid <> OLD.uid",
            "the address of a paragraph is permanent",
        ),
        refuse(f"{table}_stays", table, "BEFORE DELETE", "1 = 1", "a paragraph falls, it is not removed"),
    )


GUARDS = (
    *append_only("records_recordversion"),
    *append_only("records_secondconfirmation"),
    refuse(
        "records_secondconfirmation_by_another",
        "records_secondconfirmation",
        "BEFORE INSERT",
        "NEW.by_id IS NULL OR EXISTS (SELECT 1 FROM records_recordversion AS v WHERE v.id = NEW.version_id"
        " AND v.made_by_id = NEW.by_id)",
        "the second person is another than the first",
    ),
    *_keeps_its_address("records_heading"),
    *_keeps_its_address("records_clause"),
    *_keeps_its_address("records_statement"),
    *_keeps_its_address("records_point"),
)
