"""The rows of the proposals page: an item to open, a ruling to enter. What is not ticked is not looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from lieguan.site.registry.fields import RocDateField
from lieguan.site.tracking import actions, board
from lieguan.site.tracking.actions import Due, DutyEntry
from lieguan.site.tracking.fields import DueField, join_names, split_names
from lieguan.site.tracking.models import choices
from lieguan.site.tracking.states import MOVES, DutyRole, Needs, ReasonCode, RulingKind

AND_OTHERS = "等"
# Typed by hand, these are no agency's name: 相關部會, 各業管部會, 其他機關. The secretariat names the agencies later.
COLLECTIVE = re.compile(r"^(?:相關|有關|各|其他|其它)")
CARRIED_IN = "opening:"


def names_of(duties: Sequence[DutyEntry], column: str) -> str:
    """The agencies of a column as they stand in its input; 等 after an open list."""
    shown = board.by_role(list(duties))[column]
    return join_names([duty.name + (AND_OTHERS if duty.open_list else "") for duty in shown])


def typed_duties(lead: str, support: str, proposed: Sequence[DutyEntry]) -> tuple[DutyEntry, ...]:
    """What was typed in both columns. An agency left in its column keeps what the minutes say of it; one that was
    moved or added takes the column's role."""
    known = {duty.name: duty for duty in proposed}
    stood = {column: {duty.name for duty in shown} for column, shown in board.by_role(list(proposed)).items()}
    found: dict[str, DutyEntry] = {}
    for column, role, typed in (("lead", DutyRole.LEAD, lead), ("support", DutyRole.SUPPORT, support)):
        for written in split_names(typed):
            open_list = written.endswith(AND_OTHERS) and written not in known
            name = written.removesuffix(AND_OTHERS) if open_list else written
            if name in found:
                continue
            duty = known.get(name) or DutyEntry(name, collective=bool(COLLECTIVE.match(name)))
            if name not in stood[column]:
                duty = replace(duty, role=role.value)
            found[name] = replace(duty, open_list=open_list)
    return tuple(found.values())


class Row(forms.Form):
    """A row with a box to tick. Unticked, whatever stands in it is neither checked nor taken."""

    # A row that is not ticked is not entered: nothing in it may keep the browser from sending the rest.
    use_required_attribute = False
    tick = forms.BooleanField(required=False)

    @property
    def ticked(self) -> bool:
        """Whether the box is ticked: as sent, or as proposed."""
        if self.is_bound:
            return bool(self.data.get(self.add_prefix("tick")))
        return bool(self.initial.get("tick"))

    def full_clean(self) -> None:
        """Nothing is wrong with a row that nobody ticked."""
        super().full_clean()
        if self.is_bound and not self.ticked:
            self._errors = ErrorDict()


