"""The code behind the names of the procedure."""

from __future__ import annotations

from typing import Any

from renda.files.enums import Purpose
from renda.files.queries import current
from renda.kernel.actor import Actor
from renda.matters import asides as loop
from renda.matters import facts as shared
from renda.matters import services as matters
from renda.matters.enums import Outcome
from renda.matters.queries import (
    AssignmentLane,
    ContactLane,
    EvaluationLane,
    ExtensionLane,
)
from renda.matters.services import evaluating, handling
from renda.proceedings.facts import Facts, Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import Aside, Binding, LaneRow
from renda.proposals import asides, queries
from renda.proposals import facts as own
from renda.proposals.procedure import SUGGESTION
from renda.proposals.rules import GUARDS
from renda.proposals.services import effects
from renda.rulebook.queries import rules_in_force

FACTS: dict[str, type[Facts]] = {
    "nothing": Nothing,
    "reason": shared.Reason,
    "dispatch": shared.Dispatch,
    "assign": shared.Assign,
    "receive": shared.Receive,
    "add_unit": shared.AddUnit,
    "hand_back": shared.HandBack,
    "decide_hand_back": shared.DecideHandBack,
    "state_contact": shared.StateContact,
    "answer_contact": shared.AnswerContact,
    "ask_extension": shared.AskExtension,
    "decide_extension": shared.DecideExtension,
    "give_opinion": shared.GiveOpinion,
    "progress": shared.Progress,
    "urge": shared.Urge,
    "submit_reply": shared.SubmitReply,
    "sign_reply": shared.SignReply,
    "confirm_class": shared.ConfirmClass,
    "evaluate": shared.Evaluate,
    "evaluate_marks": shared.EvaluateMarks,
    "call": shared.Call,
    "enter_paper": shared.EnterPaper,
    "enter_paper_marks": shared.EnterPaperMarks,
    "invite": own.Invite,
    "submit": own.SubmitDraft,
    "register": own.Register,
    "refuse": own.Refuse,
    "examine": own.Examine,
    "decide_motion": own.DecideMotion,
    "merge": own.Merge,
    "propose": own.Propose,
    "return_to_congress": own.ReturnToCongress,
    "answer_proposal": own.AnswerProposal,
    "publish": own.Publish,
}

EFFECTS = {
    "invite": effects.invite,
    "answer_signature": effects.answer_signature,
    "submit": effects.submit,
    "revise": effects.revise,
    "register": effects.register,
    "examine": effects.examine,
    "decide_motion": effects.decide_motion,
    "merge": effects.merge,
    "dispatch": effects.dispatch,
    "return_to_congress": effects.return_to_congress,
    "propose": effects.propose,
    "assign": effects.assign,
    "reassign": effects.reassign,
    "receive": matters.receive,
    "add_unit": effects.add_unit,
    "change_handler": matters.change_handler,
    "hand_back": matters.hand_back,
    "decide_hand_back": effects.decide_hand_back,
    "withdraw_assignment": effects.withdraw_assignment,
    "state_contact": matters.state_contact,
    "answer_contact": matters.answer_contact,
    "give_opinion": matters.give_opinion,
    "ask_opinion_again": handling.ask_opinion_again,
    "ask_extension": matters.ask_extension,
    "decide_extension": matters.decide_extension,
    "submit_reply": matters.submit_reply,
    "sign_reply": matters.sign_reply,
    "confirm_class": effects.confirm_class,
    "send_back_reply": matters.send_back_reply,
    "open_reply": matters.open_reply,
    "evaluate": effects.evaluate,
    "evaluate_marks": effects.evaluate_marks,
    "waive": effects.waive,
    "enter_paper": effects.enter_paper,
    "clear_paper": evaluating.clear_paper,
    "contest": evaluating.contest,
    "call": matters.call_deputy,
    "close_unanswered": effects.close_unanswered,
    "propose_publication": effects.propose_publication,
    "publish": effects.publish,
    "withhold": effects.withhold,
}


