"""Micro-projects brought to a state by the same services as the pages use."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from renda.fund import facts as own
from renda.fund.models import Payment, Pot, Project
from renda.fund.services import propose, set_pot
from renda.kernel import money, time
from renda.kernel.actor import Actor
from renda.proceedings.facts import Facts, Nothing
from renda.proceedings.models import Proceeding
from renda.proceedings.services import take_step
from tests.factories import make_file
from tests.proposals import journeys as j
from tests.proposals.journeys import Cast

WHY = "小区北门路段没有路灯,老人晚上出行不便,投资小、见效快,当年可以办成。"
MEETING = "第十二次主任会议"


def again(proceeding: Proceeding) -> Proceeding:
    """The project as it stands in the database."""
    rows = Proceeding.objects.select_related("congress", "project__matter", "project__pot")
    return rows.get(pk=proceeding.pk)


def project(proceeding: Proceeding) -> Project:
    """The project's row as it stands in the database."""
    return Project.objects.select_related("pot", "matter").get(pk=proceeding.pk)


def year() -> int:
    """The year of the pot."""
    return time.today().year


def pot(play: Cast, amount: int = 1_000_000) -> Pot:
    """The pot of this year, of so many yuan; set once for a congress."""
    found = Pot.objects.filter(congress=play.congress, year=year()).first()
    facts = own.SetPot(year=year(), amount=amount, basis="区级年初预算")
    return found or set_pot(play.congress, actor=play.clerk, facts=facts)


def step(
    proceeding: Proceeding, name: str, actor: Actor, facts: Facts | None = None, **more: Any
) -> Proceeding:
    """Take a step; one on a payment on the last that may take it."""
    fresh = again(proceeding)
    states = {"confirm_payment": "recorded", "return_payment": "recorded"}
    if name.endswith("_payment") and "lane_row" not in more:
        state = states.get(name, "confirmed")
        rows = Payment.objects.filter(project_id=fresh.pk, state=state).order_by("-pk")
        more["lane_row"] = rows[0].pk
    take_step(fresh, name, actor=actor, facts=facts or Nothing(), **more)
    return again(proceeding)


def candidate_facts(**values: Any) -> own.ProjectCandidate:
    """A row of street lamps."""
    given = {"year": year(), "name": "北门路路灯安装", "place": "柳溪街道北门路", "why": WHY}
    return own.ProjectCandidate(**{**given, **values})


def candidate(play: Cast, *, name: str = "北门路路灯安装", **values: Any) -> Proceeding:
    """On the preliminary list, while a unit handles the suggestion."""
    pot(play)
    matter = j.received(play, **values)
    return again(propose(matter, actor=play.clerk, facts=candidate_facts(name=name)))


def plan_facts(asked: int = 120_000, **values: Any) -> own.PlanProject:
    """Two lines of a budget that come to so many yuan."""
    given = {
        "text": "沿北门路安装太阳能路灯四十盏。",
        "beneficiaries": "北门社区居民",
        "people": 3200,
        "finish_by": time.today() + timedelta(days=90),
        "budget": [
            {"what": "路灯采购", "amount": asked - 20_000},
            {"what": "基础施工", "amount": 20_000},
        ],
    }
    return own.PlanProject(**{**given, **values})


def planned(play: Cast, asked: int = 120_000, **values: Any) -> Proceeding:
    """The unit has planned it."""
    return step(candidate(play, **values), "plan", play.handler, plan_facts(asked))


def evaluate_facts(advised: int | None = 120_000, advice: str = "fit") -> own.EvaluateProject:
    """The government recommends it."""
    return own.EvaluateProject(advice=advice, amount=advised, text="群众急需,预算合理。")


def evaluated(play: Cast, asked: int = 120_000, **values: Any) -> Proceeding:
    """The government has evaluated it to the sum asked for."""
    found = planned(play, asked, **values)
    return step(found, "evaluate", play.handling, evaluate_facts(asked))


def choose_facts(amount: int = 120_000, **values: Any) -> own.ListProject:
    """The meeting's decision of today."""
    given = {"meeting": MEETING, "decided_on": time.today(), "amount": amount}
    return own.ListProject(**{**given, **values})


def chosen(play: Cast, amount: int = 120_000, **values: Any) -> Proceeding:
    """On the final list."""
    found = evaluated(play, amount, **values)
    return step(found, "choose", play.clerk, choose_facts(amount))


def begin_facts() -> own.BeginProject:
    """Begun today."""
    return own.BeginProject(begun_on=time.today(), builder="明川市政工程公司")


def running(play: Cast, amount: int = 120_000, **values: Any) -> Proceeding:
    """Work has begun."""
    return step(chosen(play, amount, **values), "begin", play.handler, begin_facts())


def paper(actor: Actor, name: str = "凭证.txt") -> Any:
    """A file of the actor that waits for its form."""
    return make_file(actor=actor, name=name).public_id


def pay_facts(play: Cast, amount: Any = 50_000, **values: Any) -> own.PayProject:
    """A first instalment."""
    given = {
        "amount": amount,
        "paid_on": time.today(),
        "payee": "明川市政工程公司",
        "purpose": "首期款",
        "voucher": f"财-{Payment.objects.count() + 1:03d}",
        "files": [paper(play.handler)],
    }
    return own.PayProject(**{**given, **values})


def paid(play: Cast, found: Proceeding, amount: Any = 50_000, **values: Any) -> Proceeding:
    """A payment recorded by the handler and confirmed by the unit's administrator."""
    found = step(found, "pay", play.handler, pay_facts(play, amount, **values))
    return step(found, "confirm_payment", play.unit_admin)


def finish_facts(play: Cast) -> own.FinishProject:
    """Finished today, with a photo."""
    return own.FinishProject(
        finished_on=time.today(), text="四十盏路灯全部亮灯。", files=[paper(play.handler)]
    )


def finished(play: Cast, amount: int = 120_000, **values: Any) -> Proceeding:
    """Reported finished, to be seen by the deputy."""
    found = running(play, amount, **values)
    return step(found, "finish", play.handler, finish_facts(play))


def inspect_facts(verdict: str = "done", text: str = "") -> own.InspectProject:
    """What the deputy found today."""
    return own.InspectProject(verdict=verdict, inspected_on=time.today(), text=text)


def accept_facts(play: Cast, actor: Actor | None = None) -> own.AcceptProject:
    """Accepted today with its paper."""
    return own.AcceptProject(
        accepted_on=time.today(),
        text="代表、社区和承办单位现场验收。",
        files=[paper(actor or play.handling)],
    )


def accepted(play: Cast, amount: int = 120_000, **values: Any) -> Proceeding:
    """Seen by the deputy and accepted."""
    found = step(finished(play, amount, **values), "inspect", play.deputy, inspect_facts())
    return step(found, "accept", play.handling, accept_facts(play))


def fen(yuan: int | str) -> int:
    """Yuan in fen."""
    return money.fen(Decimal(yuan))
