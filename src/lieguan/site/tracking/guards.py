"""The guards of tracking: only a ruling of a later meeting ends it, and what was submitted stays as it was.

basis.py says what an ending must rest on. Rows are locked before they are looked at (PostgreSQL), so that of two
transactions, one that ends an item and one that takes its basis away, the second waits and then sees the first.
"""

from __future__ import annotations

from lieguan.site.log.guards import Guard, refuse
from lieguan.site.tracking.basis import ENDS, UNFOUNDED_ITEM, resting_on, unfounded_among

# Any number that no other lock of this database uses: held shared while the line of bodies is read, alone while it
# is changed.
LINE_LOCK = 0x6C6965

_LOCK_BASIS = (
    f"PERFORM pg_advisory_xact_lock_shared({LINE_LOCK});"
    " PERFORM 1 FROM tracking_item AS t WHERE t.id IN"
    " (SELECT r.merged_into_id FROM tracking_ruling AS r WHERE r.item_id = {item}) ORDER BY t.id FOR SHARE;"
    " PERFORM 1 FROM tracking_ruling AS r JOIN records_clause AS c ON c.id = r.clause_id"
    " JOIN records_meeting AS m ON m.id = c.meeting_id WHERE r.item_id = {item} OR r.item_id IN"
    " (SELECT o.merged_into_id FROM tracking_ruling AS o WHERE o.item_id = {item}) FOR SHARE OF r, c, m;"
    " PERFORM 1 FROM records_clause AS c JOIN records_meeting AS m ON m.id = c.meeting_id WHERE c.id ="
    " (SELECT i.opened_by_id FROM tracking_item AS i WHERE i.id = {item}) FOR SHARE OF c, m;"
)
_ENDS = "NEW.state <> 'tracked' AND (OLD.state DIFFERS FROM NEW.state OR OLD.ended_by_id DIFFERS FROM NEW.ended_by_id)"
_NO_BASIS = "tracking ends by a standing ruling of a later meeting of the same body, and by nothing else"
_RESTS = "an ended item rests on it; put the item back to tracked first"


def _lock_basis(item: str) -> str:
    when = _ENDS.replace("DIFFERS FROM", "IS DISTINCT FROM")
    return f"IF {when} THEN {_LOCK_BASIS.format(item=item)} END IF;"


def _changed(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} DIFFERS FROM NEW.{column}" for column in columns)


ITEMS = (
    refuse(
        "tracking_item_opens",
        "tracking_item",
        "BEFORE INSERT",
        "NEW.state <> 'tracked' OR NEW.ended_by_id IS NOT NULL"
        " OR NEW.opened_by_id IS NULL AND NOT NEW.carried_in"
        " OR NEW.opened_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM records_clause AS c"
        " JOIN records_meeting AS m ON m.id = c.meeting_id WHERE c.id = NEW.opened_by_id AND c.standing"
        " AND m.state = 'held' AND m.body_id = NEW.body_id"
        " AND (NEW.carried_in OR NOT m.starts_on DIFFERS FROM NEW.opened_on))"
        " OR EXISTS (SELECT 1 FROM tracking_item AS x WHERE x.id = NEW.id"
        " OR x.body_id = NEW.body_id AND x.number = NEW.number"
        " OR x.opened_by_id = NEW.opened_by_id AND x.title = NEW.title)",
        "an item opens as tracked, once, by a standing clause of a held meeting of its body, or is carried in",
    ),
    refuse(
        "tracking_item_facts",
        "tracking_item",
        "BEFORE UPDATE",
        _changed("id", "body_id", "number", "opened_by_id", "carried_in", "handed_by_id")
        + " OR OLD.opened_on DIFFERS FROM NEW.opened_on AND (NEW.carried_in OR NEW.opened_on DIFFERS FROM"
        " (SELECT m.starts_on FROM records_clause AS c JOIN records_meeting AS m ON m.id = c.meeting_id"
        " WHERE c.id = NEW.opened_by_id))"
        " OR OLD.title <> NEW.title AND EXISTS (SELECT 1 FROM tracking_item AS x WHERE x.id <> NEW.id"
        " AND x.opened_by_id = NEW.opened_by_id AND x.title = NEW.title)",
        "how an item was opened is not changed",
    ),
    refuse(
        "tracking_item_ends",
        "tracking_item",
        "AFTER UPDATE",
        f"{_ENDS} AND ("
        f"EXISTS (SELECT 1 FROM tracking_item AS i WHERE i.id = NEW.id AND {UNFOUNDED_ITEM}) OR "
        + unfounded_among("SELECT w.item_id FROM tracking_ruling AS w WHERE w.merged_into_id = NEW.id")
        + ")",
        _NO_BASIS,
        lock=_lock_basis("NEW.id"),
    ),
    refuse("tracking_item_stays", "tracking_item", "BEFORE DELETE", "1 = 1", _NO_BASIS),
)

