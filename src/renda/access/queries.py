"""Reads of accounts and seats; the actor that a seat makes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from renda.access import rules
from renda.access.enums import BODY_ROLES, Role
from renda.access.models import Account, ApiToken, Deputising, Seat, SecondFactor, SignIn, Slip
from renda.congresses.models import Body
from renda.congresses.queries import bodies_for_choice
from renda.kernel import time
from renda.kernel.actor import Actor, body_token, congress_token, person_token
from renda.kernel.crypto import blind_index
from renda.people.models import Mandate, Person
from renda.people.queries import OPEN_STATES
from renda.records.models import Entry
from renda.rulebook.queries import rule_in_force


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A seat as the switch in the header shows it."""

    key: int
    label: str
    congress: str
    is_current: bool
    holder: str = ""  # whose seat it is, when it is only deputised


def _open(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def seats_of(account: Account) -> QuerySet[Seat]:
    """The account's seats and those it deputises, that are open today; one statement."""
    day = time.today()
    deputised = Q(
        deputised_by__account=account,
        deputised_by__since__lte=day,
    ) & (Q(deputised_by__until__isnull=True) | Q(deputised_by__until__gte=day))
    return (
        Seat.objects.filter(_open(day))
        .filter(Q(account=account) | deputised)
        .select_related(
            "account", "congress__parent__parent__parent", "body", "mandate__delegation"
        )
        .order_by("id")
        .distinct()
    )


def seat_label(seat: Seat) -> str:
    """``区交通运输局 · 承办人``: body or delegation, and role or post."""
    return seat.label


def actor_for(seat: Seat, account: Account) -> Actor:
    """The actor of a seat; acting for its holder when the account only deputises it."""
    deputised = seat.account_id != account.pk
    return Actor(
        account_id=account.pk,
        account_name=account.name,
        seat_id=seat.pk,
        seat_label=seat_label(seat),
        role=seat.role,
        congress_id=seat.congress_id,
        body_id=seat.body_id,
        person_id=seat.account.person_id,
        acting_for=seat.account_id if deputised else None,
        acting_for_name=seat.account.name if deputised else "",
        tokens=_tokens(seat),
    )


def _tokens(seat: Seat) -> frozenset[str]:
    tokens = {congress_token(seat.congress_id, seat.role)}
    if seat.role in BODY_ROLES and seat.body_id:
        tokens = {f"b{seat.body_id}", body_token(seat.body_id, seat.role)}
    if seat.account.person_id and seat.role in (Role.DEPUTY, Role.VICE_CHAIR):
        tokens.add(person_token(seat.account.person_id))
    return frozenset(tokens)


def digest_of(secret: str) -> str:
    """How slips and tokens are kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_row(raw: str) -> ApiToken | None:
    """The valid token row of a raw API token."""
    now = time.now()
    return (
        ApiToken.objects.filter(
            digest=digest_of(raw),
            revoked_at__isnull=True,
            expires_at__gt=now,
            seat__account__is_active=True,
        )
        .filter(Q(seat__until__isnull=True) | Q(seat__until__gte=time.today()))
        .select_related("seat__account", "seat__congress", "seat__body", "seat__mandate")
        .first()
    )


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What the list of accounts is narrowed to."""

    search: str = ""
    state: str = ""
    role: str = ""


def accounts(actor: Actor) -> QuerySet[Account]:
    """Accounts the actor administers, by login name.

    The congress's administrator: those with a seat here, those opened here, and those of persons
    known here. A unit's administrator: those with a seat in the unit.
    """
    seats = Seat.objects.filter(account=OuterRef("pk"), congress_id=actor.congress_id)
    if actor.role == Role.UNDERTAKER_ADMIN:
        own = Q(Exists(seats.filter(body_id=actor.body_id or 0)))
        anywhere = Seat.objects.filter(account=OuterRef("pk"))
        own |= Q(home_id=actor.congress_id) & ~Q(Exists(anywhere))
    elif actor.role == Role.ADMINISTRATOR:
        mandates = Mandate.objects.filter(person=OuterRef("person"), congress_id=actor.congress_id)
        own = Q(Exists(seats)) | Q(Exists(mandates)) | Q(home_id=actor.congress_id)
        own |= Q(person__congress_id=actor.congress_id)
    else:
        return Account.objects.none()
    return Account.objects.filter(own).order_by("username", "id")


def account_list(actor: Actor, wanted: AccountFilter) -> QuerySet[Account]:
    """The list with each account's open seats of the congress; two statements a page."""
    rows = accounts(actor)
    if wanted.search:
        rows = rows.filter(_matches(wanted.search))
    if wanted.state == "waiting":
        rows = rows.filter(is_active=True, activated_at__isnull=True)
    elif wanted.state == "active":
        rows = rows.filter(is_active=True, activated_at__isnull=False)
    elif wanted.state == "closed":
        rows = rows.filter(is_active=False)
    here = Seat.objects.filter(_open(time.today()), congress_id=actor.congress_id)
    if wanted.role:
        rows = rows.filter(Exists(here.filter(account=OuterRef("pk"), role=wanted.role)))
    shown = here.select_related("body", "mandate__delegation").order_by("id")
    return rows.select_related("second_factor").prefetch_related(
        Prefetch("seats", shown, to_attr="shown_seats")
    )


def _matches(search: str) -> Q:
    found = Q(username__icontains=search) | Q(name__icontains=search)
    return found | Q(phone_index=blind_index(search)) if search.isdigit() else found


def account_of(actor: Actor, public_id: UUID) -> Account | None:
    """An account the actor administers."""
    rows = accounts(actor).select_related("person", "home", "second_factor")
    return rows.filter(public_id=public_id).first()


def chosen_accounts(actor: Actor, public_ids: Iterable[UUID]) -> list[Account]:
    """Those of the named accounts that the actor administers, by login name."""
    return list(accounts(actor).filter(public_id__in=list(public_ids)))


def home_of(account: Account) -> int | None:
    """The congress that opened the account, else that of its first seat."""
    if account.home_id:
        return account.home_id
    first = Seat.objects.filter(account=account).order_by("id").first()
    return first.congress_id if first else None


def may_reset(actor: Actor, account: Account) -> bool:
    """Whether the actor may print slips for the account and close it."""
    seats = [(seat.congress_id, seat.role, seat.body_id) for seat in open_seats(account)]
    return rules.may_reset(actor, home_id=home_of(account), seats=seats)


def open_seats(account: Account) -> QuerySet[Seat]:
    """The account's own open seats."""
    return (
        Seat.objects.filter(_open(time.today()), account=account)
        .select_related("congress", "body", "mandate__delegation", "account")
        .order_by("id")
    )


def seats_here(actor: Actor, account: Account) -> list[Seat]:
    """All seats of an account in the actor's congress, with who deputises them; two statements."""
    current = Deputising.objects.filter(
        Q(until__isnull=True) | Q(until__gte=time.today())
    ).select_related("account")
    rows = Seat.objects.filter(account=account, congress_id=actor.congress_id)
    rows = rows.select_related("congress", "body", "mandate__delegation", "account")
    shown = Prefetch("deputised_by", current.order_by("since", "id"), to_attr="stand_ins")
    return list(rows.order_by("until", "id").prefetch_related(shown))


def seat_of(actor: Actor, pk: int) -> Seat | None:
    """A seat of the actor's congress, of an account the actor administers or his own."""
    rows = Seat.objects.filter(pk=pk, congress_id=actor.congress_id)
    mine = Q(account_id=actor.account_id) | Q(account__in=accounts(actor))
    return rows.filter(mine).select_related("account", "congress", "body", "mandate").first()


def deputising_of(actor: Actor, pk: int) -> Deputising | None:
    """A deputising in the actor's congress: of his own seat, his own, or one he administers."""
    rows = Deputising.objects.filter(pk=pk, seat__congress_id=actor.congress_id)
    mine = Q(seat__account_id=actor.account_id) | Q(account_id=actor.account_id)
    if actor.role == Role.ADMINISTRATOR:
        mine = Q()
    return rows.filter(mine).select_related("seat__account", "account").first()


def overlapping(
    seat: Seat, account: Account, *, since: date, until: date | None
) -> QuerySet[Deputising]:
    """Deputisings of the seat by the account that share a day with these."""
    rows = Deputising.objects.filter(seat=seat, account=account)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=since))
    return rows.filter(since__lte=until) if until else rows


