"""Effects of the steps of a micro-project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from renda.files.services import settle as settle_files
from renda.fund import facts as own
from renda.fund import rules
from renda.fund.enums import Advice, PaymentState, ReportKind
from renda.fund.models import BudgetLine, FinalList, Payment, Project, Report
from renda.fund.queries import PAYMENT_KIND, REPORT_KIND
from renda.fund.services.sums import bind, note, refuse, release
from renda.kernel import money
from renda.kernel.errors import NotAllowed
from renda.kernel.text import refuse_personal_numbers
from renda.matters import facts as shared
from renda.proceedings.services import Change


def _happened(change: Change, field: str, day: date) -> None:
    if day > change.today:
        refuse(field, _("This day is still to come."))


def _within_limit(change: Change, field: str, amount: int) -> None:
    """No project is larger than the local rule lets a small one be."""
    limit = int(change.rule("fund.project_limit").value) * 10_000 * money.FEN
    if limit and amount > limit:
        text = _("A micro-project may cost %(limit)s yuan at most here.")
        refuse(field, text % {"limit": money.words(limit)})


# --- plan and evaluation ------------------------------------------------------------------------


def plan(change: Change) -> None:
    """The plan stands with its budget; the sum asked for is what its lines add up to."""
    facts, project = change.facts, change.proceeding.project
    assert isinstance(facts, own.PlanProject)  # noqa: S101
    if facts.finish_by <= change.today:
        refuse("finish_by", _("Please name a day that is still to come."))
    refuse_personal_numbers(facts.beneficiaries, field="beneficiaries")
    lines = [(each.what, money.fen(each.amount)) for each in facts.budget]
    asked = rules.total(amount for _what, amount in lines)
    _within_limit(change, "budget", asked)
    note(
        change,
        plan=facts.text,
        beneficiaries=facts.beneficiaries,
        people=facts.people,
        finish_by=facts.finish_by,
        asked=asked,
    )
    project.budget.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(project=project, what=what, amount=amount) for what, amount in lines
    )


def evaluate(change: Change) -> None:
    """What the government's evaluation came to, and up to which sum."""
    facts, project = change.facts, change.proceeding.project
    assert isinstance(facts, own.EvaluateProject)  # noqa: S101
    advised = money.fen(facts.amount) if facts.amount and facts.advice == Advice.FIT.value else 0
    if advised > project.asked:
        text = _("The unit asked for %(asked)s yuan; the evaluation cannot come to more.")
        refuse("amount", text % {"asked": money.words(project.asked)})
    note(change, advice=facts.advice, advised=advised, evaluation=facts.text)


def unadvise(change: Change) -> None:
    """It is evaluated anew; what was said before stands in the history."""
    note(change, advice="", advised=0, evaluation="")


# --- decision -----------------------------------------------------------------------------------


def choose(change: Change) -> None:
    """On the final list: its sum is bound, within the pot and the evaluation (A12)."""
    facts, project = change.facts, change.proceeding.project
    assert isinstance(facts, own.ListProject)  # noqa: S101
    _happened(change, "decided_on", facts.decided_on)
    if project.advice != Advice.FIT:
        text = _("The government's evaluation has not recommended it; ask for another evaluation.")
        refuse("amount", text)
    amount = money.fen(facts.amount)
    if amount > project.advised:
        text = _("The evaluation came to %(advised)s yuan; it cannot be more.")
        refuse("amount", text % {"advised": money.words(project.advised)})
    found, _made = FinalList.objects.get_or_create(
        pot_id=project.pot_id, meeting=facts.meeting, decided_on=facts.decided_on
    )
    bind(change, amount, field="amount", final_list=found, listed=amount, agreed=amount)
    change.start_clock_until("finish", project.finish_by or change.today)
    change.proceeding.visibility = project.matter.visibility


def pass_over(change: Change) -> None:
    """Not on the final list; the suggestion may be put forward again."""
    facts = change.facts
    assert isinstance(facts, own.PassProject)  # noqa: S101
    _happened(change, "decided_on", facts.decided_on)
    note(change, is_live=False)


def drop(change: Change) -> None:
    """Off the list, or ended: what was not drawn goes back to the pot."""
    release(change, is_live=False, wanted=None)


# --- work ---------------------------------------------------------------------------------------


def begin(change: Change) -> None:
    """Work has begun."""
    facts = change.facts
    assert isinstance(facts, own.BeginProject)  # noqa: S101
    _happened(change, "begun_on", facts.begun_on)
    note(change, begun_on=facts.begun_on, builder=facts.builder)


def _report(
    change: Change, what: str, on: date, text: str, ids: Sequence[UUID], percent: int | None = None
) -> None:
    row = Report.objects.create(
        project=change.proceeding.project,
        what=what,
        on=on,
        percent=percent,
        text=text,
        by_name=change.actor.account_name,
    )
    _attach(change, REPORT_KIND, row.pk, ids)


def _attach(change: Change, kind: str, pk: int, ids: Sequence[UUID]) -> None:
    settle_files((kind, pk), ids=ids, actor=change.actor, congress_id=change.proceeding.congress_id)


def progress(change: Change) -> None:
    """How far it is; the public reads the number."""
    facts, project = change.facts, change.proceeding.project
    assert isinstance(facts, own.ProjectProgress)  # noqa: S101
    if facts.percent < project.percent:
        text = _("It was reported at %(percent)d percent already.")
        refuse("percent", text % {"percent": project.percent})
    note(change, percent=facts.percent)
    _report(
        change, ReportKind.PROGRESS, change.today, facts.text, facts.files, percent=facts.percent
    )


