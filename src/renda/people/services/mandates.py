"""Mandates: give, begin and end with the term, follow a merged delegation."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from renda.congresses.enums import BodyKind, TermState
from renda.congresses.models import Body, Constituency, Term
from renda.kernel import text
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid, WrongState
from renda.people import events, queries
from renda.people.enums import Ground, MandateState
from renda.people.errors import MandateExists, SecondChain
from renda.people.models import Mandate, Person
from renda.people.services.common import note_person, require_office
from renda.records import services as records

OPEN = (MandateState.ELECTED, MandateState.ACTIVE, MandateState.SUSPENDED)


@transaction.atomic
def give_mandate(
    person: Person,
    *,
    term: Term,
    began_on: date,
    actor: Actor,
    delegation: Body | None = None,
    constituency: Constituency | None = None,
    card_number: str = "",
) -> Mandate:
    """Enter an election or by-election. In a prepared term the mandate waits for its opening.

    Raises MandateExists, SecondChain (MAN-6), Invalid or WrongState.
    """
    require_office(actor, term.congress_id)
    if term.state == TermState.ENDED:
        raise WrongState(_("This term has ended."))
    # Two clerks entering the same person at once must not both pass the check of the chain.
    Person.objects.select_for_update().get(pk=person.pk)
    _require_fits(term, delegation, constituency)
    _require_one_chain(person, term)
    mandate = Mandate.objects.create(
        person=person,
        term=term,
        congress_id=term.congress_id,
        card_number=text.clean(card_number, field="card_number", limit=30),
        delegation=delegation,
        constituency=constituency,
        state=state_in(term),
        began_on=began_on,
    )
    note_person(person, "mandate.give", term.congress_id, actor, term=term.pk, on=began_on)
    events.after_commit(events.mandates_changed, mandate_ids=[mandate.pk])
    return mandate


def state_in(term: Term) -> MandateState:
    """The state in which a mandate of the term begins."""
    return MandateState.ELECTED if term.state == TermState.PREPARED else MandateState.ACTIVE


@transaction.atomic
def edit_mandate(
    mandate: Mandate,
    *,
    delegation: Body | None,
    constituency: Constituency | None,
    card_number: str,
    actor: Actor,
) -> Mandate:
    """Change delegation, constituency or card number. State changes by proposals only."""
    row = Mandate.objects.select_for_update().select_related("term").get(pk=mandate.pk)
    require_office(actor, row.congress_id)
    if row.state == MandateState.ENDED:
        raise WrongState(_("This mandate has ended."))
    _require_fits(row.term, delegation, constituency)
    row.delegation, row.constituency = delegation, constituency
    row.card_number = text.clean(card_number, field="card_number", limit=30)
    row.save(update_fields=["delegation", "constituency", "card_number"])
    note_person(row.person, "mandate.edit", row.congress_id, actor, mandate=row.pk)
    return row


@transaction.atomic
def begin_mandates(term: Term, *, on: date, actor: Actor) -> int:
    """Let the elected deputies of a term begin on the day it opened; repeatable."""
    rows = list(Mandate.objects.filter(term=term, state=MandateState.ELECTED).order_by("id"))
    for row in rows:
        row.state, row.began_on = MandateState.ACTIVE, on
    return _save_all(rows, "mandate.begin", term, on, actor)


@transaction.atomic
def end_mandates(term: Term, *, on: date, actor: Actor) -> int:
    """End the mandates of a term on the day the next one opened (MAN-1); repeatable."""
    rows = list(Mandate.objects.filter(term=term, state__in=OPEN).order_by("id"))
    for row in rows:
        row.state, row.ended_on, row.end_ground = MandateState.ENDED, on, Ground.TERM_ENDED
    return _save_all(rows, "mandate.term_ended", term, on, actor)


@transaction.atomic
def hand_on_delegation(body: Body, *, successor: Body, actor: Actor) -> int:
    """Move deputies of a merged delegation to the one that goes on; repeatable."""
    rows = list(Mandate.objects.filter(delegation=body, state__in=OPEN).order_by("id"))
    for row in rows:
        row.delegation = successor
        row.save(update_fields=["delegation"])
    if rows:
        facts = {"from": body.pk, "to": successor.pk, "mandates": len(rows)}
        _note_body(successor, "mandate.delegation", actor, facts)
    return len(rows)


def _save_all(rows: list[Mandate], verb: str, term: Term, on: date, actor: Actor) -> int:
    for row in rows:
        row.save()
    if rows:
        records.note(
            f"term:{term.pk}",
            verb=verb,
            congress_id=term.congress_id,
            actor=actor,
            facts={"on": on.isoformat(), "mandates": len(rows)},
        )
        events.after_commit(events.mandates_changed, mandate_ids=[row.pk for row in rows])
    return len(rows)


def _note_body(body: Body, verb: str, actor: Actor, facts: dict[str, int]) -> None:
    subject = f"body:{body.pk}"
    records.note(subject, verb=verb, congress_id=body.congress_id, actor=actor, facts=facts)


def _require_fits(term: Term, delegation: Body | None, constituency: Constituency | None) -> None:
    if delegation is not None and (
        delegation.congress_id != term.congress_id or delegation.kind != BodyKind.DELEGATION
    ):
        message = _("This is no delegation of this congress.")
        raise Invalid(message, fields={"delegation": message})
    if constituency is None or constituency.term_id == term.pk:
        return
    message = _("This constituency belongs to another term.")
    raise Invalid(message, fields={"constituency": message})


def _require_one_chain(person: Person, term: Term) -> None:
    for other in queries.open_mandates_of(person):
        if other.term_id == term.pk:
            raise MandateExists(_("This person is a deputy of this term already."))
        if not queries.is_one_chain(other.congress, term.congress):
            raise SecondChain(
                _(
                    "%(name)s is a deputy of %(congress)s, which does not stand above or below "
                    "this one (Electoral Law, Art. 48)."
                )
                % {"name": person.name, "congress": other.congress.name}
            )
