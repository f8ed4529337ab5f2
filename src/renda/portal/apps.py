"""Django's entry to the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public site of a congress."""

    name = "renda.portal"
    label = "portal"
