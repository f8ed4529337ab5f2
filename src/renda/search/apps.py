"""Django's entry to the app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Chinese full text over what the reader may see."""

    name = "renda.search"
    label = "search"
