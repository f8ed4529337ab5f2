"""Every figure, declared once: the records it counts, and which of them.

The number on a page, the list behind it, the documents and the interface all ask the same
condition, so that none of them can count differently. What adds up to what stands in ``SUMS``.
Conditions may name the columns that ``queries`` adds: ``late_days``, ``is_over`` and ``is_talked``
of a unit's part, ``is_repeated`` of a reply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from renda.ledger.queries import OWED
from renda.matters.enums import (
    AssignmentState,
    CommitmentState,
    ContactState,
    ContactWay,
    Grade,
    Mode,
    Outcome,
)
from renda.matters.enums import EvaluationState as E
from renda.proposals.enums import Form

Condition = Callable[[date], Q]

# What a record is: the table it stands in, and how its matter and its unit are reached.
MATTERS, GONE, PARTS, JOINT = "matters", "gone", "parts", "joint"
EVALUATIONS, SECOND, PROMISES, TALKS = "evaluations", "second", "promises", "talks"
REPLIES = "replies"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: its name, the records it is taken from, which of them on a day, what it says.

    ``is_odd`` marks what should be looked into; only the congress's own offices see these.
    """

    name: str
    source: str
    label: Any
    condition: Condition
    is_odd: bool = False


def always(condition: Q) -> Condition:
    """A condition that does not depend on the day."""
    return lambda _day: condition


# --- the course of a suggestion ------------------------------------------------------------------

_OUT = Q(state__in=["merged", "refused", "motion_taken"])
_ANSWERED = ["replied", "rehandling", "concluded", "escalated"]
ASSIGNED = ~_OUT & (Q(state__in=["handling", *_ANSWERED]) | Q(round__gt=1))
REPLIED = ~_OUT & (Q(state__in=_ANSWERED) | Q(round__gt=1))


def _matters() -> Iterator[Figure]:
    for name, label, condition in (
        ("received", pgettext_lazy("figure", "Received"), Q()),
        (
            "in_session",
            pgettext_lazy("figure", "of them made in session"),
            Q(suggestion__in_session=True),
        ),
        ("motions", pgettext_lazy("figure", "of them motions"), Q(suggestion__form=Form.MOTION)),
        ("keys", pgettext_lazy("figure", "of them key suggestions"), Q(suggestion__is_key=True)),
        ("merged", pgettext_lazy("figure", "Handled together with another"), Q(state="merged")),
        ("refused", pgettext_lazy("figure", "Not taken"), Q(state="refused")),
        ("taken", pgettext_lazy("figure", "Taken as a motion"), Q(state="motion_taken")),
        ("unassigned", pgettext_lazy("figure", "Not assigned yet"), ~_OUT & ~ASSIGNED),
        ("assigned", pgettext_lazy("figure", "Assigned"), ASSIGNED),
        (
            "unanswered",
            pgettext_lazy("figure", "Being handled, not replied yet"),
            ASSIGNED & ~REPLIED,
        ),
        ("replied", pgettext_lazy("figure", "Replied"), REPLIED),
        (
            "again",
            pgettext_lazy("figure", "Handled again"),
            REPLIED & (Q(round__gt=1) | Q(state="rehandling")),
        ),
        ("concluded", pgettext_lazy("figure", "Concluded"), Q(state="concluded")),
        ("escalated", pgettext_lazy("figure", "Dissatisfied, gone up"), Q(state="escalated")),
    ):
        yield Figure(name, MATTERS, label, always(condition))
    for code in Outcome:
        chosen = REPLIED & Q(suggestion__outcome_class=code)
        yield Figure(f"class_{code.lower()}", MATTERS, code.label, always(chosen))
    none = REPLIED & Q(suggestion__outcome_class="")
    yield Figure("class_none", MATTERS, pgettext_lazy("figure", "Without a class"), always(none))
    for grade in Grade:
        chosen = REPLIED & Q(suggestion__result_grade=grade)
        yield Figure(f"last_{grade}", MATTERS, grade.label, always(chosen))
    none = REPLIED & Q(suggestion__result_grade="")
    yield Figure(
        "last_none",
        MATTERS,
        pgettext_lazy("figure", "Not evaluated by the leading deputy"),
        always(none),
    )