DUTIES = (
    refuse(
        "tracking_duty_opens",
        "tracking_duty",
        "BEFORE INSERT",
        "NEW.state <> 'tracked' OR NEW.ended_by_id IS NOT NULL"
        " OR NOT EXISTS (SELECT 1 FROM tracking_item AS i WHERE i.id = NEW.item_id AND i.state = 'tracked')"
        " OR EXISTS (SELECT 1 FROM tracking_duty AS x WHERE x.id = NEW.id"
        " OR x.item_id = NEW.item_id AND x.agency_id = NEW.agency_id)",
        "a duty opens as tracked, once, on a tracked item",
        lock="PERFORM 1 FROM tracking_item AS i WHERE i.id = NEW.item_id FOR SHARE;",
    ),
    refuse(
        "tracking_duty_facts",
        "tracking_duty",
        "BEFORE UPDATE",
        _changed("id", "item_id") + " OR OLD.state <> 'tracked' AND NEW.state = 'tracked'"
        " AND NOT EXISTS (SELECT 1 FROM tracking_item AS i WHERE i.id = NEW.item_id AND i.state = 'tracked')"
        " OR OLD.agency_id DIFFERS FROM NEW.agency_id AND EXISTS (SELECT 1 FROM tracking_duty AS x"
        " WHERE x.id <> NEW.id AND x.item_id = NEW.item_id AND x.agency_id = NEW.agency_id)",
        "a duty stays with its item, and is taken up again after its item",
        lock="IF OLD.state <> 'tracked' AND NEW.state = 'tracked' THEN"
        " PERFORM 1 FROM tracking_item AS i WHERE i.id = NEW.item_id FOR SHARE; END IF;",
    ),
    refuse(
        "tracking_duty_ends",
        "tracking_duty",
        "AFTER UPDATE",
        f"{_ENDS} AND ({unfounded_among('SELECT NEW.item_id')})",
        _NO_BASIS,
        lock=_lock_basis("NEW.item_id"),
    ),
    refuse(
        "tracking_duty_moves",
        "tracking_duty",
        "BEFORE UPDATE",
        "OLD.moved_into_id DIFFERS FROM NEW.moved_into_id AND (OLD.moved_into_id IS NOT NULL"
        " OR NOT EXISTS (SELECT 1 FROM tracking_duty AS x WHERE x.id = NEW.moved_into_id AND x.id <> NEW.id"
        " AND x.item_id = NEW.item_id AND x.agency_id IS NOT NULL AND x.moved_into_id IS NULL"
        " AND x.state = NEW.state))",
        "a duty moves once, to another agency's duty on the same item that stands as it does",
        lock="PERFORM 1 FROM tracking_duty AS x WHERE x.id = NEW.moved_into_id FOR SHARE;",
    ),
    refuse("tracking_duty_stays", "tracking_duty", "BEFORE DELETE", "1 = 1", _NO_BASIS),
)

