"""Shapes for templates: masked contact, what a mandate allows, the sealed sheet of a preview."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from renda.kernel import crypto, text, time
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid
from renda.people import rules
from renda.people.enums import MandateChange
from renda.people.models import Mandate, Person
from renda.people.roster import Preview, Problem, RosterRow
from renda.records.queries import entries_about

KEPT_SECONDS = 2 * 3600


@dataclass(frozen=True, slots=True)
class Contact:
    """A personal column as the page shows it: masked, or in full after a recorded POST."""

    column: str
    label: str
    shown: str
    is_full: bool


def contacts(person: Person, shown: Mapping[str, str]) -> list[Contact]:
    """Telephone, e-mail and address; ``shown`` holds what was unmasked just now."""
    return [
        Contact(
            column=column,
            label=label_of(column),
            shown=shown.get(column, mask(column, getattr(person, column))),
            is_full=column in shown,
        )
        for column in ("phone", "email", "address")
    ]


def label_of(column: str) -> str:
    """The name of a personal column in the language of the page."""
    labels = {"phone": _("Telephone"), "email": _("E-mail"), "address": _("Address")}
    return labels[column]


def mask(column: str, value: str) -> str:
    """Enough to recognise, too little to use."""
    if not value:
        return ""
    if column == "phone":
        return text.mask_phone(value)
    if column == "email" and "@" in value:
        return f"{value[0]}***@{value.rpartition('@')[2]}"
    return "******"


@dataclass(frozen=True, slots=True)
class Done:
    """An act on a person: when, by whom, what, and what for if it was stated."""

    at: datetime
    who: str
    what: str
    reason: str


def entries(person: Person, *, actor: Actor) -> list[Done]:
    """The last acts on a person that this congress recorded; one statement."""
    rows = entries_about(f"person:{person.pk}", actor=actor)[:20]
    return [
        Done(row.at, row.actor_name, done(row.verb), str((row.facts or {}).get("reason", "")))
        for row in rows
    ]


def done(verb: str) -> str:
    """The words of a recorded verb."""
    words = {
        "person.create": _("entered"),
        "person.edit": _("changed"),
        "person.unmask": _("looked at in full"),
        "mandate.give": _("mandate entered"),
        "mandate.edit": _("mandate changed"),
        "mandate.propose": _("change of the mandate proposed"),
        "mandate.decide": _("decision on the mandate entered"),
        "membership.add": _("post entered"),
        "membership.end": _("post ended"),
    }
    return words.get(verb, verb)


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate with what may be proposed for it here."""

    mandate: Mandate
    is_here: bool
    changes: list[tuple[str, str]] = field(default_factory=list)


def mandate_views(rows: Iterable[Mandate], *, actor: Actor) -> list[MandateView]:
    """Mandates with the changes the actor may propose; elsewhere there are none."""
    found = []
    for row in rows:
        may = rules.may_keep(actor, row.congress_id)
        kinds = rules.possible_changes(row.state) if may else ()
        changes = [(kind.value, str(MandateChange(kind).label)) for kind in kinds]
        found.append(MandateView(row, row.congress_id == actor.congress_id, changes))
    return found


def seal(preview: Preview, *, term_id: int, actor: Actor) -> str:
    """A read sheet, encrypted, for the confirmation: nothing lies on the server meanwhile."""
    content = {
        "account": actor.account_id,
        "congress": actor.congress_id,
        "term": term_id,
        "at": int(time.now().timestamp()),
        "columns": preview.columns,
        "rows": [asdict(row) for row in preview.rows],
    }
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    return crypto.encrypt(base64.b64encode(packed).decode())


def unseal(sealed: str, *, actor: Actor) -> tuple[int, Preview]:
    """The term and the sheet again. Raises Invalid when it is another account's, or too old."""
    try:
        packed = base64.b64decode(crypto.decrypt(sealed))
        content = json.loads(zlib.decompress(packed))
    except Exception as error:
        raise _stale() from error
    age = time.now().timestamp() - content["at"]
    mine = (content["account"], content["congress"]) == (actor.account_id, actor.congress_id)
    if not mine or age > KEPT_SECONDS:
        raise _stale()
    rows = [RosterRow(**row) for row in content["rows"]]
    return content["term"], Preview(columns=content["columns"], rows=rows)


def _stale() -> Invalid:
    return Invalid(_("The preview is too old. Please upload the roster once more."))


def named(problems: Iterable[object], columns: Mapping[str, str]) -> list[Problem]:
    """Problems by row with the sheet's own headings."""
    found = [each for each in problems if isinstance(each, Problem)]
    found = [Problem(p.line, columns.get(p.column, p.column), p.message) for p in found]
    return sorted(found, key=lambda problem: problem.line)
