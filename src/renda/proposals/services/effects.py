"""Effects of the suggestion's own steps; the shared ones come from ``matters``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from renda.congresses.enums import BodyKind
from renda.congresses.models import Body
from renda.congresses.queries import open_session
from renda.kernel import text
from renda.kernel.actor import person_token
from renda.kernel.errors import Invalid
from renda.matters import services as matters
from renda.matters.enums import EvaluationState
from renda.matters.facts import AddUnit, Assign, Dispatch
from renda.matters.models import Assignment, Evaluation
from renda.matters.services.evaluating import settle
from renda.people.models import Person
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Proceeding
from renda.proceedings.services import Change
from renda.proposals import queries
from renda.proposals.enums import CosignState, PublishState
from renda.proposals.facts import (
    DecideMotion,
    Examine,
    Invite,
    Merge,
    Propose,
    Register,
    ReturnToCongress,
    SubmitDraft,
)
from renda.proposals.models import Cosignature, ProposedUndertaker, Suggestion
from renda.proposals.rules import doubts, has_unapproved_reply
from renda.records.services import next_number

CONFIDENTIAL_SERIES = "密"
RECESS_SERIES = "闭"


def _note(change: Change, **columns: Any) -> None:
    """Keep columns of the suggestion, on the object that guards look at too."""
    suggestion = change.proceeding.suggestion
    for name, value in columns.items():
        setattr(suggestion, name, value)
    suggestion.save(update_fields=list(columns))


def invite(change: Change) -> None:
    """Ask deputies to sign; the first asking starts the time for it."""
    facts = change.facts
    assert isinstance(facts, Invite)  # noqa: S101
    offered = {int(pk) for pk, _name in queries.other_deputies(change.proceeding, change.actor)}
    if not offered.issuperset(facts.persons):
        message = _("Please choose deputies of this congress who were not asked yet.")
        raise Invalid(message, fields={"persons": message})
    Cosignature.objects.bulk_create(
        Cosignature(suggestion_id=change.proceeding.pk, person_id=person, invited_at=change.at)
        for person in facts.persons
    )
    for person in facts.persons:
        change.add_party("cosigner", person_token(person))
    if change.clock("cosign") is None:
        clock = change.start_clock("cosign")
        _note(change, cosign_until=clock.due_on)


def answer_signature(change: Change) -> None:
    """Keep when and by which way the deputy answered himself."""
    assert change.row is not None  # noqa: S101
    row = change.row.row
    row.answered_at, row.channel = change.at, change.channel
    row.entered_by = "" if change.actor.person_id == row.person_id else change.actor.account_name
    row.save(update_fields=["answered_at", "channel", "entered_by"])
    if row.state == CosignState.DECLINED:
        # Whoever does not sign has nothing more to do with a draft of others.
        change.end_parties("cosigner", [person_token(row.person_id)])


def submit(change: Change) -> None:
    """Handed in: the unsigned drop out, the session (if one is open) is noted."""
    facts, proceeding = change.facts, change.proceeding
    suggestion = proceeding.suggestion
    if not (isinstance(facts, SubmitDraft) and facts.read_findings) and doubts(proceeding):
        message = _("The check found something. Please read it and confirm, or correct the text.")
        raise Invalid(message, fields={"read_findings": message})
    unsigned = Cosignature.objects.filter(suggestion=suggestion, state=CosignState.INVITED)
    change.end_parties("cosigner", [person_token(c.person_id) for c in unsigned])
    unsigned.update(state=CosignState.LAPSED)
    session = open_session(proceeding.congress_id)
    suggestion.in_session = session is not None
    suggestion.save(update_fields=["in_session"])
    proceeding.session = session
    proceeding.visibility = Visibility.INTERNAL
    if suggestion.delegation_id:
        change.add_party(
            "delegation", f"b{suggestion.delegation_id}", label=str(suggestion.delegation)
        )


def revise(change: Change) -> None:
    """A returned suggestion is its authors' draft again."""
    entered = change.proceeding.suggestion.entered_by and not change.standing.tokens(
        "liaison", None
    )
    # What the office entered on behalf stays in its sight.
    change.proceeding.visibility = Visibility.CONFIDENTIAL if entered else Visibility.PARTIES


