"""What the public pages show, as plain data; templates draw it and ask nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renda.fund.models import Pot
from renda.fund.models import Project as Funded
from renda.fund.procedure import MICROPROJECT
from renda.kernel import money
from renda.kernel.time import local_day, today
from renda.law.procedure import StateType
from renda.ledger.models import Promise as Followed
from renda.matters.enums import CommitmentState, Grade, Mode, Outcome
from renda.matters.models import Commitment, Evaluation, Reply
from renda.portal.queries import Dossier, joint_names
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Round, flow
from renda.proposals.enums import Field
from renda.proposals.procedure import SUGGESTION

_TONES = {"late": "late", "done": "good", "soon": "warn", "ask": "eval", "run": "info"}
_ICONS = {"late": "alert-triangle", "good": "circle-check", "warn": "clock", "info": "clock"}


@dataclass(frozen=True, slots=True)
class Word:
    """A state in words with a colour and an icon; the meaning is never in the colour alone."""

    tone: str
    text: str

    @property
    def icon(self) -> str:
        """The icon that goes with the colour."""
        return _ICONS.get(self.tone, "info-circle")


def state_word(proceeding: Proceeding) -> Word:
    """Where a suggestion stands."""
    state = SUGGESTION.state(proceeding.state)
    return Word(_TONES.get(state.tone, "plain"), str(state.label))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the public list."""

    public_id: str
    number: str
    title: str
    words: list[Word]
    unit: str
    field: str
    changed_on: date | None


def rows(proceedings: Iterable[Proceeding], overdue: Mapping[int, int]) -> list[Row]:
    """Lines of the list; no statement."""
    return [_row(each, overdue.get(each.pk, 0)) for each in proceedings]


def _row(proceeding: Proceeding, overdue: int) -> Row:
    words = [state_word(proceeding)]
    if overdue:
        text = ngettext("%(n)d promise overdue", "%(n)d promises overdue", overdue)
        words.insert(0, Word("late", text % {"n": overdue}))
    return Row(
        public_id=str(proceeding.public_id),
        number=proceeding.number,
        title=proceeding.title,
        words=words,
        unit=str(proceeding.lead_body or ""),
        field=field_name(proceeding),
        changed_on=local_day(proceeding.last_step_at) if proceeding.last_step_at else None,
    )


def field_name(proceeding: Proceeding) -> str:
    """The field in words."""
    return str(Field(proceeding.field).label) if proceeding.field else ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise with its state."""

    what: str
    word: Word
    amount: str
    owner: str
    unit: str
    due_on: date | None
    condition: str
    review_on: date | None
    is_kept: bool

    @property
    def is_late(self) -> bool:
        """Whether it is overdue or broken."""
        return self.word.tone == "late"


def promise(row: Commitment, day: date) -> Promise:
    """A promise as the page shows it on ``day``."""
    due_on, condition, review_on = holds_now(row)
    return Promise(
        what=row.what,
        word=_promise_word(row, due_on, day),
        amount=row.amount,
        owner=row.owner,
        unit=row.body.name,
        due_on=due_on,
        condition=condition,
        review_on=review_on,
        is_kept=row.state in (CommitmentState.KEPT, CommitmentState.LATE),
    )


def holds_now(row: Commitment) -> tuple[date | None, str, date | None]:
    """Day, condition and its review as they hold now: the ledger's, else the reply's."""
    followed = getattr(row, "promise", None)
    if followed is None:
        return row.due_on, row.condition, row.review_on
    return followed.due_on, followed.condition, None if followed.due_on else followed.day


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A line of the public ledger: a promise and its suggestion."""

    promise: Promise
    number: str
    title: str
    public_id: str
    moved_from: date | None


def promise_rows(rows: Iterable[Followed], day: date) -> list[PromiseRow]:
    """Lines of the public ledger; no statement."""
    return [
        PromiseRow(
            promise=promise(each.commitment, day),
            number=each.matter.number,
            title=each.matter.title,
            public_id=str(each.matter.public_id),
            moved_from=each.first_day if each.first_day != each.day else None,
        )
        for each in rows
    ]


@dataclass(frozen=True, slots=True)
class FundRow:
    """A project of the final list with its progress."""

    public_id: str
    title: str
    number: str
    place: str
    beneficiaries: str
    people: int | None
    unit: str
    word: Word
    agreed: int
    listed: int
    paid: int
    percent: int
    meeting: str
    decided_on: date
    finish_by: date | None
    accepted_on: date | None


