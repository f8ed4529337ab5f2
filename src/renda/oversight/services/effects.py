"""Effects of the steps of a key suggestion."""

from __future__ import annotations

from django.utils.translation import gettext as _

from renda.kernel.actor import person_token
from renda.kernel.errors import Invalid
from renda.oversight import facts as own
from renda.oversight.models import KeySuggestion, Milestone
from renda.oversight.queries import vice_chairs
from renda.people.models import Person
from renda.proceedings.services import Change


def _refuse(field: str, text: str) -> None:
    raise Invalid(text, fields={field: text})


def _check_day(change: Change, field: str, day: object) -> None:
    if day > change.today:  # type: ignore[operator]
        _refuse(field, _("This day is still to come."))


def choose(change: Change) -> None:
    """The meeting has chosen it; leader and supervisor stand from now on (A11)."""
    facts, row = change.facts, change.proceeding.key
    assert isinstance(facts, own.Choose)  # noqa: S101
    _check_day(change, "decided_on", facts.decided_on)
    known = {pk for pk, _label in vice_chairs(change.proceeding, change.actor)}
    if str(facts.supervisor) not in known:
        _refuse("supervisor", _("Please choose one of the offered answers."))
    person = Person.objects.get(pk=facts.supervisor)
    row.meeting, row.decided_on = facts.meeting, facts.decided_on
    row.leader, row.leader_post, row.supervisor = facts.leader, facts.leader_post, person
    row.save()
    change.add_party("supervisor", person_token(person.pk), label=person.name)
    change.proceeding.visibility = row.matter.visibility


def pass_over(change: Change) -> None:
    """The meeting has not chosen it; it may be put forward again."""
    facts, row = change.facts, change.proceeding.key
    assert isinstance(facts, own.PassOver)  # noqa: S101
    _check_day(change, "decided_on", facts.decided_on)
    row.meeting, row.decided_on, row.is_live = facts.meeting, facts.decided_on, False
    row.save()


def plan(change: Change) -> None:
    """The plan stands, with its milestones as rows."""
    facts, row = change.facts, change.proceeding.key
    assert isinstance(facts, own.Plan)  # noqa: S101
    for number, each in enumerate(facts.milestones):
        if each.due_on < change.today:
            _refuse(f"milestones.{number}.due_on", _("This day is over."))
    row.plan = facts.text
    row.save(update_fields=["plan"])
    Milestone.objects.bulk_create(
        Milestone(key=row, **each.model_dump()) for each in facts.milestones
    )
    _run_to_next(change, row)


def reach(change: Change) -> None:
    """A milestone was reached; the clock goes on to the next."""
    facts, lane = change.facts, change.row
    assert isinstance(facts, own.Reach) and lane is not None  # noqa: S101, PT018
    _check_day(change, "reached_on", facts.reached_on)
    lane.row.reached_on, lane.row.text = facts.reached_on, facts.text
    lane.row.save(update_fields=["reached_on", "text"])
    _run_to_next(change, change.proceeding.key)


def conclude(change: Change) -> None:
    """What the supervision came to stays with it."""
    facts, row = change.facts, change.proceeding.key
    assert isinstance(facts, own.Conclude)  # noqa: S101
    row.result = facts.text
    row.save(update_fields=["result"])


def _run_to_next(change: Change, row: KeySuggestion) -> None:
    following = row.milestones.filter(state="due").order_by("due_on", "id").first()
    if following is None:
        change.stop_clock("milestone")
    else:
        change.start_clock_until("milestone", following.due_on)
