"""Reads of notices, and who stands behind an addressee."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from renda.access.enums import BODY_ROLES, Role
from renda.access.models import Account, Deputising, Seat
from renda.congresses.models import Congress
from renda.congresses.queries import calendar_for
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.notices import rules
from renda.notices.models import Notice, Preference
from renda.rulebook.queries import rule_in_force

_PERSONAL = (Role.DEPUTY, Role.VICE_CHAIR)


def notices_of(actor: Actor, *, unread: bool = False) -> QuerySet[Notice]:
    """The account's notices, newest first, whichever of its seats they concern."""
    rows = Notice.objects.filter(account_id=actor.account_id or 0).order_by("-id")
    return rows.filter(read_at__isnull=True) if unread else rows


def unread_count(actor: Actor, *, limit: int = 99) -> int:
    """How many are unread, counted no further than ``limit`` + 1."""
    if actor.account_id is None:
        return 0
    return notices_of(actor, unread=True).order_by().values("pk")[: limit + 1].count()


def preference_of(account: Account) -> Preference:
    """The account's own wishes, or what holds without them (not saved)."""
    found = Preference.objects.filter(account=account).first()
    return found or Preference(account=account)


def holders(tokens: Iterable[str], *, congress_id: int) -> list[Account]:
    """Active accounts that answer to one of the addressees today, deputising ones included.

    Two statements. The reverse of the tokens that a seat gives its actor.
    """
    wanted = Q(pk__in=())
    for token in tokens:
        wanted |= _seats_of(token, congress_id)
    day = time.today()
    open_today = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))
    seats = Seat.objects.filter(wanted, open_today, congress_id=congress_id)
    stand_ins = Deputising.objects.filter(open_today, seat__in=seats)
    accounts = Account.objects.filter(
        Q(seats__in=seats) | Q(pk__in=stand_ins.values("account_id")), is_active=True
    )
    return list(accounts.select_related("person", "notice_preference").distinct().order_by("pk"))


def _seats_of(token: str, congress_id: int) -> Q:
    base, _, role = token.partition(":")
    kind, number = base[:1], base[1:]
    if not number.isdigit():
        return Q(pk__in=())
    if kind == "c":
        own = Q(congress_id=int(number), role=role)
        return own & ~Q(role__in=sorted(BODY_ROLES))
    if kind == "b":
        seats = Q(body_id=int(number), role__in=sorted(BODY_ROLES))
        return seats & Q(role=role) if role else seats
    return Q(account__person_id=int(number), role__in=_PERSONAL, congress_id=congress_id)


def is_office_open(congress: Congress) -> bool:
    """Whether the congress is in its office hours now; messages leave only then."""
    opens, closes = (
        rule_in_force(congress, key).value for key in ("notice.opens", "notice.closes")
    )
    now = timezone.localtime(time.now())
    return rules.in_office_hours(now, calendar_for(congress.pk), opens=opens, closes=closes)
