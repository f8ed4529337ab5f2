"""The change under way: what an effect is handed and the few things it may do with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from renda.congresses.queries import calendar_of
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.law.calendar import Calendar
from renda.law.deadlines import Period, Unit, compute, remaining
from renda.law.procedure import Step
from renda.proceedings.facts import Facts
from renda.proceedings.models import Clock, Party, Proceeding
from renda.proceedings.procedure import Binding, LaneRow
from renda.proceedings.rules import Standing
from renda.rulebook.queries import RuleInForce, rules_in_force


def period_of(value: dict[str, Any]) -> Period:
    """A rulebook period as the law's own type."""
    unit = {"day": Unit.natural_day, "working_day": Unit.working_day, "month": Unit.month}
    return Period(int(value["amount"]), unit[value["unit"]])


@dataclass
class Change:
    """One step being taken, inside its transaction, on locked rows."""

    proceeding: Proceeding
    binding: Binding
    step: Step
    actor: Actor
    facts: Facts
    row: LaneRow | None
    from_state: str
    at: datetime
    channel: str
    parties: list[Party]
    clocks: list[Clock]
    target: str = ""
    rules: dict[str, RuleInForce] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        """The proceeding with its parties as they are now."""
        open_parties = tuple(party for party in self.parties if party.until is None)
        return Standing(self.proceeding, self.binding.procedure, open_parties)

    @cached_property
    def calendar(self) -> Calendar:
        """The congress's working-day calendar."""
        return calendar_of(self.proceeding.congress)

    @property
    def today(self) -> date:
        """The day of the change."""
        return time.local_day(self.at)

    def go(self, state: str) -> None:
        """Choose one of the step's declared targets."""
        if state not in self.step.targets:
            message = f"{self.step.name} does not lead to {state}"
            raise ValueError(message)
        self.target = state

    def rule(self, key: str) -> RuleInForce:
        """The value in force today for the proceeding's congress."""
        if key not in self.rules:
            self.rules |= rules_in_force(self.proceeding.congress, [key], on=self.today)
        return self.rules[key]

    def move(self, row: LaneRow, state: str) -> None:
        """Move a row of a lane; the step's own row moves by itself."""
        row.row.state = state
        row.row.save(update_fields=["state"])

    def add_party(self, relation: str, addressee: str, *, label: str = "") -> None:
        """Let somebody stand in a relation from now on; a repeat changes nothing."""
        if self._open_party(relation, addressee) is None:
            self.parties.append(
                Party.objects.create(
                    proceeding=self.proceeding,
                    relation=relation,
                    addressee=addressee,
                    label=label,
                    round=self.proceeding.round,
                    since=self.at,
                    opened_at=self.proceeding.opened_at,
                )
            )

    def end_parties(self, relation: str, addressees: Iterable[str] | None = None) -> None:
        """End a relation for some addressees, or for all."""
        wanted = None if addressees is None else set(addressees)
        ended = [
            party
            for party in self.parties
            if party.relation == relation
            and party.until is None
            and (wanted is None or party.addressee in wanted)
        ]
        for party in ended:
            party.until = self.at
        Party.objects.filter(pk__in=[party.pk for party in ended]).update(until=self.at)

    def _open_party(self, relation: str, addressee: str) -> Party | None:
        for party in self.parties:
            if (party.relation, party.addressee, party.until) == (relation, addressee, None):
                return party
        return None

    def clock(self, name: str, *, lane_row: int = 0) -> Clock | None:
        """The clock of this round, running or stopped."""
        for clock in self.clocks:
            if (clock.name, clock.lane_row, clock.round) == (
                name,
                lane_row,
                self.proceeding.round,
            ):
                return clock
        return None

    def start_clock(
        self, name: str, *, lane_row: int = 0, on: date | None = None, rule: str = ""
    ) -> Clock:
        """Start (or start anew) a clock of this round by its rule, from ``on`` (today)."""
        in_force = self.rule(rule or self.binding.procedure.clock(name).rule)
        start = on or self.today
        deadline = compute(start, period_of(in_force.value), self.calendar)
        clock = self.clock(name, lane_row=lane_row) or Clock(
            proceeding=self.proceeding,
            name=name,
            lane_row=lane_row,
            round=self.proceeding.round,
        )
        clock.rule, clock.rule_value_id = in_force.key, in_force.row_id
        clock.period = in_force.value
        clock.basis = in_force.basis if in_force.row_id else ""
        clock.started_on = start
        clock.original_due_on = clock.due_on = deadline.due
        clock.provisional = deadline.provisional
        clock.stopped_at = clock.late_days = None
        clock.save()
        if clock not in self.clocks:
            self.clocks.append(clock)
        return clock

    def start_clock_until(self, name: str, until: date, *, since: date | None = None) -> Clock:
        """Start (or start anew) a clock whose end stands in the matter itself, as a promise's day.

        Its length is the natural days from ``since`` (today), at least one; no rule is asked for
        it.
        """
        since = since or self.today
        clock = self.clock(name) or Clock(
            proceeding=self.proceeding, name=name, lane_row=0, round=self.proceeding.round
        )
        clock.rule, clock.rule_value_id = "", None
        clock.period = {"amount": max(1, (until - since).days), "unit": "day"}
        clock.basis = ""
        clock.started_on = since
        clock.original_due_on = clock.due_on = until
        clock.provisional = False
        clock.stopped_at = clock.late_days = None
        clock.save()
        if clock not in self.clocks:
            self.clocks.append(clock)
        return clock

    def stop_clock(self, name: str, *, lane_row: int = 0) -> None:
        """Stop a running clock and keep how late it was; no such clock changes nothing."""
        clock = self.clock(name, lane_row=lane_row)
        if clock is None or clock.stopped_at is not None:
            return
        unit = period_of(clock.period).unit
        left = remaining(clock.due_on, self.today, self.calendar, unit)
        clock.stopped_at, clock.late_days = self.at, max(0, -left)
        clock.save(update_fields=["stopped_at", "late_days"])

    def resume_clock(self, name: str, *, lane_row: int = 0) -> None:
        """Let a stopped clock go on as if it had never stopped (a reply was sent back)."""
        clock = self.clock(name, lane_row=lane_row)
        if clock is not None and clock.stopped_at is not None:
            clock.stopped_at = clock.late_days = None
            clock.save(update_fields=["stopped_at", "late_days"])

    def extend_clock(self, name: str, until: date, *, lane_row: int = 0) -> None:
        """Move a running clock's end, keeping the original one and who approved it."""
        clock = self.clock(name, lane_row=lane_row)
        if clock is None:
            return
        clock.extension = {"until": until.isoformat()}
        clock.due_on = until
        clock.extended_by, clock.extended_at = self.actor.account_name, self.at
        clock.save(update_fields=["extension", "due_on", "extended_by", "extended_at"])
