"""Fixtures of the whole suite."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import TransactionTestCase

from renda.records import triggers


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests():
    """Tests that commit are cleaned by emptying every table; the append-only ones too."""
    teardown = TransactionTestCase._fixture_teardown

    def without_triggers(self: Any) -> None:
        triggers.remove()
        teardown(self)
        triggers.install()

    TransactionTestCase._fixture_teardown = without_triggers
    yield
    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture(autouse=True)
def _own_checkpoints(settings, tmp_path):
    """No test writes where another reads."""
    settings.CHECKPOINT_FILE = str(tmp_path / "checkpoints.log")


@pytest.fixture
def time_machine_at():
    """Stop the clock at a moment until the test ends."""
    running = []

    def stop(moment: str) -> None:
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()
        running.append(traveller)

    yield stop
    for traveller in reversed(running):
        traveller.stop()
