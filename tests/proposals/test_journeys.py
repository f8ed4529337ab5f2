"""The shared journeys end where they say."""

from __future__ import annotations

import pytest

from tests.proposals import journeys

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("journey", "state"),
    [
        ("drafted", "draft"),
        ("invited", "draft"),
        ("submitted", "submitted"),
        ("registered", "screened"),
        ("proposed", "proposed"),
        ("answered", "answered"),
        ("dispatched", "dispatched"),
        ("assigned", "handling"),
        ("received", "handling"),
        ("contacted", "handling"),
        ("signing", "handling"),
        ("confirming", "handling"),
        ("replied", "replied"),
        ("evaluated", "concluded"),
        ("rehandling", "rehandling"),
    ],
)
def test_journey_ends_in_its_state(journey: str, state: str) -> None:
    proceeding = getattr(journeys, journey)(journeys.cast())

    assert proceeding.state == state
