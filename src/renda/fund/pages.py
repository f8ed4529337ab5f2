"""What the pages of the fund show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renda.congresses.queries import calendar_of
from renda.files.models import File
from renda.files.rules import may_keep
from renda.fund import queries as room
from renda.fund import rules
from renda.fund.enums import Advice, PaymentState, ReportKind, Verdict
from renda.fund.models import Payment, Pot, Project
from renda.fund.procedure import MICROPROJECT
from renda.fund.rules import Bar
from renda.kernel import money
from renda.kernel.actor import Actor
from renda.kernel.time import today
from renda.law.calendar import Calendar
from renda.law.deadlines import Unit
from renda.matters.pages import party_lines
from renda.proceedings import pages, queries
from renda.proceedings.models import Proceeding
from renda.proceedings.pages import Chip

# Parts of a drawn bar, of a thousand.
_WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A pot as a bar: its parts (fen) and their widths of a thousand."""

    bar: Bar
    paid_width: int
    unpaid_width: int

    @property
    def bound_width(self) -> int:
        """Where what is left begins."""
        return self.paid_width + self.unpaid_width


def drawn(bar: Bar) -> Drawn:
    """Widths that never reach beyond the bar."""
    paid = bar.paid * _WHOLE // bar.amount
    bound = min(_WHOLE, bar.bound * _WHOLE // bar.amount)
    return Drawn(bar, paid, bound - paid)


def pot_bar(pot: Pot | None, actor: Actor) -> Drawn | None:
    """The bar of a pot, for whoever reads what is left of it."""
    return drawn(room.bar(actor, pot)) if pot and rules.reads_pot(actor) else None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    project: Project
    state: Chip
    due: Chip | None
    sum: int
    sum_of: str


_SUM_OF = {
    "asked": gettext_lazy("asked for"),
    "advised": gettext_lazy("evaluated"),
    "agreed": gettext_lazy("on the final list"),
}


def rows(projects: Iterable[Project], calendar: Calendar) -> list[Row]:
    """Lines of the list; no statement."""
    return [_row(each, calendar) for each in projects]


def _row(project: Project, calendar: Calendar) -> Row:
    proceeding = project.proceeding
    name = "agreed" if project.agreed else "advised" if project.advised else "asked"
    return Row(
        project=project,
        state=pages.state_chip(MICROPROJECT, proceeding.state),
        due=due_chip(project, calendar),
        sum=getattr(project, name),
        sum_of=str(_SUM_OF[name]) if getattr(project, name) else "",
    )


def due_chip(project: Project, calendar: Calendar) -> Chip | None:
    """How long until it is to be finished; nothing once it is, or before it is chosen."""
    if project.proceeding.state not in ("chosen", "running", "change_asked"):
        return None
    if project.finish_by is None:
        return None
    return pages.due_chip(
        project.finish_by, today=today(), calendar=calendar, unit=Unit.natural_day, soon=15
    )


# --- one project --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment with its voucher's files."""

    payment: Payment
    chip: Chip
    files: list[File]


_PAYMENT_TONES = {
    PaymentState.RECORDED: "ask",
    PaymentState.CONFIRMED: "done",
    PaymentState.STRUCK: "idle",
}


def payment_line(payment: Payment, files: list[File]) -> PaymentLine:
    """One payment as plain data."""
    state = PaymentState(payment.state)
    return PaymentLine(payment, Chip(_PAYMENT_TONES[state], str(state.label)), files)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report with its files."""

    what: str
    on: date
    percent: int | None
    text: str
    by_name: str
    files: list[File]


def read(project: Project, actor: Actor) -> dict[str, Any]:
    """What a project is and what it costs."""
    change = project.wanted
    return {
        "project": project,
        "budget": list(project.budget.all()),
        "advice": _advice(project),
        "verdict": _verdict(project),
        "change": {**change, "finish_by": _day(change.get("finish_by"))} if change else None,
        "pot": pot_bar(project.pot, actor),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _advice(project: Project) -> Chip | None:
    if not project.advice:
        return None
    advice = Advice(project.advice)
    return Chip("done" if advice == Advice.FIT else "late", str(advice.label))


def _verdict(project: Project) -> Chip | None:
    if not project.verdict:
        return None
    verdict = Verdict(project.verdict)
    return Chip("done" if verdict == Verdict.DONE else "late", str(verdict.label))


def _payments(project: Project, actor: Actor) -> list[PaymentLine]:
    found = list(project.payments.all())
    files = room.files_of(room.PAYMENT_KIND, [each.pk for each in found], actor)
    return [payment_line(each, files.get(each.pk, [])) for each in found]


def _reports(project: Project, actor: Actor) -> list[ReportLine]:
    found = list(project.reports.all())
    files = room.files_of(room.REPORT_KIND, [each.pk for each in found], actor)
    return [
        ReportLine(
            str(ReportKind(each.what).label),
            each.on,
            each.percent,
            each.text,
            each.by_name,
            files.get(each.pk, []),
        )
        for each in reversed(found)
    ]


def detail(project: Project, actor: Actor) -> dict[str, Any]:
    """Everything the page of a project shows to this actor."""
    proceeding = project.proceeding
    # Guards and effects look at the project through its proceeding.
    proceeding.project = project
    standing = queries.standing_of(proceeding)
    calendar = calendar_of(proceeding.congress)
    return {
        **pages.frame(proceeding, actor, standing),
        **read(project, actor),
        "due": due_chip(project, calendar),
        "matter": project.matter,
        "payments": _payments(project, actor),
        "reports": _reports(project, actor),
        "clocks": pages.clock_views(proceeding, calendar),
        "parties": party_lines(standing),
        "may_keep_files": may_keep(actor),
    }


def of_matter(matter: Proceeding, actor: Actor) -> dict[str, Any]:
    """The micro-project on the page of its suggestion, or whether it may be put forward."""
    if matter.state_type == "draft":
        return {"row": None, "may_propose": False}
    found = room.of_matter(matter, actor)
    return {
        "row": _row(found, calendar_of(matter.congress)) if found else None,
        "may_propose": (found is None or not found.is_live) and rules.may_propose(matter, actor),
    }


# --- the annual special account -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """A number (or a sum in fen) and the list behind it; zero opens nothing."""

    n: int
    query: str
    label: str
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A unit's line, or the sum of all (without a name)."""

    name: str
    figures: list[Figure]


HEADS = {
    "preliminary": gettext_lazy("On the preliminary list"),
    "working": gettext_lazy("To do and under way"),
    "done": gettext_lazy("Accepted"),
    "out": gettext_lazy("Dropped"),
    "asked": gettext_lazy("Asked for"),
    "listed": gettext_lazy("Final list"),
    "bound": gettext_lazy("Bound now"),
    "drawn": gettext_lazy("Recorded as paid"),
    "paid": gettext_lazy("Paid and confirmed"),
}


def account(lines: Sequence[room.Line], pot: Pot) -> dict[str, Any]:
    """The special account by unit with the sum below; no statement."""
    whole = room.Line(
        unit=0,
        name="",
        counts={name: sum(line.counts[name] for line in lines) for name in room.COUNTED},
        sums={name: sum(line.sums[name] for line in lines) for name in room.SUMS},
    )
    return {
        "heads": [(str(label), name in room.SUMS) for name, label in HEADS.items()],
        "rows": [_account_row(line, pot) for line in lines],
        "total": _account_row(whole, pot),
        "day": today(),
    }


def _account_row(line: room.Line, pot: Pot) -> AccountRow:
    base: dict[str, Any] = {"year": pot.year} | ({"unit": line.unit} if line.unit else {})
    counts = [
        _figure(name, n, {**base, "state": name}, is_sum=False) for name, n in line.counts.items()
    ]
    sums = [_figure(name, n, {**base, "paid": name}, is_sum=True) for name, n in line.sums.items()]
    return AccountRow(line.name, counts + sums)


def _figure(name: str, n: int, query: dict[str, Any], *, is_sum: bool) -> Figure:
    return Figure(n, urlencode(query) if n else "", str(HEADS[name]), is_sum)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """How the pot was set, raised or lowered."""

    what: str
    after: int
    basis: str
    by_name: str
    at: Any


def pot_changes(pot: Pot) -> list[ChangeLine]:
    """The history of a pot, the newest first; one statement."""
    return [
        ChangeLine(
            _change_word(each.before, each.after), each.after, each.basis, each.by_name, each.at
        )
        for each in reversed(pot.changes.all())
    ]


def _change_word(before: int | None, after: int) -> str:
    if before is None:
        return str(_("Set"))
    return str(_("Raised") if after > before else _("Lowered"))


# --- the final list -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A project that may be chosen, as it was typed: out, on the list with a sum, or passed."""

    project: Project
    advice: Chip | None
    decision: str
    amount: str
    error: str = ""

    @property
    def name(self) -> str:
        """How its inputs are called."""
        return f"p{self.project.pk}"


def choice_rows(
    projects: Iterable[Project],
    typed: dict[int, tuple[str, str]],
    errors: dict[str, str],
) -> list[ChoiceRow]:
    """What may be decided now, with what was typed so far; no statement."""
    return [
        ChoiceRow(
            project=each,
            advice=_advice(each),
            decision=typed.get(each.pk, ("", ""))[0],
            amount=typed[each.pk][1] if each.pk in typed else str(money.yuan(each.advised)),
            error=errors.get(f"p{each.pk}", ""),
        )
        for each in projects
    ]
