"""Checks and the record that every service of the app shares."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from renda.kernel.actor import Actor
from renda.people import rules
from renda.people.errors import NotOffice
from renda.people.models import Person
from renda.records import services as records


def require_office(actor: Actor, congress_id: int) -> None:
    """Raise NotOffice unless the actor keeps the persons of the congress."""
    if not rules.may_keep(actor, congress_id):
        raise NotOffice(_("Only the deputies' office of this congress may change this."))


def note_person(person: Person, verb: str, congress_id: int, actor: Actor, **facts: Any) -> None:
    """Record an act on a person. Facts name columns and ids, never a telephone or an address."""
    records.note(
        f"person:{person.pk}",
        verb=verb,
        congress_id=congress_id,
        actor=actor,
        facts={k: v.isoformat() if isinstance(v, date) else v for k, v in facts.items()},
    )
