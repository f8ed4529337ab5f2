"""Login by name, login name or telephone; whom the throttle counts against."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from renda.access.models import Account
from renda.kernel.crypto import blind_index


class NameOrPhoneBackend(BaseBackend):
    """Finds the account by login name (whatever the case), telephone number or a person's name."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Account | None:
        """The account, if the password is right and it is active."""
        account = find_account(username or "")
        if account is None:
            # The same work for an unknown or shared name, so that time tells nothing.
            make_password(password or "")
            return None
        if account.check_password(password or "") and account.is_active:
            return account
        return None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session; a disabled one has no session."""
        return Account.objects.filter(pk=user_id, is_active=True).first()


def find_account(name: str) -> Account | None:
    """The one account that is meant. A person's name counts only while one account bears it."""
    name = name.strip()
    if not name:
        return None
    found = Account.objects.filter(username__iexact=name).first()
    if found is None and name.isdigit():
        found = Account.objects.filter(phone_index=blind_index(name)).first()
    if found is None:
        same = list(Account.objects.filter(name=name, is_active=True)[:2])
        found = same[0] if len(same) == 1 else None
    return found


def throttled_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Whom django-axes counts a failure against: the account, however it was named.

    So five tries are five tries, not five by name, five by telephone and five by login name.
    """
    given = (credentials or {}).get("username") or ""
    if not given and request is not None:
        given = request.POST.get("username", "")
    name = str(given).strip()[:60]
    account = find_account(name)
    return account.username.lower() if account else name.lower()
