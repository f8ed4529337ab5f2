"""One suggestion under way: who may take its next step takes it, at the invented moment."""

from __future__ import annotations

import random
from typing import Any

from renda.congresses.enums import BodyKind
from renda.congresses.models import Body
from renda.demo.cast import Cast
from renda.demo.content import Text
from renda.kernel.actor import Actor, person_token
from renda.law.procedure import Step
from renda.matters.enums import Mode
from renda.people.models import Person
from renda.proceedings.facts import Facts, Nothing, build
from renda.proceedings.models import Event, Proceeding
from renda.proceedings.procedure import LaneRow, binding_of
from renda.proceedings.queries import standing_of
from renda.proceedings.rules import Standing, exists_here
from renda.proceedings.services import take_step

NOTHING = Nothing()


class Walk:
    """A suggestion with its text and the people who move it on by the services."""

    def __init__(
        self,
        cast: Cast,
        chance: random.Random,
        *,
        text: Text | None = None,
        proceeding: Proceeding | None = None,
    ) -> None:
        self.cast = cast
        self.chance = chance
        self._text = text
        self._proceeding = proceeding
        self.others: dict[str, Walk] = {}

    @property
    def text(self) -> Text:
        """The words of the suggestion; only those of the district have them."""
        if self._text is None:
            message = "this suggestion was not written for the district"
            raise LookupError(message)
        return self._text

    @property
    def proceeding(self) -> Proceeding:
        """The proceeding as it stood after the last step."""
        if self._proceeding is None:
            message = "the draft is not opened yet"
            raise LookupError(message)
        return self._proceeding

    @proceeding.setter
    def proceeding(self, value: Proceeding) -> None:
        self._proceeding = value

    @property
    def state(self) -> str:
        """Where the suggestion stands."""
        return self.proceeding.state

    @property
    def lead(self) -> Person:
        """The leading deputy."""
        return self.proceeding.suggestion.lead

    def step(self, name: str) -> Step:
        """A step of its procedure."""
        return binding_of(self.proceeding).procedure.step(name)

    def facts(self, name: str, **given: Any) -> Facts:
        """What a step asks for, made of those of the given things that it asks for."""
        wanted = binding_of(self.proceeding).facts[self.step(name).facts]
        return build(wanted, {key: given[key] for key in wanted.model_fields if key in given})

    def other_office(self) -> int:
        """A handling office of another system than the one it is with."""
        present = self.proceeding.parties.filter(relation="handling_office", until=None)
        taken = [int(party.addressee.removeprefix("b")) for party in present]
        offices = Body.objects.filter(
            congress=self.cast.congress, kind=BodyKind.HANDLING_OFFICE, valid_until=None
        )
        systems = offices.filter(pk__in=taken).values("system")
        return offices.exclude(system__in=systems).order_by("order", "id")[0].pk

    def standing(self) -> Standing:
        """The proceeding with its parties now."""
        return standing_of(self.proceeding)

    def standing_rows(self, lane: str) -> list[LaneRow]:
        """All rows of a lane in this round."""
        return binding_of(self.proceeding).lanes[lane].rows(self.proceeding)

    def rows(self, name: str) -> list[LaneRow]:
        """The rows on which a step can be taken now."""
        step = self.step(name)
        found = self.standing_rows(step.lane)
        return [row for row in found if exists_here(step, self.proceeding, row)]

    def replying(self, name: str) -> list[LaneRow]:
        """Of these rows those of units that owe the deputy a reply."""
        return [row for row in self.rows(name) if row.row.mode != Mode.JOINT]

    def joint(self, name: str) -> list[LaneRow]:
        """Of these rows those of units that give the lead an opinion."""
        return [row for row in self.rows(name) if row.row.mode == Mode.JOINT]

    def leading(self, name: str) -> list[LaneRow]:
        """Of rows that belong to persons those of the leading deputy."""
        return [row for row in self.rows(name) if row.base == person_token(self.lead.pk)]

    def actors(self, name: str, row: LaneRow | None = None) -> list[Actor]:
        """Who has to take a step: its first relation, as the desk shows it."""
        relation = self.step(name).relations[0]
        return self.cast.holders(self.standing().tokens(relation, row))

    def take(
        self,
        name: str,
        facts: Facts = NOTHING,
        *,
        row: LaneRow | None = None,
        actor: Actor | None = None,
        **options: Any,
    ) -> Event:
        """Take a step as whoever has to take it."""
        who = actor or self.actors(name, row)[0]
        lane_row = row.id if row else 0
        with self.cast.clock.tick():
            event = take_step(
                self.proceeding, name, actor=who, facts=facts, lane_row=lane_row, **options
            )
        self.reload()
        return event

    def reload(self) -> None:
        """Read the proceeding as it stands now."""
        rows = Proceeding.objects.select_related(
            "congress", "suggestion__lead", "suggestion__delegation", "lead_body", "promise"
        )
        self.proceeding = rows.get(pk=self.proceeding.pk)
