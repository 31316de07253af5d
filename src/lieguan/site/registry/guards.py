"""The guard of the registry: that a body gives up its second person is in the log."""

from lieguan.site.log.guards import refuse

GUARDS = (
    refuse(
        "registry_body_second_person",
        "registry_body",
        "BEFORE UPDATE",
        "OLD.second_person AND NOT NEW.second_person AND NOT EXISTS (SELECT 1 FROM log_entry AS e"
        " WHERE e.number = (SELECT max(x.number) FROM log_entry AS x) AND e.kind = 'registry.body'"
        " AND e.object_id = CAST(OLD.id AS varchar(60)) AND e.action = 'registry.second_person_off')",
        "a body gives up its second person right behind the entry of the log that says so",
    ),
)
