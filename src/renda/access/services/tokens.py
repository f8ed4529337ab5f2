"""Tokens for the REST API."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils.translation import gettext as _

from renda.access.errors import NotYourAccounts
from renda.access.models import ApiToken, Seat
from renda.access.queries import actor_for, digest_of, token_row
from renda.kernel import text, time
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid
from renda.records import services as records

SCOPES = ("read", "write")
# Good for the calendar address alone: whoever gets hold of it reads deadlines, nothing else.
CALENDAR = "calendar"
LIFE = timedelta(days=365)


def create_token(
    seat: Seat, *, name: str, scopes: list[str], actor: Actor, days: int = LIFE.days
) -> str:
    """A new token of the actor's own seat; its text is shown once.

    Nobody makes one for a seat that he only deputises: it would outlive the deputising.
    """
    if actor.seat_id != seat.pk or actor.account_id != seat.account_id:
        raise NotYourAccounts(_("A token belongs to a seat of your own."))
    name = text.clean(name, field="name", limit=60)
    if not name:
        message = _("Please fill this in.")
        raise Invalid(message, fields={"name": message})
    if not scopes or not set(scopes) <= {*SCOPES, CALENDAR}:
        message = _("Give the token at least one scope.")
        raise Invalid(message, fields={"scopes": message})
    if not 0 < days <= LIFE.days:
        message = _("A token is good for a year at most.")
        raise Invalid(message, fields={"days": message})
    return _create(seat, name, sorted(scopes), days, actor)


def _create(seat: Seat, name: str, scopes: list[str], days: int, actor: Actor) -> str:
    raw = f"rnd_{secrets.token_urlsafe(32)}"
    ApiToken.objects.create(
        seat=seat,
        name=name,
        digest=digest_of(raw),
        scopes=scopes,
        expires_at=time.now() + timedelta(days=days),
    )
    records.note(
        f"seat:{seat.pk}",
        verb="token_created",
        congress_id=seat.congress_id,
        actor=actor,
        facts={"scopes": scopes},
    )
    return raw


def revoke_token(token: ApiToken, *, actor: Actor) -> None:
    """The token is refused from the next request on; a second time changes nothing."""
    if token.seat.account_id != actor.account_id:
        raise NotYourAccounts(_("A token belongs to a seat of your own."))
    rows = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True)
    if not rows.update(revoked_at=time.now()):
        return
    records.note(
        f"seat:{token.seat_id}",
        verb="token_revoked",
        congress_id=token.seat.congress_id,
        actor=actor,
        facts={"token": token.pk},
    )


def authenticate_token(raw: str) -> tuple[Actor, frozenset[str]] | None:
    """The actor and scopes of a token; the platform notes the day of its use."""
    row = token_row(raw)
    if row is None:
        return None
    if row.last_used_on != time.today():
        ApiToken.objects.filter(pk=row.pk).update(last_used_on=time.today())
    return actor_for(row.seat, row.seat.account), frozenset(row.scopes)