def register(change: Change) -> None:
    """Give the number, the field and the supervisors; confidential ones count apart."""
    facts, proceeding = change.facts, change.proceeding
    assert isinstance(facts, Register)  # noqa: S101
    suggestion = proceeding.suggestion
    proceeding.field = facts.field
    _publication(proceeding, suggestion, facts.publication)
    if proceeding.visibility == Visibility.CONFIDENTIAL:
        # Whose author is to be protected, his delegation does not learn of either (SUG-16).
        change.end_parties("delegation")
    if not proceeding.serial:
        _number(change, suggestion)
    if facts.committee:
        suggestion.committee = _body(change, facts.committee, BodyKind.COMMITTEE, "committee")
        change.add_party("committee", f"b{facts.committee}", label=str(suggestion.committee))
    if facts.supervisor:
        suggestion.supervisor_id = facts.supervisor
        change.add_party("supervisor", person_token(facts.supervisor))
    suggestion.save()


def _publication(proceeding: Proceeding, suggestion: Suggestion, choice: str) -> None:
    if choice == "confidential":
        proceeding.visibility = Visibility.CONFIDENTIAL
    suggestion.publish_state = PublishState.CLEARED if choice == "yes" else PublishState.NONE


def _number(change: Change, suggestion: Suggestion) -> None:
    proceeding = change.proceeding
    year = change.today.year
    series = "" if suggestion.in_session else RECESS_SERIES
    if proceeding.visibility == Visibility.CONFIDENTIAL:
        series = CONFIDENTIAL_SERIES
    proceeding.series, proceeding.year = series, year
    proceeding.serial = next_number(
        proceeding.congress_id, kind=proceeding.kind, series=series, year=year
    )
    proceeding.number = f"{year}{series}{proceeding.serial:03d}"


def _body(change: Change, pk: int, kind: BodyKind, field: str) -> Body:
    body = Body.objects.filter(
        pk=pk, congress_id=change.proceeding.congress_id, kind=kind, valid_until__isnull=True
    ).first()
    if body is None:
        message = _("Please choose one of the offered ones.")
        raise Invalid(message, fields={field: message})
    return body


def examine(change: Change) -> None:
    """Keep the motions committee's opinion for the presidium."""
    assert isinstance(change.facts, Examine)  # noqa: S101
    _note(change, examination=change.facts.opinion)


def decide_motion(change: Change) -> None:
    """Taken as a motion, or turned into a suggestion that goes on to assignment."""
    assert isinstance(change.facts, DecideMotion)  # noqa: S101
    if change.facts.decision == "agenda":
        change.go("motion_taken")
        return
    _note(change, form="suggestion")
    change.start_clock("assign")
    change.go("screened")


def merge(change: Change) -> None:
    """Join the leading one; the authors become authors there and get its reply each."""
    assert isinstance(change.facts, Merge)  # noqa: S101
    proceeding = change.proceeding
    leading = (
        Proceeding.objects.select_related("suggestion")
        .filter(
            congress_id=proceeding.congress_id,
            kind=proceeding.kind,
            number=change.facts.into,
            state_type="open",
        )
        .exclude(pk=proceeding.pk)
        .exclude(visibility=Visibility.CONFIDENTIAL)
        .first()
    )
    if leading is None or leading.suggestion.merged_into_id:
        message = _("There is no open suggestion with this number.")
        raise Invalid(message, fields={"into": message})
    proceeding.suggestion.merged_into = leading.suggestion
    proceeding.suggestion.save(update_fields=["merged_into"])
    _join_parties(change, leading)


def _join_parties(change: Change, leading: Proceeding) -> None:
    known = set(leading.parties.values_list("addressee", flat=True))
    for party in change.parties:
        if party.relation in ("author", "cosigner") and party.addressee not in known:
            leading.parties.create(
                relation="cosigner",
                addressee=party.addressee,
                label=party.label,
                since=change.at,
                opened_at=leading.opened_at,
            )


def dispatch(change: Change) -> None:
    """Hand over to one handling office, perhaps in an assignment conference's batch."""
    facts = change.facts
    assert isinstance(facts, Dispatch)  # noqa: S101
    office = _body(change, facts.handling_office, BodyKind.HANDLING_OFFICE, "handling_office")
    change.end_parties("handling_office")
    change.add_party("handling_office", f"b{office.pk}", label=office.name)
    if facts.conference:
        known = {pk for pk, _name in queries.conferences(change.proceeding, change.actor)}
        if str(facts.conference) not in known:
            message = _("Please choose one of the conferences.")
            raise Invalid(message, fields={"conference": message})
        _note(change, conference_id=facts.conference)


