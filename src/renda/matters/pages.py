"""What a matter's page shows of its closed loop, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renda.kernel.actor import Actor
from renda.kernel.time import local_day
from renda.matters.enums import AssignmentState, EvaluationState, Grade, Mode, Outcome
from renda.matters.models import Assignment, Commitment, Contact, Evaluation, Reply
from renda.matters.queries import Loop
from renda.proceedings.pages import Chip
from renda.proceedings.rules import Standing

_ASSIGNMENT_TONES = {
    AssignmentState.ASSIGNED: "idle",
    AssignmentState.RECEIVED: "run",
    AssignmentState.HANDED_BACK: "soon",
    AssignmentState.SIGNING: "soon",
    AssignmentState.CONFIRMING: "soon",
    AssignmentState.REPLIED: "done",
    AssignmentState.OPINION_GIVEN: "done",
    AssignmentState.WITHDRAWN: "idle",
}


def grade_chip(grade: str) -> Chip | None:
    """The chip of a grade; no grade looks like the wanted one."""
    if not grade:
        return None
    tone = "late" if grade == Grade.DISSATISFIED else "idle"
    return Chip(tone, str(Grade(grade).label))


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's part."""

    mode: str
    body: str
    handler: str
    chip: Chip
    round: int
    opinion: str
    opinion_at: datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A reply as its reader sees it; text and promises are hidden until it is opened."""

    round: int
    body: str
    document_number: str
    outcome: str
    outcome_code: str
    changed_from: str
    class_reason: str
    text: str
    reason: str
    review_on: date | None
    commitments: list[Commitment]
    signer: str
    delivered_on: date | None
    is_sealed: bool
    pk: int


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """One deputy's evaluation, or that there is none."""

    round: int
    body: str
    person: str
    is_lead: bool
    process: Chip | None
    result: Chip | None
    total: str
    comment: str
    state: str
    how: str
    on: date | None
    contested: bool


def units(loop: Loop) -> list[UnitLine]:
    """The units of all rounds, the newest round first."""
    rows = sorted(loop.assignments, key=lambda a: (-a.round, a.pk))
    return [_unit(a) for a in rows if a.state != AssignmentState.WITHDRAWN]


def _unit(assignment: Assignment) -> UnitLine:
    state = AssignmentState(assignment.state)
    return UnitLine(
        mode=str(Mode(assignment.mode).label),
        body=assignment.body.name,
        handler=assignment.handler_name,
        chip=Chip(_ASSIGNMENT_TONES[state], str(state.label)),
        round=assignment.round,
        opinion=assignment.opinion,
        opinion_at=assignment.done_at if assignment.mode == Mode.JOINT else None,
        remark=assignment.remark,
    )


def replies(loop: Loop, actor: Actor) -> list[ReplyView]:
    """The replies the actor may read.

    A delivered one, everybody who sees the matter; a signed one its handling office; one in the
    making its unit alone.
    """
    found = [reply for a in loop.assignments if (reply := _reply_of(a)) is not None]
    sealed = _sealed(loop.evaluations, actor)
    shown = [reply for reply in found if not reply.void_reason and _may_read(reply, actor)]
    shown.sort(key=lambda reply: (-reply.round, reply.pk))
    return [reply_view(reply, is_sealed=reply.pk in sealed) for reply in shown]


def _may_read(reply: Reply, actor: Actor) -> bool:
    if reply.delivered_at is not None:
        return True
    if actor.role == "handling_office":
        return reply.signed_at is not None
    return actor.role in _UNIT_ROLES and actor.body_id == reply.assignment.body_id


_UNIT_ROLES = ("handler", "undertaker_admin", "signer")


def _reply_of(assignment: Assignment) -> Reply | None:
    return getattr(assignment, "reply", None)


def _sealed(evaluations: Iterable[Evaluation], actor: Actor) -> set[int]:
    return {
        each.reply_id
        for each in evaluations
        if each.state == EvaluationState.SENT and each.person_id == actor.person_id
    }


def reply_view(reply: Reply, *, is_sealed: bool = False) -> ReplyView:
    """One reply as plain data."""
    code = reply.outcome_class or reply.proposed_class
    changed = reply.outcome_class and reply.outcome_class != reply.proposed_class
    return ReplyView(
        round=reply.round,
        body=reply.assignment.body.name,
        document_number=reply.document_number,
        outcome=str(Outcome(code).label),
        outcome_code=code,
        changed_from=str(Outcome(reply.proposed_class).label) if changed else "",
        class_reason=reply.class_reason,
        text="" if is_sealed else reply.text,
        reason="" if is_sealed else reply.reason,
        review_on=reply.review_on,
        commitments=[] if is_sealed else list(reply.commitments.all()),
        signer=reply.signer_name,
        delivered_on=local_day(reply.delivered_at) if reply.delivered_at else None,
        is_sealed=is_sealed,
        pk=reply.pk,
    )


def evaluations(loop: Loop) -> list[EvaluationLine]:
    """All evaluations, given or missing, the newest round first."""
    rows = sorted(loop.evaluations, key=lambda e: (-e.round, not e.is_lead, e.pk))
    return [_evaluation(each) for each in rows]


def _evaluation(row: Evaluation) -> EvaluationLine:
    given = row.state == EvaluationState.GIVEN
    how = ""
    if given and row.channel == "paper":
        how = _("Paper, entered alike by %(first)s and %(second)s") % {
            "first": row.first_entry_name,
            "second": row.second_entry_name,
        }
    return EvaluationLine(
        round=row.round,
        body=str(row.reply.assignment.body),
        person=row.person.name,
        is_lead=row.is_lead,
        process=grade_chip(row.process_grade) if given else None,
        result=grade_chip(row.result_grade) if given else None,
        total=f"{row.total:g}" if row.total is not None else "",
        comment=row.comment,
        state=str(EvaluationState(row.state).label),
        how=how,
        on=local_day(row.given_at) if row.given_at else None,
        contested=row.contested,
    )


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A talk as both sides tell it."""

    on: date
    way: str
    body: str
    who: str
    place: str
    summary: str
    chip: Chip
    answer: str
    happened_at: datetime
    recorded_at: datetime


def contacts(loop: Loop) -> list[ContactLine]:
    """The talks, the newest first."""
    return [contact_line(each) for each in loop.contacts]


def contact_line(row: Contact) -> ContactLine:
    """One talk: when it happened as the unit states it, when it was recorded by the server."""
    tones = {"stated": "soon", "confirmed": "done", "corrected": "late"}
    return ContactLine(
        on=local_day(row.happened_at),
        way=row.get_way_display(),
        body=str(row.assignment.body),
        who=row.who,
        place=row.place,
        summary=row.summary,
        chip=Chip(tones[row.state], row.get_state_display()),
        answer=row.answer,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
    )


@dataclass(frozen=True, slots=True)
class PartyLine:
    """Somebody who takes part in what follows from a matter, and as what."""

    role: str
    name: str


_ROLES = {
    "undertaker": gettext_lazy("Undertaker"),
    "author": gettext_lazy("Leading deputy"),
    "cosigner": gettext_lazy("Cosigner"),
    "handling_office": gettext_lazy("Handling office"),
    "committee": gettext_lazy("Counterpart committee"),
    "supervisor": gettext_lazy("Supervising vice-chair"),
    "delegation": gettext_lazy("Delegation"),
}


def party_lines(standing: Standing) -> list[PartyLine]:
    """Who takes part, units first; for what follows from a matter: a promise, its supervision."""
    return [
        PartyLine(str(label), party.label)
        for relation, label in _ROLES.items()
        for party in standing.parties
        if party.relation == relation and party.label
    ]
