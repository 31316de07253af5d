"""What an ended item or duty must rest on, as SQL that SQLite and PostgreSQL both understand.

The guards of the database refuse a row for which UNFOUNDED_ITEM or UNFOUNDED_DUTY holds; `lieguan verify` names
those that exist all the same. It says: the state is the one that the ruling in `ended_by` leads to; the ruling is on
this item, stands, and says what its kind needs; its clause stands; the clause's meeting was held, is dated, is of
the item's body or a recorded successor of it, and is strictly later than the opening by date and order in the day
(for a carried-in item, later than the opening day that was printed, or any, where none was); no later standing ruling took tracking up again; what an item was merged into was itself tracked then; and an item
ends with the last of its duties.
"""

from __future__ import annotations

from lieguan.site.tracking.states import ENDING, KEEPING, RulingKind


def _kinds(*kinds: RulingKind) -> str:
    return ", ".join(f"'{kind.value}'" for kind in kinds)


# The state that each kind of ruling leads to; null for kinds that do not end tracking, and for no kind at all.
_CASES = " ".join(f"WHEN '{move.kind.value}' THEN '{move.target.value}'" for move in ENDING)
LEADS_TO = f"CASE r.kind {_CASES} END"
ENDS = _kinds(*(move.kind for move in ENDING))
KEEPS = _kinds(*(move.kind for move in KEEPING))
STAYS = _kinds(*(move.kind for move in KEEPING if move.kind is not RulingKind.RESUME))


def _same_body(meeting: str) -> str:
    """Whether the meeting's body is the item's body `i.body_id` or took over from it, however many times."""
    return (
        "EXISTS (WITH RECURSIVE line(id) AS ("
        f"SELECT {meeting}.body_id UNION SELECT b.predecessor_id FROM registry_body AS b"
        " JOIN line ON b.id = line.id WHERE b.predecessor_id IS NOT NULL)"
        " SELECT 1 FROM line WHERE line.id = i.body_id)"
    )


MERGE_TARGET = (
    "EXISTS (SELECT 1 FROM tracking_item AS t"
    " LEFT JOIN tracking_ruling AS tr ON tr.id = t.ended_by_id"
    " LEFT JOIN records_clause AS tc ON tc.id = tr.clause_id"
    " LEFT JOIN records_meeting AS tm ON tm.id = tc.meeting_id"
    " WHERE t.id = r.merged_into_id AND t.id <> i.id AND (t.state = 'tracked'"
    " OR (tm.starts_on, tm.order_in_day) > (m.starts_on, m.order_in_day)))"
)


def _later_ruling(covers: str) -> str:
    """Whether a later standing ruling took up again what `r` ended."""
    return (
        "EXISTS (SELECT 1 FROM tracking_ruling AS lr"
        " JOIN records_clause AS lc ON lc.id = lr.clause_id"
        " JOIN records_meeting AS lm ON lm.id = lc.meeting_id"
        " WHERE lr.item_id = i.id AND lr.standing AND lc.standing AND lm.state = 'held'"
        f" AND (lm.starts_on, lm.order_in_day) > (m.starts_on, m.order_in_day) AND {_same_body('lm')} AND ({covers}))"
    )


def _rests(ended: str, covers: str) -> str:
    """Whether the ending of row `ended` (the item `i` or a duty `d` of it) rests on a ruling as it must."""
    return (
        "EXISTS (SELECT 1 FROM tracking_ruling AS r"
        " JOIN records_clause AS c ON c.id = r.clause_id"
        " JOIN records_meeting AS m ON m.id = c.meeting_id"
        " LEFT JOIN records_clause AS oc ON oc.id = i.opened_by_id"
        " LEFT JOIN records_meeting AS om ON om.id = oc.meeting_id"
        f" WHERE r.id = {ended}.ended_by_id AND r.item_id = i.id AND r.standing AND c.standing"
        " AND m.state = 'held' AND m.starts_on IS NOT NULL"
        f" AND {ended}.state = {LEADS_TO}"
        " AND CASE WHEN i.carried_in THEN i.opened_on IS NULL OR m.starts_on > i.opened_on"
        " ELSE (m.starts_on, m.order_in_day) > (om.starts_on, om.order_in_day) END"
        " AND (r.kind <> 'end' OR r.reason_code <> '')"
        " AND (r.kind <> 'hand_over' OR r.handed_to <> '' OR r.handed_to_body_id IS NOT NULL)"
        f" AND (r.kind <> 'merge' OR {MERGE_TARGET})"
        f" AND {_same_body('m')} AND {covers})"
    )


