"""The micro-project fund of the district: pots, projects, final lists, payments (A12).

What is said and how it goes stands in ``data/fund.toml``. Lines that would come after today have
not happened yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from renda.access.enums import Role
from renda.demo.cast import Cast
from renda.demo.content import FundedProject, Purse
from renda.demo.walk import Walk
from renda.files.services import hold
from renda.fund import facts as own
from renda.fund.models import Payment, Pot, Project
from renda.fund.services import Choice, decide_list, follow, set_pot
from renda.fund.services import propose as put_forward
from renda.kernel import money, time
from renda.kernel.actor import Actor
from renda.kernel.registry import Registry
from renda.matters import facts as shared

Verb = Callable[..., None]
verbs: Registry[Verb] = Registry("verb of a micro-project")


def tell(matter: Walk, given: FundedProject, verb: str, words: Iterable[str] = ()) -> None:
    """Let one line happen."""
    with matter.cast.clock.tick():
        follow(matter.proceeding)
    verbs.get(verb)(matter, given, *words)


def fill(cast: Cast, purse: Purse, year: int, *, raised: bool) -> None:
    """The office sets the pot of a year, or raises it."""
    pot = Pot.objects.filter(congress=cast.congress, year=year).first()
    facts = own.SetPot(
        year=year,
        amount=Decimal(purse.raised if raised else purse.amount),
        basis=purse.raised_basis if raised else purse.basis,
    )
    clerk = cast.of_role(Role.OFFICE_CLERK)
    with cast.clock.tick():
        set_pot(cast.congress, actor=clerk, facts=facts, was=pot.amount if pot else None)


def decide(cast: Cast, given: Mapping[str, FundedProject | None], meeting: str) -> None:
    """The meeting of the day decides on what was evaluated, in one act for each pot.

    ``given`` holds the projects by the titles of their suggestions.
    """
    by_pot: dict[int, list[Choice]] = {}
    rows = Project.objects.filter(pot__congress=cast.congress, proceeding__state="evaluated")
    for row in rows.select_related("matter").order_by("pk"):
        told = given[row.matter.title]
        if told is not None and told.decided:
            amount = Decimal(told.listed) if told.decided == "list" else None
            by_pot.setdefault(row.pot_id, []).append(Choice(row, amount))
    for pot, choices in sorted(by_pot.items()):
        with cast.clock.tick():
            decide_list(
                Pot.objects.get(pk=pot),
                actor=cast.of_role(Role.OFFICE_CLERK),
                meeting=meeting,
                decided_on=time.today(),
                choices=choices,
            )


def _verb(function: Verb) -> Verb:
    verbs.register(function.__name__.rstrip("_"), function)
    return function


def _walk(matter: Walk) -> Walk:
    found = Project.objects.select_related("proceeding").filter(matter=matter.proceeding)
    walk = Walk(matter.cast, matter.chance, proceeding=found.latest("pk").proceeding)
    walk.reload()
    return walk


def _today(matter: Walk) -> date:
    return time.local_day(matter.cast.clock.now)


def _paper(walk: Walk, actor: Actor, name: str, words: str) -> list[UUID]:
    with walk.cast.clock.tick():
        return [hold(SimpleUploadedFile(f"{name}.txt", words.encode()), actor=actor).public_id]


@_verb
def propose(matter: Walk, given: FundedProject) -> None:
    """The office puts the suggestion on the preliminary list of the newest pot."""
    pot = Pot.objects.filter(congress=matter.cast.congress).order_by("-year")[0]
    facts = own.ProjectCandidate(year=pot.year, name=given.name, place=given.place, why=given.why)
    clerk = matter.cast.of_role(Role.OFFICE_CLERK)
    with matter.cast.clock.tick():
        put_forward(matter.proceeding, actor=clerk, facts=facts)


@_verb
def withdraw(matter: Walk, given: FundedProject) -> None:
    """The office takes it off the preliminary list."""
    _walk(matter).take("withdraw", shared.Reason(reason=given.reason))


@_verb
def plan(matter: Walk, given: FundedProject) -> None:
    """The unit submits plan, beneficiaries and budget."""
    facts = own.PlanProject(
        text=given.plan,
        beneficiaries=given.beneficiaries,
        people=given.people,
        finish_by=_today(matter) + timedelta(days=given.days),
        budget=[own.BudgetFact(what=what, amount=Decimal(amount)) for amount, what in given.budget],
    )
    _walk(matter).take("plan", facts)


@_verb
def evaluate(matter: Walk, given: FundedProject) -> None:
    """The government recommends it up to a sum, or not."""
    facts = own.EvaluateProject(
        advice="fit" if given.advised else "unfit",
        amount=Decimal(given.advised) if given.advised else None,
        text=given.text_of_evaluation,
    )
    _walk(matter).take("evaluate", facts)


@_verb
def begin(matter: Walk, given: FundedProject) -> None:
    """Work has begun the day before."""
    day = _today(matter) - timedelta(days=1)
    _walk(matter).take(
        "begin", own.BeginProject(begun_on=day, builder="明川市清河市政工程有限公司")
    )


@_verb
def progress(matter: Walk, given: FundedProject, percent: str) -> None:
    """The unit reports how far it is, with a photo's worth of words."""
    text = "按计划推进，现场每周检查一次，代表随时可以到场查看。"
    _walk(matter).take("progress", own.ProjectProgress(percent=int(percent), text=text))


