"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    """Local values of the rules, with dates of effect and legal basis."""

    name = "renda.rulebook"
    label = "rulebook"

    def ready(self) -> None:
        """Show the page to everybody who works here."""
        from renda.web import nav  # noqa: PLC0415 -- app ready

        nav.items.register(
            "rulebook",
            nav.NavItem(
                _("Rules that apply"), "rulebook:rulebook", "scale", order=70, group=_("Basis")
            ),
        )
