"""Taking a step: one wins, repeats write once, refusals and a broken record write nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError

from renda.kernel.actor import Actor, system
from renda.matters import facts as shared
from renda.matters.models import Assignment, Evaluation, Reply
from renda.people.models import Mandate
from renda.proceedings import procedure as bindings
from renda.proceedings.errors import KeyReused, NotYours, StepMissing, StepTaken
from renda.proceedings.facts import Facts
from renda.proceedings.models import Clock, Event, Idempotency, Party, Proceeding
from renda.proceedings.procedure import Binding, binding_of
from renda.proceedings.services import take_step
from renda.proposals import facts as own
from renda.proposals.procedure import SUGGESTION
from renda.proposals.services.binding import BINDING
from renda.records.models import Record
from renda.waiting.models import Waiting
from tests.proposals import journeys as j
from tests.proposals.journeys import again, take

pytestmark = pytest.mark.django_db

CHINA = ZoneInfo("Asia/Shanghai")
REGISTER = own.Register(field="urban", publication="yes")


def world() -> dict[str, int]:
    """How many rows there are of everything that a step may write."""
    models: tuple[Any, ...] = (
        Event,
        Record,
        Party,
        Clock,
        Waiting,
        Idempotency,
        Assignment,
        Reply,
        Evaluation,
    )
    return {model.__name__: model.objects.count() for model in models}


# --- two at once --------------------------------------------------------------------------------


def test_of_two_officers_one_wins_and_the_other_is_told_who_and_what() -> None:
    play = j.cast()
    p = j.submitted(play)
    seen = p.row_version
    take(p, "register", play.clerk, REGISTER, version=seen)
    before = world()

    with pytest.raises(StepTaken) as caught:
        take(p, "return", play.second_clerk, shared.Reason(reason="请补充"), version=seen)

    assert world() == before
    assert "许文静" in caught.value.message
    assert str(SUGGESTION.step("register").label) in caught.value.message


def test_a_page_of_yesterday_is_told_though_the_step_still_exists() -> None:
    play = j.cast()
    p = j.received(play)
    seen = p.row_version
    take(p, "urge", play.clerk, shared.Urge(text="请抓紧办理"))

    with pytest.raises(StepTaken):
        take(p, "void", play.head, shared.Reason(reason="误收"), version=seen)


# --- repeats ------------------------------------------------------------------------------------


def test_a_repeated_request_answers_the_same_and_writes_once() -> None:
    play = j.cast()
    p = j.submitted(play)
    first = take(p, "register", play.clerk, REGISTER, key="k1")
    after = world()

    second = take(p, "register", play.clerk, REGISTER, key="k1")

    assert (second.pk, world()) == (first.pk, after)


def test_a_key_is_not_used_for_something_else() -> None:
    play = j.cast()
    p = j.submitted(play)
    take(p, "register", play.clerk, REGISTER, key="k1")
    before = world()

    with pytest.raises(KeyReused):
        take(p, "return", play.clerk, shared.Reason(reason="请补充"), key="k1")

    assert world() == before


def test_the_same_key_of_another_officer_is_another_request() -> None:
    play = j.cast()
    p, q = j.submitted(play), j.submitted(play)
    take(p, "register", play.clerk, REGISTER, key="k1")

    take(q, "register", play.second_clerk, REGISTER, key="k1")

    assert [again(p).state, again(q).state] == ["screened", "screened"]


# --- refusals -----------------------------------------------------------------------------------


def test_a_refusal_writes_nothing() -> None:
    play = j.cast()
    p = j.submitted(play)
    before = world()

    with pytest.raises(NotYours):
        take(p, "register", play.handler, REGISTER, key="k1")
    with pytest.raises(StepMissing):
        j.take_step(again(p), "no_such_step", actor=play.clerk, facts=j.Nothing())

    assert (world(), again(p).row_version) == (before, p.row_version)


def test_an_audit_insert_that_fails_rolls_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    play = j.cast()
    p = j.submitted(play)
    before = world()

    def broken(*args: Any, **kwargs: Any) -> None:
        message = "disk full"
        raise DatabaseError(message)

    monkeypatch.setattr("renda.proceedings.services.steps.records.append", broken)
    with pytest.raises(DatabaseError, match="disk full"):
        take(p, "register", play.clerk, REGISTER, key="k1")

    fresh = again(p)
    assert (world(), fresh.state, fresh.number) == (before, "submitted", "")


def test_the_platform_takes_automatic_steps_only() -> None:
    play = j.cast()
    p = j.submitted(play)

    with pytest.raises(NotYours):
        take(p, "register", system(play.congress.pk), REGISTER)


def test_facts_of_another_step_are_not_taken() -> None:
    play = j.cast()
    p = j.submitted(play)
    before = world()

    with pytest.raises(TypeError):
        take(p, "register", play.clerk, shared.Reason(reason="不是登记"))

    assert world() == before


# --- the deadline -------------------------------------------------------------------------------


@pytest.mark.statute("SUG-4")
@pytest.mark.parametrize(
    ("seconds", "late"), [(-1, 0), (0, 1)], ids=["last second", "a second later"]
)
def test_a_reply_at_the_last_second_is_in_time(
    time_machine_at: Any, seconds: int, late: int
) -> None:
    time_machine_at("2026-03-02T10:00:00+08:00")
    play = j.cast()
    p = j.received(play)
    due = Clock.objects.get(name="reply").due_on
    assert due == date(2026, 6, 2)
    midnight = datetime(2026, 6, 3, tzinfo=CHINA)
    time_machine_at((midnight + timedelta(seconds=seconds)).isoformat())
    take(p, "submit_reply", play.handler, j.reply_facts())

    take(p, "sign_reply", play.signer, shared.SignReply())

    clock = Clock.objects.get(name="reply")
    assert (clock.late_days, clock.stopped_at is not None) == (late, True)


# --- the life around it -------------------------------------------------------------------------


def test_a_mandate_that_ends_leaves_the_open_matter_to_be_answered() -> None:
    play = j.cast()
    p = j.received(play)
    Mandate.objects.filter(person=play.persons["deputy"]).update(
        state="ended", ended_on=date(2026, 5, 1)
    )
    take(p, "submit_reply", play.handler, j.reply_facts())
    take(p, "sign_reply", play.signer, shared.SignReply())
    take(p, "confirm_class", play.handling, shared.ConfirmClass(outcome_class="A"))

    assert Evaluation.objects.get().person == play.persons["deputy"]


def test_acting_for_somebody_keeps_both_names() -> None:
    play = j.cast()
    p = j.submitted(play)
    clerk = play.clerk
    deputising = Actor(
        account_id=clerk.account_id,
        account_name="周芸",
        seat_id=clerk.seat_id,
        seat_label=clerk.seat_label,
        role=clerk.role,
        congress_id=clerk.congress_id,
        acting_for=1,
        acting_for_name="许文静",
        tokens=clerk.tokens,
    )

    event = take(p, "register", deputising, REGISTER)

    assert (event.actor_name, event.acting_for_name) == ("周芸", "许文静")


def test_a_case_keeps_the_version_it_began_under() -> None:
    play = j.cast()
    p = j.submitted(play)
    Proceeding.objects.filter(pk=p.pk).update(version=99)

    with pytest.raises(LookupError):
        binding_of(again(p))


def test_every_registered_declaration_holds_together() -> None:
    found = {each.procedure.kind: each.problems() for each in bindings.all_bindings()}

    assert found == {
        "suggestion": [],
        "commitment": [],
        "key": [],
        "passed_up": [],
        "from_below": [],
        "microproject": [],
        "inspection": [],
    }


def test_a_declaration_with_a_name_without_code_is_refused() -> None:
    broken = Binding(
        procedure=SUGGESTION,
        url_name=BINDING.url_name,
        facts=BINDING.facts,
        effects={},
        guards=BINDING.guards,
        lanes=BINDING.lanes,
    )

    with pytest.raises(ValueError, match="effect"):
        bindings.register(broken)


@pytest.mark.parametrize(
    ("before", "step", "facts", "who", "statements"),
    [
        ("assigned", "receive", shared.Receive(handler_name="林"), "handler", 20),
        ("signing", "sign_reply", shared.SignReply(), "signer", 22),
    ],
)
def test_a_step_takes_few_statements(
    before: str,
    step: str,
    facts: Facts,
    who: str,
    statements: int,
    django_assert_num_queries: Any,
) -> None:
    play = j.cast()
    proceeding = getattr(j, before)(play)
    lane_row = proceeding.assignments.get().pk

    # Within the test's own transaction the step is a savepoint: two more.
    with django_assert_num_queries(statements + 2):
        take_step(proceeding, step, actor=getattr(play, who), facts=facts, lane_row=lane_row)
