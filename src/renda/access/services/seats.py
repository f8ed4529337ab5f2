"""Seats: giving, ending, deputising, handing over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from renda.access import queries, rules
from renda.access.enums import BODY_ROLES, Role
from renda.access.errors import NotYourAccounts, SeatTaken
from renda.access.events import after_commit, handed_over
from renda.access.models import Account, Deputising, Seat
from renda.access.services.accounts import end_sessions
from renda.congresses.models import Body, Congress
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid
from renda.people.models import Mandate
from renda.records import services as records


def grant_seat(
    account: Account,
    *,
    congress: Congress,
    role: str,
    actor: Actor,
    body: Body | None = None,
    mandate: Mandate | None = None,
    post: str = "",
    since: date | None = None,
) -> Seat:
    """Give a seat from a day on (today). Raises NotYourAccounts, Invalid, SeatTaken."""
    _require(actor, congress.pk, role, body.pk if body else None)
    _check(account, congress, role, body, mandate)
    wanted: dict[str, Any] = {"congress": congress, "role": role, "body": body, "mandate": mandate}
    with transaction.atomic():
        # Two clerks at once: the account's row settles who is first.
        Account.objects.select_for_update().get(pk=account.pk)
        if queries.open_seats(account).filter(**wanted).exists():
            message = _("%(name)s has this seat already.") % {"name": account}
            raise SeatTaken(message, fields={"role": message})
        seat = Seat.objects.create(
            account=account, post=post, since=since or time.today(), **wanted
        )
        _step_up(account, seat)
        _note(seat, "seat_granted", actor, role=role, account=account.pk)
    return seat


def _check(
    account: Account, congress: Congress, role: str, body: Body | None, mandate: Mandate | None
) -> None:
    if role in BODY_ROLES and (body is None or body.congress_id != congress.pk):
        message = _("This role belongs to a body. Choose one.")
        raise Invalid(message, fields={"body": message})
    if body is not None and body.congress_id != congress.pk:
        message = _("There is no such body in this congress.")
        raise Invalid(message, fields={"body": message})
    if role == Role.DEPUTY and (mandate is None or mandate.congress_id != congress.pk):
        message = _("A deputy's seat needs a mandate of this congress.")
        raise Invalid(message, fields={"role": message})
    if mandate is not None and account.person_id and mandate.person_id != account.person_id:
        message = _("This mandate is another person's.")
        raise Invalid(message, fields={"role": message})


def end_seat(seat: Seat, *, actor: Actor, on: date | None = None) -> None:
    """End a seat with a last day (at once, when none is given); what waits goes on waiting.

    A second time changes nothing.
    """
    _require(actor, seat.congress_id, seat.role, seat.body_id)
    with transaction.atomic():
        seat = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if seat.until is not None and seat.until < time.today():
            return
        # ``until`` is the last whole day: ending at once means that yesterday was it.
        seat.until = on or time.today() - timedelta(days=1)
        seat.save(update_fields=["until"])
        Deputising.objects.filter(seat=seat, until__isnull=True).update(until=seat.until)
        _note(seat, "seat_ended", actor, until=seat.until.isoformat())


def hand_over(account: Account, *, to: Account, actor: Actor, congress_id: int) -> list[Seat]:
    """Staff leave: every open seat here ends and the successor gets the same ones.

    What waits is addressed to the seats' roles, so all of it waits for the successor at once.
    A deputy's seat follows the mandate and is never handed over. The leaver also stops
    deputising others here.
    """
    if not rules.administers_congress(actor, congress_id):
        raise NotYourAccounts(_("Only the administrator hands over."))
    if to.pk == account.pk:
        message = _("Choose another account as successor.")
        raise Invalid(message, fields={"to": message})
    with transaction.atomic():
        leaving = [
            seat
            for seat in queries.open_seats(account).filter(congress_id=congress_id)
            if seat.role != Role.DEPUTY
        ]
        if not leaving:
            raise Invalid(_("This account holds no seat here that could be handed over."))
        moved = [_move(seat, to, actor) for seat in leaving]
        for row in Deputising.objects.filter(account=account, seat__congress_id=congress_id):
            end_deputising(row, actor=actor)
        facts = {"to": to.pk, "seats": [seat.pk for seat in moved]}
        _record(f"account:{account.pk}", "handed_over", congress_id, actor, facts)
        after_commit(handed_over, congress_id=congress_id, leaver_id=account.pk, successor_id=to.pk)
    return moved


def _move(seat: Seat, to: Account, actor: Actor) -> Seat:
    end_seat(seat, actor=actor)
    same = queries.open_seats(to).filter(congress=seat.congress, role=seat.role, body=seat.body)
    return same.first() or grant_seat(
        to, congress=seat.congress, role=seat.role, body=seat.body, post=seat.post, actor=actor
    )


def grant_deputising(
    seat: Seat,
    *,
    account: Account,
    actor: Actor,
    reason: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Deputising:
    """Let an account act on another's seat (代理); the record shows both names.

    The holder does it, or the administrator for the absent. Whoever only deputises the seat
    cannot pass it on.
    """
    own = actor.account_id == seat.account_id and actor.congress_id == seat.congress_id
    if not own and not rules.administers_congress(actor, seat.congress_id):
        raise NotYourAccounts(_("Only the holder or the administrator lets somebody deputise."))
    since = since or time.today()
    _check_deputising(seat, account, since, until)
    with transaction.atomic():
        Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if queries.overlapping(seat, account, since=since, until=until).exists():
            message = _("%(name)s deputises in this time already.") % {"name": account}
            raise SeatTaken(message, fields={"account": message})
        row = Deputising.objects.create(
            seat=seat,
            account=account,
            reason=reason,
            since=since,
            until=until,
            granted_by=actor.account_name,
        )
        _step_up(account, seat)
        _note(seat, "deputising_granted", actor, account=account.pk)
    return row


def _step_up(account: Account, seat: Seat) -> None:
    """A session that began with a password alone does not grow into a seat that asks for more."""
    if queries.seat_needs_factor(seat) and not queries.has_factor(account):
        end_sessions(account)


def _check_deputising(seat: Seat, account: Account, since: date, until: date | None) -> None:
    if account.pk == seat.account_id:
        message = _("Choose another account.")
        raise Invalid(message, fields={"account": message})
    if seat.role == Role.DEPUTY:
        raise Invalid(_("A deputy's mandate is personal; nobody deputises it."))
    if until is not None and until < max(since, time.today()):
        message = _("The last day lies before the first one, or is over.")
        raise Invalid(message, fields={"until": message})


def end_deputising(row: Deputising, *, actor: Actor) -> None:
    """From now on nobody deputises by this row."""
    own = actor.account_id in (row.seat.account_id, row.account_id)
    if not own and not rules.administers_congress(actor, row.seat.congress_id):
        raise NotYourAccounts(_("Only those two or the administrator end it."))
    with transaction.atomic():
        _note(row.seat, "deputising_ended", actor, account=row.account_id)
        row.delete()


def _require(actor: Actor, congress_id: int, role: str, body_id: int | None) -> None:
    if not rules.may_give(actor, congress_id=congress_id, role=role, body_id=body_id):
        raise NotYourAccounts(_("This seat is not yours to give."))


def _note(seat: Seat, verb: str, actor: Actor, **facts: Any) -> None:
    _record(f"seat:{seat.pk}", verb, seat.congress_id, actor, facts)


def _record(subject: str, verb: str, congress_id: int, actor: Actor, facts: dict[str, Any]) -> None:
    records.note(subject, verb=verb, congress_id=congress_id, actor=actor, facts=facts)
