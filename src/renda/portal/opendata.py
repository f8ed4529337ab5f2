"""Open data: what the public pages show, as files that programs read (J2).

The tables come as csv and JSON, one file for each year, described by a Data Package
(https://datapackage.org, Table Schema); people and bodies as Popolo (https://www.popoloproject.com).
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Body, Congress
from renda.exchange.sheets import write_text
from renda.kernel.time import local_day
from renda.matters.enums import Grade, Mode, Outcome
from renda.people.models import Person
from renda.portal import opendata_queries as queries
from renda.portal.pages import field_name, holds_now, state_word
from renda.proceedings.models import Proceeding

Row = tuple[Any, ...]
FORMATS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# Files that know no year.
POPOLO = {"persons": _("Deputies"), "organizations": _("Bodies")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the file, its Table Schema type, what stands in it."""

    name: str
    type: str
    about: Any


@dataclass(frozen=True, slots=True)
class Table:
    """A table that comes as a file for each year. ``rows`` takes congress, year, server's root."""

    name: str
    label: Any
    about: Any
    columns: tuple[Column, ...]
    rows: Callable[[Congress, int, str], Iterator[Row]]


_ID = Column("suggestion", "string", _("Identifier of the suggestion, the same in all tables"))
_ROUND = Column("round", "integer", _("Round of handling, from 1; 2 after a dissatisfied grade"))
_UNIT = Column("unit", "string", _("Unit"))


def _suggestions(congress: Congress, year: int, root: str) -> Iterator[Row]:
    for each in queries.suggestions(congress, year):
        yield (
            str(each.public_id),
            each.number,
            each.title,
            each.year,
            str(each.session or ""),
            each.lead_name,
            each.field,
            field_name(each),
            str(each.lead_body or ""),
            "、".join(_joint(each)),
            each.state,
            state_word(each).text,
            _day(each.opened_at),
            _day(each.suggestion.published_at),
            root + reverse("portal:suggestion", args=[congress.slug, each.public_id]),
        )


def _joint(proceeding: Proceeding) -> list[str]:
    units = proceeding.shown_units  # type: ignore[attr-defined]
    return [a.body.name for a in units if a.round == proceeding.round and a.mode == Mode.JOINT]


def _replies(congress: Congress, year: int, root: str) -> Iterator[Row]:
    for each in queries.replies(congress, year):
        yield (
            str(each.proceeding.public_id),
            each.round,
            each.assignment.body.name,
            each.document_number,
            _day(each.delivered_at),
            each.outcome_class,
            str(Outcome(each.outcome_class).label),
            each.text,
            each.reason,
            _day(each.review_on),
        )


def _promises(congress: Congress, year: int, root: str) -> Iterator[Row]:
    for each in queries.promises(congress, year):
        due_on, condition, review_on = holds_now(each)
        yield (
            str(each.proceeding.public_id),
            each.reply.round,
            each.body.name,
            each.what,
            each.amount,
            each.owner,
            due_on,
            each.due_on,
            condition,
            review_on,
            each.state,
            str(each.get_state_display()),
        )


def _grades(congress: Congress, year: int, root: str) -> Iterator[Row]:
    for aspect in ("process", "result"):
        for public_id, number, grade, count in queries.grades(congress, year, aspect):
            yield (str(public_id), number, aspect, grade, str(Grade(grade).label), count)


TABLES = (
    Table(
        "suggestions",
        _("Suggestions"),
        _("Published motions and suggestions: who made them, who handles them, where they stand."),
        (
            _ID,
            Column("number", "string", _("Number")),
            Column("title", "string", _("Title")),
            Column("year", "year", _("Year of the number")),
            Column("session", "string", _("Session")),
            Column("author", "string", _("Leading deputy")),
            Column("field", "string", _("Field, as a code")),
            Column("field_label", "string", _("Field")),
            Column("unit", "string", _("Lead unit")),
            Column("joint_units", "string", _("Joint units of this round, with 、 between them")),
            Column("state", "string", _("State, as a code")),
            Column("state_label", "string", _("State")),
            Column("made_on", "date", _("Made on")),
            Column("published_on", "date", _("Published on")),
            Column("url", "string", _("Public page")),
        ),
        _suggestions,
    ),
    Table(
        "replies",
        _("Replies"),
        _("Replies to published suggestions, as approved for publication."),
        (
            _ID,
            _ROUND,
            _UNIT,
            Column("document_number", "string", _("Document number")),
            Column("delivered_on", "date", _("Delivered on")),
            Column("class", "string", _("Class of the outcome, A to D")),
            Column("class_label", "string", _("Class of the outcome")),
            Column("text", "string", _("Text of the reply")),
            Column("reason", "string", _("Why it cannot be solved now")),
            Column("review_on", "date", _("To be reviewed on")),
        ),
        _replies,
    ),
    Table(
        "promises",
        _("Promises"),
        _("What the replies promise: what, how much, by when, and whether it was kept."),
        (
            _ID,
            _ROUND,
            _UNIT,
            Column("what", "string", _("What is promised")),
            Column("amount", "string", _("How much")),
            Column("owner", "string", _("Who answers for it")),
            Column("due_on", "date", _("By when, as it holds now")),
            Column("first_due_on", "date", _("Day that the reply named")),
            Column("condition", "string", _("Condition, where there is no day")),
            Column("review_on", "date", _("Day on which the condition is reviewed")),
            Column("state", "string", _("State, as a code")),
            Column("state_label", "string", _("State")),
        ),
        _promises,
    ),
    Table(
        "grades",
        _("Grades"),
        _("How many deputies gave which grade; without names."),
        (
            _ID,
            _ROUND,
            Column("aspect", "string", _("process or result")),
            Column("grade", "string", _("Grade, as a code")),
            Column("grade_label", "string", _("Grade")),
            Column("deputies", "integer", _("How many deputies gave it")),
        ),
        _grades,
    ),
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}


