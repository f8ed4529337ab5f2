"""The database itself holds the sums, whoever writes, and with two transactions at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from renda.fund.models import FinalList, Payment, Pot, Project
from renda.kernel import time
from renda.records import triggers
from tests.fund import funded as f
from tests.proposals import journeys as j

pytestmark = pytest.mark.django_db


@pytest.fixture
def play() -> j.Cast:
    return j.cast()


BUSY = ("IntegrityError", "OperationalError")


def refused(write: Callable[[], object]) -> bool:
    """Whether the database says no."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        return True
    return False


def execute(sql: str, *values: object) -> Callable[[], object]:
    """A statement of somebody who goes round the services."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    return run


def stand(pot: Pot) -> tuple[int, int]:
    """What the pot says and what its projects add up to."""
    pot.refresh_from_db()
    return pot.bound, sum(Project.objects.filter(pot=pot).values_list("granted", flat=True))


@pytest.mark.mechanism("A12")
def test_nothing_is_bound_drawn_or_paid_beyond_its_sum_by_any_writer(play: j.Cast) -> None:
    f.pot(play, 200_000)
    found = f.paid(play, f.running(play, 120_000), 50_000)
    row, pot = f.project(found), f.pot(play)
    other = f.project(f.evaluated(play, 100_000))
    final = FinalList.objects.get()
    one = Project.objects.filter(pk=row.pk)
    two = Project.objects.filter(pk=other.pk)

    def payment(amount: int) -> Payment:
        return Payment.objects.create(
            project=row,
            amount=amount,
            paid_on=time.today(),
            payee="某公司",
            purpose="尾款",
            voucher=f"x{amount}",
            recorded_by=1,
            recorded_name="甲",
            recorded_at=time.now(),
        )

    many = f.fen(90_000)
    chosen = {"final_list": final, "agreed": many, "granted": many}
    assert refused(lambda: two.update(**chosen))
    assert refused(lambda: two.update(granted=1, agreed=1))
    assert refused(lambda: one.update(granted=f.fen(49_999)))
    assert refused(lambda: one.update(granted=f.fen(120_001)))
    assert refused(lambda: Pot.objects.filter(pk=pot.pk).update(amount=f.fen(119_999)))
    assert refused(lambda: payment(f.fen(70_001)))
    assert refused(lambda: payment(0))
    assert refused(lambda: Payment.objects.update(amount=f.fen(120_001)))
    assert refused(lambda: Payment.objects.update(confirmed_by=play.handler.account_id))
    assert not refused(lambda: payment(f.fen(70_000)))

    assert stand(pot) == (f.fen(120_000), f.fen(120_000))
    assert f.project(found).drawn == f.fen(120_000)


@pytest.mark.mechanism("A12")
def test_nobody_writes_a_counter_by_hand(play: j.Cast) -> None:
    found = f.paid(play, f.running(play, 120_000), 50_000)
    row = f.project(found)

    assert refused(execute("UPDATE fund_pot SET bound = 0, paid = 0"))
    assert refused(execute("UPDATE fund_pot SET bound = bound + 1"))
    assert refused(execute("UPDATE fund_pot SET paid = paid - 1"))
    assert refused(execute("UPDATE fund_project SET drawn = 0, paid = 0"))
    assert refused(execute("UPDATE fund_project SET paid = paid - 1"))
    for columns in ({"bound": 1}, {"bound": 1, "paid": 1}):
        assert refused(
            lambda columns=columns: Pot.objects.create(
                congress=play.congress, year=1999, amount=100, **columns
            )
        )

    assert stand(row.pot) == (f.fen(120_000), f.fen(120_000))


def test_the_counters_follow_every_change_of_the_rows(play: j.Cast) -> None:
    found = f.paid(play, f.running(play, 120_000), 50_000)
    row, pot = f.project(found), f.pot(play)
    other = Pot.objects.create(congress=play.congress, year=1999, amount=f.fen(500_000))

    Payment.objects.update(amount=f.fen(40_000))
    assert (f.project(found).drawn, f.project(found).pot.paid) == (f.fen(40_000),) * 2
    Project.objects.filter(pk=row.pk).update(pot=other)
    assert (stand(pot), stand(other)) == ((0, 0), (f.fen(120_000), f.fen(120_000)))
    Payment.objects.all().delete()
    other.refresh_from_db()
    assert (f.project(found).drawn, other.paid) == (0, 0)
    row.budget.all().delete()
    row.reports.all().delete()
    Project.objects.filter(pk=row.pk).delete()
    assert stand(other) == (0, 0)


def test_missing_triggers_are_found_and_put_back() -> None:
    assert triggers.missing() == []
    on = ' ON "fund_payment"' if connection.vendor == "postgresql" else ""
    execute(f'DROP TRIGGER "fund_payment_draws"{on}')()

    assert triggers.missing() == [
        "the trigger fund_payment_draws is not there; renda upgrade puts it back"
    ]
    triggers.install()
    assert triggers.missing() == []


# --- two at once --------------------------------------------------------------------------------


def at_once(*works: Callable[[], object]) -> list[str]:
    """Let each run in a thread with a connection of its own; the names of what went wrong."""
    ready = threading.Barrier(len(works))
    found: list[str] = []

    def run(work: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=20)
            with transaction.atomic():
                work()
        except DatabaseError as error:
            found.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


@pytest.fixture
def committed(transactional_db: None) -> Iterator[j.Cast]:
    """A cast that other connections see."""
    return j.cast()


@pytest.mark.mechanism("A12")
def test_two_transactions_at_once_never_bind_more_than_the_pot(committed: j.Cast) -> None:
    play = committed
    pot = f.pot(play, 150_000)
    final = FinalList.objects.create(pot=pot, meeting=f.MEETING, decided_on=time.today())
    both = [f.project(f.evaluated(play, 100_000)) for _two in range(2)]

    def bind(project: Project) -> Callable[[], object]:
        amount = f.fen(100_000)
        columns = {"final_list": final, "agreed": amount, "granted": amount}
        return lambda: Project.objects.filter(pk=project.pk).update(**columns)

    wrong = at_once(*map(bind, both))

    # SQLite may turn the second away before it comes to the constraint: its table is busy.
    assert wrong[0] in BUSY
    assert len(wrong) == 1
    assert stand(pot) == (f.fen(100_000), f.fen(100_000))


@pytest.mark.mechanism("A12")
def test_two_payments_at_once_never_draw_more_than_the_project(committed: j.Cast) -> None:
    found = f.running(committed, 120_000)

    def pay(number: int) -> Callable[[], object]:
        return lambda: Payment.objects.create(
            project_id=found.pk,
            amount=f.fen(70_000),
            paid_on=time.today(),
            payee="某公司",
            purpose="首期款",
            voucher=f"财-{number}",
            recorded_by=1,
            recorded_name="甲",
            recorded_at=time.now(),
        )

    wrong = at_once(pay(1), pay(2))

    # SQLite may turn the second away before it comes to the constraint: its table is busy.
    assert wrong[0] in BUSY
    assert len(wrong) == 1
    assert f.project(found).drawn == f.fen(70_000)


@pytest.mark.mechanism("A12")
def test_lowering_the_pot_while_a_project_is_chosen_never_cuts_it(committed: j.Cast) -> None:
    play = committed
    pot = f.pot(play, 150_000)
    final = FinalList.objects.create(pot=pot, meeting=f.MEETING, decided_on=time.today())
    project = f.project(f.evaluated(play, 100_000))
    amount = f.fen(100_000)
    columns = {"final_list": final, "agreed": amount, "granted": amount}

    wrong = at_once(
        lambda: Project.objects.filter(pk=project.pk).update(**columns),
        lambda: Pot.objects.filter(pk=pot.pk).update(amount=f.fen(60_000)),
    )

    pot.refresh_from_db()
    # SQLite may turn the second away before it comes to the constraint: its table is busy.
    assert wrong[0] in BUSY
    assert len(wrong) == 1
    assert pot.bound <= pot.amount
    assert stand(pot)[0] == stand(pot)[1]
