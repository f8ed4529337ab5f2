"""Promises brought to a state by the same services as the pages use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from renda.kernel import time
from renda.ledger import facts as own
from renda.ledger.models import Promise
from renda.ledger.services import follow
from renda.matters import facts as shared
from renda.proceedings.models import Proceeding
from tests.proposals import journeys as j
from tests.proposals.journeys import Cast, take

WHAT = "改造柳溪路六个公交站台"


def commitment(**values: Any) -> dict[str, Any]:
    """A promise due in sixty days, unless told otherwise."""
    due = {} if "condition" in values else {"due_on": time.today() + timedelta(days=60)}
    return {"what": WHAT, "amount": "6个站台", "owner": "区交通运输局", **due, **values}


def matter(
    play: Cast, *commitments: dict[str, Any], opened: bool = True, **more: Any
) -> Proceeding:
    """A suggestion with a delivered reply of class B that promises."""
    reply = j.reply_facts(
        outcome_class="B",
        text="六个站台已列入今年的改造计划,将按期完成。",
        commitments=list(commitments) or [commitment()],
    )
    found = j.confirming(play, reply=reply, **more)
    take(found, "confirm_class", play.handling, shared.ConfirmClass(outcome_class="B"))
    if opened:
        take(found, "open_reply", play.deputy)
    return j.again(found)


def promise(
    play: Cast, opened: bool = True, suggestion: dict[str, Any] | None = None, **values: Any
) -> Proceeding:
    """A promise in the ledger: its proceeding. ``suggestion`` is what the matter's draft says."""
    found = matter(play, commitment(**values), opened=opened, **(suggestion or {}))
    follow(found)
    return again(Promise.objects.get(matter=found).proceeding)


def again(proceeding: Proceeding) -> Proceeding:
    """The promise as it stands in the database."""
    rows = Proceeding.objects.select_related(
        "congress", "promise__commitment", "promise__matter", "promise__body"
    )
    return rows.get(pk=proceeding.pk)


def step(proceeding: Proceeding, name: str, actor: Any, facts: Any = None) -> Proceeding:
    """Take a step of a promise."""
    from renda.proceedings.facts import Nothing
    from renda.proceedings.procedure import binding_of
    from renda.proceedings.services import take_step

    fresh = again(proceeding)
    binding = binding_of(fresh)
    declared = binding.procedure.step(name)
    row = 0
    if declared.lane_sources:
        rows = binding.lanes[declared.lane].rows(fresh)
        row = next(each.id for each in rows if each.state in declared.lane_sources)
    take_step(fresh, name, actor=actor, facts=facts or Nothing(), lane_row=row)
    return again(fresh)


def report_facts(on: date | None = None, **values: Any) -> own.Report:
    """Delivered today, proved by a document."""
    given = {
        "delivered_on": on or time.today(),
        "text": "六个站台全部改造完成并投入使用。",
        "document": "清交函〔2026〕45号",
        **values,
    }
    return own.Report(**given)


def reported(play: Cast, **values: Any) -> Proceeding:
    """Reported delivered; the office has to look."""
    return step(promise(play, **values), "report", play.handler, report_facts())


def delivered(play: Cast, **values: Any) -> Proceeding:
    """Confirmed; the deputies are asked again."""
    found = reported(play, **values)
    return step(found, "confirm", play.clerk, own.Confirm(delivered_on=time.today()))


def set_day(proceeding: Proceeding, day: date) -> Proceeding:
    """Let a promise's day be another one, as if it had been promised long ago."""
    row = Promise.objects.get(pk=proceeding.pk)
    row.day = row.first_day = day
    if row.due_on:
        row.due_on = day
    row.save()
    j.due(proceeding, day)
    return again(proceeding)
