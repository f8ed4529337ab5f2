"""What the desk writes: the last ones worked on, and the repair of what waits."""

from __future__ import annotations

import pytest

from renda.desk import queries
from renda.desk.models import Recent
from renda.desk.services import forget_old, rebuild_waiting, remember
from renda.jobs.services import work_off
from renda.proceedings.models import Event, Proceeding
from renda.records import triggers
from renda.waiting.models import Waiting
from tests.proposals import journeys
from tests.proposals.journeys import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.mechanism("K1")]
JOURNEYS = ("invited", "submitted", "answered", "assigned", "signing", "replied", "rehandling")


@pytest.fixture
def play() -> Cast:
    return journeys.cast()


def rows() -> set[tuple[object, ...]]:
    names = ("subject", "step", "lane_row", "addressee", "due_on", "title", "number", "detail")
    return set(Waiting.objects.values_list(*names))


def test_the_repair_of_sound_rows_changes_nothing(play: Cast) -> None:
    for name in JOURNEYS:
        getattr(journeys, name)(play)
    before = rows()

    repaired = rebuild_waiting(play.congress.pk)

    assert (repaired.proceedings, repaired.added, repaired.removed) == (len(JOURNEYS), 0, 0)
    assert rows() == before


def test_lost_wrong_and_orphaned_rows_are_repaired(play: Cast) -> None:
    for name in JOURNEYS:
        getattr(journeys, name)(play)
    before = rows()
    lost = Waiting.objects.order_by("id").first()
    Waiting.objects.filter(step="register").update(due_on=None)
    wrong = Waiting.objects.exclude(pk=lost.pk).order_by("-id").first()
    Waiting.objects.create(
        congress=play.congress,
        subject=999_999,
        kind="suggestion",
        public_id=wrong.public_id,
        title="没有了",
        step="register",
        addressee=wrong.addressee,
        since=wrong.since,
    )
    lost.delete()

    rebuild_waiting(play.congress.pk)

    assert rows() == before


def test_the_repair_leaves_another_congress_alone(play: Cast) -> None:
    journeys.submitted(play)
    Waiting.objects.all().delete()

    rebuild_waiting(journeys.cast().congress.pk)

    assert rows() == set()


def test_a_step_is_found_again_on_its_seats_desk(play: Cast) -> None:
    proceeding = journeys.registered(play)
    work_off()

    found = queries.recent(play.clerk)

    assert [(each.proceeding_id, each.step) for each in found] == [(proceeding.pk, "register")]
    assert queries.recent(play.handler) == []


def test_the_last_ones_are_few_and_each_once(play: Cast, monkeypatch) -> None:
    monkeypatch.setattr("renda.desk.services.recent.KEPT", 2)
    made = [journeys.submitted(play) for _n in range(3)]

    for event in Event.objects.order_by("id"):
        remember(event)
    forget_old()

    kept = Recent.objects.order_by("-at").values_list("proceeding_id", "step")
    assert list(kept) == [(made[2].pk, "submit"), (made[1].pk, "submit")]


def test_what_a_seat_may_not_see_any_more_is_not_listed(play: Cast) -> None:
    proceeding = journeys.received(play)
    remember(Event.objects.get(proceeding=proceeding, step="receive"))

    proceeding.parties.filter(relation__endswith="undertaker").delete()

    assert queries.recent(play.handler) == []


def test_imports_and_the_platforms_own_steps_are_not_kept(play: Cast) -> None:
    proceeding: Proceeding = journeys.submitted(play)
    triggers.remove()
    Event.objects.filter(proceeding=proceeding).update(channel="import")
    triggers.install()

    for event in Event.objects.all():
        remember(event)

    assert Recent.objects.count() == 0
