"""Inspections brought to a state by the same services as the pages use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from renda.inspections import facts as own
from renda.inspections.models import Question
from renda.inspections.procedure import INSPECTION
from renda.inspections.services import plan
from renda.kernel import time
from renda.proceedings.facts import Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.services import take_step
from tests.proposals.journeys import Cast


def again(proceeding: Proceeding) -> Proceeding:
    """The inspection as it stands in the database."""
    return Proceeding.objects.select_related("congress", "inspection").get(pk=proceeding.pk)


def step(proceeding: Proceeding, name: str, actor: Any, facts: Any = None, row: int = 0) -> Any:
    """Take a step; on the first question that may be taken it on unless ``row`` is given."""
    declared = INSPECTION.step(name)
    if declared.lane_sources and not row:
        rows = Question.objects.filter(inspection_id=proceeding.pk, state__in=declared.lane_sources)
        row = rows.order_by("id")[0].pk
    take_step(again(proceeding), name, actor=actor, facts=facts or Nothing(), lane_row=row)
    return again(proceeding)


def plan_facts(**values: Any) -> own.Plan:
    """An inspection in ten days."""
    given = {
        "title": "2026年上半年建议办理视察",
        "held_on": time.today() + timedelta(days=10),
        "place": "柳溪街道",
        "led_by": "邵敏副主任",
        **values,
    }
    return own.Plan(**given)


def planned(play: Cast, *matters: Proceeding, **values: Any) -> Proceeding:
    """Planned by the clerk."""
    return again(plan(list(matters), actor=play.clerk, facts=plan_facts(**values)))


def announced(play: Cast, *matters: Proceeding, **values: Any) -> Proceeding:
    """Units and deputies know of it."""
    found = planned(play, *matters, **values)
    facts = own.Announce(text="请带齐改造计划和资金安排,负责人到场回答。")
    return step(found, "announce", play.clerk, facts)


def held(play: Cast, *matters: Proceeding, **values: Any) -> Proceeding:
    """Held today."""
    found = announced(play, *matters, **values)
    facts = own.Hold(held_on=time.today(), deputies="陶建民、白雪梅")
    return step(found, "hold", play.clerk, facts)


def asked(**values: Any) -> dict[str, Any]:
    """What was asked and answered."""
    return {
        "asked_by": "陶建民",
        "question": "六个站台什么时候能全部改完?",
        "officer": "马局长",
        "officer_post": "区交通运输局局长",
        "answer": "今年十月底前全部完成。",
        **values,
    }


def owed(play: Cast, *matters: Proceeding, days: int = 7) -> Proceeding:
    """The first question's answer is owed."""
    facts = own.RecordOwed(**asked(due_on=time.today() + timedelta(days=days)))
    return step(held(play, *matters), "record_owed", play.clerk, facts)
