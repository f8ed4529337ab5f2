"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Background work: outbox rows are the truth, the worker may die at any time."""

    name = "renda.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Show the page to administrators."""
        from renda.web import nav  # noqa: PLC0415 -- app ready

        nav.items.register(
            "jobs",
            nav.NavItem(
                _("Background work"),
                "jobs:list",
                "settings",
                order=95,
                roles=frozenset({"administrator"}),
                group=_("Administration"),
            ),
        )