def ask_change(change: Change) -> None:
    """Keep what is asked until it is decided; nothing moves in the pot."""
    facts, project = change.facts, change.proceeding.project
    assert isinstance(facts, own.AskSum)  # noqa: S101
    amount = money.fen(facts.amount)
    if amount == project.agreed:
        refuse("amount", _("It is this sum already."))
    project.refresh_from_db(fields=["drawn"])
    if amount < project.drawn:
        text = _("%(drawn)s yuan have been drawn already; it cannot be less.")
        refuse("amount", text % {"drawn": money.words(project.drawn)})
    _within_limit(change, "amount", amount)
    if facts.finish_by is not None and facts.finish_by <= change.today:
        refuse("finish_by", _("Please name a day that is still to come."))
    asked = {**facts.model_dump(mode="json"), "fen": amount, "from": change.from_state}
    note(change, wanted=asked)


def decide_change(change: Change) -> None:
    """Granted: the new sum is bound if the pot holds it. Refused: nothing moves."""
    facts, project = change.facts, change.proceeding.project
    assert isinstance(facts, own.DecideSum)  # noqa: S101
    asked = project.wanted or {}
    if facts.decision == "grant":
        amount = asked["fen"]
        project.refresh_from_db(fields=["drawn"])
        if amount < project.drawn:
            text = _("%(drawn)s yuan have been drawn already; it cannot be less.")
            refuse("decision", text % {"drawn": money.words(project.drawn)})
        columns = {"agreed": amount, "changes": project.changes + 1, "wanted": None}
        if asked.get("finish_by"):
            columns["finish_by"] = date.fromisoformat(asked["finish_by"])
        bind(change, amount, field="decision", **columns)
        if asked.get("finish_by"):
            change.start_clock_until("finish", columns["finish_by"])
    elif facts.answer:
        note(change, wanted=None)
    else:
        refuse("answer", _("Please write why it is refused; the unit reads it."))
    change.go(asked["from"])


def finish(change: Change) -> None:
    """Finished; the deputy sees for himself."""
    facts = change.facts
    assert isinstance(facts, own.FinishProject)  # noqa: S101
    _happened(change, "finished_on", facts.finished_on)
    note(change, finished_on=facts.finished_on, percent=100, verdict="", inspected_on=None)
    _report(change, ReportKind.FINISH, facts.finished_on, facts.text, facts.files)


# --- payments -----------------------------------------------------------------------------------


def pay(change: Change) -> None:
    """A payment is recorded within what the project binds; a second person confirms it."""
    facts, project = change.facts, change.proceeding.project
    assert isinstance(facts, own.PayProject)  # noqa: S101
    _happened(change, "paid_on", facts.paid_on)
    if change.actor.account_id is None:
        raise NotAllowed(_("A payment is recorded by a person."))
    fresh = Project.objects.select_for_update().get(pk=project.pk)
    amount = money.fen(facts.amount)
    if amount > fresh.open_sum:
        text = _("The project has %(left)s yuan left.")
        refuse("amount", text % {"left": money.words(fresh.open_sum)})
    used = fresh.payments.filter(voucher=facts.voucher).exclude(state=PaymentState.STRUCK)
    if used.exists():
        refuse("voucher", _("A payment with this voucher is recorded already."))
    row = Payment.objects.create(
        project=fresh,
        amount=amount,
        paid_on=facts.paid_on,
        payee=facts.payee,
        purpose=facts.purpose,
        voucher=facts.voucher,
        recorded_by=change.actor.account_id,
        recorded_name=change.actor.account_name,
        recorded_at=change.at,
    )
    _attach(change, PAYMENT_KIND, row.pk, facts.files)
    change.start_clock("confirm", lane_row=row.pk)


def confirm_payment(change: Change) -> None:
    """A second person has looked at the voucher; the engine has moved the row's state."""
    lane, account = change.row, change.actor.account_id
    assert lane is not None  # noqa: S101
    if account is None or account == lane.row.recorded_by:
        raise NotAllowed(_("Somebody else than who recorded the payment has to confirm it."))
    lane.row.state = PaymentState.CONFIRMED
    lane.row.confirmed_by, lane.row.confirmed_at = account, change.at
    lane.row.confirmed_name = change.actor.account_name
    lane.row.save(update_fields=["state", "confirmed_by", "confirmed_at", "confirmed_name"])


def strike_payment(change: Change) -> None:
    """Struck, with the reason; its sum can be drawn again."""
    facts, lane = change.facts, change.row
    assert isinstance(facts, shared.Reason) and lane is not None  # noqa: S101, PT018
    lane.row.struck_why = facts.reason[:200]
    lane.row.save(update_fields=["struck_why"])


# --- acceptance and end -------------------------------------------------------------------------


def inspect(change: Change) -> None:
    """What the deputy found on the spot."""
    facts = change.facts
    assert isinstance(facts, own.InspectProject)  # noqa: S101
    _happened(change, "inspected_on", facts.inspected_on)
    note(change, verdict=facts.verdict, inspected_on=facts.inspected_on)


def accept(change: Change) -> None:
    """Accepted, with the signed paper."""
    facts = change.facts
    assert isinstance(facts, own.AcceptProject)  # noqa: S101
    _happened(change, "accepted_on", facts.accepted_on)
    note(change, accepted_on=facts.accepted_on)
    _report(change, ReportKind.ACCEPTANCE, facts.accepted_on, facts.text, facts.files)


def rework(change: Change) -> None:
    """Back to work: its day was never moved."""
    note(change, finished_on=None, verdict="", inspected_on=None)
    change.resume_clock("finish")


def settle(change: Change) -> None:
    """The account is closed: what was not drawn goes back to the pot."""
    release(change)


def reopen(change: Change) -> None:
    """The account is open again: what was agreed is bound again, if the pot still holds it."""
    bind(change, change.proceeding.project.agreed, field="reason")
    change.proceeding.closed_at = None
