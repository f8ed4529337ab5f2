"""One-time slips that activate or reset an account: printed, or sent by e-mail."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from renda.access import queries, rules
from renda.access.errors import NotYourAccounts, SlipSpent
from renda.access.models import Account, Seat, Slip
from renda.access.queries import digest_of
from renda.access.services.accounts import set_password
from renda.access.services.factors import forget_second_factor
from renda.jobs import services as jobs
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid
from renda.records import services as records

LIFE = {"activate": timedelta(days=30), "reset": timedelta(days=3)}
MAIL_LIFE = timedelta(days=1)
_LENGTH = 25  # 125 bits
MAIL_JOB = "access.mail_slip"


@dataclass(frozen=True, slots=True)
class Issued:
    """A slip as it is printed, once: the secret is kept nowhere."""

    account: Account
    purpose: str
    secret: str
    expires_at: datetime


def issue_slip(account: Account, *, purpose: str, actor: Actor) -> str:
    """A new slip's secret, shown once; earlier ones of the account lapse.

    Raises NotYourAccounts, Invalid.
    """
    return issue_slips([account], purpose=purpose, actor=actor)[0].secret


def issue_slips(
    accounts: Iterable[Account], *, actor: Actor, purpose: str = "", life: timedelta | None = None
) -> list[Issued]:
    """Slips for several accounts, all or none; without ``purpose`` what each needs.

    Raises NotYourAccounts, Invalid.
    """
    rows = list(accounts)
    for account in rows:
        _require(account, actor)
    with transaction.atomic():
        return [_issue(row, purpose or _needed(row), actor, life) for row in rows]


def _needed(account: Account) -> str:
    return "reset" if account.activated_at else "activate"


def _require(account: Account, actor: Actor) -> None:
    if not queries.may_reset(actor, account):
        raise NotYourAccounts(_("Only the congress that opened this account prints slips for it."))
    if not account.is_active:
        raise Invalid(_("%(name)s's account is closed. Open it again first.") % {"name": account})


def _issue(account: Account, purpose: str, actor: Actor, life: timedelta | None) -> Issued:
    secret = "".join(secrets.choice(rules.ALPHABET) for _each in range(_LENGTH))
    now = time.now()
    Slip.objects.filter(account=account, used_at__isnull=True, expires_at__gt=now).update(
        expires_at=now
    )
    slip = Slip.objects.create(
        account=account,
        purpose=purpose,
        digest=digest_of(secret),
        expires_at=now + (life or LIFE[purpose]),
        issued_by=actor.account_name,
    )
    records.note(
        f"account:{account.pk}",
        verb=f"slip_{purpose}",
        congress_id=actor.congress_id,
        actor=actor,
        facts={},
    )
    return Issued(account, purpose, rules.in_groups(secret), slip.expires_at)


def ask_for_mail(account: Account, *, actor: Actor) -> None:
    """Have a link sent to the account's e-mail address. Raises NotYourAccounts, Invalid."""
    _require(account, actor)
    if not account.email:
        raise Invalid(_("No e-mail address is known. Print a slip instead."))
    jobs.defer(
        MAIL_JOB,
        congress_id=actor.congress_id,
        account_id=account.pk,
        seat_id=actor.seat_id or 0,
        by_id=actor.account_id or 0,
    )


def mail_slip(account_id: int, *, seat_id: int, by_id: int) -> None:
    """Here the platform makes the link and sends it for whoever asked, if he still may.

    The secret is made here: no row of the outbox ever holds it.
    """
    seat = Seat.objects.select_related("account", "congress", "body", "mandate").get(pk=seat_id)
    account = Account.objects.get(pk=account_id)
    actor = queries.actor_for(seat, Account.objects.get(pk=by_id))
    issued = issue_slips([account], actor=actor, life=MAIL_LIFE)[0]
    with translation.override(account.language or settings.LANGUAGE_CODE):
        _send(issued, seat.congress.name)


def _send(issued: Issued, congress: str) -> None:
    address = address_of(issued.secret)
    body = _(
        "%(name)s,\n\nopen this link and choose a password. It works once, until tomorrow:\n\n"
        "%(address)s\n\nYou did not expect this? Then do nothing, and tell the congress office.\n\n"
        "%(congress)s"
    ) % {"name": issued.account.name, "address": address, "congress": congress}
    EmailMessage(_("Your access to Renda"), body, to=[issued.account.email]).send()


def address_of(secret: str) -> str:
    """Where a slip's QR code leads."""
    return f"{settings.BASE_URL}{reverse('access:activate', args=[secret])}"


def find_slip(secret: str) -> Slip:
    """The valid slip of a secret. Raises SlipSpent."""
    slip = queries.slip_of(rules.as_typed(secret))
    if slip is None:
        raise SlipSpent(_("This slip was used or is too old. Ask the office for a new one."))
    return slip


def use_slip(secret: str, *, password: str) -> Account:
    """Here the platform sets the password by a slip, which is then spent; a reset drops the factor.

    Raises SlipSpent, Invalid.
    """
    with transaction.atomic():
        slip = find_slip(secret)
        taken = Slip.objects.filter(pk=slip.pk, used_at__isnull=True).update(used_at=time.now())
        if not taken:
            raise SlipSpent(_("This slip was used or is too old. Ask the office for a new one."))
        account = slip.account
        set_password(account, password=password)
        if slip.purpose == "reset":
            # Whoever comes with the office's slip may have lost the telephone, too.
            forget_second_factor(account)
        if account.activated_at is None:
            account.activated_at = time.now()
            account.save(update_fields=["activated_at"])
        _note_use(slip)
    return account


def _note_use(slip: Slip) -> None:
    account = slip.account
    home = queries.home_of(account)
    if home is not None:
        actor = Actor(account_id=account.pk, account_name=account.name, congress_id=home)
        verb = f"slip_used_{slip.purpose}"
        records.note(f"account:{account.pk}", verb=verb, congress_id=home, actor=actor, facts={})
