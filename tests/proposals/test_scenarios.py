"""Every branch of the closed loop through its services, as the regulation has it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from renda.kernel.actor import Actor
from renda.kernel.errors import DomainError, Invalid, NotAllowed
from renda.matters import facts as shared
from renda.matters.enums import EvaluationState
from renda.matters.models import Assignment, Contact, Evaluation, Extension, Reply
from renda.matters.queries import unanswered, visible_notes
from renda.matters.services import add_note
from renda.proceedings.errors import Guarded, NotYours, StepTaken
from renda.proceedings.facts import Facts, build
from renda.proceedings.models import Clock, Event, Party, Proceeding
from renda.proceedings.queries import visible_proceedings
from renda.proposals import facts as own
from renda.proposals import queries
from renda.proposals.models import Cosignature
from renda.proposals.services import enter_step_on_behalf, open_draft
from renda.waiting.models import Waiting
from tests.factories import (
    actor_of,
    make_actor,
    make_body,
    make_mandate,
    make_person,
    make_seat,
    make_session,
    set_rule,
    sign_in,
)
from tests.proposals import journeys as j
from tests.proposals.journeys import again, take

pytestmark = pytest.mark.django_db

SHORT = "清河区"


def counts() -> tuple[int, ...]:
    """How many rows the tables of the loop hold; a refusal changes none."""
    models = (Event, Party, Clock, Waiting, Assignment, Reply, Evaluation, Contact, Extension)
    return tuple(model.objects.count() for model in models)


def refused(
    error: type[DomainError],
    proceeding: Proceeding,
    step: str,
    actor: Actor,
    facts: Facts | None = None,
    **more: Any,
) -> DomainError:
    """The step is refused and writes nothing; returns the refusal."""
    before, version = counts(), again(proceeding).row_version
    with pytest.raises(error) as caught:
        take(proceeding, step, actor, facts, **more)
    assert (counts(), again(proceeding).row_version) == (before, version)
    return caught.value


def moved(proceeding: Proceeding, days: int) -> None:
    """Let every running clock of the matter have begun and ended so many days earlier."""
    for clock in Clock.objects.filter(proceeding=proceeding, stopped_at=None):
        clock.started_on -= timedelta(days=days)
        clock.due_on -= timedelta(days=days)
        clock.save()


def waits(proceeding: Proceeding) -> list[tuple[str, str]]:
    return sorted(Waiting.objects.filter(subject=proceeding.pk).values_list("step", "addressee"))


def another_deputy(play: j.Cast, name: str) -> Actor:
    person = make_person(congress=play.congress, name=name)
    mandate = make_mandate(person=person, term=play.term)
    return make_actor(
        congress=play.congress, role="deputy", name=name, person=person, mandate=mandate
    )


REASON = shared.Reason(reason="与他人的建议重复,理由如下。")
TALK = "当面谈过,说明了进展。"


# --- 2 co-sign ----------------------------------------------------------------------------------


@pytest.mark.statute("SUG-2")
@pytest.mark.mechanism("A14")
def test_each_cosigner_confirms_himself_and_the_unsigned_drop_out() -> None:
    play = j.cast()
    third = another_deputy(play, "曹晓岚")
    p = j.invited(play)
    take(p, "invite", play.deputy, own.Invite(persons=[third.person_id]))
    assert [step for step, _who in waits(p)] == ["sign", "sign"]

    take(p, "sign", play.cosigner)
    take(p, "submit", play.deputy, own.SubmitDraft())

    states = list(Cosignature.objects.values_list("person__name", "state", "channel"))
    assert states == [("白雪梅", "signed", "web"), ("曹晓岚", "lapsed", "")]
    seen = {
        who: visible_proceedings(who).filter(pk=p.pk).exists() for who in (play.cosigner, third)
    }
    assert list(seen.values()) == [True, False]
    assert [(person.name, lead) for person, lead in queries.authors(again(p))] == [
        ("陶建民", True),
        ("白雪梅", False),
    ]


@pytest.mark.statute("SUG-2")
def test_nobody_signs_for_another_and_not_after_the_time() -> None:
    play = j.cast()
    third = another_deputy(play, "曹晓岚")
    p = j.invited(play)

    refused(NotYours, p, "sign", third)
    moved(p, 30)
    refused(Guarded, p, "sign", play.cosigner)


def test_whoever_declines_no_longer_sees_the_draft() -> None:
    play = j.cast()
    p = j.invited(play)

    take(p, "decline", play.cosigner)

    assert not visible_proceedings(play.cosigner).filter(pk=p.pk).exists()


@pytest.mark.statute("SUG-2")
def test_a_signature_on_paper_is_entered_on_behalf_and_marked_so() -> None:
    play = j.cast()
    p = j.invited(play)
    row = Cosignature.objects.get()

    event = enter_step_on_behalf(
        p, "sign", actor=play.clerk, facts=j.Nothing(), person=row.person, lane_row=row.pk
    )

    row.refresh_from_db()
    assert (row.state, row.channel, row.entered_by) == ("signed", "paper", "许文静")
    assert (event.on_behalf_of, event.actor_name, event.channel) == ("白雪梅", "许文静", "paper")


@pytest.mark.statute("MOT-1")
@pytest.mark.parametrize(("level", "needed"), [("C", 10), ("T", 5)])
def test_a_motion_needs_its_number_of_deputies_by_level(level: str, needed: int) -> None:
    play = j.cast(congress=j.make_congress(level=level))
    make_session(term=play.term, state="open", opens_on=date(2026, 1, 5))
    p = j.drafted(play, form="motion", title="关于修改本级预算审查办法的议案")
    others = [another_deputy(play, f"代表{n}") for n in range(needed - 1)]
    take(p, "invite", play.deputy, own.Invite(persons=[o.person_id for o in others]))
    for other in others[:-1]:
        take(p, "sign", other)

    error = refused(Guarded, p, "submit", play.deputy, own.SubmitDraft())
    assert str(needed) in error.message
    take(p, "sign", others[-1])
    take(p, "submit", play.deputy, own.SubmitDraft())

    assert again(p).state == "submitted"


@pytest.mark.statute("MOT-1")
def test_a_motion_waits_for_the_session() -> None:
    play = j.cast()
    p = j.drafted(play, form="motion", title="关于修改本级预算审查办法的议案")

    refused(Guarded, p, "submit", play.deputy, own.SubmitDraft())


# --- 3 submit, register, screen -----------------------------------------------------------------


def in_session(play: j.Cast) -> None:
    make_session(term=play.term, state="open", opens_on=date(2026, 1, 5))
    for name, role in (("group", "motions_group"), ("motions", "motions_committee")):
        play.seats[name] = make_seat(congress=play.congress, role=role, name=name)


def motion(play: j.Cast) -> Proceeding:
    p = j.drafted(play, form="motion", title="关于修改本级预算审查办法的议案")
    others = [another_deputy(play, f"联名{n}") for n in range(9)]
    take(p, "invite", play.deputy, own.Invite(persons=[o.person_id for o in others]))
    for other in others:
        take(p, "sign", other)
    take(p, "submit", play.deputy, own.SubmitDraft())
    return p


@pytest.mark.statute("MOT-1", "MOT-7", "SUG-3")
@pytest.mark.parametrize(
    ("decision", "state", "form"),
    [("agenda", "motion_taken", "motion"), ("suggestion", "screened", "suggestion")],
)
def test_in_session_the_presidium_alone_decides_on_a_motion(
    decision: str, state: str, form: str
) -> None:
    play = j.cast()
    in_session(play)
    p = motion(play)
    register = own.Register(field="finance", publication="yes")
    refused(NotYours, p, "register_motion", play.clerk, register)
    refused(Guarded, p, "register_in_session", play.group, register)
    take(p, "register_motion", play.group, register)
    take(p, "examine", play.motions, own.Examine(opinion="建议列入大会议程。"))
    decided = own.DecideMotion(decision=decision, reason="主席团审议决定。")
    for name in ("group", "motions", "clerk", "head"):
        refused(NotYours, p, "decide_motion", getattr(play, name), decided)

    take(p, "decide_motion", play.presidium, decided)

    p = again(p)
    assert (p.state, p.suggestion.form, p.suggestion.examination) == (
        state,
        form,
        "建议列入大会议程。",
    )


@pytest.mark.statute("SUG-3")
def test_in_session_the_motions_group_registers_suggestions_too() -> None:
    play = j.cast()
    in_session(play)
    p = j.submitted(play)
    facts = own.Register(field="urban", publication="no")

    refused(Guarded, p, "register", play.clerk, facts)
    take(p, "register_in_session", play.group, facts)

    p = again(p)
    assert (p.state, p.series, "闭" in p.number, p.session is not None) == (
        "screened",
        "",
        False,
        True,
    )


@pytest.mark.statute("SUG-15")
def test_returned_with_reasons_revised_and_handed_in_again_under_one_number() -> None:
    play = j.cast()
    p = j.submitted(play)

    take(p, "return", play.clerk, shared.Reason(reason="请补充具体地点。"))
    assert waits(p) == [("revise", f"p{play.persons['deputy'].pk}")]
    take(p, "revise", play.deputy)
    take(p, "submit", play.deputy, own.SubmitDraft())

    assert again(p).state == "submitted"


@pytest.mark.statute("SUG-15")
def test_not_taken_with_the_ground() -> None:
    play = j.cast()
    p = j.submitted(play)

    take(p, "refuse", play.clerk, own.Refuse(ground="case", reason="涉及具体案件,请走信访渠道。"))

    p = again(p)
    assert (p.state, p.state_type, waits(p)) == ("refused", "closed", [])


@pytest.mark.statute("SUG-16")
def test_a_confidential_one_counts_in_a_series_of_its_own() -> None:
    play = j.cast()
    delegation = play.persons["deputy"].mandates.get().delegation
    play.seats["delegation"] = make_seat(
        congress=play.congress, role="delegation", name="代表团联络员", body=delegation
    )
    p = j.registered(play, publication="confidential")
    q = j.registered(play)
    assert visible_proceedings(play.delegation).get() == q

    assert (p.serial, q.serial, p.series, q.series) == (1, 1, "密", "闭")
    readers = {
        name: visible_proceedings(getattr(play, name)).filter(pk=p.pk).exists()
        for name in ("clerk", "head", "deputy", "presidium", "vice_chair", "handling", "handler")
    }
    assert readers == {
        "clerk": True,
        "head": True,
        "deputy": True,
        "presidium": False,
        "vice_chair": False,
        "handling": False,
        "handler": False,
    }


@pytest.mark.mechanism("A11")
def test_handled_together_each_author_is_kept_and_answered() -> None:
    play = j.cast()
    other = another_deputy(play, "孟庆山")
    leading = j.registered(play)
    draft = again(
        open_draft(
            actor=other,
            facts=own.Draft(
                title="关于完善公交站台无障碍设施的建议",
                facts="公交站台没有坡道,轮椅上不去。" * 2,
                analysis="设计时没有考虑轮椅使用者。" * 2,
                proposal="请统一加装坡道和扶手等设施。" * 2,
            ),
        )
    )
    take(draft, "submit", other, own.SubmitDraft())
    take(draft, "register", play.clerk, own.Register(field="urban", publication="yes"))
    wrong = own.Merge(into="2026闭999")
    refused(Invalid, draft, "merge", play.clerk, wrong)

    take(draft, "merge", play.clerk, own.Merge(into=leading.number))
    take(leading, "dispatch", play.clerk, shared.Dispatch(handling_office=play.office.pk))
    take(leading, "assign", play.handling, shared.Assign(lead=play.unit.pk))
    deliver(play, leading)

    assert again(draft).state == "merged"
    assert [e.person.name for e in Evaluation.objects.order_by("id")] == ["陶建民", "孟庆山"]
    assert visible_proceedings(other).filter(pk=leading.pk).exists()


def deliver(play: j.Cast, p: Proceeding, *, outcome: str = "A", unit: str = "handler") -> None:
    """From assignment to delivery, by the lead unit."""
    row = Assignment.objects.get(proceeding=p, round=again(p).round, body=play.unit)
    take(p, "receive", play.handler, shared.Receive(), lane_row=row.pk)
    take(p, "submit_reply", play.handler, j.reply_facts(), lane_row=row.pk)
    take(p, "sign_reply", play.signer, shared.SignReply(), lane_row=row.pk)
    take(p, "confirm_class", play.handling, shared.ConfirmClass(outcome_class="A"), lane_row=row.pk)


# --- 4 assign -----------------------------------------------------------------------------------


@pytest.mark.mechanism("A2")
def test_undertakers_are_proposed_answered_and_fixed() -> None:
    play = j.cast()
    p = j.proposed(play, with_joint=True)
    assert waits(p) == [("answer_proposal", f"p{play.persons['deputy'].pk}")]
    refused(Guarded, p, "go_on_unanswered", play.clerk)

    take(p, "answer_proposal", play.deputy, own.AnswerProposal(agrees="no", wish="请城管局主办"))
    take(p, "dispatch", play.clerk, shared.Dispatch(handling_office=play.office.pk))
    take(p, "assign", play.handling, shared.Assign(lead=play.unit.pk, joint=[play.joint.pk]))

    assert again(p).lead_body == play.unit


@pytest.mark.mechanism("A2")
def test_an_unanswered_proposal_goes_on_when_the_time_is_over() -> None:
    play = j.cast()
    p = j.proposed(play)
    moved(p, 30)

    take(p, "go_on_unanswered", play.clerk)

    assert again(p).state == "answered"


@pytest.mark.statute("SUG-4", "SUG-5")
@pytest.mark.parametrize(
    ("difficult", "rule"), [(False, "suggestion.reply"), (True, "suggestion.reply_difficult")]
)
def test_the_reply_counts_from_the_congress_assignment(difficult: bool, rule: str) -> None:
    play = j.cast()
    p = j.dispatched(play)
    moved(p, 4)
    began = Clock.objects.get(proceeding=p, name="assign_department").started_on

    take(p, "assign", play.handling, shared.Assign(lead=play.unit.pk, is_difficult=difficult))

    clock = Clock.objects.get(proceeding=p, name="reply")
    assert (clock.rule, clock.started_on, clock.round) == (rule, began, 1)


@pytest.mark.mechanism("A2")
@pytest.mark.parametrize(
    "wrong",
    [
        {"lead": None},
        {"lead": "unit", "separate": ["joint"]},
        {"lead": "unit", "joint": ["unit"]},
    ],
)
def test_an_assignment_names_each_unit_once_in_one_way(wrong: dict) -> None:
    play = j.cast()
    p = j.dispatched(play)
    pk = {"unit": play.unit.pk, "joint": play.joint.pk, None: None}
    data = {
        key: [pk[v] for v in value] if isinstance(value, list) else pk[value]
        for key, value in wrong.items()
    }
    with pytest.raises(Invalid):
        build(shared.Assign, data)
    assert again(p).state == "dispatched"


def test_a_handling_office_assigns_only_its_own_units() -> None:
    play = j.cast()
    stranger = make_body(congress=play.congress, name="区委宣传部")
    p = j.dispatched(play)

    refused(Invalid, p, "assign", play.handling, shared.Assign(lead=stranger.pk))


# --- 5 receive, hand back -----------------------------------------------------------------------


@pytest.mark.statute("SUG-9")
@pytest.mark.mechanism("A2")
def test_hand_back_goes_to_the_handling_office_within_the_days_and_nobody_transfers() -> None:
    play = j.cast()
    p = j.assigned(play, with_joint=True)
    facts = shared.HandBack(reason="站台产权属城管部门。", proposed=play.joint.pk)

    take(p, "hand_back", play.handler, facts)

    row = Assignment.objects.get(body=play.unit)
    assert (row.state, row.proposed) == ("handed_back", play.joint)
    assert ("decide_hand_back", f"b{play.office.pk}:handling_office") in waits(p)
    refused(NotYours, p, "decide_hand_back", play.handler, shared.DecideHandBack(decision="accept"))
    take(p, "decide_hand_back", play.handling, shared.DecideHandBack(decision="accept"))
    p = again(p)
    # With the lead gone the joint unit has nobody to join.
    assert (p.state, p.lead_body, set(Assignment.objects.values_list("state", flat=True))) == (
        "dispatched",
        None,
        {"withdrawn"},
    )
    take(p, "assign", play.handling, shared.Assign(lead=play.joint.pk, joint=[play.unit.pk]))
    assert again(p).lead_body == play.joint


@pytest.mark.statute("SUG-9")
def test_a_refused_hand_back_needs_a_reason_and_the_unit_handles_it() -> None:
    play = j.cast()
    p = j.assigned(play)
    take(p, "hand_back", play.handler, shared.HandBack(reason="站台产权属城管部门。"))

    refused(Invalid, p, "decide_hand_back", play.handling, shared.DecideHandBack(decision="refuse"))
    decided = shared.DecideHandBack(decision="refuse", remark="职责清单第七条。")
    take(p, "decide_hand_back", play.handling, decided)

    assert Assignment.objects.get().state == "assigned"


@pytest.mark.statute("SUG-9")
def test_hand_back_is_over_with_the_days() -> None:
    play = j.cast()
    p = j.assigned(play)
    moved(p, 30)

    refused(Guarded, p, "hand_back", play.handler, shared.HandBack(reason="站台产权属城管部门。"))


@pytest.mark.statute("SUG-9")
def test_only_another_systems_matter_returns_to_the_congress() -> None:
    play = j.cast()
    same = make_body(
        congress=play.congress, kind="handling_office", name="区政府二室", system="government"
    )
    party = make_body(
        congress=play.congress, kind="handling_office", name="区委督查室", system="party"
    )
    p = j.dispatched(play)

    for office in (play.office, same):
        facts = own.ReturnToCongress(handling_office=office.pk, reason="不属于本系统。")
        refused(Invalid, p, "return_to_congress", play.handling, facts)
    facts = own.ReturnToCongress(handling_office=party.pk, reason="属于区委职责。")
    take(p, "return_to_congress", play.handling, facts)

    assert again(p).state == "screened"
    assert not visible_proceedings(play.handling).filter(pk=p.pk).exists()


@pytest.mark.mechanism("A2")
def test_a_unit_can_be_added_after_one_was_let_go() -> None:
    play = j.cast()
    third = make_body(congress=play.congress, name="区城管局", handling_office=play.office)
    p = j.dispatched(play)
    take(p, "assign", play.handling, shared.Assign(separate=[play.unit.pk, play.joint.pk]))
    take(
        p,
        "hand_back",
        play.joint_handler,
        shared.HandBack(reason="没有这项职责。", proposed=third.pk),
    )
    take(p, "decide_hand_back", play.handling, shared.DecideHandBack(decision="accept"))
    assert again(p).state == "handling"

    refused(
        Invalid, p, "add_unit", play.handling, shared.AddUnit(unit=play.unit.pk, mode="separate")
    )
    refused(Invalid, p, "add_unit", play.handling, shared.AddUnit(unit=third.pk, mode="joint"))
    take(p, "add_unit", play.handling, shared.AddUnit(unit=third.pk, mode="separate"))

    rows = Assignment.objects.order_by("id").values_list("body__name", "mode", "state")
    assert list(rows) == [
        ("区交通运输局", "separate", "assigned"),
        ("区财政局", "separate", "withdrawn"),
        ("区城管局", "separate", "assigned"),
    ]
    starts = set(
        Clock.objects.filter(name="reply", stopped_at=None).values_list("started_on", "due_on")
    )
    assert len(starts) == 1


# --- 6 handle -----------------------------------------------------------------------------------


@pytest.mark.statute("SUG-10")
def test_joint_units_have_clocks_of_their_own_and_opinions_can_be_asked_again() -> None:
    play = j.cast()
    p = j.received(play, with_joint=True)
    joint = Assignment.objects.get(body=play.joint)
    clocks = Clock.objects.filter(lane_row=joint.pk).order_by("name").values_list("name", flat=True)
    assert list(clocks) == ["joint", "receive"]
    refused(Guarded, p, "submit_reply", play.handler, j.reply_facts())

    take(p, "receive", play.joint_handler, shared.Receive())
    refused(Guarded, p, "submit_reply", play.joint_handler, j.reply_facts())
    take(p, "give_opinion", play.joint_handler, shared.GiveOpinion(opinion="同意列支养护经费。"))
    take(
        p,
        "ask_opinion_again",
        play.handler,
        shared.Reason(reason="请写明金额。"),
        lane_row=joint.pk,
    )
    clock = Clock.objects.get(lane_row=joint.pk, name="joint")
    assert (clock.rule, clock.stopped_at) == ("suggestion.joint_again", None)
    take(p, "give_opinion", play.joint_handler, shared.GiveOpinion(opinion="同意列支十二万元。"))
    take(p, "submit_reply", play.handler, j.reply_facts())

    joint.refresh_from_db()
    assert (joint.state, joint.opinion) == ("opinion_given", "同意列支十二万元。")


@pytest.mark.statute("SUG-6")
@pytest.mark.parametrize(
    ("right", "answer", "state"), [("yes", "", "confirmed"), ("no", "只打过电话。", "corrected")]
)
def test_a_talk_keeps_both_times_and_the_deputys_word(right: str, answer: str, state: str) -> None:
    play = j.cast()
    p = j.contacted(play)
    contact = Contact.objects.get()
    assert contact.happened_at < contact.recorded_at

    take(p, "answer_contact", play.deputy, shared.AnswerContact(is_right=right, answer=answer))

    contact.refresh_from_db()
    assert (contact.state, contact.answer) == (state, answer)


@pytest.mark.statute("SUG-6")
def test_a_talk_cannot_lie_in_the_future_nor_be_with_a_stranger() -> None:
    play = j.cast()
    p = j.received(play)
    now = j.time.now()
    base = {"way": "phone", "who": "林涛", "summary": TALK, "person": play.persons["deputy"].pk}
    later = shared.StateContact(happened_at=now + timedelta(hours=1), **base)
    refused(Invalid, p, "first_contact", play.handler, later)
    stranger = shared.StateContact(
        happened_at=now, **{**base, "person": play.persons["vice_chair"].pk}
    )
    refused(Invalid, p, "first_contact", play.handler, stranger)


@pytest.mark.statute("SUG-5")
def test_more_time_needs_consent_and_stays_within_the_law() -> None:
    play = j.cast()
    p = j.received(play)
    clock = Clock.objects.get(name="reply")
    first = clock.due_on
    beyond = shared.AskExtension(until=first + timedelta(days=200), reason="跨部门协调需要时间。")
    refused(Invalid, p, "ask_extension", play.handler, beyond)
    until = first + timedelta(days=30)
    take(
        p,
        "ask_extension",
        play.handler,
        shared.AskExtension(until=until, reason="跨部门协调需要时间。"),
    )
    clock.refresh_from_db()
    assert clock.due_on == first
    refused(
        Guarded,
        p,
        "ask_extension",
        play.handler,
        shared.AskExtension(until=until, reason="再次申请延期。"),
    )
    refused(Invalid, p, "decide_extension", play.clerk, shared.DecideExtension(decision="refuse"))

    take(
        p, "decide_extension", play.clerk, shared.DecideExtension(decision="grant", answer="同意。")
    )

    clock.refresh_from_db()
    assert (clock.original_due_on, clock.due_on, clock.extended_by) == (first, until, "许文静")


def test_urging_is_kept_in_the_log() -> None:
    play = j.cast()
    p = j.received(play)

    for words in ("请抓紧办理。", "第二次催办。"):
        take(p, "urge", play.clerk, shared.Urge(text=words))

    told = Event.objects.filter(step="urge").order_by("seq").values_list("facts__text", flat=True)
    assert list(told) == ["请抓紧办理。", "第二次催办。"]


def test_internal_notes_are_never_seen_by_the_other_side() -> None:
    play = j.cast()
    p = j.received(play, with_joint=True)
    add_note(p, actor=play.handler, words="先与财政局通气。")
    add_note(p, actor=play.clerk, words="此件需盯紧。")

    seen = {
        name: [note.text for note in visible_notes(p, getattr(play, name))]
        for name in ("handler", "signer", "joint_handler", "handling", "clerk", "head", "deputy")
    }
    assert seen == {
        "handler": ["先与财政局通气。"],
        "signer": ["先与财政局通气。"],
        "joint_handler": [],
        "handling": [],
        "clerk": ["此件需盯紧。"],
        "head": ["此件需盯紧。"],
        "deputy": [],
    }
    with pytest.raises(NotAllowed):
        add_note(p, actor=play.deputy, words="我也写一条")


def test_the_handler_changes_by_name() -> None:
    play = j.cast()
    p = j.received(play)

    refused(Invalid, p, "change_handler", play.unit_admin, shared.Receive())
    take(p, "change_handler", play.unit_admin, shared.Receive(handler_name="赵新"))

    assert Assignment.objects.get().handler_name == "赵新"


# --- 7 reply ------------------------------------------------------------------------------------


@pytest.mark.statute("SUG-14")
@pytest.mark.mechanism("A15")
@pytest.mark.parametrize("outcome", ["B", "C"])
def test_being_solved_and_planned_cannot_be_sent_without_a_promise(outcome: str) -> None:
    data = {
        "outcome_class": outcome,
        "text": "我局正在积极推进相关工作,感谢您的关心。",
        "document_number": "清交函1号",
    }
    with pytest.raises(Invalid):
        build(shared.SubmitReply, data)
    promise = {"what": "加装坐凳", "owner": "养护科"}
    for wrong in (promise, {**promise, "condition": "资金到位后"}):
        with pytest.raises(Invalid):
            build(shared.SubmitReply, {**data, "commitments": [wrong]})
    for right in (
        {**promise, "due_on": "2027-09-30"},
        {**promise, "condition": "资金到位后", "review_on": "2027-06-30"},
    ):
        assert build(shared.SubmitReply, {**data, "commitments": [right]})


@pytest.mark.statute("SUG-14")
def test_the_handling_office_confirms_the_class_so_that_nobody_flees() -> None:
    play = j.cast()
    reply = j.reply_facts(outcome_class="D", reason="没有资金。", review_on=date(2027, 6, 30))
    p = j.confirming(play, reply=reply)

    refused(Invalid, p, "confirm_class", play.handling, shared.ConfirmClass(outcome_class="A"))
    changed = shared.ConfirmClass(outcome_class="B", class_reason="财政已安排。")
    refused(Invalid, p, "confirm_class", play.handling, changed)
    take(p, "send_back_reply", play.handling, shared.Reason(reason="财政已安排,请写承诺。"))
    clock = Clock.objects.get(name="reply")
    assert (clock.stopped_at, again(p).state) == (None, "handling")
    promise = {"what": "加装坐凳", "owner": "养护科", "due_on": date(2027, 9, 30)}
    take(p, "submit_reply", play.handler, j.reply_facts(outcome_class="B", commitments=[promise]))
    take(p, "return_reply", play.signer, shared.Reason(reason="语气要诚恳。"))
    take(p, "submit_reply", play.handler, j.reply_facts(outcome_class="B", commitments=[promise]))
    take(p, "sign_reply", play.signer, shared.SignReply())
    take(p, "confirm_class", play.handling, shared.ConfirmClass(outcome_class="B"))

    row = Reply.objects.get()
    assert (row.outcome_class, row.commitments.count(), row.signer_name) == ("B", 1, "马局长")


@pytest.mark.statute("SUG-14")
@pytest.mark.parametrize(("rule", "names"), [("each", ["陶建民", "白雪梅"]), ("lead", ["陶建民"])])
def test_the_reply_goes_to_each_author_or_the_lead_by_local_rule(
    rule: str, names: list[str]
) -> None:
    play = j.cast()
    set_rule(play.congress, "suggestion.reply_to", rule)
    p = cosigned_reply(play)

    assert [e.person.name for e in Evaluation.objects.order_by("id")] == names
    assert again(p).state == "replied"


def cosigned_reply(play: j.Cast) -> Proceeding:
    p = j.invited(play)
    take(p, "sign", play.cosigner)
    take(p, "submit", play.deputy, own.SubmitDraft())
    take(p, "register", play.clerk, own.Register(field="urban", publication="yes"))
    take(p, "dispatch", play.clerk, shared.Dispatch(handling_office=play.office.pk))
    take(p, "assign", play.handling, shared.Assign(lead=play.unit.pk))
    deliver(play, p)
    return again(p)


# --- 8 evaluate ---------------------------------------------------------------------------------


def grade(p: Proceeding, who: Actor, process: str, result: str) -> None:
    take(p, "open_reply", who)
    facts = shared.Evaluate(process_grade=process, result_grade=result, comment="说明一句")
    take(p, "evaluate", who, facts)


@pytest.mark.statute("SUG-8")
@pytest.mark.mechanism("A5")
def test_no_grade_before_the_reply_was_opened_and_none_by_others() -> None:
    play = j.cast()
    p = j.replied(play)
    facts = shared.Evaluate(process_grade="satisfied", result_grade="satisfied")
    row = Evaluation.objects.get()

    refused(StepTaken, p, "evaluate", play.deputy, facts, lane_row=row.pk)
    take(p, "open_reply", play.deputy)
    for name in ("handler", "handling", "clerk", "head", "signer", "cosigner"):
        refused(NotYours, p, "evaluate", getattr(play, name), facts, lane_row=row.pk)

    row.refresh_from_db()
    assert (row.state, row.process_grade, row.result_grade) == ("opened", "", "")


@pytest.mark.mechanism("A5")
def test_dissatisfied_needs_a_sentence() -> None:
    with pytest.raises(Invalid):
        build(shared.Evaluate, {"process_grade": "satisfied", "result_grade": "dissatisfied"})
    with pytest.raises(Invalid):
        build(shared.Evaluate, {"process_grade": "satisfied"})


@pytest.mark.statute("SUG-7")
@pytest.mark.parametrize(
    ("rule", "lead", "other", "state"),
    [
        ("lead", "satisfied", "dissatisfied", "concluded"),
        ("lead", "dissatisfied", "satisfied", "rehandling"),
        ("worst", "satisfied", "dissatisfied", "rehandling"),
        ("majority", "dissatisfied", "dissatisfied", "rehandling"),
        ("majority", "satisfied", "satisfied", "concluded"),
    ],
)
def test_among_several_signers_the_local_rule_decides(
    rule: str, lead: str, other: str, state: str
) -> None:
    play = j.cast()
    set_rule(play.congress, "suggestion.grade_decides", rule)
    p = cosigned_reply(play)

    grade(p, play.cosigner, other, other)
    if again(p).state == "replied":
        grade(p, play.deputy, lead, lead)

    assert again(p).state == state
    bad = Evaluation.objects.filter(result_grade="dissatisfied").count()
    assert bad == [lead, other].count("dissatisfied") or rule == "worst"


@pytest.mark.mechanism("A6")
@pytest.mark.parametrize(
    ("marks", "total", "graded", "state"),
    [
        ((95, 90, 90), 91.5, "satisfied", "concluded"),
        ((70, 70, 70), 70, "basically", "concluded"),
        ((60, 60, 60), 60, "dissatisfied", "rehandling"),
    ],
)
def test_the_hundred_mark_form_by_local_rule(
    marks: tuple[int, int, int], total: float, graded: str, state: str
) -> None:
    play = j.cast()
    set_rule(play.congress, "suggestion.form", "marks")
    p = j.replied(play)
    take(p, "open_reply", play.deputy)
    facts = shared.Evaluate(process_grade="satisfied", result_grade="satisfied")
    refused(Guarded, p, "evaluate", play.deputy, facts)
    given = dict(zip(("attitude", "timeliness", "content"), marks, strict=True))

    take(p, "evaluate_marks", play.deputy, shared.EvaluateMarks(comment="说明一句", **given))

    row = Evaluation.objects.get()
    assert (float(row.total), row.result_grade, again(p).state) == (total, graded, state)


@pytest.mark.mechanism("A5")
def test_paper_is_entered_blind_by_two_clerks_and_counts_when_alike() -> None:
    play = j.cast()
    p = j.replied(play)
    entry = {"process_grade": "basically", "result_grade": "satisfied"}
    take(p, "enter_paper", play.clerk, shared.EnterPaper(**entry))
    row = Evaluation.objects.get()
    assert (row.state, row.result_grade, again(p).state) == ("half", "", "replied")
    refused(NotAllowed, p, "enter_paper_again", play.clerk, shared.EnterPaper(**entry))
    other = shared.EnterPaper(process_grade="satisfied", result_grade="satisfied")
    refused(Invalid, p, "enter_paper_again", play.second_clerk, other)

    take(p, "enter_paper_again", play.second_clerk, shared.EnterPaper(**entry))

    row.refresh_from_db()
    assert (row.state, row.channel, row.first_entry_name, row.second_entry_name) == (
        "given",
        "paper",
        "许文静",
        "周芸",
    )
    assert (row.first_entry, again(p).state) == (None, "concluded")
    take(p, "contest", play.deputy, shared.Reason(reason="我没有这样评。"))
    row.refresh_from_db()
    assert row.contested


@pytest.mark.mechanism("A5")
def test_a_wrong_first_entry_is_cleared() -> None:
    play = j.cast()
    p = j.replied(play)
    take(
        p,
        "enter_paper",
        play.clerk,
        shared.EnterPaper(process_grade="satisfied", result_grade="satisfied"),
    )

    take(p, "clear_paper", play.second_clerk, shared.Reason(reason="看错了行。"))

    row = Evaluation.objects.get()
    assert (row.state, row.first_entry, row.first_entry_by) == ("opened", None, None)


@pytest.mark.mechanism("A6")
def test_paper_marks_are_entered_twice_too() -> None:
    play = j.cast()
    set_rule(play.congress, "suggestion.form", "marks")
    p = j.replied(play)
    marks = {"attitude": 95, "timeliness": 95, "content": 95}
    refused(
        Guarded,
        p,
        "enter_paper",
        play.clerk,
        shared.EnterPaper(process_grade="satisfied", result_grade="satisfied"),
    )
    take(p, "enter_paper_marks", play.clerk, shared.EnterPaperMarks(**marks))
    wrong = shared.EnterPaperMarks(**{**marks, "content": 59})
    refused(Invalid, p, "enter_paper_marks_again", play.second_clerk, wrong)
    take(p, "enter_paper_marks_again", play.second_clerk, shared.EnterPaperMarks(**marks))

    row = Evaluation.objects.get()
    assert (float(row.total), row.result_grade, row.channel) == (95, "satisfied", "paper")


def test_no_reply_needed_is_neither_good_nor_bad() -> None:
    play = j.cast()
    p = j.replied(play)

    take(p, "waive", play.deputy)

    row = Evaluation.objects.get()
    assert (row.state, row.result_grade, again(p).state, again(p).outcome) == (
        "waived",
        "",
        "concluded",
        "",
    )


@pytest.mark.statute("SUG-8")
def test_who_has_not_answered_is_called_and_counted_apart() -> None:
    play = j.cast()
    p = j.replied(play)
    assert [e.person.name for e in unanswered(play.congress.pk)] == ["陶建民"]
    take(p, "call", play.clerk, shared.Call(result="说下周一评。"))
    refused(Guarded, p, "close_unanswered", play.clerk, REASON)
    moved(p, 60)

    take(p, "close_unanswered", play.clerk, shared.Reason(reason="三次电话未接。"))

    row = Evaluation.objects.get()
    assert (row.state, row.last_call, again(p).state, again(p).outcome) == (
        EvaluationState.MISSED,
        "说下周一评。",
        "concluded",
        "unevaluated",
    )


# --- 9 re-handle --------------------------------------------------------------------------------


@pytest.mark.statute("SUG-7")
@pytest.mark.mechanism("A3")
def test_dissatisfied_is_handled_again_with_its_own_clock_and_twice_goes_up() -> None:
    play = j.cast()
    p = j.rehandling(play)
    received = Clock.objects.get(name="reassign").started_on
    assert ("reassign", f"b{play.office.pk}:handling_office") in waits(p)

    take(p, "reassign", play.handling, shared.Assign(lead=play.unit.pk))

    p = again(p)
    clock = Clock.objects.get(name="reply", round=2)
    assert (p.round, p.state, clock.rule, clock.started_on) == (
        2,
        "handling",
        "suggestion.rehandle",
        received,
    )
    deliver(play, p)
    take(p, "open_reply", play.deputy)
    bad = shared.Evaluate(
        process_grade="satisfied", result_grade="dissatisfied", comment="还是没解决"
    )
    take(p, "evaluate", play.deputy, bad)
    p = again(p)
    assert (p.state, p.state_type, p.outcome) == ("escalated", "closed", "dissatisfied")
    assert list(Evaluation.objects.order_by("id").values_list("round", "result_grade")) == [
        (1, "dissatisfied"),
        (2, "dissatisfied"),
    ]


@pytest.mark.statute("SUG-7")
def test_how_often_it_is_handled_again_is_a_local_rule() -> None:
    play = j.cast()
    set_rule(play.congress, "suggestion.rehandle_rounds", 0)

    assert j.rehandling(play).state == "escalated"


@pytest.mark.statute("SUG-7")
@pytest.mark.parametrize(("rule", "state"), [("result", "concluded"), ("either", "rehandling")])
def test_what_sends_it_back_is_a_local_rule(rule: str, state: str) -> None:
    play = j.cast()
    set_rule(play.congress, "suggestion.rehandle_on", rule)
    p = j.replied(play)

    grade(p, play.deputy, "dissatisfied", "satisfied")

    assert again(p).state == state


# --- 10 correct ---------------------------------------------------------------------------------


def test_void_with_reason_by_the_head_only() -> None:
    play = j.cast()
    p = j.received(play)

    refused(NotYours, p, "void", play.clerk, REASON)
    take(p, "void", play.head, REASON)

    running = Clock.objects.filter(proceeding=p, stopped_at=None).count()
    assert (again(p).state, running, waits(p)) == ("voided", 0, [])


@pytest.mark.mechanism("A2")
def test_a_wrong_assignment_is_withdrawn_with_its_reason() -> None:
    play = j.cast()
    p = j.received(play)

    take(p, "withdraw_assignment", play.handling, shared.Reason(reason="点错单位。"))

    p = again(p)
    assert (p.state, p.lead_body) == ("dispatched", None)
    assert not visible_proceedings(play.handler).filter(pk=p.pk).exists()
    took = Event.objects.get(step="withdraw_assignment")
    assert took.facts == {"reason": "点错单位。"}


@pytest.mark.parametrize("journey", ["submitted", "registered", "dispatched", "received"])
def test_the_deputy_withdraws(journey: str) -> None:
    play = j.cast()
    p = getattr(j, journey)(play)

    refused(NotYours, p, "withdraw", play.cosigner, REASON)
    take(p, "withdraw", play.deputy, REASON)

    assert (again(p).state, waits(p)) == ("withdrawn", [])


def test_nobody_withdraws_after_the_reply() -> None:
    play = j.cast()
    p = j.replied(play)

    refused(StepTaken, p, "withdraw", play.deputy, REASON)


def test_another_congress_sees_nothing() -> None:
    play, other = j.cast(), j.cast()
    p = j.replied(play)

    actors = {name: actor_of(seat=seat) for name, seat in other.seats.items()}
    seen = [name for name, actor in actors.items() if visible_proceedings(actor).exists()]

    assert (p.congress_id, seen) == (play.congress.pk, [])


def test_whoever_ends_a_mandate_is_told_what_the_deputy_leaves_open(client) -> None:
    play = j.cast()
    j.drafted(play)
    j.assigned(play)
    j.evaluated(play)
    j.received(play)
    mandate = play.persons["deputy"].mandates.get()

    page = sign_in(client, seat=play.seats["clerk"]).get(f"/people/mandates/{mandate.pk}/propose/")

    assert (page.status_code, page.context["open_work"]) == (200, 2)
    assert queries.open_of_deputy(play.persons["cosigner"].pk, play.congress.pk) == 0
    assert queries.open_of_deputy(mandate.person_id, j.cast().congress.pk) == 0
