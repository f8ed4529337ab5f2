"""What the demo tells everybody who tries it."""

from __future__ import annotations

from renda.access.models import Account
from renda.demo.content import named, password


def accounts() -> list[tuple[str, str, str, str, str]]:
    """Role, name, login name, password and what to try first, one account a role.

    Empty while there is no district.
    """
    rows = named()
    known = dict(
        Account.objects.filter(
            username__in=[row["username"] for row in rows], activated_at__isnull=False
        ).values_list("username", "name")
    )
    return [
        (row["title"], known[row["username"]], row["username"], password(), row["try"])
        for row in rows
        if row["username"] in known
    ]
