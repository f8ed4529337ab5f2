"""A suggestion goes on the preliminary list; the project follows its suggestion."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from renda.fund import rules
from renda.fund.facts import ProjectCandidate
from renda.fund.models import Pot, Project
from renda.fund.procedure import KIND
from renda.kernel.actor import Actor, system
from renda.kernel.errors import Invalid, NotAllowed
from renda.kernel.text import refuse_personal_numbers
from renda.proceedings.enums import Visibility
from renda.proceedings.facts import Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.services import Change, open_proceeding, take_step
from renda.proceedings.services.once import open_once

SHARED = ("author", "liaison", "handling_office", "undertaker")
# What a suggestion that is void or withdrawn still takes with it.
_LAPSING = ("candidate", "planned", "evaluated", "chosen", "running", "change_asked")


def propose(
    matter: Proceeding, *, actor: Actor, facts: ProjectCandidate, key: str = ""
) -> Proceeding:
    """Put a suggestion in hand on the preliminary list of a year's pot (A12).

    ``key`` is the request's idempotency key: a repeat answers the same. Raises NotAllowed, or
    Invalid when there is no such pot or it is a project already; nothing is written then.
    """
    return open_once(
        lambda: _propose(matter, actor, facts),
        actor=actor,
        kind=f"{KIND} {matter.public_id}",
        facts=facts,
        key=key,
    )


def _propose(matter: Proceeding, actor: Actor, facts: ProjectCandidate) -> Proceeding:
    with transaction.atomic():
        locked = Proceeding.objects.select_for_update(of=("self",)).get(pk=matter.pk)
        if not rules.may_propose(locked, actor):
            text = _("Only the deputies' office may, while a unit handles the suggestion.")
            raise NotAllowed(text)
        if locked.projects.filter(is_live=True).exists():
            raise Invalid(_("It is a micro-project already."))
        pot = Pot.objects.filter(congress_id=locked.congress_id, year=facts.year).first()
        if pot is None:
            text = _("There is no pot of this year yet; set it first.")
            raise Invalid(text, fields={"year": text})
        for name in ("name", "place"):
            refuse_personal_numbers(getattr(facts, name), field=name)

        def setup(change: Change) -> None:
            change.proceeding.project = Project.objects.create(
                proceeding=change.proceeding,
                matter=locked,
                pot=pot,
                why=facts.why,
                place=facts.place,
            )
            parties = locked.parties.filter(relation__in=SHARED, until__isnull=True)
            for party in parties.order_by("id"):
                change.add_party(party.relation, party.addressee, label=party.label)
            change.start_clock("plan")

        return open_proceeding(
            KIND,
            congress_id=locked.congress_id,
            actor=actor,
            facts=facts,
            title=facts.name,
            setup=setup,
            origin_id=locked.pk,
            number=locked.number,
            year=pot.year,
            visibility=_visibility(locked, is_listed=False),
            field=locked.field,
            session_id=locked.session_id,
            lead_body_id=locked.lead_body_id,
            lead_name=locked.lead_name,
        )


def _visibility(matter: Proceeding, *, is_listed: bool) -> str:
    if matter.visibility == Visibility.PUBLIC and not is_listed:
        return Visibility.INTERNAL
    return matter.visibility


def follow(matter: Proceeding) -> None:
    """Work of the platform: show a project on the final list to whom its suggestion is shown.

    Units and offices that came to the suggestion since are added.
    """
    rows = Project.objects.filter(matter=matter, is_live=True)
    for row in rows.order_by("pk"):
        _follow(row, matter)


def _follow(row: Project, matter: Proceeding) -> None:
    with transaction.atomic():
        proceeding = Proceeding.objects.select_for_update(of=("self",)).get(pk=row.pk)
        wanted = _visibility(matter, is_listed=row.final_list_id is not None)
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
    """The platform ends what was to be done: the suggestion is void or withdrawn.

    What is finished is accepted and accounted for all the same.
    """
    rows = Proceeding.objects.filter(project__matter=matter, state__in=_LAPSING)
    for proceeding in rows.order_by("pk"):
        take_step(proceeding, "lapse", actor=system(matter.congress_id), facts=Nothing())