def classes(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """The classes with what they mean here."""
    keys = {letter: f"suggestion.class_{letter.lower()}" for letter in Outcome.values}
    meanings = rules_in_force(proceeding.congress, keys.values())
    return [(letter, f"{letter} {meanings[key].value}") for letter, key in keys.items()]


def proposed_units(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The units already proposed fill the form of assignment."""
    rows = list(proceeding.suggestion.proposed.all())
    return {
        "lead": next((each.body_id for each in rows if each.mode == "lead"), None),
        "joint": [each.body_id for each in rows if each.mode == "joint"],
    }


def same_units(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The units of the last round fill the form of assigning again."""
    rows = proceeding.assignments.filter(round=proceeding.round).exclude(state="withdrawn")
    by_mode: dict[str, list[int]] = {}
    for each in rows:
        by_mode.setdefault(each.mode, []).append(each.body_id)
    return {
        "lead": next(iter(by_mode.get("lead", [])), None),
        "joint": by_mode.get("joint", []),
        "separate": by_mode.get("separate", []),
    }


def own_name(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """Whoever signs for receipt is the handler unless another is named."""
    return {"handler_name": actor.account_name}


def returned_reply(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """A reply that came back is shown as it was written; never a class for a new one."""
    reply = getattr(row.row, "reply", None) if row is not None else None
    if reply is None:
        return {}
    names = ("text", "reason", "review_on", "document_number", "contact_name", "contact_phone")
    promises = reply.commitments.values(
        "what", "amount", "owner", "due_on", "condition", "review_on"
    )
    return {
        **{name: getattr(reply, name) for name in names},
        "outcome_class": reply.proposed_class,
        "commitments": list(promises),
        "files": [str(each.public_id) for each in current("reply", reply.pk, Purpose.ENCLOSURE)],
    }


_READ = Aside("proposals/_read.html", asides.text)
_DECIDE = Aside("proposals/_read.html", asides.text_opened)
ASIDES = {
    "submit": Aside("proposals/_read.html", asides.check),
    "sign": _DECIDE,
    "decline": _DECIDE,
    "register": _DECIDE,
    "register_in_session": _DECIDE,
    "register_motion": _DECIDE,
    "examine": _DECIDE,
    "decide_motion": Aside("proposals/_read.html", asides.examined),
    "refuse": _READ,
    "return": _READ,
    "propose": _READ,
    "assign": _READ,
    "dispatch": _READ,
    "answer_proposal": Aside("proposals/_read.html", asides.proposed),
    "decide_hand_back": Aside("matters/_read_hand_back.html", loop.assignment),
    "answer_contact": Aside("matters/_read_contact.html", loop.contact),
    "decide_extension": Aside("matters/_read_extension.html", loop.extension),
    "submit_reply": Aside("matters/_read_opinions.html", loop.in_hand),
    "sign_reply": Aside("matters/_read_reply.html", loop.reply),
    "confirm_class": Aside("matters/_read_reply.html", loop.reply),
    "evaluate": Aside("matters/_promised.html", loop.evaluating, "matters/_evaluate_tips.html"),
    "evaluate_marks": Aside(
        "matters/_promised.html", loop.evaluating, "matters/_evaluate_tips.html"
    ),
    "publish": _READ,
}

BINDING = Binding(
    procedure=SUGGESTION,
    url_name="proposals:detail",
    facts=FACTS,
    effects=EFFECTS,
    guards=GUARDS,
    lanes={
        "cosign": queries.CosignLane(),
        "assignment": AssignmentLane(),
        "contact": ContactLane(),
        "extension": ExtensionLane(),
        "evaluation": EvaluationLane(),
    },
    choices={
        "departments": queries.departments,
        "undertakers": queries.undertakers,
        "handling_offices": queries.handling_offices,
        "other_offices": queries.other_offices,
        "conferences": queries.conferences,
        "committees": queries.committees,
        "vice_chairs": queries.vice_chairs,
        "deputies": queries.other_deputies,
        "authors": queries.author_choices,
        "classes": classes,
    },
    initial={
        "assign": proposed_units,
        "reassign": same_units,
        "receive": own_name,
        "submit_reply": returned_reply,
    },
    asides=ASIDES,
)
