"""Every change of what records holds: taking in, editing drafts, confirming, correcting, withdrawing, planning."""

from lieguan.site.records.actions.confirming import choose_body, confirm, take_back, withdraw
from lieguan.site.records.actions.correcting import drop_correction, save_correction, start_correction
from lieguan.site.records.actions.drafting import DraftConflict, edit, undo
from lieguan.site.records.actions.planning import cancel_meeting, order_day, plan_meeting, set_meeting
from lieguan.site.records.actions.seconding import SamePerson, confirm_second
from lieguan.site.records.actions.taking_in import Sent, discard, settle_sameness, take_in

__all__ = [
    "DraftConflict", "SamePerson", "Sent", "cancel_meeting", "choose_body", "confirm", "confirm_second", "discard", "drop_correction", "edit",
    "order_day", "plan_meeting", "save_correction", "set_meeting", "settle_sameness", "start_correction",
    "take_back", "take_in", "undo", "withdraw",
]  # fmt: skip
