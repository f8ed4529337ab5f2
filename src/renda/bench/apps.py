"""Django's entry to the app."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Measures the platform."""

    name = "renda.bench"
    label = "bench"
