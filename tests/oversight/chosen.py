"""Key suggestions brought to a state by the same services as the pages use."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from renda.kernel import time
from renda.oversight import facts as own
from renda.oversight.models import Milestone
from renda.oversight.services import propose
from renda.people.models import Membership
from renda.proceedings.facts import Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.services import take_step
from tests.factories import make_body
from tests.proposals import journeys as j
from tests.proposals.journeys import Cast

EVIDENCE = "三年内共有十四名代表提出,涉及全区老年人出行。"


def again(proceeding: Proceeding) -> Proceeding:
    """The key suggestion as it stands in the database."""
    return Proceeding.objects.select_related("congress", "key__matter").get(pk=proceeding.pk)


def step(proceeding: Proceeding, name: str, actor: Any, facts: Any = None) -> Proceeding:
    """Take a step; a milestone's on the first one due."""
    row = 0
    if name == "reach":
        due = Milestone.objects.filter(key_id=proceeding.pk, state="due").order_by("due_on")
        row = due[0].pk
    take_step(again(proceeding), name, actor=actor, facts=facts or Nothing(), lane_row=row)
    return again(proceeding)


def candidate(play: Cast, **values: Any) -> Proceeding:
    """Put forward by the clerk while a unit is handling it."""
    matter = j.received(play, **values)
    return again(propose(matter, actor=play.clerk, facts=own.Candidate(evidence=EVIDENCE)))


def choose_facts(play: Cast, **values: Any) -> own.Choose:
    """The meeting's decision; Shao Min supervises."""
    person = play.persons["vice_chair"]
    if not Membership.objects.filter(person=person).exists():
        body = make_body(congress=play.congress, kind="chairpersons", name="主任会议")
        Membership.objects.create(
            body=body, person=person, post="副主任", since=time.today() - timedelta(days=9)
        )
    given = {
        "meeting": "第十二次主任会议",
        "decided_on": time.today(),
        "leader": "程立新",
        "leader_post": "副区长",
        "supervisor": person.pk,
        **values,
    }
    return own.Choose(**given)


def plan_facts() -> own.Plan:
    """Two milestones."""
    lines = [
        {"what": "完成选址", "due_on": time.today() + timedelta(days=20)},
        {"what": "建成六个站台", "due_on": time.today() + timedelta(days=90)},
    ]
    return own.Plan(text="分两批改造六个公交站台。", milestones=lines)


def running(play: Cast, **values: Any) -> Proceeding:
    """Chosen and planned."""
    found = step(candidate(play, **values), "choose", play.clerk, choose_facts(play))
    return step(found, "plan", play.handler, plan_facts())


def reach_facts(**values: Any) -> own.Reach:
    """Reached today."""
    return own.Reach(**{"reached_on": time.today(), "text": "选址已经完成。", **values})
