"""The assignment conference (公开交办会; A2): prepare, hold, cancel, sign for receipt.

Holding carries out what was fixed before: the congress's office hands over to the handling
office, and the units are those which the handling office itself has proposed and kept (两上两下).
Both steps of a suggestion are one transaction, and its clocks count from the day of the
conference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from renda.access.enums import OFFICE_ROLES, Role
from renda.congresses.models import Body, Congress
from renda.kernel import text
from renda.kernel import time as clock_time
from renda.kernel.actor import Actor, body_token
from renda.kernel.errors import Conflict, DomainError, Invalid, NotAllowed
from renda.matters.enums import Mode
from renda.matters.facts import Assign, Dispatch, Receive
from renda.matters.models import Assignment, Conference
from renda.proceedings.enums import Channel
from renda.proceedings.models import Clock, Proceeding
from renda.proceedings.services import Origin, take_step
from renda.proposals import conference_queries as queries
from renda.proposals.enums import ItemState, PlanState
from renda.proposals.models import (
    ConferenceItem,
    ConferencePlan,
    ConferenceReceipt,
    ConferenceUnit,
    ProposedUndertaker,
)
from renda.records import services as records


def plan_conference(
    congress: Congress, *, title: str, held_on: date, place: str, actor: Actor
) -> ConferencePlan:
    """Prepare a conference. Raises NotAllowed for anybody but the congress's own office."""
    _require_office(actor, congress.pk)
    title = text.clean(title, field="title", limit=120)
    if not title:
        message = _("Please name the conference.")
        raise Invalid(message, fields={"title": message})
    with transaction.atomic():
        conference = Conference.objects.create(
            congress=congress,
            title=title,
            held_on=held_on,
            place=text.clean(place, field="place", limit=120),
        )
        plan = ConferencePlan.objects.create(conference=conference, prepared_by=actor.account_name)
        _note(plan, "plan", actor, title=title, held_on=held_on.isoformat())
    return plan


def choose(plan: ConferencePlan, *, offices: Mapping[int, int], actor: Actor) -> int:
    """Put suggestions on the list, each with its handling office; answers how many were new.

    Where undertakers are fixed already they come along. A suggestion that is on a list already,
    or cannot be assigned any more, is left out. Raises Invalid without a handling office.
    """
    with transaction.atomic():
        locked = _lock_planned(plan, actor)
        possible = {each.pk: each for each in queries.choosable(actor) if each.pk in offices}
        fixed = queries.fixed_offices(possible.values())
        known = {body.pk for body in queries.handling_offices(actor)}
        chosen = {pk: fixed.get(pk, offices[pk]) for pk in possible}
        if not set(chosen.values()) <= known:
            message = _("Please choose a handling office for each suggestion.")
            raise Invalid(message, fields={"office": message})
        made = ConferenceItem.objects.bulk_create(
            ConferenceItem(plan=locked, suggestion_id=pk, handling_office_id=office)
            for pk, office in chosen.items()
        )
        _bring_fixed_units(made)
        if made:
            _note(locked, "choose", actor, suggestions=sorted(chosen))
    return len(made)


def _bring_fixed_units(made: Iterable[ConferenceItem]) -> None:
    by_suggestion = {item.suggestion_id: item for item in made}
    proposed = ProposedUndertaker.objects.filter(
        suggestion__in=by_suggestion, suggestion__proceeding__state="answered"
    ).order_by("id")
    ConferenceUnit.objects.bulk_create(
        ConferenceUnit(item=by_suggestion[each.suggestion_id], body_id=each.body_id, mode=each.mode)
        for each in proposed
    )


def drop(item: ConferenceItem, *, actor: Actor) -> None:
    """Take a suggestion off the list before the conference; a repeat changes nothing."""
    with transaction.atomic():
        plan = _lock_planned(item.plan, actor)
        gone, _rows = ConferenceItem.objects.filter(pk=item.pk, plan=plan).delete()
        if gone:
            _note(plan, "drop", actor, suggestion=item.suggestion_id)


def set_units(item: ConferenceItem, *, facts: Assign, actor: Actor) -> None:
    """The handling office fixes who handles the suggestion: lead, joint, separate, how long.

    Raises NotAllowed for another seat, Invalid for a unit that is not under the office.
    """
    if actor.role != Role.HANDLING_OFFICE or actor.body_id != item.handling_office_id:
        raise NotAllowed(_("The handling office names its units."))
    wanted = list(_modes(facts))
    under = {int(pk) for pk, _name in queries.undertakers_of(item.handling_office)}
    if not under.issuperset(body for body, _mode in wanted):
        message = _("A chosen unit is not among your units or no longer exists. Choose again.")
        raise Invalid(message, fields={"lead": message})
    with transaction.atomic():
        plan = _lock(item.plan)
        _require_planned(plan)
        locked = ConferenceItem.objects.select_for_update().filter(pk=item.pk).first()
        if locked is None:
            raise Conflict(_("This suggestion was taken off the list meanwhile."))
        locked.units.all().delete()
        ConferenceUnit.objects.bulk_create(
            ConferenceUnit(item=locked, body_id=body, mode=mode) for body, mode in wanted
        )
        locked.is_difficult, locked.remark = facts.is_difficult, facts.remark
        locked.save(update_fields=["is_difficult", "remark"])
        _note(plan, "units", actor, suggestion=item.suggestion_id, units=sorted(wanted))


