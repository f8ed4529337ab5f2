"""Congresses, bodies, deputies and staff of the district."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from renda.access.enums import Role
from renda.access.models import Account
from renda.access.services import issue_slip, use_slip
from renda.congresses.enums import BodyKind, Level, System
from renda.congresses.models import Body, Congress, Region, Term
from renda.congresses.services import (
    create_body,
    create_congress,
    edit_body,
    load_regions,
    start_term,
)
from renda.demo.cast import Cast
from renda.demo.content import REGIONS, district, named, password, staff_names
from renda.demo.timeline import Clock
from renda.kernel import time
from renda.kernel.actor import system
from renda.people.models import Mandate
from renda.people.roster import RosterRow
from renda.people.services import add_membership, give_mandate, import_roster

SEED = 18_0102
VICE_CHAIRS = ("晏碧云", "石敬山", "林喆", "周翀")
CHAIR = "沈怀瑾"


@dataclass
class Founding:
    """What the building of the district hands from step to step."""

    clock: Clock
    today: date
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311
    casts: dict[str, Cast] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)

    @property
    def opening(self) -> date:
        """The day on which the county's term began."""
        began = self.terms["qinghe"].began_on
        assert began is not None  # noqa: S101 -- it is running
        return began


def found(work: Founding) -> None:
    """Regions, the three congresses, their bodies, deputies and staff."""
    load_regions(REGIONS, province="98", levels=4)
    city = _congress(work, "city", Level.CITY, None)
    county = _congress(work, "county", Level.COUNTY, city)
    town = _congress(work, "town", Level.TOWN, county)
    _city_bodies(work, city)
    _county_bodies(work, county)
    _town_bodies(work, town)
    _county_deputies(work, county)
    _town_deputies(work, town)
    _chairs(work, county)
    _accounts(work)
    _staff(work)


def _congress(work: Founding, part: str, level: Level, parent: Congress | None) -> Congress:
    given = district()[part]
    with work.clock.tick():
        congress = create_congress(
            name=given["name"],
            short_name=given["short_name"],
            slug=given["slug"],
            level=level,
            region=Region.objects.get(pk=given["region"]),
            parent=parent,
            seat_count=given["seats"],
            phone=given.get("phone", ""),
            is_demo=True,
            actor=system(0),
        )
    work.casts[congress.slug] = Cast(congress, work.clock, staff_names(work.chance))
    return congress


def _make(work: Founding, congress: Congress, kind: BodyKind, name: str, **given: Any) -> Body:
    with work.clock.tick():
        return create_body(congress, kind=kind, name=name, actor=system(congress.pk), **given)


def _body(congress: Congress, name: str) -> Body:
    return Body.objects.get(congress=congress, name=name)


def _city_bodies(work: Founding, city: Congress) -> None:
    """Units of the city, for what the district passes up."""
    office = _body(city, "政府办公室督查室")
    for place, name in enumerate(district()["city"]["departments"]):
        values = {"system": System.GOVERNMENT, "handling_office": office, "order": 100 + place}
        _make(work, city, BodyKind.DEPARTMENT, name, **values)


def _county_bodies(work: Founding, county: Congress) -> None:
    given = district()
    for name, short in given["short_names"].items():
        _shorten(work, _body(county, name), short)
    standing = _body(county, "常务委员会")
    for place, name in enumerate(given["committees"].values()):
        _make(work, county, BodyKind.COMMITTEE, name, parent=standing, order=70 + place)
    for group in given["departments"]:
        office = _body(county, group["office"])
        for place, name in enumerate(group["names"]):
            values = {"system": group["system"], "handling_office": office, "order": 100 + place}
            _make(work, county, BodyKind.DEPARTMENT, name, **values)
    _places(work, county)
    for place, delegation in enumerate(given["delegations"]):
        body = _make(work, county, BodyKind.DELEGATION, delegation["name"], order=200 + place)
        _make(work, county, BodyKind.GROUP, delegation["group"], parent=body, order=220 + place)


def _shorten(work: Founding, body: Body, short: str) -> None:
    with work.clock.tick():
        edit_body(
            body,
            short_name=short,
            code=body.code,
            system=body.system,
            parent=body.parent,
            handling_office=body.handling_office,
            order=body.order,
            actor=system(body.congress_id),
        )


def _places(work: Founding, county: Congress) -> None:
    places = district()["places"]
    office = _body(county, "政府办公室督查室")
    for place, name in enumerate(places["governments"]):
        values = {"system": System.GOVERNMENT, "handling_office": office, "order": 180 + place}
        _make(work, county, BodyKind.TOWN_GOVERNMENT, name, **values)
    standing = _body(county, "常务委员会")
    # A street has no congress: the county's standing committee has a committee there (§59).
    street = places["street_committee"]
    _make(work, county, BodyKind.STREET_COMMITTEE, street, parent=standing, order=90)
    for place, name in enumerate(places["stations"]):
        _make(work, county, BodyKind.STATION, name, order=240 + place)


def _town_bodies(work: Founding, town: Congress) -> None:
    given = district()["town_bodies"]
    office = _body(town, given["handling_office"])
    for place, name in enumerate(given["offices"]):
        values = {"system": System.GOVERNMENT, "handling_office": office, "order": 100 + place}
        _make(work, town, BodyKind.DEPARTMENT, name, **values)


