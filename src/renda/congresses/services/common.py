"""Checks that every service of the app begins with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from renda.congresses import rules
from renda.congresses.errors import BadDay, NotAdministrator
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.records import services as records


def require_administrator(actor: Actor, congress_id: int) -> None:
    """Raise NotAdministrator unless the actor administers the congress."""
    if not rules.may_administer(actor, congress_id):
        raise NotAdministrator(_("Only the administrator of this congress may change this."))


def require_not_future(day: date, field: str = "on") -> None:
    """Raise BadDay when ``day`` lies ahead: a change is entered when it takes effect."""
    if day > time.today():
        text = _("This day lies ahead. Please enter the change on the day it takes effect.")
        raise BadDay(text, fields={field: text})


def note(thing: Any, verb: str, congress_id: int, actor: Actor, **facts: Any) -> None:
    """Record an act on ``thing``; the subject is ``model:id``, days are ISO texts."""
    records.note(
        f"{thing._meta.model_name}:{thing.pk}",
        verb=f"{thing._meta.model_name}.{verb}",
        congress_id=congress_id,
        actor=actor,
        facts={k: v.isoformat() if isinstance(v, date) else v for k, v in facts.items()},
    )
