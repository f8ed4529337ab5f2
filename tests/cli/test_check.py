"""What ``renda check`` finds on a real database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from renda.cli import check
from renda.jobs.models import Job
from renda.kernel import crypto, time
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_an_installation_in_order_has_no_problem_with_database_and_worker() -> None:
    assert check.migration_finding() == check.Finding("database")
    assert check.worker_finding() == check.Finding("worker")


def test_work_that_nobody_takes_up_is_a_problem() -> None:
    Job.objects.create(name="mail.send", run_at=time.now() - timedelta(minutes=1))
    assert check.worker_finding().problem == ""

    Job.objects.create(name="mail.send", run_at=time.now() - timedelta(hours=1))
    assert check.worker_finding().problem == "1 jobs are waiting: is a worker running?"


def test_keys_that_read_or_find_no_longer_are_a_problem(
    settings: Any, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(crypto._keys.cache_clear)

    def installed(*keys: str) -> str:
        settings.FIELD_KEYS = list(keys)
        crypto._keys.cache_clear()
        return check.keys_finding().problem

    assert installed("first key") == ""
    make_person(phone="13912342046", phone_index=crypto.blind_index("13912342046"))

    assert installed("second key", "first key") == ""
    assert "telephones are read but not found" in installed("first key", "second key")
    assert "no key" in installed("second key")


def test_a_full_disk_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check.disk_finding().problem == ""

    monkeypatch.setattr(check, "LEAST_FREE", 10**18)
    assert "MiB free" in check.disk_finding().problem