def _term(work: Founding, congress: Congress, number: int) -> Term:
    with work.clock.tick() as now:
        term = start_term(
            congress, number=number, began_on=time.local_day(now), actor=system(congress.pk)
        )
    work.terms[congress.slug] = term
    return term


def _county_deputies(work: Founding, county: Congress) -> None:
    term = _term(work, county, district()["county"]["term"])
    names = iter(district()["people"]["deputies"].split())
    rows = [
        row
        for place, delegation in enumerate(district()["delegations"])
        for row in _rows_of(work, delegation, place, names)
    ]
    with work.clock.tick():
        import_roster(rows, congress=county, term=term, actor=system(county.pk))
    cast = work.casts[county.slug]
    usernames = {row["person"]: row["username"] for row in named() if "person" in row}
    for mandate in Mandate.objects.filter(term=term).select_related("person").order_by("id"):
        name = mandate.person.name
        username = usernames.get(name) or f"deputy{mandate.person_id:04d}"
        cast.seat(Role.DEPUTY, username=username, name=name, mandate=mandate)


def _rows_of(
    work: Founding, delegation: dict[str, Any], place: int, names: Iterator[str]
) -> Iterator[RosterRow]:
    """Deputies of a delegation, three of a village."""
    women = set(district()["people"]["women"].split())
    villages, year = delegation["villages"], work.clock.now.year
    for number in range(delegation["deputies"]):
        name, village = next(names), villages[number // 3]
        line = place * 50 + number + 1
        post = work.chance.choice(district()["people"]["posts"]).format(village=village)
        yield RosterRow(
            line=line,
            name=name,
            gender="f" if name in women else "m",
            birth_year=year - work.chance.randint(26, 68),
            delegation=delegation["name"],
            constituency=f"{village}选区",
            constituency_number=str(place * 20 + number // 3 + 1),
            employer=post,
            phone=f"1990000{line:04d}",
            card_number=f"清河{line:03d}",
        )


def _town_deputies(work: Founding, town: Congress) -> None:
    """Some are deputies of the county too (MAN-6), the others of the town alone."""
    term = _term(work, town, district()["town"]["term"])
    both = Mandate.objects.filter(delegation__name="白鹭镇代表团").order_by("id")[:6]
    with work.clock.tick():
        for mandate in both.select_related("person"):
            began = term.began_on or time.today()
            give_mandate(mandate.person, term=term, began_on=began, actor=system(town.pk))
    chance = random.Random(SEED + 1)  # noqa: S311 -- invented names
    names = staff_names(chance)
    wanted = district()["town_bodies"]["deputies"] - 6
    fresh = list(dict.fromkeys(next(names) for _number in range(wanted * 3)))[:wanted]
    rows = [
        RosterRow(line=line, name=name, birth_year=1965 + 2 * line, card_number=f"白鹭{line:02d}")
        for line, name in enumerate(fresh, start=1)
    ]
    with work.clock.tick():
        import_roster(rows, congress=town, term=term, actor=system(town.pk))
    for mandate in Mandate.objects.filter(term=term).select_related("person").order_by("id"):
        work.casts[town.slug].deputy(mandate)


def _chairs(work: Founding, county: Congress) -> None:
    people = {
        mandate.person.name: mandate.person
        for mandate in Mandate.objects.filter(congress=county).select_related("person")
    }
    standing, chairs = _body(county, "常务委员会"), _body(county, "主任会议")
    since, actor = time.local_day(work.clock.now), system(county.pk)
    posts = [(CHAIR, "主任"), *((name, "副主任") for name in VICE_CHAIRS)]
    with work.clock.tick():
        for place, (name, post) in enumerate(posts):
            for body in (standing, chairs):
                add_membership(
                    people[name], body=body, since=since, post=post, order=place, actor=actor
                )
    for name in VICE_CHAIRS:
        mandate = Mandate.objects.get(person=people[name], congress=county)
        username = Account.objects.get(person=people[name]).username
        work.casts[county.slug].seat(
            Role.VICE_CHAIR, username=username, name=name, mandate=mandate, post="副主任"
        )


def _accounts(work: Founding) -> None:
    """The told accounts get their seats, and the one password by a slip."""
    for row in named():
        cast = work.casts[row.get("congress", "qinghe")]
        if "person" not in row:
            body = _body(cast.congress, row["body"]) if "body" in row else None
            cast.seat(row["role"], username=row["username"], name=row["name"], body=body)
        if "also" in row:
            other = work.casts[row["also"]]
            other.seat(row["role"], username=row["username"], name=row["name"])
        account = Account.objects.get(username=row["username"])
        with work.clock.tick():
            slip = issue_slip(account, purpose="activate", actor=cast.platform)
            use_slip(slip, password=password())


def _staff(work: Founding) -> None:
    """Officers of all offices and units, so that every step finds somebody."""
    for cast in work.casts.values():
        units = [BodyKind.DEPARTMENT, BodyKind.TOWN_GOVERNMENT]
        for body in Body.objects.filter(congress=cast.congress, kind__in=units).order_by("id"):
            cast.unit(body)
