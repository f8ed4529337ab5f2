"""Effects of assigning, receiving and handing back (SUG-3, SUG-9; A1, A2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from renda.congresses.models import Body
from renda.kernel.errors import Invalid
from renda.matters import rules
from renda.matters.enums import AssignmentState, Mode
from renda.matters.facts import AddUnit, Assign, DecideHandBack, HandBack, Receive
from renda.matters.models import Assignment
from renda.proceedings.services import Change

UNDERTAKER = "undertaker"
LEAD = "lead_undertaker"


def assign_units(
    change: Change,
    facts: Assign,
    *,
    reply_rule: str,
    counted_from: date,
    allowed: set[int] | None = None,
) -> list[Assignment]:
    """Make the round's assignments and start their clocks.

    The reply is counted from ``counted_from`` (the congress's assignment, 代表法 §51), receipt and
    the joint opinion from today. Raises Invalid for a unit that is not to be had.
    """
    wanted = list(_wanted(facts))
    bodies = _bodies(change, [body for body, _mode in wanted], allowed)
    made = [_assign(change, bodies[body], mode, facts.remark) for body, mode in wanted]
    for assignment in made:
        _start_clocks(change, assignment, reply_rule, counted_from)
    lead = next((a for a in made if a.mode == Mode.LEAD), made[0])
    change.proceeding.lead_body = lead.body
    return made


def _wanted(facts: Assign) -> Iterator[tuple[int, Mode]]:
    if facts.lead is not None:
        yield facts.lead, Mode.LEAD
    yield from ((body, Mode.SEPARATE) for body in facts.separate)
    yield from ((body, Mode.JOINT) for body in facts.joint)


def _bodies(
    change: Change, ids: list[int], allowed: set[int] | None, *, field: str = "lead"
) -> dict[int, Body]:
    found = Body.objects.filter(
        pk__in=ids, congress_id=change.proceeding.congress_id, valid_until__isnull=True
    )
    bodies = {body.pk: body for body in found}
    missing = [pk for pk in ids if pk not in bodies or (allowed is not None and pk not in allowed)]
    if missing:
        text = _("A chosen unit is not among your units or no longer exists. Choose again.")
        raise Invalid(text, fields={field: text})
    return bodies


def _assign(change: Change, body: Body, mode: Mode, remark: str) -> Assignment:
    assignment = Assignment.objects.create(
        proceeding=change.proceeding,
        round=change.proceeding.round,
        body=body,
        mode=mode,
        assigned_at=change.at,
        remark=remark,
    )
    change.add_party(UNDERTAKER, f"b{body.pk}", label=body.name)
    if mode == Mode.LEAD:
        change.end_parties(LEAD)
        change.add_party(LEAD, f"b{body.pk}", label=body.name)
    return assignment


def _start_clocks(
    change: Change, assignment: Assignment, reply_rule: str, counted_from: date
) -> None:
    change.start_clock("receive", lane_row=assignment.pk)
    if assignment.mode == Mode.JOINT:
        change.start_clock("joint", lane_row=assignment.pk)
    else:
        change.start_clock("reply", lane_row=assignment.pk, on=counted_from, rule=reply_rule)
        change.start_clock("contact", lane_row=assignment.pk)


def add_unit(
    change: Change,
    facts: AddUnit,
    *,
    reply_rule: str,
    counted_from: date,
    allowed: set[int] | None = None,
) -> Assignment:
    """One more unit in this round; a separate one replies within the time that runs already."""
    body = _bodies(change, [facts.unit], allowed, field="unit")[facts.unit]
    rows = Assignment.objects.filter(proceeding=change.proceeding, round=change.proceeding.round)
    present = list(rows.exclude(state=AssignmentState.WITHDRAWN))
    if any(each.body_id == body.pk for each in present):
        text = _("This unit takes part already.")
        raise Invalid(text, fields={"unit": text})
    has_lead = any(each.mode == Mode.LEAD for each in present)
    if has_lead != (Mode(facts.mode) is Mode.JOINT):
        text = (
            _("There is a lead unit: others take part as joint units.")
            if has_lead
            else _("Units here reply separately: there is no lead for a joint opinion.")
        )
        raise Invalid(text, fields={"mode": text})
    made = _assign(change, body, Mode(facts.mode), facts.remark)
    _start_clocks(change, made, reply_rule, counted_from)
    return made


def change_handler(change: Change) -> None:
    """Another person handles it; the history keeps who did before."""
    assignment, facts = assignment_of(change), change.facts
    assert isinstance(facts, Receive)  # noqa: S101
    if not facts.handler_name:
        text = _("Please name the handler.")
        raise Invalid(text, fields={"handler_name": text})
    assignment.handler_name = facts.handler_name
    assignment.save(update_fields=["handler_name"])


def receive(change: Change) -> None:
    """The unit signs for receipt; the server's time is kept."""
    assignment, facts = assignment_of(change), change.facts
    assert isinstance(facts, Receive)  # noqa: S101 -- the binding pairs step and facts
    assignment.received_at = change.at
    assignment.handler_name = facts.handler_name or change.actor.account_name
    assignment.save(update_fields=["received_at", "handler_name"])


def hand_back(change: Change) -> None:
    """The unit hands back with reasons and a proposed undertaker; it transfers nothing itself."""
    assignment, facts = assignment_of(change), change.facts
    assert isinstance(facts, HandBack)  # noqa: S101
    if facts.proposed:
        _bodies(change, [facts.proposed], None, field="proposed")
    assignment.reason, assignment.proposed_id = facts.reason, facts.proposed
    assignment.save(update_fields=["reason", "proposed"])
    change.start_clock("decide_hand_back", lane_row=assignment.pk)


def decide_hand_back(change: Change, *, back_to: str, replied: str) -> None:
    """Accept (the unit is out) or refuse.

    Without a unit that replies the matter goes ``back_to``, with all others in to ``replied``.
    """
    assignment, facts = assignment_of(change), change.facts
    assert isinstance(facts, DecideHandBack)  # noqa: S101
    if facts.decision == "refuse":
        if not facts.remark:
            text = _("Please write why the unit has to handle it.")
            raise Invalid(text, fields={"remark": text})
        _set_state(assignment, AssignmentState.ASSIGNED)
        change.start_clock("receive", lane_row=assignment.pk)
        return
    _take_out(change, assignment, back_to, replied)


def withdraw_assignment(change: Change, *, back_to: str, replied: str) -> None:
    """A wrong assignment is withdrawn with its reason (kept in the event)."""
    _take_out(change, assignment_of(change), back_to, replied)


def _take_out(change: Change, assignment: Assignment, back_to: str, replied: str) -> None:
    """Without a unit that replies nobody waits for the joint opinions: all are out."""
    withdraw(change, assignment)
    if _someone_replies(change):
        # The others may have replied already; then all there will be is in.
        if rules.all_replied(_in_round(change)):
            change.go(replied)
        return
    for joint in _in_round(change):
        withdraw(change, joint)
    change.go(back_to)


def withdraw(change: Change, assignment: Assignment) -> None:
    """Take a unit out of the round: its part, its clocks, its sight of the matter."""
    _set_state(assignment, AssignmentState.WITHDRAWN)
    for name in ("receive", "reply", "joint", "contact", "decide_hand_back"):
        change.stop_clock(name, lane_row=assignment.pk)
    change.end_parties(UNDERTAKER, [f"b{assignment.body_id}"])
    change.end_parties(LEAD, [f"b{assignment.body_id}"])
    if change.proceeding.lead_body_id == assignment.body_id:
        change.proceeding.lead_body = None


def _in_round(change: Change) -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(proceeding=change.proceeding, round=change.proceeding.round)
    return rows.exclude(state=AssignmentState.WITHDRAWN).order_by("id")


def _someone_replies(change: Change) -> bool:
    return _in_round(change).filter(mode__in=[Mode.LEAD, Mode.SEPARATE]).exists()


def _set_state(assignment: Assignment, state: AssignmentState) -> None:
    assignment.state = state
    assignment.save(update_fields=["state"])


def assignment_of(change: Change) -> Assignment:
    """The assignment on which the step is taken."""
    assert change.row is not None  # noqa: S101 -- the engine checked the lane
    row = change.row.row
    assert isinstance(row, Assignment)  # noqa: S101
    return row
