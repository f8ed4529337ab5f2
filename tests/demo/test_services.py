"""The district: built once, in all states, by people through the services."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from renda.access.enums import Role
from renda.access.models import Account, Seat
from renda.congresses.models import Body, Congress, Constituency, Session
from renda.demo import queries, services
from renda.demo.content import texts
from renda.fund.models import FinalList, Pot, Project
from renda.fund.procedure import MICROPROJECT
from renda.inspections.models import Inspection, Question
from renda.kernel import time
from renda.kernel.actor import PUBLIC
from renda.ledger.models import Promise
from renda.ledger.procedure import COMMITMENT
from renda.levels.models import PassedUp
from renda.oversight.models import KeySuggestion
from renda.oversight.procedure import KEY
from renda.people.models import Mandate
from renda.proceedings.models import Event, Proceeding
from renda.proposals.models import ConferencePlan, Suggestion
from renda.proposals.procedure import SUGGESTION
from renda.records.models import Record
from renda.reports.models import Document
from renda.reports.queries import documents

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def district(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> object:
    """Built once for the module; each test's own changes are rolled back on top of it."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        from django.db import transaction

        steps: list[tuple[int, int]] = []
        with transaction.atomic():
            with time.invented(NOW):
                built = services.build(lambda done, total, what="": steps.append((done, total)))
            yield built, steps
            transaction.set_rollback(True)


def test_it_reports_progress_and_stands(district: tuple[bool, list[tuple[int, int]]]) -> None:
    built, steps = district

    assert built is True
    assert [done for done, _total in steps] == list(range(1, len(steps) + 1))
    assert steps[-1][0] == steps[-1][1]


def test_all_states_of_the_procedure_are_there(district: object) -> None:
    suggestions = Proceeding.objects.filter(kind="suggestion")
    found = Counter(suggestions.values_list("state", flat=True))

    assert sum(found.values()) == len(texts())
    assert set(found) == {state.name for state in SUGGESTION.states}


@pytest.mark.mechanism("A10")
def test_promises_are_in_every_state_but_struck_off(district: object) -> None:
    found = set(Promise.objects.values_list("proceeding__state", flat=True))

    assert found == {state.name for state in COMMITMENT.states} - {"struck"}


@pytest.mark.mechanism("A11")
def test_key_suggestions_are_in_every_state(district: object) -> None:
    found = set(KeySuggestion.objects.values_list("proceeding__state", flat=True))

    assert found == {state.name for state in KEY.states}


@pytest.mark.mechanism("K4")
def test_the_city_was_asked_and_both_levels_agree(district: object) -> None:
    below = set(PassedUp.objects.values_list("proceeding__state", flat=True))
    above = set(PassedUp.objects.values_list("half_above__proceeding__state", flat=True))

    assert below == {"sent", "in_hand", "answered", "settled", "returned"}
    assert above == {"sent", "assigned", "delivered", "settled", "returned"}


@pytest.mark.mechanism("A4")
def test_inspections_and_their_questions_stand_in_every_state(district: object) -> None:
    states = set(Inspection.objects.values_list("proceeding__state", flat=True))
    questions = set(Question.objects.values_list("state", flat=True))

    assert states == {"announced", "held", "concluded"}
    assert questions == {"planned", "answered", "owed", "given", "settled", "dropped"}


@pytest.mark.mechanism("K3")
@pytest.mark.statute("SUG-11")
def test_the_office_had_its_papers_made_and_the_report_is_public(district: object) -> None:
    made = Document.objects.filter(congress__slug="qinghe").order_by("id")

    assert [(paper.kind, paper.state) for paper in made] == [
        ("handling", "ready"),
        ("bulletin", "ready"),
        ("units", "ready"),
        ("dossier", "ready"),
    ]
    assert [paper.kind for paper in documents(PUBLIC)] == ["handling"]