def file(congress: Congress, table: Table, year: int, kind: str, *, root: str) -> str:
    """A year of a table as the text of a csv or JSON file. ``root`` is the server's address."""
    rows = table.rows(congress, year, root)
    return _csv(table, rows) if kind == "csv" else _json(table, rows)


def _csv(table: Table, rows: Iterable[Row]) -> str:
    out = io.StringIO(newline="")
    write_text(out, [column.name for column in table.columns], rows)
    return out.getvalue()


def _json(table: Table, rows: Iterable[Row]) -> str:
    names = [column.name for column in table.columns]
    return json.dumps(
        [dict(zip(names, map(_plain, row), strict=True)) for row in rows],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def package(congress: Congress, years: Iterable[int], *, root: str) -> dict[str, Any]:
    """The description of all files: a Data Package."""
    return {
        "name": f"renda-{congress.slug}",
        "title": gettext("Open data · %(congress)s") % {"congress": congress.name},
        "homepage": root + reverse("portal:open_data", args=[congress.slug]),
        "resources": [
            _resource(congress, table, year, kind, root)
            for year in years
            for table in TABLES
            for kind in FORMATS
        ]
        + [_popolo_resource(congress, name, root) for name in POPOLO],
    }


def _resource(congress: Congress, table: Table, year: int, kind: str, root: str) -> dict[str, Any]:
    return {
        "name": f"{table.name}-{year}-{kind}",
        "title": f"{table.label} {year}",
        "description": str(table.about),
        "path": root + address(congress, table.name, year, kind),
        "format": kind,
        "mediatype": FORMATS[kind].split(";")[0],
        "encoding": "utf-8",
        "schema": {
            "fields": [
                {"name": c.name, "type": c.type, "description": str(c.about)} for c in table.columns
            ],
            "missingValues": [""],
        },
    }


def _popolo_resource(congress: Congress, name: str, root: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": f"{POPOLO[name]} (Popolo)",
        "path": root + reverse("portal:popolo", args=[congress.slug, name]),
        "format": "json",
        "mediatype": "application/json",
        "encoding": "utf-8",
    }


def shelf(
    congress: Congress, years: Iterable[int]
) -> list[tuple[int, list[tuple[Any, list[tuple[str, str]]]]]]:
    """The files by year: (year, [(label of the table, [(kind, address)])])."""
    return [
        (
            year,
            [
                (each.label, [(kind, address(congress, each.name, year, kind)) for kind in FORMATS])
                for each in TABLES
            ],
        )
        for year in years
    ]


def address(congress: Congress, table: str, year: int, kind: str) -> str:
    """The address of a file, from the server's root."""
    return reverse("portal:open_file", args=[congress.slug, table, year, kind])


def popolo(congress: Congress, name: str) -> dict[str, Any]:
    """Deputies or bodies in Popolo's form."""
    if name == "persons":
        return {"persons": [_person(congress, each) for each in queries.deputies(congress)]}
    bodies = [_body(congress, each) for each in queries.bodies(congress)]
    return {"organizations": [_congress(congress), *bodies]}


def _congress(congress: Congress) -> dict[str, Any]:
    return {"id": congress.slug, "name": congress.name, "classification": "legislature"}


def _body(congress: Congress, body: Body) -> dict[str, Any]:
    return {
        "id": _body_id(congress, body.pk),
        "name": body.name,
        "other_names": [
            {"name": each.name, "end_date": _plain(each.until)}
            for each in body.names_before  # type: ignore[attr-defined]
        ],
        "classification": body.kind,
        "parent_id": _body_id(congress, body.parent_id) if body.parent_id else congress.slug,
        "founding_date": _plain(body.valid_from),
        "dissolution_date": _plain(body.valid_until),
    }


def _person(congress: Congress, person: Person) -> dict[str, Any]:
    memberships = []
    for seat in person.seats_now:  # type: ignore[attr-defined]
        held = {"start_date": _plain(seat.began_on), "end_date": None}
        memberships.append({"organization_id": congress.slug, "role": gettext("Deputy"), **held})
        if seat.delegation_id:
            own = _body_id(congress, seat.delegation_id)
            memberships.append({"organization_id": own, "role": gettext("Deputy"), **held})
    memberships += [
        {
            "organization_id": _body_id(congress, post.body_id),
            "role": post.post,
            "start_date": _plain(post.since),
            "end_date": _plain(post.until),
        }
        for post in person.posts_here  # type: ignore[attr-defined]
    ]
    return {"id": str(person.public_id), "name": person.name, "memberships": memberships}


def _body_id(congress: Congress, pk: int) -> str:
    return f"{congress.slug}/{pk}"


def _day(value: Any) -> date | None:
    if value is None or type(value) is date:
        return value
    return local_day(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
