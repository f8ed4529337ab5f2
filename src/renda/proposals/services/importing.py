"""Taking over a suggestion from an old system or a list, marked as imported.

One event says so, by which way it came and what the list said. Days the list does not give are
not made up: what counts from them has no clock, and the platform's own days are the import's.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from renda.congresses.models import Body, Congress
from renda.kernel import time
from renda.kernel.actor import Actor, person_token
from renda.kernel.errors import Invalid, NotAllowed
from renda.law.procedure import StateType
from renda.matters.enums import AssignmentState, Mode
from renda.matters.models import Assignment
from renda.matters.services.assigning import LEAD, UNDERTAKER
from renda.people.models import Mandate, Person
from renda.proceedings.enums import Channel, Visibility
from renda.proceedings.facts import Facts
from renda.proceedings.models import Proceeding
from renda.proceedings.services import Change, Origin, open_proceeding
from renda.proposals.models import Suggestion
from renda.proposals.procedure import KIND

# Numbers of an old system stand in a series of their own and leave the platform's alone.
IMPORT_SERIES = "导"
_MAY = frozenset({"system", "administrator", "office_clerk", "office_head"})


class ImportedSuggestion(Facts):
    """What the list said of one suggestion; ``outcome_class`` empty: not replied yet."""

    year: int
    number: str
    title: str
    field: str = ""
    in_session: bool = False
    lead_unit: int
    joint_units: tuple[int, ...] = ()
    cosigners: int = 0
    outcome_class: Literal["", "A", "B", "C", "D"] = ""
    made_on: date | None = None
    assigned_on: date | None = None
    text: str = ""


def import_suggestion(
    congress: Congress,
    *,
    facts: ImportedSuggestion,
    person: Person,
    actor: Actor,
    mandate: Mandate | None = None,
) -> Proceeding:
    """Take over a suggestion: being handled by its units, or replied when its class is known.

    ``person`` leads; without a ``mandate`` he is nobody who could act (the list names no deputy).
    Raises NotAllowed for other seats, Invalid for days that lie ahead.
    """
    if actor.role not in _MAY or actor.congress_id != congress.pk:
        raise NotAllowed(_("Only the deputies' office and the administrator import suggestions."))
    for name in ("made_on", "assigned_on"):
        day = getattr(facts, name)
        if day is not None and day > time.today():
            message = _("This day lies ahead. Please correct it.")
            raise Invalid(message, fields={name: message})

    def setup(change: Change) -> None:
        _place(change, facts, person, mandate, actor)
        made = [_unit(change, facts, facts.lead_unit, Mode.LEAD)]
        made += [_unit(change, facts, unit, Mode.JOINT) for unit in facts.joint_units]
        if facts.assigned_on and not facts.outcome_class:
            # Only a clock whose first day is known runs (代表法 §51).
            change.start_clock("reply", lane_row=made[0].pk, on=facts.assigned_on)

    return open_proceeding(
        KIND,
        congress_id=congress.pk,
        actor=actor,
        facts=facts,
        title=facts.title,
        setup=setup,
        origin=Origin(channel=Channel.IMPORT, stated_at=_moment(facts.made_on)),
        lead_name=person.name if mandate else "",
        visibility=Visibility.INTERNAL,
        field=facts.field,
        **_number(facts),
    )


def _moment(day: date | None) -> datetime | None:
    """Noon of a day, for an act of which only the day is known."""
    if day is None:
        return None
    noon = datetime.combine(day, datetime.min.time()) + timedelta(hours=12)
    return timezone.make_aware(noon)


def _number(facts: ImportedSuggestion) -> dict[str, Any]:
    plain = facts.number.isascii() and facts.number.isdigit()
    shown = f"{int(facts.number):03d}" if plain else facts.number
    return {
        "series": IMPORT_SERIES,
        "year": facts.year,
        "serial": int(facts.number) if plain else None,
        "number": f"{facts.year}{IMPORT_SERIES}{shown}"[:40],
    }


def _place(
    change: Change,
    facts: ImportedSuggestion,
    person: Person,
    mandate: Mandate | None,
    actor: Actor,
) -> None:
    """Make the suggestion's row and put the proceeding where the list says it stands."""
    proceeding = change.proceeding
    state = change.binding.procedure.state("replied" if facts.outcome_class else "handling")
    proceeding.state, proceeding.state_type = state.name, StateType(state.type).value
    made_at = _moment(facts.made_on)
    if made_at is not None:
        proceeding.opened_at = made_at
    Suggestion.objects.create(
        proceeding=proceeding,
        lead=person,
        delegation=mandate.delegation if mandate else None,
        in_session=facts.in_session,
        facts=facts.text,
        outcome_class=facts.outcome_class,
        entered_by=actor.account_name,
        legacy_number=facts.number,
    )
    if mandate is not None:
        change.add_party("author", person_token(person.pk), label=person.name)


def _unit(change: Change, facts: ImportedSuggestion, unit: int, mode: Mode) -> Assignment:
    proceeding = change.proceeding
    body = Body.objects.select_related("handling_office").get(
        pk=unit, congress_id=proceeding.congress_id
    )
    done = AssignmentState.REPLIED if mode == Mode.LEAD else AssignmentState.OPINION_GIVEN
    assignment = Assignment.objects.create(
        proceeding=proceeding,
        body=body,
        mode=mode,
        state=done if facts.outcome_class else AssignmentState.RECEIVED,
        assigned_at=_moment(facts.assigned_on) or change.at,
        remark=_("Imported"),
    )
    change.add_party(UNDERTAKER, f"b{body.pk}", label=body.name)
    if mode == Mode.LEAD:
        change.add_party(LEAD, f"b{body.pk}", label=body.name)
        proceeding.lead_body = body
        if body.handling_office is not None:
            office = body.handling_office
            change.add_party("handling_office", f"b{office.pk}", label=office.name)
    return assignment
