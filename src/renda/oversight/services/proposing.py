"""A suggestion becomes a candidate; the candidate follows its suggestion."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from renda.kernel.actor import Actor, system
from renda.kernel.errors import Invalid, NotAllowed
from renda.law.procedure import StateType
from renda.oversight import rules
from renda.oversight.facts import Candidate
from renda.oversight.models import KeySuggestion
from renda.oversight.procedure import KIND
from renda.proceedings.enums import Visibility
from renda.proceedings.facts import Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.services import Change, open_proceeding, take_step
from renda.proceedings.services.once import open_once

SHARED = ("author", "liaison", "handling_office", "undertaker")


def propose(matter: Proceeding, *, actor: Actor, facts: Candidate, key: str = "") -> Proceeding:
    """Put a suggestion in hand before the chairpersons' meeting (A11).

    ``key`` is the request's idempotency key: a repeat answers the same. Raises NotAllowed, or
    Invalid when it is a candidate or key suggestion already; nothing is written then.
    """
    return open_once(
        lambda: _propose(matter, actor, facts),
        actor=actor,
        kind=f"{KIND} {matter.public_id}",
        facts=facts,
        key=key,
    )


def _propose(matter: Proceeding, actor: Actor, facts: Candidate) -> Proceeding:
    with transaction.atomic():
        locked = Proceeding.objects.select_for_update(of=("self",)).get(pk=matter.pk)
        if not rules.may_propose(locked, actor):
            raise NotAllowed(_("Only the deputies' office may, while the suggestion is in hand."))
        if locked.keys.filter(is_live=True).exists():
            raise Invalid(_("It is a candidate or key suggestion already."))

        def setup(change: Change) -> None:
            KeySuggestion.objects.create(
                proceeding=change.proceeding, matter=locked, evidence=facts.evidence
            )
            parties = locked.parties.filter(relation__in=SHARED, until__isnull=True)
            for party in parties.order_by("id"):
                change.add_party(party.relation, party.addressee, label=party.label)

        return open_proceeding(
            KIND,
            congress_id=locked.congress_id,
            actor=actor,
            facts=facts,
            title=locked.title,
            setup=setup,
            origin_id=locked.pk,
            number=locked.number,
            year=locked.year,
            visibility=_visibility(locked, is_chosen=False),
            field=locked.field,
            session_id=locked.session_id,
            lead_body_id=locked.lead_body_id,
            lead_name=locked.lead_name,
        )


def _visibility(matter: Proceeding, *, is_chosen: bool) -> str:
    if matter.visibility == Visibility.PUBLIC and not is_chosen:
        return Visibility.INTERNAL
    return matter.visibility


def follow(matter: Proceeding) -> None:
    """Work of the platform: show a chosen key suggestion to whom its matter is shown.

    Units and offices that came to the matter since are added.
    """
    row = KeySuggestion.objects.filter(matter=matter, is_live=True).first()
    if row is None:
        return
    with transaction.atomic():
        proceeding = Proceeding.objects.select_for_update(of=("self",)).get(pk=row.pk)
        wanted = _visibility(matter, is_chosen=row.decided_on is not None)
        if (proceeding.visibility, proceeding.lead_body_id) != (wanted, matter.lead_body_id):
            proceeding.visibility, proceeding.lead_body_id = wanted, matter.lead_body_id
            proceeding.save(update_fields=["visibility", "lead_body"])
        for party in matter.parties.filter(relation__in=SHARED, until__isnull=True).order_by("id"):
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


def lapse(matter: Proceeding) -> None:
    """The platform ends what was to be supervised: the suggestion is void or withdrawn."""
    rows = Proceeding.objects.filter(key__matter=matter, state_type=StateType.OPEN.value)
    for proceeding in rows.order_by("pk"):
        take_step(proceeding, "lapse", actor=system(matter.congress_id), facts=Nothing())