RULINGS = (
    refuse(
        "tracking_ruling_enters",
        "tracking_ruling",
        "BEFORE INSERT",
        "NOT NEW.standing OR NOT EXISTS (SELECT 1 FROM records_clause AS c JOIN records_meeting AS m"
        " ON m.id = c.meeting_id WHERE c.id = NEW.clause_id AND c.standing AND m.state = 'held'"
        " AND m.starts_on IS NOT NULL)"
        " OR EXISTS (SELECT 1 FROM tracking_ruling AS x WHERE x.id = NEW.id OR x.standing"
        " AND x.item_id = NEW.item_id AND x.clause_id = NEW.clause_id AND x.kind = NEW.kind)",
        "a ruling rests on a standing clause of a held, dated meeting, and is entered once",
        lock="PERFORM 1 FROM records_clause AS c JOIN records_meeting AS m ON m.id = c.meeting_id"
        " WHERE c.id = NEW.clause_id FOR SHARE OF c, m;",
    ),
    refuse(
        "tracking_ruling_second",
        "tracking_ruling",
        "BEFORE INSERT",
        f"NEW.kind IN ({ENDS}) AND EXISTS (SELECT 1 FROM records_clause AS c"
        " JOIN records_meeting AS m ON m.id = c.meeting_id JOIN registry_body AS b ON b.id = m.body_id"
        " WHERE c.id = NEW.clause_id AND b.second_person"
        " AND NOT EXISTS (SELECT 1 FROM records_secondconfirmation AS s"
        " JOIN records_recordversion AS v ON v.id = s.version_id WHERE v.meeting_id = m.id AND v.number ="
        " (SELECT max(x.number) FROM records_recordversion AS x WHERE x.meeting_id = m.id)))",
        "the record of this body ends items once a second person confirmed it",
        lock="PERFORM 1 FROM registry_body AS b JOIN records_meeting AS m ON m.body_id = b.id"
        " JOIN records_clause AS c ON c.meeting_id = m.id WHERE c.id = NEW.clause_id FOR SHARE OF b, m, c;",
    ),
    refuse(
        "tracking_ruling_keeps",
        "tracking_ruling",
        "AFTER INSERT",
        unfounded_among("SELECT NEW.item_id"),
        "the item is ended, and this later ruling keeps it tracked; put it back first",
        lock="PERFORM 1 FROM tracking_item AS i WHERE i.id = NEW.item_id FOR SHARE;",
    ),
    refuse(
        "tracking_ruling_facts",
        "tracking_ruling",
        "BEFORE UPDATE",
        _changed(
            "id",
            "item_id",
            "clause_id",
            "kind",
            "words",
            "whole",
            "merged_into_id",
            "handed_to",
            "handed_to_body_id",
            "due_as_written",
            "due_on",
            "due_next_meeting",
            "due_recurrence",
            "reason_code",
            "reason",
            "by_reference",
            "delegated_act",
            "replaces_id",
            "entered_by_id",
            "entered_at",
        )
        + " OR NEW.standing AND NOT OLD.standing",
        "a ruling is not changed; a wrong one falls and another is entered",
    ),
    refuse(
        "tracking_ruling_falls",
        "tracking_ruling",
        "AFTER UPDATE",
        "NOT NEW.standing AND (EXISTS (SELECT 1 FROM tracking_item AS i WHERE i.ended_by_id = NEW.id)"
        " OR EXISTS (SELECT 1 FROM tracking_duty AS d WHERE d.ended_by_id = NEW.id))",
        _RESTS,
    ),
    refuse("tracking_ruling_stays", "tracking_ruling", "BEFORE DELETE", "1 = 1", "a ruling is not removed"),
    refuse(
        "tracking_ruling_names",
        "tracking_ruling_duties",
        "BEFORE INSERT",
        "NOT EXISTS (SELECT 1 FROM tracking_ruling AS r JOIN tracking_duty AS d ON d.item_id = r.item_id"
        " WHERE r.id = NEW.ruling_id AND d.id = NEW.duty_id AND NOT r.whole)"
        " OR EXISTS (SELECT 1 FROM tracking_item AS i WHERE i.ended_by_id = NEW.ruling_id)"
        " OR EXISTS (SELECT 1 FROM tracking_duty AS d WHERE d.ended_by_id = NEW.ruling_id)"
        " OR EXISTS (SELECT 1 FROM tracking_ruling_duties AS x WHERE x.id = NEW.id)",
        "a ruling on part of an item names duties of that item, before it ends any",
    ),
    refuse(
        "tracking_ruling_names_kept",
        "tracking_ruling_duties",
        "AFTER INSERT",
        unfounded_among("SELECT d.item_id FROM tracking_duty AS d WHERE d.id = NEW.duty_id"),
        "the duty is ended, and this later ruling keeps it tracked; put it back first",
        lock="PERFORM 1 FROM tracking_duty AS d WHERE d.id = NEW.duty_id FOR SHARE;",
    ),
    refuse(
        "tracking_ruling_names_facts",
        "tracking_ruling_duties",
        "BEFORE UPDATE",
        "1 = 1",
        "a ruling is not changed; a wrong one falls and another is entered",
    ),
    refuse(
        "tracking_ruling_names_stay",
        "tracking_ruling_duties",
        "BEFORE DELETE",
        "1 = 1",
        "a ruling is not removed",
    ),
)