def _modes(facts: Assign) -> Iterable[tuple[int, str]]:
    if facts.lead is not None:
        yield facts.lead, Mode.LEAD.value
    yield from ((body, Mode.SEPARATE.value) for body in facts.separate)
    yield from ((body, Mode.JOINT.value) for body in facts.joint)


def hold(plan: ConferencePlan, *, actor: Actor) -> list[ConferenceItem]:
    """Assign everything on the list, one transaction for each suggestion.

    What cannot be assigned is kept with its reason and stops no other. Repeated (or broken off
    and begun again) it goes on with what is left and takes no step twice. Raises Invalid before
    the day of the conference or with an empty list, Conflict when it was cancelled.
    """
    _begin(plan, actor)
    waiting = plan.items.filter(state=ItemState.PLANNED).order_by("id")
    for pk in list(waiting.values_list("pk", flat=True)):
        _hold_item(pk, actor)
    return list(queries.items(actor, plan))


def _begin(plan: ConferencePlan, actor: Actor) -> None:
    with transaction.atomic():
        locked = _lock(plan)
        _require_office(actor, locked.conference.congress_id)
        if locked.state == PlanState.HELD:
            return
        _require_planned(locked)
        if locked.conference.held_on > clock_time.today():
            raise Invalid(_("The conference is still to come. Hold it on its day."))
        if not locked.items.exists():
            raise Invalid(_("There is nothing on the list yet. Choose suggestions first."))
        locked.state, locked.held_by = PlanState.HELD, actor.account_name
        locked.held_at = clock_time.now()
        locked.save(update_fields=["state", "held_by", "held_at"])
        _note(locked, "hold", actor, items=locked.items.count())


def _hold_item(pk: int, actor: Actor) -> None:
    with transaction.atomic():
        rows = ConferenceItem.objects.select_for_update(of=("self",)).select_related(
            "plan__conference", "suggestion__proceeding__congress", "handling_office"
        )
        item = rows.get(pk=pk)
        if item.state != ItemState.PLANNED:
            return
        try:
            with transaction.atomic():
                item.state = _assign(item, actor)
        except DomainError as error:
            item.state = ItemState.REFUSED
            item.refusal = (" ".join(dict.fromkeys(error.fields.values())) or error.message)[:500]
        item.save(update_fields=["state", "refusal"])


def _assign(item: ConferenceItem, actor: Actor) -> ItemState:
    proceeding, conference = item.suggestion.proceeding, item.plan.conference
    key = f"conference:{conference.pk}:{proceeding.pk}"
    facts = Dispatch(handling_office=item.handling_office_id, conference=conference.pk)
    take_step(proceeding, "dispatch", actor=actor, facts=facts, key=f"{key}:dispatch")
    _count_from(proceeding, conference.held_on)
    units = list(item.units.all())
    if not units:
        return ItemState.DISPATCHED
    take_step(
        proceeding,
        "assign",
        actor=_for_body(actor, item.handling_office, Role.HANDLING_OFFICE),
        facts=_facts(item, units),
        key=f"{key}:assign",
    )
    return ItemState.ASSIGNED


def _count_from(proceeding: Proceeding, day: date) -> None:
    """The reply is counted from the congress's assignment, the day of the conference."""
    Clock.objects.filter(
        proceeding=proceeding, name="assign_department", stopped_at__isnull=True
    ).update(started_on=day)


def _facts(item: ConferenceItem, units: list[ConferenceUnit]) -> Assign:
    def of(mode: Mode) -> list[int]:
        return [unit.body_id for unit in units if unit.mode == mode]

    return Assign(
        lead=next(iter(of(Mode.LEAD)), None),
        joint=of(Mode.JOINT),
        separate=of(Mode.SEPARATE),
        is_difficult=item.is_difficult,
        remark=item.remark,
    )


def _for_body(actor: Actor, body: Body, role: Role) -> Actor:
    """The clerk entering what a body has decided or signed itself; the record names both."""
    # A request's actor is read lazily; a copy is made of its fields.
    return Actor(
        account_id=actor.account_id,
        account_name=actor.account_name,
        seat_id=actor.seat_id,
        seat_label=actor.seat_label,
        congress_id=actor.congress_id,
        acting_for=actor.acting_for,
        role=role.value,
        body_id=body.pk,
        acting_for_name=" ".join(filter(None, [actor.acting_for_name, body.name]))[:60],
        tokens=frozenset({body_token(body.pk, role.value)}),
    )


