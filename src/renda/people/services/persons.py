"""Persons: create, edit, unmask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from renda.congresses.models import Congress
from renda.kernel import text, time
from renda.kernel.actor import Actor
from renda.kernel.crypto import blind_index
from renda.kernel.errors import Invalid, Missing
from renda.kernel.visibility import visible
from renda.people import events, rules
from renda.people.models import Person
from renda.people.services.common import note_person, require_office

OLDEST = 120
LIMITS = {"name": 60, "employer": 120, "phone": 30, "email": 200, "address": 300, "intro": 2000}
# What a page shows masked and ``unmask`` shows in full.
MASKED = frozenset({"phone", "email", "address"})


def fill(person: Person, given: Mapping[str, Any]) -> list[str]:
    """Put cleaned values into an unsaved person; answers the columns that changed."""
    changed = []
    for column, raw in given.items():
        value = raw
        if isinstance(raw, str):
            value = text.clean(raw, field=column, limit=LIMITS.get(column))
        if getattr(person, column) != value:
            setattr(person, column, value)
            changed.append(column)
    _check(person)
    person.pinyin, person.initials = rules.reading(person.name)
    person.phone_index = blind_index(plain_phone(person.phone))
    return changed


def plain_phone(phone: str) -> str:
    """The number without blanks, hyphens and the prefix of China."""
    plain = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    return plain.removeprefix("+86").removeprefix("0086")


@transaction.atomic
def create_person(congress: Congress, *, name: str, actor: Actor, **columns: Any) -> Person:
    """Enter a person of the congress's district.

    ``columns``: gender, birth_year, employer, phone, email, address, intro. Raises Invalid.
    """
    require_office(actor, congress.pk)
    person = Person(congress=congress)
    fill(person, {"name": name, **columns})
    person.save()
    note_person(person, "person.create", congress.pk, actor)
    return person


@transaction.atomic
def edit_person(person: Person, *, actor: Actor, **columns: Any) -> Person:
    """Change columns of a person; only the names of the changed columns go into the record."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    require_office(actor, locked.congress_id)
    changed = fill(locked, columns)
    if changed:
        locked.save()
        note_person(locked, "person.edit", locked.congress_id, actor, columns=sorted(changed))
        events.after_commit(events.person_changed, person_id=locked.pk)
    return locked


@transaction.atomic
def unmask(person: Person, *, column: str, actor: Actor, reason: str = "") -> str:
    """The full telephone, e-mail or address; who saw it and why is recorded before it is shown.

    The office of the actor's own congress may, and a person may see his own; the page of a person
    asks the office for the reason, a page whose purpose is plain gives none. Raises Missing for a
    person the actor cannot see, NotOffice for other seats, Invalid for numbers in the reason.
    """
    if column not in MASKED or not visible("person", actor).filter(pk=person.pk).exists():
        raise Missing(_("There is no such person here."))
    stated = text.clean(reason, field="reason", limit=120)
    if actor.person_id != person.pk or not actor.congress_id:
        require_office(actor, actor.congress_id or 0)
    _require_no_numbers(stated)
    congress_id = actor.congress_id or person.congress_id
    facts = {"column": column, "reason": stated} if stated else {"column": column}
    note_person(person, "person.unmask", congress_id, actor, **facts)
    return str(getattr(person, column))


def _require_no_numbers(stated: str) -> None:
    """The record cannot be taken back, so nothing personal goes into it."""
    if text.personal_numbers(stated):
        message = _("Please leave telephone and identity numbers out of the reason.")
        raise Invalid(message, fields={"reason": message})


def _check(person: Person) -> None:
    if not person.name:
        message = _("Please enter a name.")
        raise Invalid(message, fields={"name": message})
    year = time.today().year
    if person.birth_year is not None and not year - OLDEST <= person.birth_year <= year - 18:
        message = _("A deputy is at least 18 years old. Please check the year of birth.")
        raise Invalid(message, fields={"birth_year": message})
    phone = plain_phone(person.phone)
    if person.phone and not (phone.isdigit() and 7 <= len(phone) <= 15):
        message = _("Please check the telephone: 11 digits for a mobile number.")
        raise Invalid(message, fields={"phone": message})
