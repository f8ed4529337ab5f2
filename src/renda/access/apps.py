"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Accounts, seats, roles, grants: who may enter and as whom."""

    name = "renda.access"
    label = "access"

    def ready(self) -> None:
        """Show the pages of accounts to those who administer them; send links by the worker."""
        from renda.access import rules, services  # noqa: PLC0415 -- app ready
        from renda.jobs.services import handlers  # noqa: PLC0415
        from renda.kernel.schedule import labels  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415

        handlers.register(services.MAIL_JOB, services.mail_slip)
        labels.register(services.MAIL_JOB, _("Send an activation link"))
        nav.items.register(
            "accounts",
            nav.NavItem(
                _("Accounts and seats"),
                "access:accounts",
                "key",
                order=90,
                roles=frozenset(rules.ACCOUNT_ROLES),
                group=_("Administration"),
            ),
        )
