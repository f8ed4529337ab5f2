"""The final list in one act: several projects within the pot, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from renda.fund import rules
from renda.fund.facts import ListProject, PassProject
from renda.fund.models import Pot, Project
from renda.kernel import money
from renda.kernel.actor import Actor
from renda.kernel.errors import DomainError, Invalid, NotAllowed
from renda.proceedings.models import Proceeding
from renda.proceedings.services import Origin, take_step


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided on a project: its sum (yuan), or nothing when it is not on the list.

    ``version`` is the row version the page was made from.
    """

    project: Project
    amount: Decimal | None
    version: int | None = None


def decide_list(
    pot: Pot,
    *,
    actor: Actor,
    meeting: str,
    decided_on: date,
    choices: Sequence[Choice],
    key: str = "",
    origin: Origin = Origin(),  # noqa: B008 -- frozen
) -> list[Proceeding]:
    """Record what a meeting decided on the final list: all of it, or nothing (A12).

    Raises NotAllowed; Invalid at ``p<id>`` of a project, or without a field when the pot does not
    hold the whole; Conflict when somebody was quicker. Nothing is written then. ``key`` is the
    request's idempotency key.
    """
    if not rules.may_keep_pot(actor) or actor.congress_id != pot.congress_id:
        raise NotAllowed(_("Only the deputies' office records the final list."))
    if not choices:
        raise Invalid(_("Please choose at least one project."))
    if any(each.project.pot_id != pot.pk for each in choices):
        raise Invalid(_("A project is of another year's pot."))
    with transaction.atomic():
        # Every lock at once and in one order, the pot after the proceedings, the chain last.
        wanted = sorted(each.project.pk for each in choices)
        rows = Proceeding.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
        locked = {row.pk: row for row in rows.order_by("pk")}
        _check_whole(Pot.objects.select_for_update().get(pk=pot.pk), choices)
        for each in sorted(choices, key=lambda choice: choice.project.pk):
            _decide(locked[each.project.pk], each, actor, meeting, decided_on, key, origin)
    return [locked[pk] for pk in wanted]


def _check_whole(pot: Pot, choices: Sequence[Choice]) -> None:
    """Say it of the whole list at once, instead of at whichever project came last."""
    whole = rules.total(money.fen(each.amount) for each in choices if each.amount is not None)
    if not rules.fits(whole, amount=pot.amount, bound=pot.bound):
        text = _("Together %(whole)s yuan are chosen; the pot has %(left)s yuan left.")
        given = {"whole": money.words(whole), "left": money.words(pot.left)}
        raise Invalid(text % given)


def _decide(
    proceeding: Proceeding,
    choice: Choice,
    actor: Actor,
    meeting: str,
    decided_on: date,
    key: str,
    origin: Origin,
) -> None:
    facts: ListProject | PassProject
    if choice.amount is None:
        step, facts = "pass_over", PassProject(meeting=meeting, decided_on=decided_on)
    else:
        step = "choose"
        facts = ListProject(meeting=meeting, decided_on=decided_on, amount=choice.amount)
    try:
        take_step(
            proceeding,
            step,
            actor=actor,
            facts=facts,
            version=choice.version,
            key=f"{key}-{proceeding.pk}"[-80:] if key else "",
            origin=origin,
        )
    except Invalid as error:
        # Days and meetings are asked once for the whole list.
        fields = {
            name if name == "decided_on" else f"p{proceeding.pk}": text
            for name, text in error.fields.items()
        }
        raise Invalid(error.message, fields=fields) from None
    except DomainError as error:
        error.fields[f"p{proceeding.pk}"] = error.message
        raise
