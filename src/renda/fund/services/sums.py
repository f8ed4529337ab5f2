"""Binding a project's sum of the pot: the pot's row is locked, then looked at, then written."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from renda.fund import rules
from renda.fund.models import Pot, Project
from renda.kernel import money
from renda.kernel.errors import Invalid
from renda.proceedings.services import Change


def refuse(field: str, text: str) -> None:
    """Raise Invalid with a sentence at a field."""
    raise Invalid(text, fields={field: text} if field else None)


def note(change: Change, **columns: Any) -> Project:
    """Keep columns of the project of a change, on the object that guards look at too.

    Counters are never among them: triggers keep those.
    """
    project: Project = change.proceeding.project
    for name, value in columns.items():
        setattr(project, name, value)
    project.save(update_fields=list(columns))
    return project


def bind(change: Change, amount: int, *, field: str, **columns: Any) -> Project:
    """Let the project of a change bind ``amount`` (fen) of its pot, with further columns.

    Raises Invalid at ``field`` when the pot has not so much left.
    """
    project = change.proceeding.project
    pot = Pot.objects.select_for_update().get(pk=project.pot_id)
    before = project.granted
    if not rules.fits(amount, amount=pot.amount, bound=pot.bound, before=before):
        left = rules.room_for(pot.amount, pot.bound, before=before)
        text = _("The pot of %(year)d has %(left)s yuan left for it.")
        refuse(field, text % {"year": pot.year, "left": money.words(max(left, 0))})
    return note(change, granted=amount, **columns)


def release(change: Change, **columns: Any) -> Project:
    """Give back to the pot what was not drawn, with further columns."""
    project = change.proceeding.project
    project.refresh_from_db(fields=["drawn", "granted"])
    return note(change, granted=project.drawn, **columns)
