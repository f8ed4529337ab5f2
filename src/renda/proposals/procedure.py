"""The procedure of motions and suggestions, from draft to satisfied.

It reads like the regulation it implements: 代表法 §§24, 36, 51, 52; 地方组织法 §§22, 42; the
local numbers come from the rulebook. Mechanisms A1–A3, A5, A6, A14, A15.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from renda.law.procedure import Clock, Lane, Procedure, Relation, State, StateType, step

KIND = "suggestion"
# Ended without having been handled: what hangs on it ends too.
GONE = ("voided", "withdrawn")
DRAFT, OPEN, CLOSED = StateType.DRAFT, StateType.OPEN, StateType.CLOSED

STAGES = (
    ("submit", pgettext_lazy("stage", "Made")),
    ("register", pgettext_lazy("stage", "Registered")),
    ("assign", pgettext_lazy("stage", "Assigned")),
    ("receive", pgettext_lazy("stage", "Received")),
    ("contact", pgettext_lazy("stage", "Talked over")),
    ("reply", pgettext_lazy("stage", "Replied")),
    ("evaluate", pgettext_lazy("stage", "Evaluated")),
    ("conclude", pgettext_lazy("stage", "Concluded")),
)

STATES = (
    State("draft", _("Draft"), DRAFT, "submit", "idle"),
    State("submitted", _("To be registered"), OPEN, "register", "idle"),
    State("returned", _("Returned to the author"), OPEN, "submit", "soon"),
    State("registered", _("Motion to be examined"), OPEN, "register", "idle"),
    State("examined", _("For the presidium"), OPEN, "register", "soon"),
    State("screened", _("To be assigned"), OPEN, "assign", "idle"),
    State("proposing", _("Undertaker being proposed"), OPEN, "assign", "idle"),
    State("proposed", _("Deputy asked about the undertaker"), OPEN, "assign", "ask"),
    State("answered", _("Undertaker to be fixed"), OPEN, "assign", "idle"),
    State("dispatched", _("With the handling office"), OPEN, "assign", "idle"),
    State("handling", _("Being handled"), OPEN, "reply", "run"),
    State("replied", _("Replied, to be evaluated"), OPEN, "evaluate", "ask"),
    State("rehandling", _("To be assigned again"), OPEN, "assign", "soon"),
    State("concluded", _("Concluded"), CLOSED, "conclude", "done"),
    State("escalated", _("Dissatisfied, gone up"), CLOSED, "conclude", "late"),
    State("motion_taken", _("Taken as a motion"), CLOSED, "conclude", "done"),
    State("merged", _("Handled together"), CLOSED, "conclude", "idle"),
    State("refused", _("Not taken"), CLOSED, "conclude", "idle"),
    State("withdrawn", _("Withdrawn"), CLOSED, "conclude", "idle"),
    State("voided", _("Void"), CLOSED, "conclude", "idle"),
)

RELATIONS = (
    Relation("author", _("leading deputy"), party="author"),
    Relation("liaison", _("station liaison"), party="liaison", party_roles=("liaison",)),
    Relation("cosigner", _("cosigner"), lane=()),
    Relation("evaluator", _("author"), lane=()),
    Relation("office", _("deputies' office"), offices=("office_clerk", "office_head")),
    Relation("office_head", _("head of the deputies' office"), offices=("office_head",)),
    Relation("motions_group", _("motions group"), offices=("motions_group",)),
    Relation("motions_committee", _("motions committee"), offices=("motions_committee",)),
    Relation("presidium", _("presidium"), offices=("presidium",)),
    Relation("vice_chair", _("supervising vice-chair"), party="supervisor"),
    Relation(
        "committee", _("counterpart committee"), party="committee", party_roles=("committee",)
    ),
    Relation(
        "handling_office",
        _("handling office"),
        party="handling_office",
        party_roles=("handling_office",),
    ),
    Relation("undertaker", _("undertaker"), lane=("handler", "undertaker_admin")),
    Relation("signer", _("signing leader"), lane=("signer",)),
    Relation(
        "undertaker_party",
        _("undertaker"),
        party="undertaker",
        party_roles=("handler", "undertaker_admin"),
    ),
    Relation(
        "lead_undertaker",
        _("lead undertaker"),
        party="lead_undertaker",
        party_roles=("handler", "undertaker_admin"),
    ),
)

CLOCKS = (
    Clock("cosign", _("Co-signing"), "suggestion.cosign"),
    Clock("register", _("Registration"), "suggestion.register"),
    Clock("assign", _("Assignment"), "suggestion.assign"),
    Clock("preassign", _("Proposal of undertakers"), "suggestion.preassign"),
    Clock("preassign_feedback", _("Deputy's answer"), "suggestion.preassign_feedback"),
    Clock("assign_department", _("Assignment to units"), "suggestion.assign_department"),
    Clock("receive", _("Receipt"), "suggestion.receive"),
    Clock("decide_hand_back", _("Decision on hand-back"), "suggestion.decide_hand_back"),
    Clock("contact", _("First contact"), "suggestion.contact"),
    Clock("joint", _("Joint opinion"), "suggestion.joint"),
    Clock("reply", _("Reply"), "suggestion.reply"),
    Clock("confirm_class", _("Confirmation of the class"), "suggestion.confirm_class"),
    Clock("feedback", _("Evaluation"), "suggestion.feedback"),
    Clock("reassign", _("Assignment again"), "suggestion.reassign"),
    Clock("publish", _("Publication"), "suggestion.publish"),
)

LANES = (
    Lane(
        "cosign",
        _("Signatures"),
        tuple(
            State(name, label)
            for name, label in (
                ("invited", _("Invited")),
                ("signed", _("Signed")),
                ("declined", _("Declined")),
                ("lapsed", _("Dropped out")),
            )
        ),
    ),
    Lane(
        "assignment",
        _("Units"),
        tuple(
            State(name, label)
            for name, label in (
                ("assigned", _("Waiting for receipt")),
                ("received", _("Being handled")),
                ("handed_back", _("Handed back")),
                ("signing", _("For signature")),
                ("confirming", _("Class to be confirmed")),
                ("replied", _("Replied")),
                ("opinion_given", _("Opinion given")),
                ("withdrawn", _("Withdrawn")),
            )
        ),
    ),
    Lane(
        "contact",
        _("Contacts"),
        (
            State("stated", _("Stated")),
            State("confirmed", _("Confirmed")),
            State("corrected", _("Corrected")),
        ),
    ),
    Lane(
        "extension",
        _("More time"),
        (
            State("asked", _("Asked")),
            State("granted", _("Granted")),
            State("refused", _("Refused")),
        ),
    ),
    Lane(
        "evaluation",
        _("Evaluations"),
        tuple(
            State(name, label)
            for name, label in (
                ("sent", _("Not opened")),
                ("opened", _("Opened")),
                ("half", _("Entered once")),
                ("given", _("Evaluated")),
                ("waived", _("No reply needed")),
                ("missed", _("Not evaluated")),
            )
        ),
    ),
)

_EARLY = ("submitted", "returned", "registered", "examined", "screened")
_ASSIGNING = ("proposing", "proposed", "answered", "dispatched")
_LATE = ("handling", "replied", "rehandling")
_GRADED = ("handling", "replied", "concluded", "rehandling")

# fmt: off
STEPS = (
    # Draft and co-sign
    step("invite", _("Ask deputies to sign")).by("author", "liaison").from_("draft").asks("invite").doing("invite").paper(),
    step("sign", _("Sign")).by("cosigner").from_("draft").on("cosign", "invited", to="signed").doing("answer_signature").only_if("cosign_open").must("cosign").paper(),
    step("decline", _("Do not sign")).by("cosigner").from_("draft").on("cosign", "invited", to="declined").doing("answer_signature").paper(),
    step("submit", _("Hand in")).by("author", "liaison").from_("draft", "returned").to("submitted").only_if("complete", "motion_in_session", "enough_movers").asks("submit").doing("submit").starting("register").stopping("cosign").at("submit").public().paper().quiet(),
    step("discard", _("Discard the draft")).by("author", "liaison").from_("draft").to("withdrawn").grave().paper(),
    step("withdraw", _("Withdraw")).by("author").from_(*_EARLY, *_ASSIGNING, "handling").to("withdrawn").asks("reason").paper().grave(),
    # Register and screen
    step("register", _("Register")).by("office").from_("submitted").to("screened").only_if("in_recess", "is_suggestion").asks("register").doing("register").must("register").bulk().stopping("register").starting("assign").telling("author").at("register").public(),
    step("register_in_session", _("Register in session")).by("motions_group").from_("submitted").to("screened").only_if("in_session", "is_suggestion").asks("register").doing("register").must("register").bulk().stopping("register").starting("assign").telling("author").at("register").public(),
    step("register_motion", _("Register a motion")).by("motions_group").from_("submitted").to("registered").only_if("in_session", "is_motion").asks("register").doing("register").must("register").stopping("register").telling("author").at("register").public(),
    step("examine", _("Examine the motion")).by("motions_committee").from_("registered").to("examined").asks("examine").doing("examine").must().quiet(),
    step("decide_motion", _("Decide on the motion")).by("presidium").from_("examined").to("screened", "motion_taken").asks("decide_motion").doing("decide_motion").must().telling("author").grave().public(),
    step("return", _("Return to the author")).by("office", "motions_group").from_("submitted", "registered").to("returned").asks("reason").stopping("register").telling("author"),
    step("refuse", _("Do not take")).by("office", "motions_group").from_("submitted").to("refused").asks("refuse").stopping("register").telling("author").grave(),
    step("revise", _("Revise and hand in again")).by("author", "liaison").from_("returned").to("draft").must().doing("revise").paper(),
    step("merge", _("Handle together with another")).by("office").from_("screened").to("merged").asks("merge").doing("merge").stopping("assign").telling("author").grave(),
    # Assign
    step("ask_proposal", _("Ask for proposed undertakers")).by("office").from_("screened").to("proposing").asks("dispatch").doing("dispatch").starting("preassign"),
    step("propose", _("Propose undertakers")).by("handling_office").from_("proposing").to("proposed").asks("propose").doing("propose").must("preassign").stopping("preassign").starting("preassign_feedback").telling("author").quiet(),
    step("answer_proposal", _("Answer the proposed undertakers")).by("author").from_("proposed").to("answered").asks("answer_proposal").must("preassign_feedback").stopping("preassign_feedback").telling("office").paper().private(),
    step("go_on_unanswered", _("Go on without an answer")).by("office").from_("proposed").to("answered").only_if("preassign_overdue").stopping("preassign_feedback"),
    step("dispatch", _("Assign")).by("office").from_("screened", "answered").to("dispatched").asks("dispatch").doing("dispatch").must("assign").bulk().stopping("assign").starting("assign_department").telling("handling_office"),
    step("return_to_congress", _("Return to the congress")).by("handling_office").from_("dispatched").to("screened").asks("return_to_congress").doing("return_to_congress").stopping("assign_department").starting("assign").telling("office").private(),
    step("assign", _("Assign to units")).by("handling_office").from_("dispatched").to("handling").asks("assign").doing("assign").must("assign_department").stopping("assign_department").telling("author").at("assign").public(),
    # Receive, hand back
    step("receive", _("Sign for receipt")).by("undertaker").from_("handling").on("assignment", "assigned", to="received").asks("receive").doing("receive").must("receive").bulk().stopping("receive").at("receive").public(),
    step("hand_back", _("Hand back")).by("undertaker").from_("handling").on("assignment", "assigned", to="handed_back").only_if("within_receipt").asks("hand_back").doing("hand_back").stopping("receive").telling("handling_office").private(),
    step("decide_hand_back", _("Decide on the hand-back")).by("handling_office").from_("handling").maybe_to("dispatched", "replied").on("assignment", "handed_back").asks("decide_hand_back").doing("decide_hand_back").must("decide_hand_back").stopping("decide_hand_back").telling("undertaker").private(),
    step("withdraw_assignment", _("Withdraw a wrong assignment")).by("handling_office", "office").from_("handling").maybe_to("dispatched", "replied").on("assignment", "assigned", "received", "handed_back").asks("reason").doing("withdraw_assignment").telling("undertaker").grave().private(),
    step("add_unit", _("Add a unit")).by("handling_office").from_("handling").asks("add_unit").doing("add_unit").telling("undertaker_party"),
    # Handle
    step("change_handler", _("Change the handler")).by("undertaker").from_("handling").on("assignment", "received").asks("receive").doing("change_handler"),
    step("first_contact", _("Record the first talk with the deputy")).by("undertaker").from_("handling").on("assignment", "received").only_if("replies", "no_contact_yet").asks("state_contact").doing("state_contact").must("contact").at("contact").quiet(),
    step("contact_again", _("Record another talk")).by("undertaker").from_("handling").on("assignment", "received").only_if("replies", "contact_made").asks("state_contact").doing("state_contact").quiet(),
    step("answer_contact", _("Say whether the talk was so")).by("evaluator").from_("handling", "replied").on("contact", "stated").asks("answer_contact").doing("answer_contact").must().telling("undertaker").paper(),
    step("give_opinion", _("Give the opinion")).by("undertaker").from_("handling").on("assignment", "received", to="opinion_given").only_if("is_joint").asks("give_opinion").doing("give_opinion").must("joint").stopping("joint").telling("lead_undertaker").private(),
    step("ask_opinion_again", _("Ask for the opinion again")).by("lead_undertaker").from_("handling").on("assignment", "opinion_given", to="received").asks("reason").doing("ask_opinion_again").telling("undertaker").private(),
    step("progress", _("Report progress")).by("undertaker").from_("handling").on("assignment", "received").only_if("replies").asks("progress").telling("author").public(),
    step("ask_extension", _("Ask for more time")).by("undertaker").from_("handling").on("assignment", "received").only_if("replies", "extension_left").asks("ask_extension").doing("ask_extension").telling("office").quiet(),
    step("decide_extension", _("Decide on more time")).by("office").from_("handling").on("extension", "asked").asks("decide_extension").doing("decide_extension").must().telling("author").quiet(),
    step("urge", _("Urge")).by("office", "handling_office", "vice_chair", "committee").from_("handling", "rehandling").asks("urge").bulk().telling("lead_undertaker").private(),
    # Reply
    step("submit_reply", _("Send the reply for signature")).by("undertaker").from_("handling").on("assignment", "received", to="signing").only_if("replies", "opinions_in").asks("submit_reply").doing("submit_reply").must("reply").telling("signer").quiet(),
    step("sign_reply", _("Sign the reply")).by("signer").from_("handling").on("assignment", "signing", to="confirming").asks("sign_reply").doing("sign_reply").must("reply").telling("handling_office").private(),
    step("return_reply", _("Return the reply to the handler")).by("signer").from_("handling").on("assignment", "signing", to="received").asks("reason").telling("undertaker").private(),
    step("confirm_class", _("Confirm the class and deliver")).by("handling_office").from_("handling").maybe_to("replied").on("assignment", "confirming", to="replied").asks("confirm_class").doing("confirm_class").must("confirm_class").stopping("confirm_class").telling("author").at("reply").public().quiet(),
    step("send_back_reply", _("Send the reply back")).by("handling_office").from_("handling").on("assignment", "confirming", to="received").asks("reason").doing("send_back_reply").telling("undertaker").private(),
    # Evaluate
    step("open_reply", _("Open the reply")).by("evaluator").from_(*_GRADED).on("evaluation", "sent", to="opened").doing("open_reply").must("feedback"),
    step("evaluate", _("Evaluate")).by("evaluator").from_(*_GRADED).maybe_to("concluded", "rehandling", "escalated").on("evaluation", "opened").only_if("grades_form").asks("evaluate").doing("evaluate").checked().must("feedback").telling("office").at("evaluate").public().quiet(),
    step("evaluate_marks", _("Evaluate with marks")).by("evaluator").from_(*_GRADED).maybe_to("concluded", "rehandling", "escalated").on("evaluation", "opened").only_if("marks_form").asks("evaluate_marks").doing("evaluate_marks").checked().must("feedback").telling("office").at("evaluate").public().quiet(),
    step("waive", _("No evaluation needed")).by("evaluator").from_(*_GRADED).maybe_to("concluded", "rehandling", "escalated").on("evaluation", "sent", "opened", to="waived").doing("waive").paper(),
    step("enter_paper", _("Enter a paper form")).by("office").from_(*_GRADED).maybe_to("concluded", "rehandling", "escalated").on("evaluation", "sent", "opened").only_if("grades_form").asks("enter_paper").doing("enter_paper").blind().internal(),
    step("enter_paper_marks", _("Enter a paper form with marks")).by("office").from_(*_GRADED).maybe_to("concluded", "rehandling", "escalated").on("evaluation", "sent", "opened").only_if("marks_form").asks("enter_paper_marks").doing("enter_paper").blind().internal(),
    step("enter_paper_again", _("Enter the paper form a second time")).by("office").from_(*_GRADED).maybe_to("concluded", "rehandling", "escalated").on("evaluation", "half").only_if("grades_form").asks("enter_paper").doing("enter_paper").blind().internal().must("feedback"),
    step("enter_paper_marks_again", _("Enter the marks a second time")).by("office").from_(*_GRADED).maybe_to("concluded", "rehandling", "escalated").on("evaluation", "half").only_if("marks_form").asks("enter_paper_marks").doing("enter_paper").blind().internal().must("feedback"),
    step("clear_paper", _("Clear the first entry")).by("office").from_(*_GRADED).on("evaluation", "half", to="opened").asks("reason").doing("clear_paper").internal(),
    step("contest", _("Contest what was entered")).by("evaluator").from_(*_GRADED, "escalated").on("evaluation", "given").only_if("from_paper").asks("reason").doing("contest").telling("office").private(),
    step("call", _("Note a call")).by("office").from_("handling", "replied").on("evaluation", "sent", "opened", "half").asks("call").doing("call").internal(),
    step("close_unanswered", _("Close without an evaluation")).by("office").from_("replied").to("concluded").only_if("feedback_overdue").asks("reason").doing("close_unanswered").stopping("feedback").grave(),
    # Re-handle
    step("reassign", _("Assign again")).by("handling_office", "office").from_("rehandling").to("handling").asks("assign").doing("reassign").must("reassign").stopping("reassign").telling("author").at("assign").public(),
    # Correct and publish
    step("void", _("Declare void")).by("office_head").from_(*_EARLY, *_ASSIGNING, *_LATE).to("voided").asks("reason").grave(),
    step("propose_publication", _("Put forward for publication")).by("office").from_("replied", "concluded", "escalated").only_if("may_be_published").asks("publish").doing("propose_publication").telling("office_head"),
    step("publish", _("Publish")).by("office_head", "vice_chair").from_("replied", "concluded", "escalated").only_if("publication_proposed").doing("publish").must("publish").bulk().public(),
    step("withhold", _("Do not publish")).by("office_head", "vice_chair").from_("replied", "concluded", "escalated").only_if("publication_proposed").asks("reason").doing("withhold").private(),
)
# fmt: on

SUGGESTION = Procedure(
    kind=KIND,
    version=1,
    label=_("Motions and suggestions"),
    initial="draft",
    states=STATES,
    relations=RELATIONS,
    steps=STEPS,
    clocks=CLOCKS,
    lanes=LANES,
    stages=STAGES,
    paper_by=("office", "liaison"),
)
