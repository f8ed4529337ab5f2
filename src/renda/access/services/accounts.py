"""Accounts: opening, closing, passwords, what their owner wishes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from renda.access import queries, rules
from renda.access.errors import NameTaken, NotYourAccounts, WrongPassword
from renda.access.models import Account, SignIn
from renda.kernel import text, time
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid
from renda.people.models import Person
from renda.records import services as records


def create_account(
    username: str,
    *,
    name: str,
    congress_id: int,
    actor: Actor,
    person: Person | None = None,
    email: str = "",
) -> Account:
    """A new account without a password: a slip or an e-mail activates it.

    Raises NotYourAccounts, NameTaken, Invalid.
    """
    if not rules.may_open_accounts(actor, congress_id):
        raise NotYourAccounts(_("Only the administrator gives accounts."))
    username = text.clean(username, field="username", limit=60)
    name = text.clean(name, field="name", limit=60)
    _require_free(username, name, person)
    email = _checked_email(email or (person.email if person else ""))
    with transaction.atomic():
        account = Account(
            username=username, name=name, person=person, email=email, home_id=congress_id
        )
        account.phone_index = person.phone_index if person else ""
        account.set_unusable_password()
        account.save()
        _note(account, "account_created", congress_id, actor)
    return account


def _require_free(username: str, name: str, person: Person | None) -> None:
    if not username or not name:
        message = _("Please fill this in.")
        raise Invalid(message, fields={"username" if not username else "name": message})
    if Account.objects.filter(username__iexact=username).exists():
        message = _("Somebody has this login name. Choose another.")
        raise NameTaken(message, fields={"username": message})
    if person is None:
        return
    if Account.objects.filter(person=person).exists():
        message = _("This person has an account already. Give it another seat instead.")
        raise NameTaken(message, fields={"person": message})
    known = person.phone_index and Account.objects.filter(phone_index=person.phone_index).exists()
    if known:
        message = _("Another account logs in with this person's telephone. Correct it first.")
        raise NameTaken(message, fields={"person": message})


def disable_account(account: Account, *, congress_id: int, actor: Actor) -> None:
    """No login from now on; every session ends with the next request."""
    _require_home(account, congress_id, actor)
    if account.pk == actor.account_id:
        raise Invalid(_("You cannot close your own account. Let another administrator do it."))
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(
            is_active=False, session_epoch=F("session_epoch") + 1
        )
        _note(account, "account_disabled", congress_id, actor)


def enable_account(account: Account, *, congress_id: int, actor: Actor) -> None:
    """A closed account may log in again, with the password it had."""
    _require_home(account, congress_id, actor)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=True)
        _note(account, "account_enabled", congress_id, actor)


def _require_home(account: Account, congress_id: int, actor: Actor) -> None:
    if not rules.administers_congress(actor, congress_id) or not queries.may_reset(actor, account):
        raise NotYourAccounts(_("Only the congress that opened this account may do that."))


def end_sessions(account: Account) -> int:
    """Here the platform ends every session of the account (new password); returns the new epoch."""
    Account.objects.filter(pk=account.pk).update(session_epoch=F("session_epoch") + 1)
    account.refresh_from_db(fields=["session_epoch"])
    SignIn.objects.filter(account=account, epoch__lt=account.session_epoch).delete()
    return account.session_epoch


def end_other_sessions(account: Account, *, mark: str, actor: Actor) -> int:
    """End all sessions but the one of ``mark``; returns the epoch this one must carry on with."""
    with transaction.atomic():
        own = SignIn.objects.filter(account=account, mark=mark).first() if mark else None
        epoch = end_sessions(account)
        if own is not None:
            own.pk, own.epoch = None, epoch
            own.save(force_insert=True)
        _note(account, "sessions_ended", actor.congress_id, actor)
    return epoch


def note_sign_in(account: Account, *, device: str) -> str:
    """Here the platform notes a new session, forgets those long over; returns its mark."""
    now = time.now()
    SignIn.objects.filter(account=account, seen_at__lt=now - queries.open_for()).delete()
    row = SignIn.objects.create(
        account=account,
        mark=uuid.uuid4(),
        epoch=account.session_epoch,
        device=device[:40],
        began_at=now,
        seen_at=now,
    )
    return str(row.mark)


def note_seen(mark: str) -> None:
    """Here the platform notes that a session is in use, once a minute."""
    SignIn.objects.filter(mark=mark).update(seen_at=time.now())


def note_sign_out(mark: str) -> None:
    """Here the platform forgets a session that its owner left."""
    SignIn.objects.filter(mark=mark).delete()


def set_password(account: Account, *, password: str) -> None:
    """Set a password that passes the validators; the platform ends all sessions of the account."""
    try:
        validate_password(password, account)
    except ValidationError as error:
        message = " ".join(error.messages)
        raise Invalid(message, fields={"password": message}) from None
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        end_sessions(account)


def change_password(account: Account, *, current: str, password: str, actor: Actor) -> None:
    """One's own new password; the present one is asked. Raises WrongPassword, Invalid."""
    require_password(account, current)
    with transaction.atomic():
        set_password(account, password=password)
        _note(account, "password_changed", actor.congress_id, actor)


def require_password(account: Account, password: str, field: str = "current") -> None:
    """Raises WrongPassword unless this is the account's password."""
    if not account.check_password(password):
        message = _("This is not your present password.")
        raise WrongPassword(message, fields={field: message})


def edit_profile(
    account: Account, *, email: str, language: str, large_type: bool, actor: Actor
) -> None:
    """One's own address for mail, language and size of type. Raises Invalid."""
    email = _checked_email(email)
    if language not in {"", *dict(settings.LANGUAGES)}:
        message = _("There is no such language here.")
        raise Invalid(message, fields={"language": message})
    changed = account.email != email
    account.email, account.language, account.large_type = email, language, large_type
    with transaction.atomic():
        account.save(update_fields=["email", "language", "large_type"])
        if changed:
            _note(account, "email_changed", actor.congress_id, actor)


def set_large_type(account: Account, *, on: bool, actor: Actor) -> None:
    """Large type and large buttons for oneself; not worth an entry in the record."""
    if account.pk == actor.account_id:
        Account.objects.filter(pk=account.pk).update(large_type=on)


def _checked_email(email: str) -> str:
    email = text.clean(email, field="email", limit=200)
    try:
        if email:
            validate_email(email)
    except ValidationError:
        message = _("This is not an e-mail address.")
        raise Invalid(message, fields={"email": message}) from None
    return email


def _note(account: Account, verb: str, congress_id: int, actor: Actor) -> None:
    records.note(f"account:{account.pk}", verb=verb, congress_id=congress_id, actor=actor, facts={})
