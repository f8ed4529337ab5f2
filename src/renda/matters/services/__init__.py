"""Writes of the closed loop: effects of steps, bound by the rooms that use them, and notes."""

from renda.matters.services.assigning import (
    add_unit,
    assign_units,
    change_handler,
    decide_hand_back,
    hand_back,
    receive,
    withdraw_assignment,
)
from renda.matters.services.evaluating import (
    call_deputy,
    close_unanswered,
    enter_paper,
    evaluate,
    evaluate_marks,
    open_reply,
    waive,
)
from renda.matters.services.handling import (
    answer_contact,
    ask_extension,
    decide_extension,
    give_opinion,
    state_contact,
)
from renda.matters.services.notes import add_note
from renda.matters.services.replying import (
    confirm_class,
    return_reply,
    send_back_reply,
    sign_reply,
    submit_reply,
)

__all__ = [
    "add_note",
    "add_unit",
    "answer_contact",
    "ask_extension",
    "assign_units",
    "call_deputy",
    "change_handler",
    "close_unanswered",
    "confirm_class",
    "decide_extension",
    "decide_hand_back",
    "enter_paper",
    "evaluate",
    "evaluate_marks",
    "give_opinion",
    "hand_back",
    "open_reply",
    "receive",
    "return_reply",
    "send_back_reply",
    "sign_reply",
    "state_contact",
    "submit_reply",
    "waive",
    "withdraw_assignment",
]