def colleagues(congress_id: int, *, but: int | None = None) -> QuerySet[Account]:
    """Accounts with an open seat in the congress, for a form's list, by name."""
    seats = Seat.objects.filter(
        _open(time.today()), account=OuterRef("pk"), congress_id=congress_id
    )
    rows = Account.objects.filter(Exists(seats), is_active=True)
    return rows.exclude(pk=but or 0).order_by("name", "id")


def persons_without_account(actor: Actor) -> QuerySet[Person]:
    """Persons known here who cannot log in yet, by name."""
    mandates = Mandate.objects.filter(person=OuterRef("pk"), congress_id=actor.congress_id)
    here = Q(congress_id=actor.congress_id) | Exists(mandates)
    return Person.objects.filter(here, account__isnull=True).order_by("pinyin", "id")


def bodies_to_give(actor: Actor) -> QuerySet[Body]:
    """Bodies in which the actor may give seats."""
    rows = bodies_for_choice(actor.congress_id)
    return rows.filter(pk=actor.body_id or 0) if actor.role == Role.UNDERTAKER_ADMIN else rows


def open_mandate(person: Person | None, congress_id: int) -> Mandate | None:
    """The mandate on which a deputy's seat in the congress rests."""
    rows = Mandate.objects.filter(congress_id=congress_id, state__in=OPEN_STATES)
    return rows.filter(person=person).order_by("-began_on", "-id").first() if person else None


