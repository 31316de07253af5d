"""Every write of tracking. Each function checks the right, changes, and logs, in one transaction."""

from lieguan.site.tracking.intake import Choice, Opening, Taken, take_in
from lieguan.site.tracking.moving import Moved, move_duties
from lieguan.site.tracking.opening import (
    DutyEntry,
    add_duty,
    carry_in,
    change_duty,
    edit_item,
    name_agencies,
    open_item,
)
from lieguan.site.tracking.replay import Due
from lieguan.site.tracking.reporting import (
    EvidenceEntry,
    ProgressEntry,
    discard_draft,
    remove_evidence,
    review_progress,
    submit_progress,
    write_progress,
)
from lieguan.site.tracking.rounds import (
    issue_papers,
    open_round,
    recommend,
    recommend_rest,
    withdraw_papers,
)
from lieguan.site.tracking.ruling import (
    Difference,
    NeedsSecond,
    differences,
    enter_ruling,
    enter_rulings,
    let_fall,
)
from lieguan.site.tracking.ruling_entry import RulingEntry

__all__ = [
    "Choice",
    "Difference",
    "Due",
    "DutyEntry",
    "EvidenceEntry",
    "Moved",
    "NeedsSecond",
    "Opening",
    "ProgressEntry",
    "RulingEntry",
    "Taken",
    "add_duty",
    "carry_in",
    "change_duty",
    "differences",
    "discard_draft",
    "edit_item",
    "enter_ruling",
    "enter_rulings",
    "issue_papers",
    "let_fall",
    "move_duties",
    "name_agencies",
    "open_item",
    "open_round",
    "recommend",
    "recommend_rest",
    "remove_evidence",
    "review_progress",
    "submit_progress",
    "take_in",
    "withdraw_papers",
    "write_progress",
]
