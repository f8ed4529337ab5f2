"""Who may take which step: relations compiled to addressee tokens. Pure on loaded rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from renda.kernel.actor import Actor, congress_token
from renda.law.procedure import Procedure, Relation, Step
from renda.proceedings.models import Event, Party, Proceeding
from renda.proceedings.procedure import LaneRow

# The first event of every history.
OPEN = "open"


def actor_key(actor: Actor) -> str:
    """Under whose name the requests of an actor are remembered."""
    return f"s{actor.seat_id}" if actor.seat_id else actor.role


@dataclass(frozen=True, slots=True)
class Standing:
    """A proceeding with its open parties, loaded once for all questions of a request."""

    proceeding: Proceeding
    procedure: Procedure
    parties: tuple[Party, ...]

    def tokens(self, relation_name: str, row: LaneRow | None) -> frozenset[str]:
        """Addressees who stand in the relation now, for a lane's row if there is one."""
        relation = self.procedure.relation(relation_name)
        return frozenset(
            [
                *_office_tokens(relation, self.proceeding.congress_id),
                *_party_tokens(relation, self.parties),
                *_lane_tokens(relation, row),
            ]
        )

    def step_tokens(self, step: Step, row: LaneRow | None = None) -> frozenset[str]:
        """Addressees who may take the step."""
        return frozenset().union(*(self.tokens(name, row) for name in step.relations))

    def concerns(self, event: Event, actor: Actor) -> bool:
        """Whether the actor took the event's step, or is among those whom it concerns."""
        if event.account_id is not None and event.account_id == actor.account_id:
            return True
        step = self.procedure.step(event.step)
        names = {*step.relations, *step.tells}
        return any(actor.answers_to(self.tokens(name, None)) for name in names)

    def may_enter_on_behalf(self, step: Step, actor: Actor) -> bool:
        """Whether the actor may enter this step from paper or telephone."""
        clerks = frozenset().union(
            *(self.tokens(name, None) for name in self.procedure.paper_by), frozenset()
        )
        return step.is_paper and actor.answers_to(clerks)


def _office_tokens(relation: Relation, congress_id: int) -> Iterable[str]:
    return (congress_token(congress_id, office) for office in relation.offices)


def _party_tokens(relation: Relation, parties: Iterable[Party]) -> Iterable[str]:
    for party in parties:
        if relation.party and party.relation == relation.party:
            if relation.party_roles:
                yield from (f"{party.addressee}:{role}" for role in relation.party_roles)
            else:
                yield party.addressee


def _lane_tokens(relation: Relation, row: LaneRow | None) -> Iterable[str]:
    if relation.lane is None or row is None:
        return
    if relation.lane:
        yield from (f"{row.base}:{role}" for role in relation.lane)
    else:
        yield row.base


def exists_here(step: Step, proceeding: Proceeding, row: LaneRow | None) -> bool:
    """Whether the step exists where the subject (and the lane's row) stands."""
    if proceeding.state not in step.sources:
        return False
    if not step.lane:
        return True
    if row is None:
        return not step.lane_sources
    return row.state in step.lane_sources