def factor_of(account: Account) -> SecondFactor | None:
    """The account's second factor, in force or begun."""
    return SecondFactor.objects.filter(account=account).select_related("account").first()


def has_factor(account: Account) -> bool:
    """Whether a second factor is in force."""
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).exists()


def must_have_factor(account: Account) -> bool:
    """Whether one of the seats that the account acts from asks for a second factor."""
    return any(seat_needs_factor(seat) for seat in seats_of(account))


def seat_needs_factor(seat: Seat) -> bool:
    """Whether the seat's congress asks its role for a second factor."""
    asked = rule_in_force(seat.congress, "access.second_factor").value
    return rules.needs_second_factor(seat.role, asked=asked, relaxed=bool(settings.DEMO))


def session_limits(account: Account) -> tuple[int, int]:
    """Seconds without use, and seconds in all, for which a session of the account is good.

    The shortest of the congresses in which it holds seats; the platform's own limits at most.
    """
    idle, whole = settings.SESSION_IDLE, settings.SESSION_ABSOLUTE
    for congress in {seat.congress for seat in seats_of(account)}:
        idle = min(idle, 60 * rule_in_force(congress, "access.idle_minutes").value)
        whole = min(whole, 3600 * rule_in_force(congress, "access.session_hours").value)
    return idle, whole


def open_for() -> timedelta:
    """How long after its last use a session is good at most."""
    return timedelta(seconds=settings.SESSION_IDLE)


def sign_ins(account: Account) -> QuerySet[SignIn]:
    """Sessions that are still good, last used first."""
    rows = SignIn.objects.filter(account=account, epoch=account.session_epoch)
    return rows.filter(seen_at__gte=time.now() - open_for())


def tokens_of(account: Account) -> QuerySet[ApiToken]:
    """The account's API tokens, newest first, revoked ones too."""
    rows = ApiToken.objects.filter(seat__account=account)
    return rows.select_related("seat__account", "seat__congress", "seat__body").order_by("-id")


def slip_of(secret: str) -> Slip | None:
    """The slip of a secret while it is good and its account open."""
    rows = Slip.objects.filter(digest=digest_of(secret), used_at__isnull=True)
    rows = rows.filter(expires_at__gt=time.now(), account__is_active=True)
    return rows.select_related("account").first()


def slips_of(account: Account) -> QuerySet[Slip]:
    """The last slips of an account, newest first."""
    return Slip.objects.filter(account=account).order_by("-issued_at", "-id")[:5]


def entries_of(actor: Actor, account: Account, *, limit: int = 20) -> QuerySet[Entry]:
    """What was done to an account and its seats in the actor's congress, newest first."""
    seats = Seat.objects.filter(account=account).values_list("pk", flat=True)
    subjects = [f"account:{account.pk}", *(f"seat:{pk}" for pk in seats)]
    rows = Entry.objects.filter(congress_id=actor.congress_id, subject__in=subjects)
    return rows.order_by("-id")[:limit]
