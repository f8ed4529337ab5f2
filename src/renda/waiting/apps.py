"""Django's entry to the app."""

from django.apps import AppConfig


class WaitingConfig(AppConfig):
    """What waits for whom."""

    name = "renda.waiting"
    label = "waiting"
