"""A simulated year: what the ledger counted is what the lists and queries show."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from renda.congresses.models import Congress
from renda.demo.cast import Cast
from renda.demo.content import staff_names
from renda.demo.ledger import Ledger
from renda.demo.services.structure import Founding, found
from renda.demo.simulator import Simulation, open_proceedings
from renda.demo.timeline import Clock, moment
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.matters.models import Assignment
from renda.people.models import Mandate
from renda.proceedings import models as proceedings
from renda.proposals import queries
from renda.proposals.facts import Draft
from renda.proposals.services import open_draft

START = date(2025, 1, 20)
MATTERS = 90


def make_district() -> Congress:
    work = Founding(Clock(moment(date(2024, 1, 15)), timedelta(seconds=15)), START)
    found(work)
    return work.casts["qinghe"].congress


def make_drafts(congress: Congress, count: int) -> None:
    chance = random.Random(1)  # noqa: S311 -- the same drafts every time
    clock = Clock(moment(START - timedelta(days=1)))
    cast = Cast(congress, clock, staff_names(chance))
    mandates = list(Mandate.objects.filter(congress=congress).order_by("id"))
    words = "这是为模拟全年办理工作而写的一段文字。"
    for number in range(count):
        mandate = chance.choice(mandates)
        facts = Draft(
            title=f"关于第{number}号事项的建议", facts=words, analysis=words, proposal=words
        )
        with clock.tick():
            open_draft(actor=cast.holder([f"p{mandate.person_id}"]), facts=facts)


def counted(rows: list[str]) -> dict[str, int]:
    return dict(sorted(Counter(row for row in rows if row).items()))


def compare(ledger: Ledger, clerk: Actor, day: date) -> None:
    """Every figure of the ledger against the lists and the tables."""
    everything = proceedings.Proceeding.objects.filter(pk__in=list(ledger.lines))
    shown = queries.suggestions(clerk)
    kept = {pk: line for pk, line in ledger.lines.items() if line.state != "draft"}
    states = counted(list(everything.values_list("state", flat=True)))
    assert states == ledger.by_state()
    # Somebody's returned one is his draft again, which the office does not see.
    assert set(shown.values_list("pk", flat=True)) >= {
        pk for pk, line in kept.items() if line.state != "returned"
    }
    assert (
        counted(list(everything.values_list("suggestion__outcome_class", flat=True)))
        == ledger.by_class()
    )
    assert counted(list(everything.values_list("outcome", flat=True))) == ledger.by_grade()
    late = queries.filtered(clerk, queries.Filters(state="late"))
    expected = {pk for pk, line in ledger.lines.items() if line.is_late(day)}
    assert set(late.values_list("pk", flat=True)) == expected
    assert everything.filter(round__gt=1).count() == ledger.rehandled()
    replies = proceedings.Clock.objects.filter(
        name="reply", late_days__gt=0, proceeding__in=everything
    )
    assert replies.count() == ledger.late_replies()
    for name, groups in queries.GROUPS.items():
        listed = queries.filtered(clerk, queries.Filters(state=name)).count()
        assert listed == sum(line.state in groups for line in ledger.lines.values()), name


@pytest.mark.django_db
@pytest.mark.mechanism("A1")
@pytest.mark.statute("SUG-4", "SUG-7")
def test_a_year_of_ninety_agrees_with_an_independent_count() -> None:
    congress = make_district()
    make_drafts(congress, MATTERS)
    year = Simulation(congress, seed=2025, start=START)
    year.take_up(open_proceedings(congress))
    clerk = year.cast.of_role("office_clerk")
    months: list[date] = []

    def check(simulation: Simulation, day: date) -> None:
        months.append(day)
        compare(simulation.ledger, clerk, day)

    until = START + timedelta(days=365)
    ledger = year.run(until=until, monthly=check)
    with time.invented(moment(until)):
        compare(ledger, clerk, until)

    assert len(months) >= 10
    assert len(ledger.lines) == MATTERS
    wanted = {
        *("return", "refuse", "withdraw", "return_to_congress", "hand_back", "urge"),
        *("ask_extension", "decide_extension", "return_reply", "send_back_reply", "waive"),
        *("enter_paper_again", "close_unanswered", "reassign", "give_opinion"),
    }
    assert wanted - set(ledger.steps) == set()
    assert ledger.rehandled() > 0
    assert ledger.late_replies() > 0
    assert Assignment.objects.filter(mode="separate").exists()
