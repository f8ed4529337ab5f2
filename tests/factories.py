"""Real objects for tests, made with as little as each test says."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from renda.access.models import Account, Seat
from renda.congresses.models import Body, Congress, Constituency, Region, Session, Term
from renda.congresses.services import stamp_rules
from renda.kernel import time
from renda.kernel.actor import Actor, body_token, congress_token, person_token
from renda.people.models import Mandate, Person
from renda.people.rules import reading
from renda.rulebook.models import RuleValue

_count = itertools.count(1)


# --- ground -------------------------------------------------------------------------------------


def make_region(*, code: str = "", name: str = "清河区", **values: Any) -> Region:
    code = code or f"{next(_count):06d}"
    level = {2: 1, 4: 2, 6: 3, 9: 4, 12: 5}[len(code)]
    return Region.objects.create(code=code, name=name, level=level, **values)


def make_congress(*, level: str = "C", name: str = "", **values: Any) -> Congress:
    number = next(_count)
    name = name or f"清河区{number}人民代表大会"
    values = {"slug": f"qinghe-{number}", "short_name": f"清河{number}人大", **values}
    return Congress.objects.create(level=level, name=name, **values)


def make_term(*, congress: Congress | None = None, number: int = 18, **values: Any) -> Term:
    values = {"state": "current", "began_on": date(2022, 2, 1), **values}
    return Term.objects.create(congress=congress or make_congress(), number=number, **values)


def make_session(*, term: Term | None = None, number: int = 1, **values: Any) -> Session:
    return Session.objects.create(term=term or make_term(), number=number, **values)


def make_body(
    *, congress: Congress | None = None, kind: str = "department", name: str = "", **values: Any
) -> Body:
    name = name or f"第{next(_count)}局"
    return Body.objects.create(congress=congress or make_congress(), kind=kind, name=name, **values)


def make_constituency(*, term: Term, number: str = "", **values: Any) -> Constituency:
    number = number or str(next(_count))
    values = {"name": f"第{number}选区", "seats": 3, **values}
    return Constituency.objects.create(term=term, number=number, **values)


def make_person(*, congress: Congress | None = None, name: str = "王晓明", **values: Any) -> Person:
    pinyin, initials = reading(name)
    person = Person(
        congress=congress or make_congress(), name=name, pinyin=pinyin, initials=initials
    )
    for column, value in values.items():
        setattr(person, column, value)
    person.save()
    return person


def make_mandate(
    *, person: Person | None = None, term: Term | None = None, **values: Any
) -> Mandate:
    term = term or make_term()
    person = person or make_person(congress=term.congress)
    values = {"began_on": date(2022, 2, 1), **values}
    return Mandate.objects.create(person=person, term=term, congress=term.congress, **values)


def make_seat(*, congress: Congress, role: str, name: str = "许文静", **values: Any) -> Seat:
    account = values.pop("account", None) or Account.objects.create(
        username=f"user{next(_count)}", name=name, person=values.pop("person", None)
    )
    values = {"since": date(2022, 1, 1), **values}
    return Seat.objects.create(account=account, congress=congress, role=role, **values)


def make_actor(*, congress: Congress, role: str = "administrator", **values: Any) -> Actor:
    """The actor of a fresh seat, as the middleware would make it."""
    return actor_of(seat=make_seat(congress=congress, role=role, **values))


def actor_of(*, seat: Seat) -> Actor:
    tokens = {congress_token(seat.congress_id, seat.role)}
    if seat.body_id:
        tokens = {f"b{seat.body_id}", body_token(seat.body_id, seat.role)}
    if seat.account.person_id:
        tokens.add(person_token(seat.account.person_id))
    return Actor(
        account_id=seat.account_id,
        account_name=seat.account.name,
        seat_id=seat.pk,
        seat_label=str(seat),
        role=seat.role,
        congress_id=seat.congress_id,
        body_id=seat.body_id,
        person_id=seat.account.person_id,
        tokens=frozenset(tokens),
    )


def sign_in(client: Any, *, seat: Seat) -> Any:
    """Sign the test client in on a seat."""
    client.force_login(seat.account, backend="renda.access.backends.NameOrPhoneBackend")
    session = client.session
    session["began_at"] = time.now().timestamp()
    session["epoch"] = seat.account.session_epoch
    session["seat_id"] = seat.pk
    session["began_at"] = time.now().timestamp()
    session["epoch"] = seat.account.session_epoch
    session.save()
    return client


# --- accounts -----------------------------------------------------------------------------------

PASSWORD = "qinghe river 2026"


def make_account(*, name: str = "许文静", password: str = PASSWORD, **values: Any) -> Account:
    """An account that can log in."""
    values = {"username": f"user{next(_count)}", "activated_at": time.now(), **values}
    account = Account(name=name, **values)
    account.set_password(password)
    account.save()
    return account


# --- files --------------------------------------------------------------------------------------


def make_file(
    *, actor: Actor, name: str = "说明.txt", content: bytes = b"text", **owner: Any
) -> Any:
    """A held file of the actor, or attached when ``owner_kind`` and ``owner_id`` are given."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from renda.files import services

    row = services.hold(SimpleUploadedFile(name, content), actor=actor)
    if owner:
        services.settle(
            (owner["owner_kind"], owner["owner_id"]),
            ids=[row.public_id],
            actor=actor,
            congress_id=actor.congress_id,
        )
        row.refresh_from_db()
    return row


# --- rules --------------------------------------------------------------------------------------


def set_rule(congress: Congress, key: str, value: Any) -> RuleValue:
    """A local value in force since long ago."""
    stamp_rules(congress)
    return RuleValue.objects.create(
        congress=congress,
        key=key,
        value=value,
        basis="本级办理办法第一条",
        valid_from=date(2020, 1, 1),
        entered_by="罗敏",
        entered_at=time.now(),
    )


# --- exchange -----------------------------------------------------------------------------------


def table_file(*, rows: list[list[str]], encoding: str = "utf-8", delimiter: str = "\t") -> bytes:
    """A list as an office saves it."""
    return "\n".join(delimiter.join(row) for row in rows).encode(encoding)
