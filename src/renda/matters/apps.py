"""Django's entry to the app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """The closed loop: assign, reply, commit, evaluate, re-handle, track."""

    name = "renda.matters"
    label = "matters"

    def ready(self) -> None:
        """Say who may see replies; their files follow."""
        from renda.kernel import visibility  # noqa: PLC0415 -- app ready
        from renda.matters import queries  # noqa: PLC0415 -- app ready

        visibility.register("reply", queries.visible_replies)
