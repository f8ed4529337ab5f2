"""The pot of a year is set once, and raised or lowered with a basis."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from renda.congresses.models import Congress
from renda.fund import rules
from renda.fund.facts import SetPot
from renda.fund.models import Pot, PotChange
from renda.kernel import money, time
from renda.kernel.actor import Actor
from renda.kernel.errors import Conflict, Invalid, NotAllowed
from renda.records import services as records


def set_pot(congress: Congress, *, actor: Actor, facts: SetPot, was: int | None = None) -> Pot:
    """Set the pot of a year, or raise or lower it; never below what is bound.

    ``was`` is the sum (fen) the page was made from, nothing for a pot to be set. Raises
    NotAllowed, Conflict when somebody else was quicker, Invalid at ``amount``; nothing is written
    then.
    """
    if not rules.may_keep_pot(actor) or actor.congress_id != congress.pk:
        raise NotAllowed(_("Only the deputies' office sets the pot."))
    amount = money.fen(facts.amount)
    try:
        with transaction.atomic():
            pot = Pot.objects.select_for_update().filter(congress=congress, year=facts.year).first()
            before = pot.amount if pot else None
            if before != was:
                raise _quicker()
            pot = _changed(pot, congress, facts.year, amount)
            PotChange.objects.create(
                pot=pot,
                before=before,
                after=amount,
                basis=facts.basis,
                by_name=actor.account_name,
                at=time.now(),
            )
            records.note(
                f"pot:{pot.pk}",
                verb="fund.pot",
                congress_id=congress.pk,
                actor=actor,
                facts={"year": pot.year, "before": before, "after": amount, "basis": facts.basis},
            )
    except IntegrityError:
        # Two set the same year at once; the second reads what stands there now.
        raise _quicker() from None
    return pot


def _changed(pot: Pot | None, congress: Congress, year: int, amount: int) -> Pot:
    if pot is None:
        return Pot.objects.create(congress=congress, year=year, amount=amount)
    if amount == pot.amount:
        raise _at_amount(_("It is this sum already."))
    if amount < pot.bound:
        text = _("%(bound)s yuan are bound by chosen projects; it cannot be less.")
        raise _at_amount(text % {"bound": money.words(pot.bound)})
    pot.amount = amount
    pot.save(update_fields=["amount"])
    return pot


def _at_amount(text: str) -> Invalid:
    return Invalid(text, fields={"amount": text})


def _quicker() -> Conflict:
    return Conflict(_("Somebody changed the pot meanwhile. Read it again and decide."))
