"""A suggestion is passed up; what one level does is entered on the other (K4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from renda.kernel.actor import Actor, system
from renda.kernel.errors import Invalid, NotAllowed
from renda.kernel.time import local_day
from renda.law.procedure import StateType
from renda.levels import facts as own
from renda.levels import rules
from renda.levels.models import FromBelow, PassedUp
from renda.levels.procedure import FROM_BELOW_KIND, PASSED_UP_KIND
from renda.levels.sources import texts
from renda.matters.facts import Reason
from renda.proceedings.enums import Visibility
from renda.proceedings.errors import StepMissing, StepTaken
from renda.proceedings.facts import Facts, Nothing
from renda.proceedings.models import Event, Proceeding
from renda.proceedings.services import Change, open_proceeding, take_step
from renda.proceedings.services.once import open_once

SHARED = ("author", "liaison")


def pass_up(matter: Proceeding, *, actor: Actor, facts: own.PassUp, key: str = "") -> Proceeding:
    """Pass a suggestion in hand to the congress above; returns the half of this level (K4).

    ``key`` is the request's idempotency key: a repeat answers the same. Raises NotAllowed, or
    Invalid when there is no level above or it is there already; nothing is written then.
    """
    return open_once(
        lambda: _pass_up(matter, actor, facts),
        actor=actor,
        kind=f"{PASSED_UP_KIND} {matter.public_id}",
        facts=facts,
        key=key,
    )


def _pass_up(matter: Proceeding, actor: Actor, facts: own.PassUp) -> Proceeding:
    with transaction.atomic():
        rows = Proceeding.objects.select_for_update(of=("self",)).select_related("congress__parent")
        locked = rows.get(pk=matter.pk)
        if not rules.may_pass_up(locked, actor):
            raise NotAllowed(_("Only the deputies' office may, while the suggestion is in hand."))
        if locked.congress.parent is None:
            raise Invalid(_("This congress has no level above in this installation."))
        if locked.passed.filter(is_live=True).exists():
            raise Invalid(_("It was passed up already."))
        below = _open_below(locked, actor, facts)
        _open_above(locked, below.passed_up, facts)
    return below


def _open_below(matter: Proceeding, actor: Actor, facts: own.PassUp) -> Proceeding:
    def setup(change: Change) -> None:
        PassedUp.objects.create(
            proceeding=change.proceeding,
            matter=matter,
            above_id=matter.congress.parent_id or 0,
            reason=facts.reason,
            request=facts.request,
        )
        parties = matter.parties.filter(relation__in=SHARED, until__isnull=True)
        for party in parties.order_by("id"):
            change.add_party(party.relation, party.addressee, label=party.label)

    return open_proceeding(
        PASSED_UP_KIND,
        congress_id=matter.congress_id,
        actor=actor,
        facts=facts,
        title=matter.title,
        setup=setup,
        origin_id=matter.pk,
        number=matter.number,
        year=matter.year,
        visibility=Visibility.INTERNAL,
        field=matter.field,
        session_id=matter.session_id,
        lead_name=matter.lead_name,
    )


def _open_above(matter: Proceeding, passed: PassedUp, facts: own.PassUp) -> Proceeding:
    below = matter.congress

    def setup(change: Change) -> None:
        FromBelow.objects.create(
            proceeding=change.proceeding,
            passed=passed,
            below=below,
            reason=facts.reason,
            request=facts.request,
            text=texts.get(matter.kind)(matter) if facts.with_text else "",
        )
        change.start_clock("accept")

    return open_proceeding(
        FROM_BELOW_KIND,
        congress_id=passed.above_id,
        actor=system(passed.above_id, name=below.short_name),
        facts=facts,
        title=matter.title,
        setup=setup,
        number=f"{below.short_name} {matter.number}"[:40],
        year=matter.year,
        visibility=Visibility.INTERNAL,
        field=matter.field,
        lead_name=matter.lead_name if facts.with_name else "",
    )


# --- what one level does is entered on the other --------------------------------------------------

_Relayed = tuple[str, Callable[[Event], Facts]]


def _nothing(event: Event) -> Facts:
    return Nothing()


def _turned_back(event: Event) -> Facts:
    return own.TurnedBack.model_validate(event.facts)


def _reason(event: Event) -> Facts:
    return Reason.model_validate(event.facts)


def _answer(event: Event) -> Facts:
    half = FromBelow.objects.select_related("unit", "proceeding__congress").get(
        pk=event.proceeding_id
    )
    unit = half.unit.name if half.unit else half.proceeding.congress.short_name
    return own.Answer(text=half.answer, unit=unit, answered_on=local_day(event.at))


_DOWN: dict[str, _Relayed] = {
    "accept": ("taken_up", _nothing),
    "turn_back": ("turned_back", _turned_back),
    "deliver": ("answer", _answer),
}
_UP: dict[str, _Relayed] = {
    "settle": ("settled", _nothing),
    "again": ("again", _reason),
    "withdraw": ("withdrawn", _nothing),
    "lapse": ("withdrawn", _nothing),
}


def relay(event: Event) -> None:
    """The platform enters on the other level what concerns it there; a repeat changes nothing."""
    proceeding = event.proceeding
    if proceeding.kind == FROM_BELOW_KIND and event.step in _DOWN:
        half: Any = FromBelow.objects.select_related("passed__proceeding", "proceeding__congress")
        found = half.get(pk=proceeding.pk)
        _enter(found.passed.proceeding, _DOWN[event.step], event, proceeding.congress.short_name)
    elif proceeding.kind == PASSED_UP_KIND and event.step in _UP:
        half = FromBelow.objects.select_related("proceeding").get(passed_id=proceeding.pk)
        _enter(half.proceeding, _UP[event.step], event, proceeding.congress.short_name)


def _enter(other: Proceeding, relayed: _Relayed, event: Event, name: str) -> None:
    step, facts = relayed
    try:
        take_step(
            other,
            step,
            actor=system(other.congress_id, name=name),
            facts=facts(event),
            key=f"relay-{event.pk}",
        )
    except (StepTaken, StepMissing):
        # The other level was quicker: withdrawn below while it was answered above, or the like.
        return


def lapse(matter: Proceeding) -> None:
    """The platform ends what was passed up: the suggestion is void or withdrawn."""
    rows = Proceeding.objects.filter(passed_up__matter=matter, state_type=StateType.OPEN.value)
    for proceeding in rows.order_by("pk"):
        take_step(proceeding, "lapse", actor=system(matter.congress_id), facts=Nothing())
