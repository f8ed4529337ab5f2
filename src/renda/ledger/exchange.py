"""The ledger in a file: the list on the page goes out with the same filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from renda.exchange.registry import Listing, Shown
from renda.kernel.actor import Actor
from renda.ledger import queries
from renda.ledger.forms import FilterForm
from renda.ledger.models import Promise
from renda.ledger.procedure import COMMITMENT
from renda.matters.enums import Grade


def rows(actor: Actor, query: Mapping[str, str]) -> Iterator[Promise]:
    """The list as the page shows it: the same filters, the same order, all its rows."""
    given = QueryDict(mutable=True)
    given.update(query)
    form = FilterForm(given, units=queries.units(actor))
    filters = form.filters()
    found = queries.filtered(actor, filters).order_by(*queries.SORTS[filters.sort])
    return found.iterator(chunk_size=500)


def _grade(value: str) -> str:
    return str(Grade(value).label) if value else ""


LIST = Listing(
    name="promises",
    label=gettext_lazy("Promises"),
    columns=(
        Shown(gettext_lazy("Number"), lambda p: p.proceeding.number),
        Shown(gettext_lazy("What is promised"), lambda p: p.commitment.what),
        Shown(gettext_lazy("How much"), lambda p: p.commitment.amount),
        Shown(gettext_lazy("Who"), lambda p: p.commitment.owner),
        Shown(gettext_lazy("Unit"), lambda p: p.body.name),
        Shown(gettext_lazy("Suggestion"), lambda p: str(p.matter)),
        Shown(gettext_lazy("State"), lambda p: str(COMMITMENT.state(p.proceeding.state).label)),
        Shown(gettext_lazy("By when"), lambda p: p.due_on),
        Shown(gettext_lazy("On what condition"), lambda p: p.condition),
        Shown(gettext_lazy("Reviewed on"), lambda p: None if p.due_on else p.day),
        Shown(gettext_lazy("First promised for"), lambda p: p.first_day),
        Shown(gettext_lazy("Changes"), lambda p: p.changes),
        Shown(gettext_lazy("Kept on"), lambda p: p.delivered_on),
        Shown(gettext_lazy("First evaluation"), lambda p: _grade(p.first_grade)),
        Shown(gettext_lazy("Second evaluation"), lambda p: _grade(p.second_grade)),
    ),
    rows=rows,
)
