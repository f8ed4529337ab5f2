"""A fixed cast, and suggestions brought to a state by the same services as the pages use.

    play = cast()
    proceeding = replied(play)

Every function takes the cast and returns the proceeding, read again from the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from renda.access.models import Seat
from renda.congresses.models import Body, Congress, Term
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.matters import facts as shared
from renda.people.models import Person
from renda.proceedings.facts import Facts, Nothing
from renda.proceedings.models import Event, Proceeding
from renda.proceedings.procedure import binding_of
from renda.proceedings.services import take_step
from renda.proposals import facts as own
from renda.proposals.services import open_draft
from tests.factories import (
    actor_of,
    make_body,
    make_congress,
    make_mandate,
    make_person,
    make_seat,
    make_term,
)

TITLE = "关于增设适老化公交站台的建议"
DEPUTIES = ("deputy", "cosigner")


@dataclass(frozen=True)
class Cast:
    """Who plays: a congress with its bodies and one seat for each role.

    ``play.clerk`` is the actor of the seat ``play.seats["clerk"]``.
    """

    congress: Congress
    term: Term
    office: Body
    unit: Body
    joint: Body
    committee: Body
    persons: dict[str, Person]
    seats: dict[str, Seat]

    def __getattr__(self, name: str) -> Actor:
        try:
            return actor_of(seat=self.seats[name])
        except KeyError:
            raise AttributeError(name) from None


def cast(congress: Congress | None = None) -> Cast:
    """The fixed cast in a congress of its own."""
    congress = congress or make_congress()
    term = make_term(congress=congress)
    office = make_body(
        congress=congress, kind="handling_office", name="区政府督查室", system="government"
    )
    under: dict[str, Any] = {"congress": congress, "handling_office": office}
    unit = make_body(name="区交通运输局", **under)
    joint = make_body(name="区财政局", **under)
    committee = make_body(congress=congress, kind="committee", name="城建环资工委")
    delegation = make_body(congress=congress, kind="delegation", name="柳溪街道代表团")
    persons = {
        "deputy": make_person(congress=congress, name="陶建民", phone="13912342046"),
        "cosigner": make_person(congress=congress, name="白雪梅", phone="13800007715"),
        "vice_chair": make_person(congress=congress, name="邵敏"),
    }
    seats = {
        name: make_seat(
            congress=congress,
            role="deputy",
            name=persons[name].name,
            person=persons[name],
            mandate=make_mandate(person=persons[name], term=term, delegation=delegation),
        )
        for name in DEPUTIES
    }
    seats["vice_chair"] = make_seat(
        congress=congress, role="vice_chair", name="邵敏", person=persons["vice_chair"]
    )
    for name, role, person, body in (
        ("clerk", "office_clerk", "许文静", None),
        ("second_clerk", "office_clerk", "周芸", None),
        ("head", "office_head", "罗敏", None),
        ("presidium", "presidium", "主席团", None),
        ("handling", "handling_office", "高志远", office),
        ("handler", "handler", "林涛", unit),
        ("unit_admin", "undertaker_admin", "何静", unit),
        ("signer", "signer", "马局长", unit),
        ("joint_handler", "handler", "钱会", joint),
        ("committee", "committee", "城建工委", committee),
    ):
        seats[name] = make_seat(congress=congress, role=role, name=person, body=body)
    return Cast(congress, term, office, unit, joint, committee, persons, seats)


def take(
    proceeding: Proceeding, step: str, actor: Actor, facts: Facts | None = None, **more: Any
) -> Event:
    """Take a step, on the first row of its lane that may take it unless ``lane_row`` is given."""
    fresh = again(proceeding)
    declared = binding_of(fresh).procedure.step(step)
    if declared.lane_sources and "lane_row" not in more:
        rows = binding_of(fresh).lanes[declared.lane].rows(fresh)
        bases = {token.split(":")[0] for token in actor.tokens}
        fitting = [row for row in rows if row.state in declared.lane_sources]
        own_rows = [row for row in fitting if row.base in bases] or fitting
        more["lane_row"] = own_rows[0].id
    return take_step(fresh, step, actor=actor, facts=facts or Nothing(), **more)


def again(proceeding: Proceeding) -> Proceeding:
    """The proceeding as it stands in the database."""
    return Proceeding.objects.select_related("congress", "suggestion").get(pk=proceeding.pk)


def drafted(play: Cast, title: str = TITLE, **values: Any) -> Proceeding:
    """A complete draft of the leading deputy."""
    values = {
        "facts": "柳溪路沿线公交站台没有座椅和坡道,老人上下车不便。",
        "analysis": "站台建成较早,未按照适老化标准设计和改造。",
        "proposal": "请交通运输部门今年内改造柳溪路的六个公交站台。",
        "may_publish": "yes",
        **values,
    }
    return again(open_draft(actor=play.deputy, facts=own.Draft(title=title, **values)))


def invited(play: Cast, **values: Any) -> Proceeding:
    """A draft that the second deputy is asked to sign."""
    proceeding = drafted(play, **values)
    take(
        proceeding,
        "invite",
        play.deputy,
        own.Invite(persons=[play.persons["cosigner"].pk]),
    )
    return again(proceeding)


def submitted(play: Cast, **values: Any) -> Proceeding:
    """Handed in, in recess."""
    proceeding = drafted(play, **values)
    take(proceeding, "submit", play.deputy, own.SubmitDraft(read_findings=True))
    return again(proceeding)


def registered(play: Cast, *, publication: str = "yes", **values: Any) -> Proceeding:
    """Registered and screened: to be assigned."""
    proceeding = submitted(play, **values)
    facts = own.Register(
        field="urban",
        publication=publication,
        committee=play.committee.pk,
        supervisor=play.persons["vice_chair"].pk,
    )
    take(proceeding, "register", play.clerk, facts)
    return again(proceeding)


def proposed(play: Cast, *, with_joint: bool = False, **values: Any) -> Proceeding:
    """The handling office has proposed undertakers; the deputy is asked."""
    proceeding = registered(play, **values)
    take(proceeding, "ask_proposal", play.clerk, shared.Dispatch(handling_office=play.office.pk))
    joint = [play.joint.pk] if with_joint else []
    take(proceeding, "propose", play.handling, own.Propose(lead=play.unit.pk, joint=joint))
    return again(proceeding)


def answered(play: Cast, **values: Any) -> Proceeding:
    """The deputy agrees with the proposed undertakers: to be fixed."""
    proceeding = proposed(play, **values)
    take(proceeding, "answer_proposal", play.deputy, own.AnswerProposal(agrees="yes"))
    return again(proceeding)


def dispatched(play: Cast, **values: Any) -> Proceeding:
    """With the handling office."""
    proceeding = registered(play, **values)
    take(proceeding, "dispatch", play.clerk, shared.Dispatch(handling_office=play.office.pk))
    return again(proceeding)


def assigned(play: Cast, *, with_joint: bool = False, **values: Any) -> Proceeding:
    """Assigned to the unit, waiting for its receipt."""
    proceeding = dispatched(play, **values)
    joint = [play.joint.pk] if with_joint else []
    take(proceeding, "assign", play.handling, shared.Assign(lead=play.unit.pk, joint=joint))
    return again(proceeding)


def received(play: Cast, **values: Any) -> Proceeding:
    """The unit has signed for receipt; it handles."""
    proceeding = assigned(play, **values)
    take(proceeding, "receive", play.handler, shared.Receive(handler_name="林涛"))
    return again(proceeding)


def contacted(play: Cast, **values: Any) -> Proceeding:
    """The unit has talked with the deputy, who has not said yet whether it was so."""
    proceeding = received(play, **values)
    facts = shared.StateContact(
        way="visit",
        happened_at=time.now() - timedelta(minutes=1),
        person=play.persons["deputy"].pk,
        who="林涛(科长)",
        summary="在代表联络站当面听取了意见。",
    )
    take(proceeding, "first_contact", play.handler, facts)
    return again(proceeding)


def reply_facts(**values: Any) -> shared.SubmitReply:
    """A reply of class A without promises."""
    given = {
        "outcome_class": "A",
        "text": "六个站台已经全部完成改造,加装了座椅、扶手和坡道,请代表视察。",
        "document_number": "清交函〔2026〕12号",
        **values,
    }
    return shared.SubmitReply(**given)


def signing(play: Cast, *, reply: shared.SubmitReply | None = None, **values: Any) -> Proceeding:
    """The reply waits for the signing leader."""
    proceeding = contacted(play, **values)
    take(proceeding, "submit_reply", play.handler, reply or reply_facts())
    return again(proceeding)


def confirming(play: Cast, **values: Any) -> Proceeding:
    """The signed reply waits for the handling office to confirm its class."""
    proceeding = signing(play, **values)
    take(proceeding, "sign_reply", play.signer, shared.SignReply())
    return again(proceeding)


def replied(play: Cast, **values: Any) -> Proceeding:
    """Delivered to the deputy, not opened yet."""
    proceeding = confirming(play, **values)
    take(proceeding, "confirm_class", play.handling, shared.ConfirmClass(outcome_class="A"))
    return again(proceeding)


def evaluated(play: Cast, grade: str = "satisfied", **values: Any) -> Proceeding:
    """Opened and graded by the deputy: concluded, or to be handled again."""
    proceeding = replied(play, **values)
    take(proceeding, "open_reply", play.deputy)
    comment = "没有解决" if grade == "dissatisfied" else ""
    facts = shared.Evaluate(process_grade=grade, result_grade=grade, comment=comment)
    take(proceeding, "evaluate", play.deputy, facts)
    return again(proceeding)


def rehandling(play: Cast, **values: Any) -> Proceeding:
    """Dissatisfied: to be assigned again."""
    return evaluated(play, "dissatisfied", **values)


def due(proceeding: Proceeding, on: date | None) -> None:
    """Let everything that waits in the proceeding be due on a day."""
    from renda.proceedings.models import Clock
    from renda.waiting.models import Waiting

    Waiting.objects.filter(subject=proceeding.pk).update(due_on=on)
    Proceeding.objects.filter(pk=proceeding.pk).update(next_due_on=on)
    if on is not None:
        Clock.objects.filter(proceeding=proceeding, stopped_at=None).update(due_on=on)