# --- the part of a unit --------------------------------------------------------------------------

_DONE = Q(state=AssignmentState.REPLIED)


def _parts() -> Iterator[Figure]:
    yield Figure("parts", PARTS, pgettext_lazy("figure", "Parts that owe a reply"), always(Q()))
    yield Figure("parts_replied", PARTS, pgettext_lazy("figure", "Replies given"), always(_DONE))
    for name, label, condition in (
        ("in_time", pgettext_lazy("figure", "Replied in time"), _DONE & Q(late_days=0)),
        ("late", pgettext_lazy("figure", "Replied late"), _DONE & Q(late_days__gt=0)),
        (
            "undated",
            pgettext_lazy("figure", "Replied, day not known"),
            _DONE & Q(late_days__isnull=True),
        ),
    ):
        yield Figure(name, PARTS, label, always(condition))
    for name, label, is_over in (
        ("overdue", pgettext_lazy("figure", "Not replied, overdue"), True),
        ("running", pgettext_lazy("figure", "Not replied, time left"), False),
    ):
        yield Figure(name, PARTS, label, always(~_DONE & Q(is_over=is_over)))
    yield Figure("joint", JOINT, pgettext_lazy("figure", "Joint parts"), always(Q()))
    given = Q(state=AssignmentState.OPINION_GIVEN)
    yield Figure(
        "joint_given", JOINT, pgettext_lazy("figure", "Joint opinions given"), always(given)
    )


# --- evaluations ---------------------------------------------------------------------------------

_GIVEN = Q(state=E.GIVEN)
PAPER = Q(channel="paper")
_WAITING = Q(state__in=[E.SENT, E.OPENED, E.HALF])
STAGES = (
    ("first", EVALUATIONS, Q(round=1), pgettext_lazy("figure", "First evaluation of the reply")),
    (
        "renewed",
        EVALUATIONS,
        Q(round__gt=1),
        pgettext_lazy("figure", "Evaluation after handling again"),
    ),
    ("second", SECOND, Q(), pgettext_lazy("figure", "Second evaluation, of the promise kept")),
)
# By which way an evaluation came; the ways are never added up silently.
WAYS = (("", Q()), ("_paper", PAPER), ("_online", ~PAPER))


def _evaluations() -> Iterator[Figure]:
    for stage, source, base, label in STAGES:
        yield Figure(f"{stage}_asked", source, label, always(base))
        for name, words, condition in (
            ("waiting", pgettext_lazy("figure", "Not evaluated yet"), _WAITING),
            ("missed", pgettext_lazy("figure", "Time for evaluating over"), Q(state=E.MISSED)),
            ("waived", pgettext_lazy("figure", "No evaluation needed"), Q(state=E.WAIVED)),
        ):
            yield Figure(f"{stage}_{name}", source, words, always(base & condition))
        for way, came in WAYS:
            given = base & _GIVEN & came
            yield Figure(
                f"{stage}_given{way}", source, pgettext_lazy("figure", "Evaluated"), always(given)
            )
            for grade in Grade:
                name = f"{stage}_{grade}{way}"
                chosen = given & Q(result_grade=grade)
                yield Figure(name, source, grade.label, always(chosen))
            process = given & Q(process_grade=Grade.SATISFIED)
            name = f"{stage}_process{way}"
            yield Figure(
                name, source, pgettext_lazy("figure", "Satisfied with the process"), always(process)
            )


# --- promises and talks --------------------------------------------------------------------------

_OWED = Q(proceeding__state__in=OWED)
_FACE = Q(way__in=[ContactWay.VISIT, ContactWay.MEETING, ContactWay.ON_SITE])


