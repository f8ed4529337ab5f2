"""Changes of a mandate: proposed, decided by the organ, then effective. Never automatic."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from renda.congresses import queries as congresses
from renda.congresses.models import Body
from renda.kernel import text, time
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid, WrongState
from renda.people import events, rules
from renda.people.enums import Ground, MandateChange, MandateState, ProposalState
from renda.people.errors import NotHead, ProposalClosed, WrongGround, WrongOrgan
from renda.people.models import Mandate, MandateProposal
from renda.people.services.common import note_person, require_office

_FROM: dict[str, frozenset[str]] = {
    MandateChange.SUSPEND: frozenset({MandateState.ACTIVE}),
    MandateChange.RESUME: frozenset({MandateState.SUSPENDED}),
    MandateChange.TERMINATE: frozenset(
        {MandateState.ELECTED, MandateState.ACTIVE, MandateState.SUSPENDED}
    ),
}
_TO = {
    MandateChange.SUSPEND: MandateState.SUSPENDED,
    MandateChange.RESUME: MandateState.ACTIVE,
    MandateChange.TERMINATE: MandateState.ENDED,
}


@transaction.atomic
def propose_change(
    mandate: Mandate, *, change: str, ground: str, reason: str, actor: Actor
) -> MandateProposal:
    """Ask the organ to suspend, resume or terminate a mandate; nothing changes by this.

    Raises WrongGround, WrongState, ProposalClosed (one is open) or Invalid.
    """
    row = Mandate.objects.select_for_update().select_related("person").get(pk=mandate.pk)
    require_office(actor, row.congress_id)
    _require_possible(row, change, ground)
    stated = text.clean(reason, field="reason", limit=4000)
    if not stated:
        message = _("Please state the facts and the reason.")
        raise Invalid(message, fields={"reason": message})
    proposal = MandateProposal.objects.create(
        mandate=row,
        change=change,
        ground=ground,
        reason=stated,
        proposed_by=actor.account_name,
        proposed_at=time.now(),
    )
    facts = {"proposal": proposal.pk, "change": change, "ground": ground}
    note_person(row.person, "mandate.propose", row.congress_id, actor, **facts)
    return proposal


@transaction.atomic
def decide_change(
    proposal: MandateProposal,
    *,
    approved: bool,
    decision: str,
    decided_on: date,
    actor: Actor,
    organ: Body | None = None,
) -> MandateProposal:
    """Enter what the organ decided: its document and day. Approved, it takes effect that day.

    At province, city and county the standing committee decides; in a town the congress itself
    (``organ`` empty), in session. Raises NotHead, WrongOrgan, ProposalClosed or Invalid.
    """
    mandate = Mandate.objects.select_for_update().get(proposals=proposal.pk)
    if not rules.may_decide(actor, mandate.congress_id):
        raise NotHead(_("The head of the deputies' office enters the organ's decision."))
    row = MandateProposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state != ProposalState.OPEN:
        raise ProposalClosed(_("This proposal has been decided."))
    _require_decision(mandate, organ, decision, decided_on)
    row.state = ProposalState.APPROVED if approved else ProposalState.REJECTED
    row.organ, row.decided_on, row.decided_by = organ, decided_on, actor.account_name
    row.decision = text.clean(decision, field="decision", limit=120)
    row.save()
    if approved:
        _take_effect(row, mandate)
    facts = {"proposal": row.pk, "approved": approved, "on": decided_on, "ground": row.ground}
    note_person(mandate.person, "mandate.decide", mandate.congress_id, actor, **facts)
    return row


def _require_possible(mandate: Mandate, change: str, ground: str) -> None:
    if ground not in rules.GROUNDS.get(change, ()):
        message = _("This ground does not lead to this change (Law on Deputies, Arts. 61, 62).")
        raise WrongGround(message, fields={"ground": message})
    if mandate.state not in _FROM[change]:
        raise WrongState(_("The mandate does not stand where this change begins."))
    if mandate.proposals.filter(state=ProposalState.OPEN).exists():
        raise ProposalClosed(_("A proposal on this mandate is waiting for its decision."))


def _require_decision(
    mandate: Mandate, organ: Body | None, decision: str, decided_on: date
) -> None:
    if not decision.strip():
        message = _("Please enter the decision's document or number.")
        raise Invalid(message, fields={"decision": message})
    # It may be entered after the meeting, even together with the proposal.
    if not mandate.began_on <= decided_on <= time.today():
        message = _("The decision lies between the beginning of the mandate and today.")
        raise Invalid(message, fields={"decided_on": message})
    _require_organ(mandate, organ, decided_on)


def _require_organ(mandate: Mandate, organ: Body | None, decided_on: date) -> None:
    kind = rules.deciding_kind(mandate.congress.level)
    if kind is None:
        if organ is not None:
            message = _("In a town the congress itself decides, not its presidium.")
            raise WrongOrgan(message, fields={"organ": message})
        if not congresses.in_session(mandate.congress_id, on=decided_on):
            message = _("The congress was not in session on this day.")
            raise WrongOrgan(message, fields={"decided_on": message})
    elif organ is None or organ.kind != kind or organ.congress_id != mandate.congress_id:
        message = _("The standing committee of this congress decides.")
        raise WrongOrgan(message, fields={"organ": message})


def _take_effect(row: MandateProposal, mandate: Mandate) -> None:
    if mandate.state not in _FROM[row.change]:
        raise WrongState(_("The mandate does not stand where this change begins."))
    mandate.state = _TO[MandateChange(row.change)]
    if mandate.state == MandateState.ENDED:
        mandate.ended_on, mandate.end_ground = row.decided_on, Ground(row.ground)
    mandate.save()
    events.after_commit(events.mandates_changed, mandate_ids=[mandate.pk])