def test_what_waits_for_assignment_stands_on_the_list_of_the_next_conference(
    district: object,
) -> None:
    waiting = Proceeding.objects.filter(
        kind="suggestion", congress__slug="qinghe", state__in=["screened", "answered"]
    )
    plan = ConferencePlan.objects.get()

    listed = plan.items.values_list("suggestion_id", flat=True)
    assert sorted(listed) == sorted(waiting.values_list("pk", flat=True))
    assert plan.conference.held_on > time.local_day(NOW)


def test_the_structure_is_the_district_of_the_brief(district: object) -> None:
    county = Congress.objects.get(slug="qinghe")
    kinds = Counter(Body.objects.filter(congress=county).values_list("kind", flat=True))

    assert kinds["department"] == 30
    assert kinds["town_government"] == 3
    assert kinds["handling_office"] == 5
    assert kinds["delegation"] == kinds["group"] == 4
    assert Mandate.objects.filter(congress=county, state="active").count() == 180
    assert Constituency.objects.filter(term__congress=county).count() == 60
    assert Session.objects.filter(term__congress=county, state="closed").count() == 3
    assert Session.objects.filter(term__congress__slug="bailu", state="open").count() == 1
    assert Congress.objects.filter(is_demo=False).exists() is False


def test_what_happened_is_in_the_order_of_time_and_never_ahead(district: object) -> None:
    for congress in Congress.objects.all():
        moments = list(
            Record.objects.filter(congress_id=congress.pk).order_by("seq").values_list("at")
        )
        assert moments == sorted(moments)
    assert Event.objects.filter(at__gt=NOW).exists() is False


def test_every_step_was_taken_by_somebody_with_a_seat(district: object) -> None:
    # What the ledger opens and marks by itself, and what the other level did, is the platform's.
    own = {"open", "fall_due", "come_up"}
    entered = {"taken_up", "turned_back", "answer", "settled"}
    people = Event.objects.exclude(proceeding__kind="commitment", step__in=own)
    people = people.exclude(proceeding__kind="from_below", step="open").exclude(step__in=entered)
    assert people.filter(seat_id__isnull=True).exists() is False


def test_one_account_a_role_which_can_sign_in(district: object) -> None:
    rows = queries.accounts()
    request = RequestFactory().get("/")
    roles = set(
        Seat.objects.filter(account__username__in=[row[2] for row in rows]).values_list(
            "role", flat=True
        )
    )

    assert len(rows) == 20
    assert roles == set(Role.values)
    role, name, username, password, hint = rows[0]
    account = authenticate(request, username=username, password=password)
    assert account == Account.objects.get(username="daibiao")
    assert (account.name, bool(role), bool(hint)) == (name, True, True)


def test_classes_grades_and_publication_are_all_there(district: object) -> None:
    rows = Suggestion.objects.all()

    assert set(rows.values_list("outcome_class", flat=True)) >= {"A", "B", "C", "D"}
    assert set(rows.values_list("result_grade", flat=True)) >= {
        "satisfied",
        "basically",
        "dissatisfied",
    }
    assert rows.filter(publish_state="published", proceeding__visibility="public").count() >= 5
    assert Proceeding.objects.filter(round=2).count() >= 2


def test_a_second_run_changes_nothing(district: object) -> None:
    before = (Event.objects.count(), Account.objects.count(), Record.objects.count())

    assert services.build() is False
    assert (Event.objects.count(), Account.objects.count(), Record.objects.count()) == before


def test_an_account_without_its_password_is_not_told(district: object) -> None:
    Account.objects.filter(username="daibiao").update(activated_at=None)

    assert "daibiao" not in {row[2] for row in queries.accounts()}


@pytest.mark.mechanism("A12")
def test_micro_projects_of_two_years_stand_in_every_state(district: object) -> None:
    rows = Project.objects.select_related("proceeding", "pot")
    states = {row.proceeding.state for row in rows}

    assert states == {state.name for state in MICROPROJECT.states}
    assert [(pot.year, pot.left >= 0, pot.paid > 0) for pot in Pot.objects.all()] == [
        (2026, True, True),
        (2025, True, True),
    ]
    assert FinalList.objects.count() == 3
    assert rows.filter(proceeding__visibility="public", final_list__isnull=False).count() >= 3