@_verb
def urge(matter: Walk, given: FundedProject) -> None:
    """The office urges the unit on."""
    text = "项目列入终审清单已逾月仍未开工，请说明原因并报开工时间。"
    _walk(matter).take("urge", shared.Urge(text=text))


@_verb
def ask_change(matter: Walk, given: FundedProject, amount: str) -> None:
    """The unit asks for another sum."""
    reason = "施工中发现地下管线需要迁改，工程量增加，申请调整资金。"
    _walk(matter).take("ask_change", own.AskSum(amount=Decimal(amount), reason=reason))


@_verb
def decide_change(matter: Walk, given: FundedProject, decision: str) -> None:
    """The head of the office records what was decided."""
    facts = {"decision": decision, "meeting": "区人大常委会主任会议"}
    _walk(matter).take("decide_change", own.DecideSum.model_validate(facts))


@_verb
def pay(matter: Walk, given: FundedProject, amount: str) -> None:
    """The handler records a payment with its voucher."""
    walk = _walk(matter)
    actor = walk.actors("pay")[0]
    number = Payment.objects.filter(project_id=walk.proceeding.pk).count() + 1
    day = _today(matter) - timedelta(days=1)
    voucher = f"清财付{day:%Y%m%d}-{number:02d}"
    words = f"付款凭证 {voucher}\n项目：{given.name}\n金额：{money.words(int(amount) * 100)}元\n"
    facts = own.PayProject(
        amount=Decimal(amount),
        paid_on=day,
        payee="明川市清河市政工程有限公司",
        purpose="首期工程款" if number == 1 else f"第{number}期工程款",
        voucher=voucher,
        files=_paper(walk, actor, "付款凭证", words),
    )
    walk.take("pay", facts, actor=actor)


@_verb
def confirm(matter: Walk, given: FundedProject) -> None:
    """A second person of the unit confirms the payment."""
    walk = _walk(matter)
    walk.take("confirm_payment", row=walk.rows("confirm_payment")[0])


@_verb
def return_(matter: Walk, given: FundedProject) -> None:
    """A second person finds the payment wrong."""
    walk = _walk(matter)
    reason = shared.Reason(reason="发票抬头与合同单位不一致，退回重开。")
    walk.take("return_payment", reason, row=walk.rows("return_payment")[0])


@_verb
def finish(matter: Walk, given: FundedProject) -> None:
    """The unit reports it finished, with its paper."""
    walk = _walk(matter)
    actor = walk.actors("finish")[0]
    facts = own.FinishProject(
        finished_on=_today(matter) - timedelta(days=1),
        text=f"{given.plan.rstrip('。')}，已全部完成。",
        files=_paper(
            walk, actor, "竣工报告", f"竣工报告\n项目：{given.name}\n已按方案全部完成。\n"
        ),
    )
    walk.take("finish", facts, actor=actor)


@_verb
def inspect(matter: Walk, given: FundedProject, verdict: str) -> None:
    """The deputy has been there."""
    text = "现场看过，群众满意。" if verdict == "done" else "还有两处没有接入管网，请整改后再验收。"
    facts = {"verdict": verdict, "inspected_on": _today(matter), "text": text}
    _walk(matter).take("inspect", own.InspectProject.model_validate(facts))


@_verb
def rework(matter: Walk, given: FundedProject) -> None:
    """The handling office sends it back to work."""
    _walk(matter).take("rework", shared.Reason(reason="按代表意见整改，两周内完成。"))


@_verb
def accept(matter: Walk, given: FundedProject) -> None:
    """The handling office accepts it with the deputy and the unit."""
    walk = _walk(matter)
    actor = walk.actors("accept")[0]
    words = f"验收单\n项目：{given.name}\n验收意见：合格。\n"
    facts = own.AcceptProject(
        accepted_on=_today(matter),
        text="区政府督查室会同领衔代表、社区和承办单位现场验收，合格。",
        files=_paper(walk, actor, "验收单", words),
    )
    walk.take("accept", facts, actor=actor)


@_verb
def settle(matter: Walk, given: FundedProject) -> None:
    """The office closes the account; what was not drawn goes back to the pot."""
    _walk(matter).take("settle")


@_verb
def end(matter: Walk, given: FundedProject) -> None:
    """The head of the office ends it before it is done."""
    _walk(matter).take("end", shared.Reason(reason=given.reason))
