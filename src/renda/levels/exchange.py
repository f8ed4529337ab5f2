"""The yearly figures in a file: the table of the page, for the report to the level above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renda.congresses.models import Congress
from renda.exchange.registry import Listing, Shown
from renda.kernel.actor import Actor
from renda.kernel.time import today
from renda.levels import queries, rules
from renda.levels.sources import FIGURES, count

Line = tuple[str, Mapping[str, int] | None]


def rows(actor: Actor, query: Mapping[str, str]) -> Iterator[Line]:
    """The congress, each below, the sum; one that has not reported has no figures."""
    if not queries.may_see_figures(actor):
        return
    given = query.get("year", "")
    year = int(given) if given.isdigit() and len(given) == 4 else today().year
    own = count(actor.congress_id, year)
    yield Congress.objects.values_list("short_name", flat=True).get(pk=actor.congress_id), own
    lines = queries.below(actor.congress_id, year)
    for line in lines:
        yield line.congress.short_name, line.figures if line.report else None
    if lines:
        yield _("Together"), rules.total([own, queries.sum_below(lines)])


def _amount(name: str) -> Callable[[Line], Any]:
    return lambda line: None if line[1] is None else line[1].get(name, 0)


LIST = Listing(
    name="year-figures",
    label=gettext_lazy("Yearly figures"),
    columns=(
        Shown(gettext_lazy("People's congress"), lambda line: line[0]),
        *(Shown(label, _amount(name)) for name, label, _whole in FIGURES),
    ),
    rows=rows,
)
