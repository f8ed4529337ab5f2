"""An inspection is planned, with its agenda of suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from renda.inspections import rules
from renda.inspections.facts import Plan
from renda.inspections.models import Inspection, Question
from renda.inspections.procedure import KIND
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid, NotAllowed
from renda.kernel.time import today
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Proceeding
from renda.proceedings.services import Change, open_proceeding
from renda.proceedings.services.once import open_once


def plan(matters: Sequence[Proceeding], *, actor: Actor, facts: Plan, key: str = "") -> Proceeding:
    """Plan an inspection about these suggestions, which the actor may see (A4).

    ``key`` is the request's idempotency key: a repeat answers the same. Raises NotAllowed but for
    the deputies' office, Invalid without suggestions, for one that no unit has, or for a day that
    is over; nothing is written then.
    """
    if not rules.may_plan(actor):
        raise NotAllowed(_("Only the deputies' office plans inspections."))
    _check(matters, facts)
    return open_once(
        lambda: _plan(matters, actor, facts), actor=actor, kind=KIND, facts=facts, key=key
    )


def _check(matters: Sequence[Proceeding], facts: Plan) -> None:
    if facts.held_on < today():
        text = _("This day is over.")
        raise Invalid(text, fields={"held_on": text})
    if not matters:
        raise Invalid(_("Please choose suggestions for the agenda first."))
    if len(matters) > rules.MOST:
        raise Invalid(_("At most %(n)d suggestions at once.") % {"n": rules.MOST})
    wrong = [str(matter) for matter in matters if not rules.fits(matter)]
    if wrong:
        raise Invalid(
            _("No unit can be asked about these: %(which)s") % {"which": "、".join(wrong)}
        )


def _plan(matters: Sequence[Proceeding], actor: Actor, facts: Plan) -> Proceeding:
    def setup(change: Change) -> None:
        row = Inspection.objects.create(
            proceeding=change.proceeding,
            held_on=facts.held_on,
            place=facts.place,
            led_by=facts.led_by,
        )
        Question.objects.bulk_create(
            Question(inspection=row, matter=matter, body=matter.lead_body) for matter in matters
        )

    return open_proceeding(
        KIND,
        congress_id=actor.congress_id,
        actor=actor,
        facts=facts,
        title=facts.title,
        setup=setup,
        year=facts.held_on.year,
        visibility=Visibility.INTERNAL,
    )
