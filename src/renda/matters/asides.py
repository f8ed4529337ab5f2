"""What is read before a step of the closed loop is taken, beside its form."""

from __future__ import annotations

from typing import Any

from renda.congresses.queries import calendar_of
from renda.kernel.actor import Actor
from renda.kernel.time import today
from renda.matters import pages
from renda.matters.enums import Mode
from renda.matters.models import Assignment, Evaluation, Reply
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import clock_view
from renda.proceedings.procedure import LaneRow, binding_of


def _of_row(name: str, row: LaneRow | None) -> dict[str, Any]:
    return {name: row.row if row else None}


def assignment(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The unit's part: why it hands back."""
    return _of_row("assignment", row)


def contact(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The talk as the unit states it."""
    return {"contact": pages.contact_line(row.row) if row else None}


def extension(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The request for more time, with the present end."""
    if row is None:
        return {}
    clock = proceeding.clocks.filter(
        name="reply", lane_row=row.row.assignment_id, round=proceeding.round
    ).first()
    return {"extension": row.row, "due_on": clock.due_on if clock else None}


def in_hand(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """What a unit has in hand before it replies: opinions, talks, why a reply came back."""
    if row is None:
        return {}
    part: Assignment = row.row
    others = Assignment.objects.filter(proceeding=proceeding, round=proceeding.round)
    joint = others.filter(mode=Mode.JOINT).exclude(state="withdrawn").select_related("body")
    back = ("return_reply", "send_back_reply")
    last = proceeding.events.filter(lane_row=part.pk, step__in=[*back, "submit_reply"]).last()
    return {
        "opinions": list(joint) if part.mode == Mode.LEAD else [],
        "contacts": list(part.contacts.all()),
        "sent_back": (last.facts or {}).get("reason", "") if last and last.step in back else "",
    }


def reply(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The reply of the unit, as its reader will see it."""
    if row is None:
        return {}
    found = Reply.objects.select_related("assignment__body").get(assignment_id=row.id)
    return {"reply": pages.reply_view(found)}


def evaluating(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The reply that is evaluated, earlier ones, and until when."""
    if row is None:
        return {}
    evaluation: Evaluation = row.row
    earlier = Reply.objects.filter(
        proceeding=proceeding, round__lt=proceeding.round, delivered_at__isnull=False
    ).select_related("assignment__body")
    clock = proceeding.clocks.filter(
        name="feedback", round=proceeding.round, stopped_at__isnull=True
    ).first()
    due = None
    if clock is not None:
        calendar = calendar_of(proceeding.congress)
        due = clock_view(clock, binding_of(proceeding).procedure, calendar, today=today())
    return {
        "reply": pages.reply_view(evaluation.reply),
        "earlier": [pages.reply_view(each) for each in earlier.order_by("-round", "id")],
        "due": due,
        "phone": getattr(proceeding.congress, "phone", ""),
    }
