"""Work of the outbox after a step: telling who has to act now and who should know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from renda.notices.services import Message, tell
from renda.proceedings import events, queries
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Event, Proceeding
from renda.proceedings.procedure import Binding, LaneRow, binding_of
from renda.waiting.models import Waiting


def after_step(event_id: int) -> None:
    """Tell the addressees of what waits since the step, then the relations it names."""
    event = Event.objects.select_related("proceeding__congress").get(pk=event_id)
    proceeding = event.proceeding
    binding = binding_of(proceeding)
    for row in _new_waiting(event):
        _tell_waiting(row, event, binding)
    if binding.procedure.has_step(event.step):
        _tell_relations(event, binding)
    events.step_settled.send(Proceeding, event=event)


def _new_waiting(event: Event) -> Iterable[Waiting]:
    rows = Waiting.objects.filter(subject=event.proceeding_id, since=event.at)
    return rows.order_by("pk")


def _tell_waiting(row: Waiting, event: Event, binding: Binding) -> None:
    step = binding.procedure.step(row.step)

    def words() -> tuple[str, str]:
        due = _(" by %(day)s") % {"day": f"{row.due_on:%Y-%m-%d}"} if row.due_on else ""
        return _("Waits for you: %(step)s%(due)s") % {"step": step.label, "due": due}, row.title

    message = _message(
        event, f"wait:{event.pk}:{row.step}:{row.lane_row}", words, binding, is_urgent=True
    )
    tell(
        message,
        congress_id=row.congress_id,
        tokens=[row.addressee],
        but=event.account_id,
    )


def _tell_relations(event: Event, binding: Binding) -> None:
    step = binding.procedure.step(event.step)
    if not step.tells:
        return
    standing = queries.standing_of(event.proceeding)
    row = _lane_row(event, binding)
    tokens = {token for name in step.tells for token in standing.tokens(name, row)}

    def words() -> tuple[str, str]:
        who = event.seat_label or event.actor_name
        return _("%(who)s: %(step)s") % {"who": who, "step": step.label}, event.proceeding.title

    message = _message(event, f"event:{event.pk}", words, binding, is_urgent=False)
    tell(message, congress_id=event.proceeding.congress_id, tokens=tokens, but=event.account_id)


def _lane_row(event: Event, binding: Binding) -> LaneRow | None:
    step = binding.procedure.step(event.step)
    if not step.lane or not event.lane_row:
        return None
    rows = binding.lanes[step.lane].rows(event.proceeding)
    return next((row for row in rows if row.id == event.lane_row), None)


def _message(
    event: Event,
    source: str,
    words: Callable[[], tuple[str, str]],
    binding: Binding,
    *,
    is_urgent: bool,
) -> Message:
    proceeding: Proceeding = event.proceeding
    return Message(
        source=source,
        url=partial(reverse, binding.url_name, args=[proceeding.public_id]),
        words=words,
        number=proceeding.number,
        is_urgent=is_urgent,
        is_quotable=proceeding.visibility != Visibility.CONFIDENTIAL,
    )
