"""Request types of signed-in pages."""

from __future__ import annotations

from django.http import HttpRequest

from renda.access.models import Seat
from renda.congresses.models import Congress
from renda.kernel.actor import Actor


class SeatedRequest(HttpRequest):
    """A request behind ``seated``: somebody acts from a seat of a congress."""

    actor: Actor
    seat: Seat
    congress: Congress
