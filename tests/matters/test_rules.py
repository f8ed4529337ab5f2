"""The pure rules of grades: never better than what was given, never decided by silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.matters import rules
from renda.matters.enums import EvaluationState, Grade
from renda.matters.models import Evaluation

pytestmark = [pytest.mark.mechanism("A5", "A6"), pytest.mark.statute("SUG-7")]

DECIDES = ("lead", "majority", "worst")
BANDS = {"satisfied": 90, "basically": 70}


@st.composite
def evaluations(draw: st.DrawFn, states: tuple[str, ...] = ("given", "sent", "waived", "missed")):
    rows = []
    for number in range(draw(st.integers(1, 7))):
        state = draw(st.sampled_from(states))
        row = Evaluation(is_lead=number == 0, state=state)
        if state == EvaluationState.GIVEN:
            row.process_grade = draw(st.sampled_from(Grade.values))
            row.result_grade = draw(st.sampled_from(Grade.values))
        rows.append(row)
    return rows


@given(evaluations(), st.sampled_from(DECIDES))
def test_silence_never_concludes_as_satisfied(rows: list[Evaluation], decides: str) -> None:
    silent = [row for row in rows if row.state == EvaluationState.SENT]

    assert rules.overall_grade(silent, decides=decides) == ""
    if silent:
        assert rules.verdict(silent, decides=decides, rehandle_on="either") is None


@given(evaluations(states=("given",)))
def test_one_dissatisfied_is_enough_where_the_worst_decides(rows: list[Evaluation]) -> None:
    bad = any(rules.is_dissatisfied(row, "either") for row in rows)

    assert rules.verdict(rows, decides="worst", rehandle_on="either") is bad


@given(evaluations(states=("given",)))
def test_the_lead_alone_decides_where_the_lead_decides(rows: list[Evaluation]) -> None:
    lead = rules.is_dissatisfied(rows[0], "result")

    assert rules.verdict(rows, decides="lead", rehandle_on="result") is lead


@given(evaluations(states=("given",)))
def test_more_than_half_decides_where_the_majority_does(rows: list[Evaluation]) -> None:
    bad = sum(rules.is_dissatisfied(row, "either") for row in rows)

    verdict = rules.verdict(rows, decides="majority", rehandle_on="either")

    assert verdict is (bad * 2 > len(rows))


@given(evaluations(states=("given",)), st.sampled_from(DECIDES))
def test_once_all_have_answered_it_is_decided(rows: list[Evaluation], decides: str) -> None:
    assert rules.verdict(rows, decides=decides, rehandle_on="either") in (True, False)


@given(evaluations(states=("given",)))
def test_the_grade_of_the_matter_is_the_worse_of_the_two(rows: list[Evaluation]) -> None:
    order = list(Grade.values)
    lead = rows[0]
    worse = max(order.index(lead.process_grade), order.index(lead.result_grade))

    assert rules.overall_grade(rows, decides="lead") == order[worse]


@given(*(st.integers(0, 100) for _ in range(3)))
def test_the_total_lies_between_the_marks(a: int, b: int, c: int) -> None:
    marks = {"attitude": a, "timeliness": b, "content": c}
    total = rules.marks_total(marks, {"attitude": 30, "timeliness": 30, "content": 40})

    assert min(a, b, c) - 1e-9 <= total <= max(a, b, c) + 1e-9


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_higher_total_is_never_a_worse_grade(one: float, other: float) -> None:
    order = [Grade.DISSATISFIED, Grade.BASICALLY, Grade.SATISFIED]
    low, high = sorted((one, other))

    assert order.index(rules.grade_of(low, BANDS)) <= order.index(rules.grade_of(high, BANDS))


@pytest.mark.parametrize(
    ("total", "grade"),
    [(90, "satisfied"), (89.99, "basically"), (70, "basically"), (69.99, "dissatisfied")],
)
def test_bands_begin_with_their_number(total: float, grade: str) -> None:
    assert rules.grade_of(total, BANDS) == grade
