"""Promises come into the ledger by themselves; nobody types them again."""

from __future__ import annotations

from django.db import transaction

from renda.kernel import actor as actors
from renda.kernel.actor import person_token
from renda.kernel.time import local_day
from renda.law.procedure import StateType
from renda.ledger.models import Promise
from renda.ledger.procedure import KIND
from renda.matters.enums import CommitmentState, EvaluationState
from renda.matters.models import Commitment, Evaluation
from renda.proceedings.enums import Visibility
from renda.proceedings.facts import Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.services import Change, open_proceeding, take_step

# Who stands to the matter stands to its promises; the units are those that promised.
SHARED = (
    "author",
    "cosigner",
    "liaison",
    "supervisor",
    "committee",
    "handling_office",
    "delegation",
)


def open_missing(matter: Proceeding) -> int:
    """The platform opens what delivered replies of a matter promised and is not followed yet.

    A repeat, or two at once, opens nothing twice. Returns how many were opened.
    """
    with transaction.atomic():
        locked = Proceeding.objects.select_for_update(of=("self",)).get(pk=matter.pk)
        missing = Commitment.objects.filter(
            proceeding=locked,
            promise__isnull=True,
            state=CommitmentState.OPEN,
            reply__delivered_at__isnull=False,
            reply__void_reason="",
        )
        found = list(missing.select_related("reply", "body").order_by("reply__round", "id"))
        known = Promise.objects.filter(matter=locked).count()
        for number, commitment in enumerate(found, known + 1):
            _open(locked, commitment, number)
    return len(found)


def _open(matter: Proceeding, commitment: Commitment, number: int) -> None:
    day = commitment.due_on or commitment.review_on
    assert day is not None  # noqa: S101 -- by constraint

    def setup(change: Change) -> None:
        Promise.objects.create(
            proceeding=change.proceeding,
            commitment=commitment,
            matter=matter,
            congress_id=matter.congress_id,
            body_id=commitment.body_id,
            due_on=commitment.due_on,
            condition="" if commitment.due_on else commitment.condition,
            day=day,
            first_day=day,
        )
        change.add_party("undertaker", f"b{commitment.body_id}", label=commitment.body.name)
        sealed = _sealed(commitment)
        for party in matter.parties.filter(relation__in=SHARED, until__isnull=True).order_by("id"):
            if party.addressee not in sealed:
                change.add_party(party.relation, party.addressee, label=party.label)
        delivered = commitment.reply.delivered_at
        change.start_clock_until(
            "keep" if commitment.due_on else "review",
            day,
            since=local_day(delivered) if delivered else None,
        )

    open_proceeding(
        KIND,
        congress_id=matter.congress_id,
        actor=actors.system(matter.congress_id),
        facts=Nothing(),
        title=commitment.what,
        setup=setup,
        origin_id=matter.pk,
        number=f"{matter.number}-{number}"[:40],
        year=matter.year,
        visibility=_visibility(matter, commitment),
        field=matter.field,
        session_id=matter.session_id,
        lead_body_id=commitment.body_id,
        lead_name=matter.lead_name,
    )


def _sealed(commitment: Commitment) -> set[str]:
    """The deputies who have not opened the reply: they read it before its promises."""
    unopened = Evaluation.objects.filter(
        reply_id=commitment.reply_id, stage="reply", state=EvaluationState.SENT
    )
    return {person_token(pk) for pk in unopened.values_list("person_id", flat=True)}


def _visibility(matter: Proceeding, commitment: Commitment) -> str:
    """That of the matter; a reply delivered after the publication was not checked for secrecy."""
    if matter.visibility != Visibility.PUBLIC:
        return matter.visibility
    published = matter.events.filter(step="publish").order_by("-seq").first()
    delivered = commitment.reply.delivered_at
    if published is None or delivered is None or delivered > published.at:
        return Visibility.INTERNAL.value
    return Visibility.PUBLIC.value


def follow(matter: Proceeding) -> None:
    """The platform lets the promises of a matter be seen by whom the matter is seen.

    Opens what is missing; adds the deputies who have opened the reply since; takes over that it
    was published, and the leading deputy's first grade.
    """
    open_missing(matter)
    rows = Promise.objects.filter(matter=matter).select_related("commitment__reply", "proceeding")
    for promise in rows.order_by("pk"):
        _follow(promise, matter)


def _follow(promise: Promise, matter: Proceeding) -> None:
    proceeding = promise.proceeding
    wanted = _visibility(matter, promise.commitment)
    if proceeding.visibility != wanted:
        Proceeding.objects.filter(pk=proceeding.pk).update(visibility=wanted)
    known = set(proceeding.parties.filter(until__isnull=True).values_list("relation", "addressee"))
    sealed = _sealed(promise.commitment)
    for party in matter.parties.filter(relation__in=SHARED, until__isnull=True).order_by("id"):
        if (party.relation, party.addressee) in known or party.addressee in sealed:
            continue
        proceeding.parties.get_or_create(
            relation=party.relation,
            addressee=party.addressee,
            until=None,
            defaults={
                "label": party.label,
                "since": party.since,
                "opened_at": proceeding.opened_at,
            },
        )
    first = (
        Evaluation.objects.filter(reply_id=promise.commitment.reply_id, stage="reply", is_lead=True)
        .values_list("result_grade", flat=True)
        .first()
    )
    if first and first != promise.first_grade:
        Promise.objects.filter(pk=promise.pk).update(first_grade=first)


def lapse(matter: Proceeding) -> None:
    """The platform strikes off what is still followed: the suggestion is void or withdrawn."""
    rows = Proceeding.objects.filter(promise__matter=matter, state_type=StateType.OPEN.value)
    for proceeding in rows.order_by("pk"):
        platform = actors.system(matter.congress_id)
        take_step(proceeding, "lapse", actor=platform, facts=Nothing())
