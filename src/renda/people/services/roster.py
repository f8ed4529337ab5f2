"""Taking over a roster: all or nothing, repeatable without duplicates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from renda.congresses import queries as congresses
from renda.congresses import rules as levels
from renda.congresses.enums import BodyKind, TermState
from renda.congresses.models import Body, Congress, Constituency, Term
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.crypto import blind_index
from renda.kernel.errors import Invalid, WrongState
from renda.people import events, queries
from renda.people.enums import MandateState
from renda.people.errors import RosterRefused
from renda.people.models import Mandate, Person
from renda.people.roster import Problem, RosterRow
from renda.people.services.common import require_office
from renda.people.services.mandates import state_in
from renda.people.services.persons import fill
from renda.records import services as records

MOST_SEATS = 3  # 选举法 §25; MAN-5


@dataclass(frozen=True, slots=True)
class RosterResult:
    """How many of what a roster brought."""

    new_persons: int = 0
    new_mandates: int = 0
    updated: int = 0
    unchanged: int = 0
    delegations: tuple[str, ...] = ()
    constituencies: tuple[str, ...] = ()


@dataclass(slots=True)
class _Work:
    """What the import looked up once and hands from row to row."""

    term: Term
    congress: Congress
    near: frozenset[int]
    persons: list[Person]
    mandates: dict[int, list[Mandate]]
    delegations: dict[str, Body]
    constituencies: dict[str, Constituency]
    elected: Counter[str]
    counts: dict[str, int] = field(default_factory=dict)
    created: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    mandate_ids: list[int] = field(default_factory=list)

    def count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


@transaction.atomic
def import_roster(
    rows: Sequence[RosterRow], *, congress: Congress, term: Term, actor: Actor
) -> RosterResult:
    """Take over the deputies of a term; re-elected ones keep their person.

    A person is found by telephone, else by name and year of birth, else by a name that is there
    once. Missing delegations and constituencies are created. Raises RosterRefused with every
    problem by row; nothing is written then.
    """
    require_office(actor, congress.pk)
    if term.congress_id != congress.pk or term.state == TermState.ENDED:
        raise WrongState(_("This term has ended or belongs to another congress."))
    work = _look_up(rows, congress, term)
    for row in rows:
        _take_row(work, row)
    if work.problems:
        message = _("%(count)d rows cannot be taken; nothing was imported.") % {
            "count": len({problem.line for problem in work.problems})
        }
        raise RosterRefused(message, problems=tuple(work.problems))
    result = _result(work)
    _note(work, result, actor)
    events.after_commit(events.mandates_changed, mandate_ids=work.mandate_ids)
    return result


def rehearse_roster(
    rows: Sequence[RosterRow], *, congress: Congress, term: Term, actor: Actor
) -> RosterResult:
    """What ``import_roster`` would do, for the preview; everything is rolled back."""
    with transaction.atomic():
        result = import_roster(rows, congress=congress, term=term, actor=actor)
        transaction.set_rollback(True)
    return result


def _look_up(rows: Sequence[RosterRow], congress: Congress, term: Term) -> _Work:
    near = frozenset(_chain(congress))
    names = {row.name for row in rows}
    phones = {blind_index(row.phone) for row in rows if row.phone}
    persons = queries.persons_known(near, names, phones)
    mandates: dict[int, list[Mandate]] = {}
    for mandate in queries.open_mandates(person.pk for person in persons):
        mandates.setdefault(mandate.person_id, []).append(mandate)
    delegations = congresses.bodies_for_choice(congress.pk, BodyKind.DELEGATION)
    areas = Constituency.objects.filter(term=term).order_by("id")
    return _Work(
        term=term,
        congress=congress,
        near=near,
        persons=persons,
        mandates=mandates,
        delegations={body.name: body for body in delegations},
        constituencies={key: area for area in areas for key in (area.number, area.name)},
        elected=Counter(area_of(row) for row in rows),
    )


def _chain(congress: Congress) -> list[int]:
    """Ids of the congress, those above and those below it (MAN-6)."""
    below: list[int] = [congress.pk]
    found = list(congresses.lineage(congress))
    while below:
        below = list(
            Congress.objects.filter(parent__in=below).order_by("id").values_list("id", flat=True)
        )
        found += below
    return found


def _take_row(work: _Work, row: RosterRow) -> None:
    try:
        person = _person(work, row)
        _mandate(work, row, person)
    except Invalid as error:
        column = next(iter(error.fields), "")
        work.problems.append(Problem(row.line, column, error.message))


def _person(work: _Work, row: RosterRow) -> Person:
    person = match(row, work.persons, near=work.near)
    columns = {
        name: getattr(row, name)
        for name in ("name", "gender", "birth_year", "employer", "phone", "email")
        # An empty cell says nothing; it erases nothing.
        if getattr(row, name) not in ("", None)
    }
    if person is None:
        person = Person(congress=work.congress)
        fill(person, columns)
        person.save()
        work.persons.append(person)
        work.count("new_persons")
    elif changed := fill(person, columns):
        person.save(update_fields=[*changed, "pinyin", "initials", "phone_index"])
        work.count("updated")
    return person


def match(row: RosterRow, persons: Sequence[Person], *, near: frozenset[int]) -> Person | None:
    """Whom a row means among ``persons``; None when it is a new person.

    ``near`` are the congresses of one chain. Raises Invalid when the row may mean several.
    """
    index = blind_index(row.phone)
    by_phone = [p for p in persons if index and p.phone_index == index and p.name == row.name]
    if by_phone:
        return by_phone[0]
    named = [p for p in persons if p.name == row.name and p.congress_id in near]
    if row.birth_year is not None:
        named = [p for p in named if p.birth_year in {row.birth_year, None}]
    if len(named) < 2:
        return named[0] if named else None
    message = _("There are %(count)d persons of this name. Please add year of birth or telephone.")
    raise Invalid(message % {"count": len(named)}, fields={"name": ""})


def _mandate(work: _Work, row: RosterRow, person: Person) -> None:
    others = work.mandates.setdefault(person.pk, [])
    for other in others:
        if other.congress_id not in work.near:
            message = _("A deputy of %(congress)s already (Electoral Law, Art. 48).")
            raise Invalid(message % {"congress": other.congress.name}, fields={"name": ""})
    known = next((other for other in others if other.term_id == work.term.pk), None)
    values = {
        "delegation": _delegation(work, row.delegation),
        "constituency": _constituency(work, row),
        "card_number": row.card_number,
    }
    if known is None:
        others.append(_new_mandate(work, person, values))
    else:
        _update_mandate(work, known, values)


def _new_mandate(work: _Work, person: Person, values: Mapping[str, Any]) -> Mandate:
    mandate = Mandate(
        person=person,
        term=work.term,
        congress=work.congress,
        state=state_in(work.term),
        began_on=work.term.began_on or time.today(),
        **values,
    )
    mandate.save()
    work.mandate_ids.append(mandate.pk)
    work.count("new_mandates")
    return mandate


def _update_mandate(work: _Work, mandate: Mandate, values: Mapping[str, Any]) -> None:
    if mandate.state == MandateState.ENDED:
        return
    changed = [name for name, value in values.items() if value and getattr(mandate, name) != value]
    for name in changed:
        setattr(mandate, name, values[name])
    if changed:
        mandate.save(update_fields=changed)
        work.mandate_ids.append(mandate.pk)
    work.count("updated_mandates" if changed else "unchanged")


def _delegation(work: _Work, name: str) -> Body | None:
    if not name:
        return None
    if name not in work.delegations:
        if Body.objects.filter(
            congress=work.congress, name=name, valid_until__isnull=True
        ).exists():
            raise Invalid(_("This is the name of another body."), fields={"delegation": ""})
        work.delegations[name] = Body.objects.create(
            congress=work.congress, kind=BodyKind.DELEGATION, name=name
        )
        work.created.setdefault("delegations", []).append(name)
    return work.delegations[name]


def area_of(row: RosterRow) -> str:
    """What the sheet calls the constituency: its name, else its number."""
    return row.constituency or row.constituency_number


def _constituency(work: _Work, row: RosterRow) -> Constituency | None:
    name = area_of(row)
    if not name or not levels.elects_directly(work.congress.level):
        return None
    known = work.constituencies.get(row.constituency_number) or work.constituencies.get(name)
    if known is not None:
        return known
    if work.elected[name] > MOST_SEATS:
        message = _("A constituency returns one to three deputies (Electoral Law, Art. 25).")
        raise Invalid(message, fields={"constituency": ""})
    number = row.constituency_number or str(len(set(work.constituencies.values())) + 1)
    made = Constituency.objects.create(
        term=work.term, number=number, name=name, seats=work.elected[name]
    )
    work.constituencies[made.number] = work.constituencies[made.name] = made
    work.created.setdefault("constituencies", []).append(name)
    return made


def _result(work: _Work) -> RosterResult:
    return RosterResult(
        new_persons=work.counts.get("new_persons", 0),
        new_mandates=work.counts.get("new_mandates", 0),
        updated=max(work.counts.get("updated", 0), work.counts.get("updated_mandates", 0)),
        unchanged=work.counts.get("unchanged", 0),
        delegations=tuple(work.created.get("delegations", ())),
        constituencies=tuple(work.created.get("constituencies", ())),
    )


def _note(work: _Work, result: RosterResult, actor: Actor) -> None:
    records.note(
        f"term:{work.term.pk}",
        verb="roster.import",
        congress_id=work.congress.pk,
        actor=actor,
        facts={
            "persons": result.new_persons,
            "mandates": result.new_mandates,
            "updated": result.updated,
            "delegations": list(result.delegations),
        },
    )
