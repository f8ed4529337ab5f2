"""What people do when terms open and bodies end. Each may run twice."""

from __future__ import annotations

from typing import Any

from renda.congresses.models import Body, Term
from renda.kernel import time
from renda.kernel.actor import system
from renda.people import services


def follow_term(*, term_id: int, previous_id: int | None, **kwargs: Any) -> None:
    """The mandates of the previous term end on the day the new one began (MAN-1)."""
    term = Term.objects.get(pk=term_id)
    began_on = term.began_on or time.today()
    actor = system(term.congress_id)
    if previous_id is not None:
        previous = Term.objects.get(pk=previous_id)
        services.end_mandates(previous, on=began_on, actor=actor)
    services.begin_mandates(term, on=began_on, actor=actor)


def follow_successor(*, body_id: int, successor_id: int, **kwargs: Any) -> None:
    """Deputies of a merged delegation pass on; posts in the old body end with it."""
    body, successor = Body.objects.get(pk=body_id), Body.objects.get(pk=successor_id)
    services.hand_on_delegation(body, successor=successor, actor=system(body.congress_id))
    follow_abolished(body_id=body_id)


def follow_abolished(*, body_id: int, **kwargs: Any) -> None:
    """Posts in a body that ended end with it."""
    body = Body.objects.get(pk=body_id)
    on = body.valid_until or time.today()
    services.end_memberships_of(body, on=on, actor=system(body.congress_id))
