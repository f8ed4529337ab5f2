"""Paper is a citizen of the house: a step of a deputy entered by a clerk or liaison."""

from __future__ import annotations

from renda.kernel.actor import Actor, person_token
from renda.people.models import Person
from renda.proceedings.enums import Channel
from renda.proceedings.facts import Facts
from renda.proceedings.models import Event, Proceeding
from renda.proceedings.services import Origin, take_step


def enter_step_on_behalf(
    proceeding: Proceeding,
    step_name: str,
    *,
    actor: Actor,
    facts: Facts,
    person: Person,
    lane_row: int = 0,
    channel: str = Channel.PAPER,
    key: str = "",
) -> Event:
    """Take a deputy's step from paper or telephone, marked as such; the deputy is told."""
    origin = Origin(channel=channel, on_behalf_of=person.name, behalf_token=person_token(person.pk))
    return take_step(
        proceeding,
        step_name,
        actor=actor,
        facts=facts,
        lane_row=lane_row,
        key=key,
        origin=origin,
    )
