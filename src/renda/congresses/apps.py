"""Django's entry to the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CongressesConfig(AppConfig):
    """Regions, congresses (the tenant), terms, sessions, bodies, constituencies."""

    name = "renda.congresses"
    label = "congresses"

    def ready(self) -> None:
        """Name the visibility of bodies; show the pages to everybody who works here."""
        from renda.congresses import queries  # noqa: PLC0415 -- app ready
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.web import nav  # noqa: PLC0415 -- app ready

        visibility.register("body", queries.visible_bodies)
        nav.items.register(
            "congresses",
            nav.NavItem(
                _("Congress and bodies"),
                "congresses:home",
                "building",
                order=72,
                group=_("Basis"),
            ),
        )