def cancel(plan: ConferencePlan, *, reason: str, actor: Actor) -> None:
    """Cancel a conference before it is held; its suggestions can be chosen for another."""
    reason = text.clean(reason, field="reason", limit=200)
    if not reason:
        message = _("Please write why it is cancelled.")
        raise Invalid(message, fields={"reason": message})
    with transaction.atomic():
        locked = _lock_planned(plan, actor)
        locked.items.all().delete()
        locked.state, locked.reason = PlanState.CANCELLED, reason
        locked.save(update_fields=["state", "reason"])
        _note(locked, "cancel", actor, reason=reason)


def record_receipt(
    plan: ConferencePlan, *, body: Body, signed_by: str, signed_on: date, actor: Actor
) -> ConferenceReceipt:
    """A unit has signed its printed list: keep by whom and when, and sign for it in the system.

    What the unit signed for itself meanwhile stays as it is. A repeat answers the first receipt.
    Raises Invalid before the conference was held, or for a unit that got nothing there.
    """
    _require_office(actor, plan.conference.congress_id)
    signed_by = text.clean(signed_by, field="signed_by", limit=60)
    plan = ConferencePlan.objects.select_related("conference").get(pk=plan.pk)
    _check_receipt(plan, body, signed_by, signed_on)
    known = ConferenceReceipt.objects.filter(plan=plan, body=body).first()
    if known is not None:
        return known
    for assignment in queries.waiting_for_receipt(plan, body):
        _receive(assignment, body, signed_by, signed_on, actor)
    with transaction.atomic():
        receipt, made = ConferenceReceipt.objects.get_or_create(
            plan=plan,
            body=body,
            defaults={
                "signed_by": signed_by,
                "signed_on": signed_on,
                "recorded_by": actor.account_name,
                "recorded_at": clock_time.now(),
            },
        )
        if made:
            _note(plan, "receipt", actor, body=body.pk, signed_on=signed_on.isoformat())
    return receipt


def _check_receipt(plan: ConferencePlan, body: Body, signed_by: str, signed_on: date) -> None:
    if plan.state != PlanState.HELD:
        raise Invalid(_("Receipts are signed when the conference has been held."))
    if not signed_by:
        message = _("Please enter who signed.")
        raise Invalid(message, fields={"signed_by": message})
    if not plan.conference.held_on <= signed_on <= clock_time.today():
        message = _("Please enter a day between the conference and today.")
        raise Invalid(message, fields={"signed_on": message})
    if not Assignment.objects.filter(conference_id=plan.pk, body=body).exists():
        raise Invalid(_("This unit got nothing at this conference."))


def _receive(
    assignment: Assignment, body: Body, signed_by: str, signed_on: date, actor: Actor
) -> None:
    noon = timezone.make_aware(datetime.combine(signed_on, time(12)))
    origin = Origin(
        channel=Channel.PAPER, on_behalf_of=signed_by, stated_at=min(noon, clock_time.now())
    )
    try:
        take_step(
            assignment.proceeding,
            "receive",
            actor=_for_body(actor, body, Role.UNDERTAKER_ADMIN),
            facts=Receive(handler_name=signed_by),
            lane_row=assignment.pk,
            key=f"conference:{assignment.conference_id}:receipt:{assignment.pk}",
            origin=origin,
        )
    except Conflict:
        # The unit was quicker and signed for it itself.
        return


def _lock(plan: ConferencePlan) -> ConferencePlan:
    rows = ConferencePlan.objects.select_for_update(of=("self",)).select_related("conference")
    return rows.get(pk=plan.pk)


def _lock_planned(plan: ConferencePlan, actor: Actor) -> ConferencePlan:
    locked = _lock(plan)
    _require_office(actor, locked.conference.congress_id)
    _require_planned(locked)
    return locked


def _require_planned(plan: ConferencePlan) -> None:
    if plan.state == PlanState.HELD:
        raise Conflict(
            _("The conference was held by %(who)s; its list does not change any more.")
            % {"who": plan.held_by}
        )
    if plan.state == PlanState.CANCELLED:
        raise Conflict(_("The conference was cancelled: %(reason)s") % {"reason": plan.reason})


def _require_office(actor: Actor, congress_id: int) -> None:
    if actor.role not in OFFICE_ROLES or actor.congress_id != congress_id:
        raise NotAllowed(_("The deputies' office prepares and holds assignment conferences."))


def _note(plan: ConferencePlan, verb: str, actor: Actor, **facts: object) -> None:
    records.note(
        f"conference:{plan.pk}",
        verb=f"conference.{verb}",
        congress_id=plan.conference.congress_id,
        actor=actor,
        facts=facts,
    )
