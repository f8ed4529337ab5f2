"""The fund in files: projects with the filters of their page, payments of a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from renda.exchange.registry import Listing, Shown
from renda.fund import queries
from renda.fund.enums import Advice, PaymentState
from renda.fund.forms import FilterForm
from renda.fund.models import Payment, Project
from renda.fund.procedure import MICROPROJECT
from renda.kernel.actor import Actor
from renda.kernel.money import FEN


def _yuan(amount: int) -> float:
    """A number that a spreadsheet adds up; two decimals are exact to far beyond any pot."""
    return amount / FEN


def rows(actor: Actor, query: Mapping[str, str]) -> Iterator[Project]:
    """The list as the page shows it: the same filters, the same order, all its rows."""
    given = QueryDict(mutable=True)
    given.update(query)
    form = FilterForm(given, units=queries.units(actor))
    found = queries.filtered(actor, form.filters()).order_by(*queries.NEWEST)
    return found.iterator(chunk_size=500)


def payments(actor: Actor, query: Mapping[str, str]) -> Iterator[Payment]:
    """Payments of the year that is asked for, else all."""
    found = queries.payments(actor)
    year = query.get("year", "")
    if year.isdigit():
        found = found.filter(project__pot__year=int(year))
    return found.iterator(chunk_size=500)


def _advice(project: Project) -> str:
    return str(Advice(project.advice).label) if project.advice else ""


PROJECTS = Listing(
    name="fund",
    label=gettext_lazy("Micro-projects"),
    columns=(
        Shown(gettext_lazy("Year"), lambda p: p.pot.year),
        Shown(gettext_lazy("Number"), lambda p: p.proceeding.number),
        Shown(gettext_lazy("Project"), lambda p: p.proceeding.title),
        Shown(gettext_lazy("Suggestion"), lambda p: str(p.matter)),
        Shown(gettext_lazy("Leading deputy"), lambda p: p.proceeding.lead_name),
        Shown(gettext_lazy("Unit"), lambda p: str(p.proceeding.lead_body or "")),
        Shown(gettext_lazy("Place"), lambda p: p.place),
        Shown(gettext_lazy("Who benefits"), lambda p: p.beneficiaries),
        Shown(gettext_lazy("How many people benefit"), lambda p: p.people),
        Shown(gettext_lazy("State"), lambda p: str(MICROPROJECT.state(p.proceeding.state).label)),
        Shown(gettext_lazy("Asked for (yuan)"), lambda p: _yuan(p.asked)),
        Shown(gettext_lazy("Evaluation"), _advice),
        Shown(gettext_lazy("Evaluated (yuan)"), lambda p: _yuan(p.advised)),
        Shown(gettext_lazy("Final list (yuan)"), lambda p: _yuan(p.listed)),
        Shown(gettext_lazy("Changed with approval (yuan)"), lambda p: _yuan(p.agreed)),
        Shown(gettext_lazy("Bound now (yuan)"), lambda p: _yuan(p.granted)),
        Shown(gettext_lazy("Recorded as paid (yuan)"), lambda p: _yuan(p.drawn)),
        Shown(gettext_lazy("Paid and confirmed (yuan)"), lambda p: _yuan(p.paid)),
        Shown(gettext_lazy("Decided by"), lambda p: p.final_list.meeting if p.final_list else ""),
        Shown(
            gettext_lazy("Decided on"), lambda p: p.final_list.decided_on if p.final_list else None
        ),
        Shown(gettext_lazy("Percent"), lambda p: p.percent),
        Shown(gettext_lazy("To be finished by"), lambda p: p.finish_by),
        Shown(gettext_lazy("Finished on"), lambda p: p.finished_on),
        Shown(gettext_lazy("Accepted on"), lambda p: p.accepted_on),
    ),
    rows=rows,
)

PAYMENTS = Listing(
    name="fund_payments",
    label=gettext_lazy("Payments of the micro-project fund"),
    columns=(
        Shown(gettext_lazy("Year"), lambda p: p.project.pot.year),
        Shown(gettext_lazy("Number"), lambda p: p.project.proceeding.number),
        Shown(gettext_lazy("Project"), lambda p: p.project.proceeding.title),
        Shown(gettext_lazy("Unit"), lambda p: str(p.project.proceeding.lead_body or "")),
        Shown(gettext_lazy("Paid on"), lambda p: p.paid_on),
        Shown(gettext_lazy("Sum (yuan)"), lambda p: _yuan(p.amount)),
        Shown(gettext_lazy("Paid to"), lambda p: p.payee),
        Shown(gettext_lazy("What for"), lambda p: p.purpose),
        Shown(gettext_lazy("Voucher"), lambda p: p.voucher),
        Shown(gettext_lazy("State"), lambda p: str(PaymentState(p.state).label)),
        Shown(gettext_lazy("Recorded by"), lambda p: p.recorded_name),
        Shown(gettext_lazy("Confirmed by"), lambda p: p.confirmed_name),
        Shown(gettext_lazy("Why it was struck"), lambda p: p.struck_why),
    ),
    rows=payments,
)
