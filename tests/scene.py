"""A small body with its meetings, for tests: people and agencies are invented, clauses say what the test needs."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

from lieguan.site.records.models import Clause, Meeting, Minutes, SourceFile
from lieguan.site.registry.models import Account, Agency, Body, Grant
from lieguan.site.registry.rights import Role
from lieguan.site.tracking import actions
from lieguan.site.tracking.actions import DutyEntry, RulingEntry
from lieguan.site.tracking.models import Duty, Item, Ruling
from lieguan.site.tracking.states import RulingKind


class Scene:
    """One body, its secretariat, and as many meetings as a test holds; the nth on the 10th of month n of 2025."""

    def __init__(self, slug: str = "coast") -> None:
        self.counter = itertools.count(1)
        self.body = Body.objects.create(name=f"海岸韌性推動小組{slug}", slug=slug, second_person=False)
        self.secretariat = self.account(Role.SECRETARIAT, body=self.body)

    def account(self, role: str, *, body: Body | None = None, agency: Agency | None = None) -> Account:
        """An account with one role."""
        number = Account.objects.count() + 1
        account = Account.objects.create_account(f"person{number}@example.org", f"示範人員{number}")
        Grant.objects.create(account=account, role=role, body=body, agency=agency)
        if role == Role.DESK and agency is not None:  # the agency has nobody else
            Agency.objects.filter(pk=agency.pk).update(desk_submits=True)
        return account

    def meeting(
        self,
        month: int | None,
        *,
        body: Body | None = None,
        order: int = 0,
        state: str = Meeting.State.HELD,
    ) -> Meeting:
        """A held meeting in that month of 2025; undated for None."""
        number = next(self.counter)
        return Meeting.objects.create(
            body=body or self.body,
            state=state,
            title=f"海岸韌性推動小組第{number}次會議紀錄",
            ordinal=number,
            starts_on=date(2025, month, 10) if month else None,
            order_in_day=order,
        )

    def minutes(self, meeting: Meeting) -> Minutes:
        """The confirmed minutes of a meeting."""
        found = meeting.minutes.first()
        if found:
            return found
        number = next(self.counter)
        source = SourceFile.objects.create(
            sha256=f"{meeting.body.slug}-{number:059d}"[-64:],
            name=f"{number}.md",
            media_type="text/markdown",
            size=1,
        )
        return Minutes.objects.create(
            source=source,
            body=meeting.body,
            meeting=meeting,
            state=Minutes.State.CONFIRMED,
            read={},
            draft={},
        )

    def clause(self, meeting: Meeting, text: str = "請內政部於年底前辦理。", **fields: Any) -> Clause:
        """A standing clause of the meeting."""
        number = next(self.counter)
        return Clause.objects.create(
            uid=f"{meeting.body.slug}{number:010d}",
            minutes=self.minutes(meeting),
            meeting=meeting,
            local_id=f"r1.{number}",
            position=number,
            text=text,
            **fields,
        )

    def item(
        self,
        meeting: Meeting | None,
        *agencies: str,
        title: str = "",
        carried_in: bool = False,
        **fields: Any,
    ) -> Item:
        """An item opened by a clause of the meeting, with a duty for each agency."""
        title = title or f"海堤巡查第{next(self.counter)}案"
        duties = [DutyEntry(name=name) for name in agencies]
        if meeting is None:
            return actions.carry_in(
                self.secretariat, self.body, title=title, text=title, source="舊表", duties=duties, **fields
            )
        clause = self.clause(meeting, f"「{title}」請{'、'.join(agencies) or '各機關'}辦理。")
        return actions.open_item(
            self.secretariat, clause, title=title, duties=duties, carried_in=carried_in, **fields
        )

    def entry(self, item: Item, meeting: Meeting, kind: RulingKind, **fields: Any) -> RulingEntry:
        """A ruling of that kind by a new clause of the meeting, with what its kind needs."""
        needs: dict[str, Any] = {}
        if kind is RulingKind.HAND_OVER:
            needs["handed_to"] = "中央災害防救委員會"
        if kind is RulingKind.END:
            needs["reason_code"] = "policy-changed"
        clause = fields.pop("clause", None) or self.clause(meeting, f"「{item.title}」{kind.label}。")
        return RulingEntry(item=item, clause=clause, kind=kind, **(needs | fields))

    def rule(
        self, item: Item, meeting: Meeting, kind: RulingKind, *, accept: bool = False, **fields: Any
    ) -> Ruling:
        """Enter such a ruling."""
        ruling = actions.enter_ruling(
            self.secretariat, self.entry(item, meeting, kind, **fields), accept_differences=accept
        )
        item.refresh_from_db()
        return ruling


def duties(item: Item) -> list[Duty]:
    """The duties of an item in their order."""
    return list(item.duties.order_by("position", "pk"))


def states(rows: Iterable[Item | Duty]) -> list[str]:
    """The states of rows, as stored now."""
    return [type(row).objects.get(pk=row.pk).state for row in rows]
