"""The second factor: time-based codes, each good once, and recovery codes."""

from __future__ import annotations

import secrets

import pyotp
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renda.access import queries, rules
from renda.access.errors import CodesPaused, WrongCode
from renda.access.models import Account, RecoveryCode, SecondFactor
from renda.access.queries import digest_of
from renda.access.services.accounts import require_password
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid
from renda.records import services as records

CODES = 8
_STEP = 30
_GROUP = 4


def begin_second_factor(account: Account) -> str:
    """Here the platform makes a new secret, not yet in force; returns what an authenticator reads.

    A factor in force stays as it is: it is dropped first, which asks for the password.
    """
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(account=account).first()
        if factor is None:
            factor = SecondFactor.objects.create(account=account, secret=pyotp.random_base32())
        elif factor.confirmed_at is None:
            factor.secret = pyotp.random_base32()
            factor.last_step = 0
            factor.save(update_fields=["secret", "last_step"])
    return provisioning(factor)


def provisioning(factor: SecondFactor) -> str:
    """The address that an authenticator reads from the QR code."""
    totp = pyotp.TOTP(factor.secret)
    return totp.provisioning_uri(name=factor.account.username, issuer_name="Renda")


def confirm_second_factor(account: Account, *, code: str) -> list[str]:
    """Put the factor in force by its first code; the platform shows the recovery codes once."""
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(account=account).first()
        if factor is None or factor.confirmed_at or not _take(factor, _plain(code)):
            message = _("The code is wrong or too old.")
            raise WrongCode(message, fields={"code": message})
        factor.confirmed_at = time.now()
        factor.failures = 0
        factor.save(update_fields=["confirmed_at", "failures"])
        return _fresh_codes(account)


def renew_codes(account: Account, *, current: str, actor: Actor) -> list[str]:
    """New recovery codes, shown once; the old ones are void. Raises WrongPassword."""
    require_password(account, current)
    with transaction.atomic():
        codes = _fresh_codes(account)
        _note(account, "recovery_codes_renewed", actor)
    return codes


def check_code(account: Account, *, code: str) -> None:
    """Accept a one-time or recovery code, once; the platform counts the wrong ones.

    Raises WrongCode, and CodesPaused after several in a row.
    """
    code = _plain(code)
    with transaction.atomic():
        factor = (
            SecondFactor.objects.select_for_update()
            .filter(account=account, confirmed_at__isnull=False)
            .first()
        )
        _require_open(factor)
        good = factor is not None and (_take(factor, code) or _spend(account, code))
        if factor is not None:
            _count(factor, good=good)
    # Outside, so that the count of a wrong one stays.
    if not good:
        message = _("The code is wrong, too old, or was used already.")
        raise WrongCode(message, fields={"code": message})


def _require_open(factor: SecondFactor | None) -> None:
    if factor is not None and factor.locked_until and factor.locked_until > time.now():
        until = timezone.localtime(factor.locked_until)
        message = _("Too many wrong codes. Try again after %(time)s.") % {"time": f"{until:%H:%M}"}
        raise CodesPaused(message, fields={"code": message})


def _count(factor: SecondFactor, *, good: bool) -> None:
    factor.failures = 0 if good else factor.failures + 1
    factor.locked_until = None
    if factor.failures >= rules.CODE_FAILURES:
        factor.failures, factor.locked_until = 0, time.now() + rules.CODE_PAUSE
    factor.save(update_fields=["failures", "locked_until"])


def drop_second_factor(account: Account, *, current: str, actor: Actor) -> None:
    """Take the factor away, with its recovery codes. Raises WrongPassword, Invalid."""
    require_password(account, current)
    if queries.must_have_factor(account):
        raise Invalid(_("Your seat needs two-step login; it cannot be switched off."))
    with transaction.atomic():
        forget_second_factor(account)
        _note(account, "second_factor_dropped", actor)


def forget_second_factor(account: Account) -> None:
    """Here the platform takes the factor away where a reset was decided (lost telephone)."""
    SecondFactor.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()


def _plain(code: str) -> str:
    return code.strip().replace(" ", "").replace("-", "").lower()


def _fresh_codes(account: Account) -> list[str]:
    codes = [secrets.token_hex(8) for _number in range(CODES)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=digest_of(code)) for code in codes
    )
    return ["-".join(code[at : at + _GROUP] for at in range(0, 16, _GROUP)) for code in codes]


def _spend(account: Account, code: str) -> bool:
    """Use up a recovery code; of two at once one wins."""
    rows = RecoveryCode.objects.filter(account=account, digest=digest_of(code))
    return bool(rows.filter(used_at__isnull=True).update(used_at=time.now()))


def _take(factor: SecondFactor, code: str) -> bool:
    now = int(time.now().timestamp())
    totp = pyotp.TOTP(factor.secret)
    for step in (now // _STEP, now // _STEP - 1):
        good = secrets.compare_digest(totp.at(step * _STEP).encode(), code.encode())
        if step > factor.last_step and good:
            factor.last_step = step
            factor.save(update_fields=["last_step"])
            return True
    return False


def _note(account: Account, verb: str, actor: Actor) -> None:
    records.note(
        f"account:{account.pk}", verb=verb, congress_id=actor.congress_id, actor=actor, facts={}
    )