@dataclass(frozen=True, slots=True)
class FundPage:
    """The final list of a year: its projects, and the sums of what is shown (fen)."""

    pot: Pot
    rows: list[FundRow]
    agreed: int
    paid: int


def fund_page(pot: Pot, projects: Iterable[Funded]) -> FundPage:
    """The final list with the sums of its projects; no statement."""
    rows = [_fund_row(each) for each in projects]
    return FundPage(pot, rows, sum(row.agreed for row in rows), sum(row.paid for row in rows))


def _fund_row(project: Funded) -> FundRow:
    proceeding, decided = project.proceeding, project.final_list
    assert decided is not None  # noqa: S101 -- only what is on a final list is shown
    state = MICROPROJECT.state(proceeding.state)
    return FundRow(
        public_id=str(project.matter.public_id),
        title=proceeding.title,
        number=project.matter.number,
        place=project.place,
        beneficiaries=project.beneficiaries,
        people=project.people,
        unit=str(proceeding.lead_body or ""),
        word=Word(_TONES.get(state.tone, "plain"), str(state.label)),
        agreed=project.agreed,
        listed=project.listed,
        paid=project.paid,
        percent=project.percent,
        meeting=decided.meeting,
        decided_on=decided.decided_on,
        finish_by=project.finish_by,
        accepted_on=project.accepted_on,
    )


def fund_data(page: FundPage) -> dict[str, Any]:
    """The same for the interface; sums in yuan."""
    same = ("title", "number", "place", "beneficiaries", "people", "unit", "percent", "meeting")
    return {
        "year": page.pot.year,
        "pot": str(money.yuan(page.pot.amount)),
        "agreed": str(money.yuan(page.agreed)),
        "paid": str(money.yuan(page.paid)),
        "projects": [
            {
                "suggestion": row.public_id,
                **{name: getattr(row, name) for name in same},
                "state": row.word.text,
                "agreed": str(money.yuan(row.agreed)),
                "paid": str(money.yuan(row.paid)),
                "decided_on": row.decided_on,
                "finish_by": row.finish_by,
                "accepted_on": row.accepted_on,
            }
            for row in page.rows
        ],
    }


def _promise_word(row: Commitment, due_on: date | None, day: date) -> Word:
    tones = {
        CommitmentState.KEPT: "good",
        CommitmentState.LATE: "warn",
        CommitmentState.BROKEN: "late",
        CommitmentState.CHANGED: "plain",
    }
    state = CommitmentState(row.state)
    if state is not CommitmentState.OPEN:
        return Word(tones[state], str(state.label))
    if due_on is None:
        return Word("plain", _("On a condition"))
    left = (due_on - day).days
    if left < 0:
        return Word(
            "late", ngettext("%(n)d day overdue", "%(n)d days overdue", -left) % {"n": -left}
        )
    if left == 0:
        return Word("warn", _("Due today"))
    return Word("plain", ngettext("%(n)d more day", "%(n)d more days", left) % {"n": left})


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply of a unit."""

    unit: str
    round: int
    number: str
    on: date
    outcome: str
    text: str
    reason: str
    review_on: date | None


def answer(row: Reply) -> Answer:
    """A reply without the names and telephones of officers."""
    assert row.delivered_at is not None  # noqa: S101 -- only delivered ones are read
    return Answer(
        unit=row.assignment.body.name,
        round=row.round,
        number=row.document_number,
        on=local_day(row.delivered_at),
        outcome=str(Outcome(row.outcome_class).label),
        text=row.text,
        reason=row.reason,
        review_on=row.review_on,
    )


@dataclass(frozen=True, slots=True)
class Grades:
    """How many deputies gave which grade in a round; no names."""

    round: int
    on: date | None
    count: int
    process: list[int]
    result: list[int]


def grades(evaluations: Iterable[Evaluation]) -> list[Grades]:
    """The results of the evaluations by round."""
    by_round: dict[int, list[Evaluation]] = {}
    for each in evaluations:
        by_round.setdefault(each.round, []).append(each)
    return [_grades(number, given) for number, given in sorted(by_round.items())]


def _grades(number: int, given: list[Evaluation]) -> Grades:
    days = [local_day(each.given_at) for each in given if each.given_at]
    return Grades(
        round=number,
        on=max(days, default=None),
        count=len(given),
        process=[sum(each.process_grade == grade for each in given) for grade in Grade.values],
        result=[sum(each.result_grade == grade for each in given) for grade in Grade.values],
    )


def say(promises: list[Promise], proceeding: Proceeding, answers: list[Answer]) -> list[str]:
    """The state of things in a few plain sentences."""
    sentences = [_stand(proceeding, answers)]
    if promises:
        kept = sum(p.is_kept for p in promises)
        late = [p for p in promises if p.is_late]
        sentences.append(
            _("Of %(all)d promises %(kept)d are kept and %(late)d are overdue.")
            % {"all": len(promises), "kept": kept, "late": len(late)}
        )
        sentences += [
            _("Overdue is “%(what)s”; responsible: %(owner)s.")
            % {"what": each.what, "owner": each.owner}
            for each in late[:3]
        ]
    return sentences


def _stand(proceeding: Proceeding, answers: list[Answer]) -> str:
    state = SUGGESTION.state(proceeding.state)
    if proceeding.state == "rehandling" or (state.type is StateType.OPEN and proceeding.round > 1):
        return _("The deputies were dissatisfied; it is being handled again.")
    if proceeding.state == "replied":
        return _("The unit has replied; the deputies' evaluation is awaited.")
    return _("It stands at: %(state)s.") % {"state": state.label}


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a published suggestion."""

    proceeding: Proceeding
    number: str
    title: str
    author: str
    signers: int
    units: list[str]
    separate: bool
    joint: list[str]
    field: str
    word: Word
    sentences: list[str]
    is_late: bool
    rounds: list[Round]
    promises: list[Promise]
    answers: list[Answer]
    grades: list[Grades]
    parts: list[tuple[str, str]]
    published_on: date | None