def return_to_congress(change: Change) -> None:
    """Only what belongs to another system comes back; the handling office is out (SUG-9)."""
    assert isinstance(change.facts, ReturnToCongress)  # noqa: S101
    offered = {int(pk) for pk, _name in queries.other_offices(change.proceeding, change.actor)}
    if change.facts.handling_office not in offered:
        message = _("Please choose the handling office of another system.")
        raise Invalid(message, fields={"handling_office": message})
    change.end_parties("handling_office")


def propose(change: Change) -> None:
    """Keep the proposed undertakers for the deputy's answer."""
    facts = change.facts
    assert isinstance(facts, Propose)  # noqa: S101
    offered = {int(pk) for pk, _name in queries.undertakers(change.proceeding, change.actor)}
    if not offered.issuperset([facts.lead, *facts.joint]):
        message = _("A chosen unit is not among your units or no longer exists. Choose again.")
        raise Invalid(message, fields={"lead": message})
    ProposedUndertaker.objects.filter(suggestion_id=change.proceeding.pk).delete()
    modes = [(facts.lead, "lead"), *((body, "joint") for body in facts.joint)]
    ProposedUndertaker.objects.bulk_create(
        ProposedUndertaker(
            suggestion_id=change.proceeding.pk, body_id=body, mode=mode, source="handling_office"
        )
        for body, mode in modes
    )


def _allowed_units(change: Change) -> set[int]:
    return {int(pk) for pk, _name in queries.undertakers(change.proceeding, change.actor)}


def assign(change: Change) -> None:
    """Name the units; the reply is counted from the congress's assignment (代表法 §51)."""
    facts = change.facts
    assert isinstance(facts, Assign)  # noqa: S101
    dissatisfied = change.proceeding.clocks.filter(
        name="reassign", round=change.proceeding.round - 1
    ).first()
    if dissatisfied is not None:
        # Handed back in a later round: its own, shorter time goes on.
        _assign(change, facts, "suggestion.rehandle", dissatisfied.started_on)
        return
    rule = "suggestion.reply_difficult" if facts.is_difficult else "suggestion.reply"
    dispatched = change.clock("assign_department")
    counted_from = dispatched.started_on if dispatched else change.today
    _assign(change, facts, rule, counted_from)


def reassign(change: Change) -> None:
    """A new round; its clock runs from receipt of the dissatisfaction (SUG-7)."""
    facts, proceeding = change.facts, change.proceeding
    assert isinstance(facts, Assign)  # noqa: S101
    received = change.clock("reassign")
    proceeding.round += 1
    change.end_parties("lead_undertaker")
    counted_from = received.started_on if received else change.today
    _assign(change, facts, "suggestion.rehandle", counted_from)


def _assign(change: Change, facts: Assign, rule: str, counted_from: date) -> None:
    made = matters.assign_units(
        change, facts, reply_rule=rule, counted_from=counted_from, allowed=_allowed_units(change)
    )
    suggestion = change.proceeding.suggestion
    suggestion.is_difficult = suggestion.is_difficult or facts.is_difficult
    suggestion.save(update_fields=["is_difficult"])
    if suggestion.conference_id:
        Assignment.objects.filter(pk__in=[a.pk for a in made]).update(
            conference_id=suggestion.conference_id
        )


def add_unit(change: Change) -> None:
    """One more unit; a separate one replies within the time that runs for the others."""
    facts = change.facts
    assert isinstance(facts, AddUnit)  # noqa: S101
    running = [clock for clock in change.clocks if clock.name == "reply"]
    first = min(running, key=lambda clock: clock.started_on, default=None)
    matters.add_unit(
        change,
        facts,
        reply_rule=first.rule if first else "suggestion.reply",
        counted_from=first.started_on if first else change.today,
        allowed=_allowed_units(change),
    )


def decide_hand_back(change: Change) -> None:
    """Without a unit that replies the matter waits at the handling office again."""
    matters.decide_hand_back(change, back_to="dispatched", replied="replied")
    _restart_assignment(change)


def withdraw_assignment(change: Change) -> None:
    """The same for a wrong assignment that is withdrawn."""
    matters.withdraw_assignment(change, back_to="dispatched", replied="replied")
    _restart_assignment(change)


def _restart_assignment(change: Change) -> None:
    if change.target != "dispatched":
        return
    first = change.clock("assign_department")
    # The deputy's time does not begin anew because units disagree.
    counted_from = first.started_on if first else change.today
    clock = change.start_clock("assign_department")
    clock.started_on = counted_from
    clock.save(update_fields=["started_on"])