NAMES_DUTY = (
    "EXISTS (SELECT 1 FROM tracking_ruling_duties AS n WHERE n.ruling_id = {ruling}.id AND n.duty_id = d.id)"
)
ITEM_RESTS = _rests("i", f"NOT {_later_ruling(f'lr.whole AND lr.kind IN ({KEEPS})')}")
DUTY_RESTS = _rests(
    "d",
    f"(r.whole OR {NAMES_DUTY.format(ruling='r')}) AND NOT "
    + _later_ruling(
        f"lr.kind = 'resume' AND (lr.whole OR {NAMES_DUTY.format(ruling='lr')})"
        f" OR lr.kind IN ({STAYS}) AND NOT lr.whole AND {NAMES_DUTY.format(ruling='lr')}"
    ),
)

# Of a row `i` of tracking_item.
UNFOUNDED_ITEM = (
    f"(i.state <> 'tracked' AND (NOT {ITEM_RESTS}"
    " OR EXISTS (SELECT 1 FROM tracking_duty AS o WHERE o.item_id = i.id AND o.state = 'tracked')))"
)
# Of a row `d` of tracking_duty and its item `i`.
UNFOUNDED_DUTY = f"(d.state <> 'tracked' AND NOT {DUTY_RESTS})"

# What `lieguan verify` lists: body, number of the item, and its title or the agency of the duty.
LIST_UNFOUNDED_ITEMS = (
    "SELECT b.name, i.number, i.title FROM tracking_item AS i JOIN registry_body AS b ON b.id = i.body_id"
    f" WHERE {UNFOUNDED_ITEM} ORDER BY b.name, i.number"
)
LIST_UNFOUNDED_DUTIES = (
    "SELECT b.name, i.number, coalesce(a.name, d.as_written) FROM tracking_duty AS d"
    " JOIN tracking_item AS i ON i.id = d.item_id JOIN registry_body AS b ON b.id = i.body_id"
    f" LEFT JOIN registry_agency AS a ON a.id = d.agency_id WHERE {UNFOUNDED_DUTY}"
    " ORDER BY b.name, i.number, d.position"
)


def unfounded_among(items: str) -> str:
    """Whether any item whose id `items` (a subquery) gives, or any duty of one, is ended without a basis."""
    return (
        f"EXISTS (SELECT 1 FROM tracking_item AS i WHERE i.id IN ({items}) AND {UNFOUNDED_ITEM})"
        " OR EXISTS (SELECT 1 FROM tracking_duty AS d JOIN tracking_item AS i ON i.id = d.item_id"
        f" WHERE i.id IN ({items}) AND {UNFOUNDED_DUTY})"
    )


def resting_on(clauses: str) -> str:
    """Subquery: ids of items whose opening or ending, or that of what they were merged into, rests on a clause for
    which `clauses` (a condition on `x`, a row of records_clause) holds."""
    return (
        "SELECT xr.item_id FROM tracking_ruling AS xr JOIN records_clause AS x ON x.id = xr.clause_id"
        f" WHERE {clauses}"
        " UNION SELECT xi.id FROM tracking_item AS xi JOIN records_clause AS x ON x.id = xi.opened_by_id"
        f" WHERE {clauses}"
        " UNION SELECT ar.item_id FROM tracking_ruling AS ar"
        " JOIN tracking_item AS xt ON xt.id = ar.merged_into_id JOIN tracking_ruling AS xr ON xr.id = xt.ended_by_id"
        f" JOIN records_clause AS x ON x.id = xr.clause_id WHERE {clauses}"
    )