class ItemRow(Row):
    """An item that a clause opens, or that it shows to have been opened elsewhere."""

    title = forms.CharField(label=_("事項"), max_length=500)
    lead = forms.CharField(label=_("主辦"), required=False, max_length=500)
    support = forms.CharField(label=_("協辦"), required=False, max_length=500)
    opened_on = RocDateField(label=_("列管起日（如已知）"), required=False)

    def __init__(
        self,
        *args: Any,
        clauses: Sequence[Any],
        title: str = "",
        duties: Sequence[DutyEntry] = (),
        due: Due = Due(),  # noqa: B008 - frozen
        carried_in: bool = False,
        ticked: bool = False,
        **kwargs: Any,
    ) -> None:
        """`clauses`: those that the item can rest on; where there is but one, nobody is asked."""
        initial = {
            "tick": ticked,
            "title": title,
            "lead": names_of(duties, "lead"),
            "support": names_of(duties, "support"),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.clauses = {str(clause.pk): clause for clause in clauses}
        self.duties, self.carried_in = duties, carried_in
        fields: dict[str, Any] = self.fields
        fields["due"] = DueField(known=due, label=_("期程"), help_text="")
        if len(self.clauses) > 1:
            labelled = [(pk, f"{clause.number} {clause.text[:40]}") for pk, clause in self.clauses.items()]
            fields["clause"] = forms.ChoiceField(label=_("開立的段落"), choices=labelled)
        if not carried_in:
            del fields["opened_on"]

    def opening(self) -> actions.Opening:
        """The item that was ticked."""
        given = self.cleaned_data
        chosen = given.get("clause") or next(iter(self.clauses))
        return actions.Opening(
            key=self.prefix or "",
            clause=self.clauses[chosen],
            title=given["title"],
            duties=typed_duties(given["lead"], given["support"], self.duties),
            due=given["due"],
            carried_in=self.carried_in,
            opened_on=given.get("opened_on"),
        )


class RulingRow(Row):
    """A ruling that a clause gives on one item."""

    kind = forms.ChoiceField(label=_("裁示"), choices=choices(RulingKind))
    item = forms.ChoiceField(label=_("事項"))
    merged_into = forms.ChoiceField(label=_("併入"), required=False)
    handed_to = forms.CharField(
        label=_("移列的會議"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "bodies"}),
    )
    reason_code = forms.ChoiceField(
        label=_("事由（不再列管）"), required=False, choices=[("", "—"), *choices(ReasonCode)]
    )
    duties = forms.MultipleChoiceField(
        label=_("僅及於下列機關"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不勾選時，裁示及於全案。"),
    )
    delegated_act = forms.CharField(
        label=_("授權核定之文號或日期"),
        required=False,
        help_text=_("會議授權他人核定解除時，填核定的公文或日期；尚未核定者，請勿登錄。"),
    )
    add_duties = forms.BooleanField(required=False, initial=True)

    def __init__(
        self,
        *args: Any,
        clauses: Sequence[Any],
        items: dict[int, Any],
        openings: Sequence[tuple[str, str]] = (),
        proposed: Any = None,
        new_duties: Sequence[DutyEntry] = (),
        duties: Sequence[Any] = (),
        **kwargs: Any,
    ) -> None:
        """duties: those of the proposed item, where the ruling can be on some of them; items: those that a ruling can be on, by primary key; openings: (key, title) of items carried in by the same
        minutes; proposed: the RulingProposal, None for one added by hand."""
        self.clauses = {str(clause.pk): clause for clause in clauses}
        self.items, self.proposed, self.new_duties = items, proposed, new_duties
        self.duties_known = {str(duty.pk): duty for duty in duties}
        super().__init__(*args, initial=self._initial(), **kwargs)
        fields: dict[str, Any] = self.fields
        known = [(str(pk), str(item)) for pk, item in items.items()]
        likely = [str(pk) for pk in (proposed.candidates if proposed else ())]
        known.sort(key=lambda pair: likely.index(pair[0]) if pair[0] in likely else len(likely))
        carried = [(f"{CARRIED_IN}{key}", title) for key, title in openings]
        blank = [("", "—")] if proposed is None or not self.initial["item"] else []
        fields["item"].choices = [*blank, *([(_("沿前列管"), carried)] if carried else []), *known]
        fields["merged_into"].choices = [("", "—"), *known]
        fields["duties"].choices = [(key, str(duty)) for key, duty in self.duties_known.items()]
        if len(self.duties_known) < 2:
            del fields["duties"]
        if proposed is None or not proposed.delegated:
            del fields["delegated_act"]
        fields["due"] = DueField(known=proposed.due if proposed else Due(), label=_("期程"), help_text="")
        if len(self.clauses) > 1:
            labelled = [
                (pk, f"{clause.label} {clause.number} {clause.text[:40]}")
                for pk, clause in self.clauses.items()
            ]
            fields["clause"] = forms.ChoiceField(label=_("依據的段落"), choices=[("", "—"), *labelled])

    def _initial(self) -> dict[str, Any]:
        proposed = self.proposed
        if proposed is None:
            return {"item": "", "add_duties": True}
        return {
            "tick": proposed.ticked,
            "kind": proposed.kind.value,
            "item": str(proposed.item) if proposed.item else f"{CARRIED_IN}{proposed.opening}",
            "merged_into": str(proposed.merged_into or ""),
            "handed_to": proposed.handed_to,
            "reason_code": proposed.reason_code,
            "duties": [key for key, duty in self.duties_known.items() if str(duty) in proposed.agencies],
            "add_duties": True,
        }

    @property
    def target(self) -> str:
        """What the proposed ruling is on, in words; empty for one added by hand."""
        if self.proposed is None:
            return ""
        return str(self.items.get(self.proposed.item) or self.proposed.subject)

    def clean(self) -> dict[str, Any]:
        """What the kind needs; and no item is merged into itself."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("kind"):
            return given
        kind = RulingKind(given["kind"])
        words = {
            Needs.MERGED_INTO: ("merged_into", _("併案時請選擇併入的事項。")),
            Needs.HANDED_TO: ("handed_to", _("移列時請寫明移列的會議。")),
            Needs.REASON_CODE: ("reason_code", _("不再列管時請選擇事由。")),
        }
        for need in MOVES[kind].needs:
            name, said = words[need]
            if not given.get(name):
                self.add_error(name, said)
        if (
            kind is RulingKind.MERGE
            and given.get("merged_into")
            and given["merged_into"] == given.get("item")
        ):
            self.add_error("merged_into", _("事項不能併入自己。"))
        if given.get("duties") and given.get("item") != str(self.proposed.item):
            self.add_error("duties", _("這些機關不屬於所選的事項；請取消勾選，或改回原事項。"))
        if "delegated_act" in self.fields and kind is RulingKind.RELEASE and not given.get("delegated_act"):
            self.add_error(
                "delegated_act", _("這一段授權他人核定；請填核定的公文或日期，尚未核定者請勿登錄。")
            )
        if "clause" in self.fields and self.ticked and not given.get("clause"):
            raise ValidationError(_("請選擇依據的段落。"))
        return given

    def choice(self) -> actions.Choice:
        """The ruling that was ticked. What its kind has no use for is left out."""
        given, proposed = self.cleaned_data, self.proposed
        kind = RulingKind(given["kind"])
        needs = MOVES[kind].needs
        chosen = given.get("clause") or next(iter(self.clauses))
        opening = given["item"].removeprefix(CARRIED_IN) if given["item"].startswith(CARRIED_IN) else ""
        return actions.Choice(
            clause=self.clauses[chosen],
            kind=kind,
            item=None if opening else self.items[int(given["item"])],
            opening=opening,
            words=proposed.words if proposed else "",
            duties=tuple(self.duties_known[key] for key in given.get("duties") or ()),
            delegated_act=given.get("delegated_act", "") if kind is RulingKind.RELEASE else "",
            merged_into=self.items[int(given["merged_into"])] if Needs.MERGED_INTO in needs else None,
            handed_to=given["handed_to"] if Needs.HANDED_TO in needs else "",
            # What is carried in takes its deadline when it opens.
            due=Due() if MOVES[kind].ends or opening else given["due"],
            reason_code=given["reason_code"] if Needs.REASON_CODE in needs else "",
            reason=proposed.reason if proposed and proposed.kind is kind else "",
            by_reference=bool(proposed and proposed.by_reference),
            new_duties=tuple(self.new_duties) if given["add_duties"] else (),
        )