def confirm_class(change: Change) -> None:
    """Deliver to each author, or to the leading one, as the local rule says (SUG-14)."""
    everyone = change.rule("suggestion.reply_to").value == "each"

    def receivers(proceeding: Proceeding) -> list[tuple[Person, bool]]:
        return [(p, lead) for p, lead in queries.authors(proceeding) if lead or everyone]

    matters.confirm_class(change, receivers=receivers, replied="replied")
    assert change.row is not None  # noqa: S101
    _note(change, outcome_class=change.row.row.reply.outcome_class)


def evaluate(change: Change) -> None:
    """Grades of a deputy, then what follows from them."""
    matters.evaluate(change)
    _conclude(change)


def evaluate_marks(change: Change) -> None:
    """Marks of a deputy, then what follows from them."""
    matters.evaluate_marks(change)
    _conclude(change)


def waive(change: Change) -> None:
    """No reply needed; the others decide, or it is concluded."""
    matters.waive(change)
    _conclude(change)


def enter_paper(change: Change) -> None:
    """A paper form; it counts with the second blind entry."""
    if matters.enter_paper(change):
        _conclude(change)


def _conclude(change: Change) -> None:
    _keep_grades(change)
    # With a unit still to reply, or the matter already concluded, a grade is kept and shown.
    if change.from_state == "replied":
        settle(change, concluded="concluded", again="rehandling", fixed="escalated")
    if change.target == "concluded":
        conclude_merged(change)
        _start_publication(change)


def _keep_grades(change: Change) -> None:
    lead = (
        Evaluation.objects.filter(
            proceeding=change.proceeding,
            round=change.proceeding.round,
            state=EvaluationState.GIVEN,
        )
        .order_by("-is_lead", "given_at")
        .first()
    )
    if lead is not None:
        _note(change, process_grade=lead.process_grade, result_grade=lead.result_grade)


def close_unanswered(change: Change) -> None:
    """Nobody answered in time: concluded and counted as not evaluated."""
    matters.close_unanswered(change)
    if not change.proceeding.outcome:
        change.proceeding.outcome = "unevaluated"
    conclude_merged(change)
    _start_publication(change)


def conclude_merged(change: Change) -> None:
    """Suggestions handled together end with the leading one."""
    Proceeding.objects.filter(suggestion__merged_into=change.proceeding.pk).update(
        outcome=change.proceeding.outcome
    )


def _start_publication(change: Change) -> None:
    cleared = change.proceeding.suggestion.publish_state == PublishState.CLEARED
    if cleared or has_unapproved_reply(change.proceeding):
        change.start_clock("publish")


def propose_publication(change: Change) -> None:
    """Put forward after the check; phone and identity numbers stop it."""
    _check_secrecy(change)
    _note(change, publish_state=PublishState.PROPOSED)
    if change.clock("publish") is None:
        change.start_clock("publish")


def _check_secrecy(change: Change) -> None:
    text.refuse_personal_numbers("\n".join(_public_texts(change.proceeding)), field="checked")


def _public_texts(proceeding: Proceeding) -> list[str]:
    """Every text that the public page shows: suggestion, delivered replies, their promises."""
    suggestion = proceeding.suggestion
    delivered = {"delivered_at__isnull": False, "void_reason": ""}
    replies = proceeding.replies.filter(**delivered).values_list("text", "reason")
    promises = proceeding.commitments.filter(
        **{f"reply__{name}": value for name, value in delivered.items()}
    ).values_list("what", "amount", "owner", "condition")
    parts = [part for row in [*replies, *promises] for part in row]
    return [
        proceeding.title,
        suggestion.facts,
        suggestion.analysis,
        suggestion.proposal,
        *parts,
    ]


def publish(change: Change) -> None:
    """The leader approves; the public may see it from now on.

    Checked once more: a reply may have been delivered since it was put forward.
    """
    _check_secrecy(change)
    change.stop_clock("publish")
    change.proceeding.visibility = Visibility.PUBLIC
    _note(change, publish_state=PublishState.PUBLISHED, published_at=change.at)


def withhold(change: Change) -> None:
    """Not published, with the reason in the event; what was approved before stays public."""
    change.stop_clock("publish")
    before = change.proceeding.suggestion.published_at
    _note(change, publish_state=PublishState.PUBLISHED if before else PublishState.WITHHELD)
