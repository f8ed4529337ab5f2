"""Request type of signed-in pages below the floor of accounts."""

from __future__ import annotations

from django.http import HttpRequest

from renda.congresses.models import Congress
from renda.kernel.actor import Actor


class CongressRequest(HttpRequest):
    """A request behind ``seated``: somebody acts in a congress."""

    actor: Actor
    congress: Congress