def page(found: Dossier) -> Page:
    """The page of a dossier; no statement."""
    proceeding, suggestion = found.proceeding, found.proceeding.suggestion
    day = today()
    promises = [promise(row, day) for row in found.promises]
    answers = [answer(row) for row in found.replies]
    own = [a for a in found.assignments if a.round == proceeding.round]
    replying = [a for a in own if a.mode != Mode.JOINT]
    word = state_word(proceeding)
    return Page(
        proceeding=proceeding,
        number=proceeding.number,
        title=proceeding.title,
        author=proceeding.lead_name,
        signers=found.signers,
        units=[a.body.name for a in replying] or [str(proceeding.lead_body or "")],
        separate=any(a.mode == Mode.SEPARATE for a in replying),
        joint=joint_names(found.assignments, proceeding.round),
        field=field_name(proceeding),
        word=word,
        sentences=say(promises, proceeding, answers),
        is_late=word.tone == "late" or any(p.is_late for p in promises),
        rounds=flow(SUGGESTION, proceeding, found.events),
        promises=promises,
        answers=answers,
        grades=grades(found.evaluations),
        parts=[
            (_("Facts"), suggestion.facts),
            (_("Analysis"), suggestion.analysis),
            (_("Proposal"), suggestion.proposal),
        ],
        published_on=local_day(suggestion.published_at) if suggestion.published_at else None,
    )


def data(found: Dossier) -> dict[str, Any]:
    """The page as plain values, for the public interface."""
    shown = page(found)
    return {
        "id": str(found.proceeding.public_id),
        "number": shown.number,
        "title": shown.title,
        "state": found.proceeding.state,
        "state_label": shown.word.text,
        "field": found.proceeding.field,
        "author": shown.author,
        "signers": shown.signers,
        "units": shown.units,
        "joint_units": shown.joint,
        "text": {
            "facts": found.proceeding.suggestion.facts,
            "analysis": found.proceeding.suggestion.analysis,
            "proposal": found.proceeding.suggestion.proposal,
        },
        "stages": [
            {"round": r.number, "stage": s.label, "mark": s.mark, "on": s.day}
            for r in shown.rounds
            for s in r.stages
        ],
        "replies": [
            {
                "unit": a.unit,
                "round": a.round,
                "document_number": a.number,
                "delivered_on": a.on,
                "outcome": a.outcome,
                "text": a.text,
            }
            for a in shown.answers
        ],
        "commitments": [
            {
                "what": row.what,
                "amount": row.amount,
                "owner": row.owner,
                "unit": row.body.name,
                "due_on": row.due_on,
                "condition": row.condition,
                "review_on": row.review_on,
                "state": row.state,
            }
            for row in found.promises
        ],
        "evaluations": [
            {
                "round": g.round,
                "count": g.count,
                "process": dict(zip(Grade.values, g.process, strict=True)),
                "result": dict(zip(Grade.values, g.result, strict=True)),
            }
            for g in shown.grades
        ],
        "published_on": shown.published_on,
    }
