"""The outbox: nothing is lost, nothing is done by two workers, a person sees what failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time as wall
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from renda.jobs import rules, services
from renda.jobs.models import Job
from renda.jobs.worker import Worker
from renda.kernel import time
from renda.kernel.errors import Missing
from renda.kernel.schedule import labels, periodic
from tests import factories

calls: list[object] = []


def remember(what: object = None) -> None:
    calls.append(what)


def fall(what: object = None) -> None:
    calls.append(what)
    message = "no such printer"
    raise RuntimeError(message)


@pytest.fixture(autouse=True)
def _handlers():
    calls.clear()
    services.handlers.register("test.remember", remember)
    services.handlers.register("test.fall", fall)


def state(job: Job) -> tuple[str, int]:
    job.refresh_from_db()
    return job.state, job.attempts


@given(st.integers(1, rules.ATTEMPTS - 1))
def test_each_pause_is_four_times_the_one_before(attempts) -> None:
    assert rules.pause_after(attempts + 1) == 4 * rules.pause_after(attempts)


@pytest.mark.django_db
def test_due_work_is_done_in_order_and_once() -> None:
    for what in (1, 2, 3):
        services.defer("test.remember", what=what)

    assert services.work_off() == 3
    assert calls == [1, 2, 3]
    assert services.work_off() == 0


@pytest.mark.django_db
def test_work_asked_for_in_a_change_that_is_rolled_back_is_not_done() -> None:
    with transaction.atomic():
        services.defer("test.remember", what=1)
        transaction.set_rollback(True)

    assert services.work_off() == 0
    assert calls == []


@pytest.mark.django_db
def test_what_failed_waits_is_tried_again_and_in_the_end_left_to_a_person(time_machine_at) -> None:
    time_machine_at("2026-03-02T09:00:00+08:00")
    job = services.defer("test.fall", what=1)

    assert services.work_off() == 1
    assert state(job) == ("queued", 1)
    assert job.run_at == time.now() + rules.FIRST_PAUSE
    assert "no such printer" in job.error

    Job.objects.filter(pk=job.pk).update(run_at=time.now(), attempts=rules.ATTEMPTS - 1)
    services.work_off()

    assert state(job) == ("failed", rules.ATTEMPTS)


def test_every_job_has_a_name_for_people() -> None:
    known = {name for name, _each in services.handlers} | {name for name, _each in periodic}

    assert {name for name in known if name not in labels and not name.startswith("test.")} == set()
    assert Job(name="proceedings.reminders").label == str(labels.get("proceedings.reminders"))
    assert Job(name="gone.away").label == "gone.away"


@pytest.mark.django_db
def test_a_job_nobody_knows_fails_with_the_known_names() -> None:
    job = services.defer("test.unknown")

    services.work_off()

    job.refresh_from_db()
    assert "no periodic work 'test.unknown'" in job.error


@pytest.mark.django_db
def test_the_sweeper_takes_up_what_a_killed_worker_left() -> None:
    job = services.defer("test.remember", what=1)
    taken = services.take_next()
    assert taken == job

    assert services.sweep() == 0  # its worker may still live

    Job.objects.update(lease_until=time.now() - timedelta(seconds=1))

    assert services.sweep() == 1
    assert services.work_off() == 1
    assert state(job) == ("done", 2)


@pytest.mark.django_db
def test_a_living_worker_keeps_its_lease() -> None:
    services.defer("test.remember")
    job = services.take_next()
    assert job is not None
    Job.objects.update(lease_until=time.now() - timedelta(seconds=1))

    services.keep_lease(job)

    assert services.sweep() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_job() -> None:
    for what in range(30):
        services.defer("test.remember", what=what)

    def work() -> None:
        services.work_off()
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    if connection.vendor == "sqlite":
        workers = workers[:1]  # the tests' database in memory has one connection
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(calls) == list(range(30))


@pytest.mark.django_db
def test_periodic_work_is_planned_once_and_comes_round(time_machine_at) -> None:
    time_machine_at("2026-03-02T09:00:00+08:00")
    planned = services.plan_periodic()

    assert planned == Job.objects.count() > 0
    assert services.plan_periodic() == 0

    services.work_off()

    assert services.plan_periodic() == planned
    following = Job.objects.get(name="records.checkpoint", state="queued")
    assert following.run_at == time.now() + timedelta(hours=1)


@pytest.mark.django_db
def test_finished_work_is_forgotten_after_a_month_and_failed_work_is_not(time_machine_at) -> None:
    time_machine_at("2026-03-02T09:00:00+08:00")
    for name in ("test.remember", "test.fall"):
        services.defer(name)
    services.work_off()
    Job.objects.filter(name="test.fall").update(state="failed", finished_at=time.now())

    time_machine_at("2026-04-03T09:00:00+08:00")
    services.clear_done()

    assert list(Job.objects.values_list("name", flat=True)) == ["test.fall"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_keeps_house_and_works() -> None:
    services.defer("test.remember", what=7)
    worker = Worker()

    worker.keep_house()

    while worker.work_once():
        pass
    assert calls == [7]
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_a_worker_that_is_told_to_stop_stops(tmp_path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "renda.config.settings",
        "RENDA_HOME": str(tmp_path),
        "RENDA_SECRET_KEY": "k" * 60,
        "DATABASE_URL": f"sqlite:///{tmp_path}/worker.sqlite3",
    }
    command = [sys.executable, "-m", "renda"]
    subprocess.run([*command, "manage", "migrate", "--verbosity", "0"], env=environment, check=True)
    with subprocess.Popen([*command, "worker"], env=environment) as process:
        wall.sleep(4)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0


@pytest.mark.django_db
def test_only_the_administrator_sees_and_only_his_congress(client) -> None:
    congress, other = factories.make_congress(), factories.make_congress()
    for name, owner in (("test.fall", congress), ("test.remember", other)):
        services.defer(name, congress_id=owner.pk)
    services.work_off()
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="administrator"))

    shown = client.get(reverse("jobs:list"))

    assert [job.name for job in shown.context["page"].rows] == ["test.fall"]
    assert "no such printer" in shown.content.decode()

    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_clerk"))
    assert client.get(reverse("jobs:list")).status_code == 404


@pytest.mark.django_db
def test_a_failed_job_is_tried_again_by_hand_but_not_another_congresses(client) -> None:
    congress, other = factories.make_congress(), factories.make_congress()
    job = services.defer("test.remember", congress_id=congress.pk)
    Job.objects.update(state="failed", attempts=rules.ATTEMPTS)
    stranger = factories.make_actor(congress=other)

    with pytest.raises(Missing):
        services.retry(job, actor=stranger)
    assert state(job) == ("failed", rules.ATTEMPTS)

    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="administrator"))
    answer = client.post(reverse("jobs:retry", args=[job.pk]))

    assert answer.status_code == 302
    assert state(job) == ("queued", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_statements_however_many_jobs(
    client, django_assert_num_queries, count
) -> None:
    congress = factories.make_congress()
    for _ in range(count):
        services.defer("test.remember", congress_id=congress.pk)
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="administrator"))
    client.get(reverse("jobs:list"))

    with django_assert_num_queries(6):
        client.get(reverse("jobs:list"))