# On what endings rest, in the tables of other apps.
FOUNDATIONS = (
    refuse(
        "tracking_clause_falls",
        "records_clause",
        "AFTER UPDATE",
        f"({_changed('id', 'meeting_id', 'standing')}) AND ({unfounded_among(resting_on('x.id IN (OLD.id, NEW.id)'))}"
        " OR OLD.id <> NEW.id)",
        _RESTS,
    ),
    refuse(
        "tracking_clause_stays",
        "records_clause",
        "BEFORE DELETE",
        "EXISTS (SELECT 1 FROM tracking_ruling AS r WHERE r.clause_id = OLD.id)"
        " OR EXISTS (SELECT 1 FROM tracking_item AS i WHERE i.opened_by_id = OLD.id)"
        " OR EXISTS (SELECT 1 FROM tracking_duty AS d WHERE d.clause_id = OLD.id)",
        "an item rests on this clause",
    ),
    refuse(
        "tracking_meeting_moves",
        "records_meeting",
        "AFTER UPDATE",
        f"({_changed('id', 'body_id', 'state', 'starts_on', 'order_in_day')})"
        f" AND ({unfounded_among(resting_on('x.meeting_id IN (OLD.id, NEW.id)'))} OR OLD.id <> NEW.id)",
        _RESTS,
    ),
    refuse(
        "tracking_meeting_stays",
        "records_meeting",
        "BEFORE DELETE",
        "EXISTS (SELECT 1 FROM records_clause AS c WHERE c.meeting_id = OLD.id)",
        "clauses rest on this meeting",
    ),
    refuse(
        "tracking_body_line",
        "registry_body",
        "AFTER UPDATE",
        f"({_changed('id', 'predecessor_id')}) AND (OLD.id <> NEW.id"
        " OR EXISTS (WITH RECURSIVE line(id) AS (SELECT NEW.predecessor_id UNION SELECT b.predecessor_id"
        " FROM registry_body AS b JOIN line ON b.id = line.id) SELECT 1 FROM line WHERE line.id = NEW.id)"
        f" OR {unfounded_among('SELECT e.id FROM tracking_item AS e')})",
        "an ended item rests on the line of bodies, or the line would run in a circle",
        lock=f"IF OLD.predecessor_id IS DISTINCT FROM NEW.predecessor_id THEN"
        f" PERFORM pg_advisory_xact_lock({LINE_LOCK}); END IF;",
    ),
    refuse(
        "tracking_body_stays",
        "registry_body",
        "BEFORE DELETE",
        "EXISTS (SELECT 1 FROM tracking_item AS i WHERE i.body_id = OLD.id)"
        " OR EXISTS (SELECT 1 FROM records_meeting AS m WHERE m.body_id = OLD.id)",
        "items or meetings rest on this body",
    ),
)