def _promises() -> Iterator[Figure]:
    yield Figure("promised", PROMISES, pgettext_lazy("figure", "Promises made"), always(Q()))
    yield Figure(
        "owed", PROMISES, pgettext_lazy("figure", "Still owed"), lambda day: _OWED & Q(day__gte=day)
    )
    yield Figure(
        "past",
        PROMISES,
        pgettext_lazy("figure", "Past their day"),
        lambda day: _OWED & Q(day__lt=day),
    )
    for state in (
        *(CommitmentState.KEPT, CommitmentState.CHANGED, CommitmentState.LATE),
        *(CommitmentState.BROKEN, CommitmentState.STRUCK),
    ):
        ended = ~_OWED & Q(commitment__state=state)
        yield Figure(f"promise_{state}", PROMISES, state.label, always(ended))


def _talks() -> Iterator[Figure]:
    yield Figure("talks", TALKS, pgettext_lazy("figure", "Talks with deputies"), always(Q()))
    yield Figure("face", TALKS, pgettext_lazy("figure", "of them face to face"), always(_FACE))
    for state, label in (
        (ContactState.CONFIRMED, pgettext_lazy("figure", "confirmed by the deputy")),
        (ContactState.STATED, pgettext_lazy("figure", "not confirmed by the deputy")),
        (ContactState.CORRECTED, pgettext_lazy("figure", "corrected by the deputy")),
    ):
        yield Figure(f"face_{state}", TALKS, label, always(_FACE & Q(state=state)))


# --- what should be looked into ------------------------------------------------------------------

_MINUTE = F("received_at") + timedelta(minutes=1)


def _odd() -> Iterator[Figure]:
    for name, source, label, condition in (
        (
            "same_minute",
            PARTS,
            pgettext_lazy("figure", "Signed for and replied to in the same minute"),
            Q(reply__signed_at__isnull=False, reply__signed_at__lt=_MINUTE),
        ),
        (
            "same_text",
            REPLIES,
            pgettext_lazy("figure", "Replies to different suggestions in the same words"),
            Q(is_repeated=True),
        ),
        (
            "unconfirmed",
            TALKS,
            pgettext_lazy("figure", "Face-to-face talks that the deputy did not confirm"),
            _FACE & ~Q(state=ContactState.CONFIRMED),
        ),
        (
            "untalked",
            PARTS,
            pgettext_lazy("figure", "Replied without any talk"),
            _DONE & Q(is_talked=False),
        ),
    ):
        yield Figure(name, source, label, always(condition), is_odd=True)


FIGURES: dict[str, Figure] = {
    figure.name: figure
    for group in (_matters, _parts, _evaluations, _promises, _talks, _odd)
    for figure in group()
} | {
    "gone": Figure(
        "gone",
        GONE,
        pgettext_lazy("figure", "Withdrawn or void, counted nowhere else"),
        always(Q()),
    )
}


def _stage_sums(stage: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    parts = ("given", "waiting", "missed", "waived")
    yield f"{stage}_asked", tuple(f"{stage}_{part}" for part in parts)
    yield f"{stage}_given", tuple(f"{stage}_{grade}" for grade in Grade)
    for what in ("given", "process", *Grade):
        yield f"{stage}_{what}", (f"{stage}_{what}_paper", f"{stage}_{what}_online")


# Every figure on the left is the sum of those on the right, in every cut.
SUMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("received", ("merged", "refused", "taken", "unassigned", "assigned")),
    ("assigned", ("unanswered", "replied")),
    ("replied", ("class_a", "class_b", "class_c", "class_d", "class_none")),
    ("replied", (*(f"last_{grade}" for grade in Grade), "last_none")),
    ("parts", ("parts_replied", "overdue", "running")),
    ("parts_replied", ("in_time", "late", "undated")),
    (
        "promised",
        (
            *("owed", "past", "promise_kept", "promise_changed", "promise_late"),
            *("promise_broken", "promise_struck"),
        ),
    ),
    ("face", ("face_confirmed", "face_stated", "face_corrected")),
    *(pair for stage, *_rest in STAGES for pair in _stage_sums(stage)),
)
MODES = {PARTS: [Mode.LEAD, Mode.SEPARATE], JOINT: [Mode.JOINT]}
