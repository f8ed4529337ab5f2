"""Constituencies of a term (county and town only)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from renda.congresses import rules
from renda.congresses.enums import TermState
from renda.congresses.errors import BodyBusy, LevelMismatch, NameTaken, WrongSession
from renda.congresses.models import Constituency, Term
from renda.congresses.services.common import note, require_administrator
from renda.kernel import text
from renda.kernel.actor import Actor

MOST_SEATS = 3  # 选举法 §25; MAN-5


@transaction.atomic
def create_constituency(
    term: Term, *, number: str, name: str, seats: int, actor: Actor
) -> Constituency:
    """Add a constituency of one to three seats. Raises LevelMismatch where voters do not elect."""
    require_administrator(actor, term.congress_id)
    if not rules.elects_directly(term.congress.level):
        raise LevelMismatch(_("Deputies of this level are elected by the congresses below."))
    row = Constituency(term=term)
    _fill(row, number, name, seats)
    note(row, "create", term.congress_id, actor, number=row.number, seats=seats)
    return row


@transaction.atomic
def edit_constituency(
    row: Constituency, *, number: str, name: str, seats: int, actor: Actor
) -> Constituency:
    """Change number, name or seats while the term has not ended."""
    require_administrator(actor, row.term.congress_id)
    before = {"number": row.number, "seats": row.seats}
    _fill(row, number, name, seats)
    facts = {"before": before, "after": {"number": row.number, "seats": row.seats}}
    note(row, "edit", row.term.congress_id, actor, **facts)
    return row


@transaction.atomic
def remove_constituency(row: Constituency, *, actor: Actor) -> None:
    """Delete one entered by mistake. Raises BodyBusy when deputies were elected there."""
    require_administrator(actor, row.term.congress_id)
    note(row, "remove", row.term.congress_id, actor, number=row.number, name=row.name)
    try:
        row.delete()
    except ProtectedError:
        raise BodyBusy(_("Deputies were elected here; it cannot be removed.")) from None


def _fill(row: Constituency, number: str, name: str, seats: int) -> None:
    if row.term.state == TermState.ENDED:
        raise WrongSession(_("This term has ended."))
    if not 1 <= seats <= MOST_SEATS:
        message = _("A constituency returns one to three deputies (Electoral Law, Art. 25).")
        raise LevelMismatch(message, fields={"seats": message})
    row.number = text.clean(number, field="number", limit=10)
    row.name, row.seats = text.clean(name, field="name", limit=100), seats
    same = Constituency.objects.filter(term=row.term, number=row.number).exclude(pk=row.pk)
    if same.exists():
        message = _("Another constituency has this number.")
        raise NameTaken(message, fields={"number": message})
    row.save()