def _order_is_sound(when: str) -> Guard:
    """PostgreSQL has types; SQLite would store a date such as 'zzzz', which is later than any other."""
    return Guard(
        f"records_meeting_order_{when.rsplit(' ', 1)[1].lower()}",
        "records_meeting",
        when,
        sqlite="SELECT RAISE(ABORT, 'lieguan: a meeting''s date is YYYY-MM-DD and its order a number')"
        " WHERE NEW.starts_on IS NOT NULL AND date(NEW.starts_on, '+0 days') IS NOT NEW.starts_on"
        " OR typeof(NEW.order_in_day) <> 'integer';",
        postgres="RETURN NEW;",
    )


PROGRESS = (
    refuse(
        "tracking_progress_starts",
        "tracking_progress",
        "BEFORE INSERT",
        "NEW.state NOT IN ('draft', 'submitted')"
        " OR NEW.state = 'submitted' AND NEW.submitted_at IS NULL"
        " OR EXISTS (SELECT 1 FROM tracking_progress AS x WHERE x.id = NEW.id)",
        "a progress report starts as a draft or as submitted, and replaces none",
    ),
    refuse(
        "tracking_progress_facts",
        "tracking_progress",
        "BEFORE UPDATE",
        f"{_changed('id')} OR OLD.state = 'draft' AND (NEW.state NOT IN ('draft', 'submitted')"
        " OR NEW.state = 'submitted' AND NEW.submitted_at IS NULL)"
        " OR OLD.state <> 'draft' AND ("
        + _changed(
            "duty_id",
            "round_id",
            "version",
            "text",
            "status",
            "percentage",
            "next_step",
            "next_step_on",
            "wish",
            "wish_reason",
            "wish_until",
            "as_of",
            "written_by_id",
            "submitted_by_id",
            "submitted_at",
        )
        + " OR OLD.state = 'submitted' AND NEW.state NOT IN ('submitted', 'returned', 'accepted')"
        " OR NEW.state = 'returned' AND NEW.return_reason = ''"
        f" OR OLD.state IN ('returned', 'accepted') AND ({_changed('state', 'reviewed_by_id', 'reviewed_at')}"
        f" OR {_changed('return_reason')}))",
        "a submitted progress report is not changed; it is returned with a reason and a new version follows",
    ),
    refuse(
        "tracking_progress_stays",
        "tracking_progress",
        "BEFORE DELETE",
        "OLD.state <> 'draft'",
        "a submitted progress report is not removed",
    ),
    refuse(
        "tracking_evidence_added",
        "tracking_evidence",
        "BEFORE INSERT",
        "NOT EXISTS (SELECT 1 FROM tracking_progress AS p WHERE p.id = NEW.progress_id AND p.state = 'draft')"
        " OR EXISTS (SELECT 1 FROM tracking_evidence AS x WHERE x.id = NEW.id)",
        "evidence is added to a draft",
        lock="PERFORM 1 FROM tracking_progress AS p WHERE p.id = NEW.progress_id FOR SHARE;",
    ),
    refuse(
        "tracking_evidence_facts",
        "tracking_evidence",
        "BEFORE UPDATE",
        f"{_changed('id', 'progress_id')}"
        " OR NOT EXISTS (SELECT 1 FROM tracking_progress AS p WHERE p.id = OLD.progress_id AND p.state = 'draft')",
        "evidence of a submitted progress report is not changed",
        lock="PERFORM 1 FROM tracking_progress AS p WHERE p.id = OLD.progress_id FOR SHARE;",
    ),
    refuse(
        "tracking_evidence_stays",
        "tracking_evidence",
        "BEFORE DELETE",
        "NOT EXISTS (SELECT 1 FROM tracking_progress AS p WHERE p.id = OLD.progress_id AND p.state = 'draft')",
        "evidence of a submitted progress report is not removed",
        lock="PERFORM 1 FROM tracking_progress AS p WHERE p.id = OLD.progress_id FOR SHARE;",
    ),
)

GUARDS: tuple[Guard, ...] = (
    *ITEMS,
    *DUTIES,
    *RULINGS,
    *FOUNDATIONS,
    _order_is_sound("BEFORE INSERT"),
    _order_is_sound("BEFORE UPDATE"),
    *PROGRESS,
)
