"""What ``renda check`` finds on a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from renda.cli import check
from renda.jobs.models import Job
from renda.kernel import time

pytestmark = pytest.mark.django_db


def test_an_installation_in_order_has_no_problem_with_database_and_worker() -> None:
    assert check.migration_finding() == check.Finding("database")
    assert check.worker_finding() == check.Finding("worker")


def test_work_that_nobody_takes_up_is_a_problem() -> None:
    Job.objects.create(name="mail.send", run_at=time.now() - timedelta(minutes=1))
    assert check.worker_finding().problem == ""

    Job.objects.create(name="mail.send", run_at=time.now() - timedelta(hours=1))
    assert check.worker_finding().problem == "1 jobs are waiting: is a worker running?"


def test_a_full_disk_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check.disk_finding().problem == ""

    monkeypatch.setattr(check, "LEAST_FREE", 10**18)
    assert "MiB free" in check.disk_finding().problem
