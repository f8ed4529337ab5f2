"""Django's entry to the app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The page frame, components, forms and assets."""

    name = "renda.web"
    label = "web"
