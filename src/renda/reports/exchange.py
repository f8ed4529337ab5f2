"""The records of a figure in a file, with the cut of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from django.http import QueryDict
from django.utils.translation import gettext_lazy

from renda.exchange.registry import Listing, Shown
from renda.kernel.actor import Actor
from renda.reports import pages, queries, rules
from renda.reports.forms import CutForm

_BLOCK = 500


def rows(actor: Actor, query: Mapping[str, str]) -> Iterator[pages.Record]:
    """The list as the page shows it: the same figure, the same cut, all its rows."""
    given = QueryDict(mutable=True)
    given.update(query)
    form = CutForm(
        given,
        choices=queries.choices(actor),
        dimensions=rules.dimensions(actor),
        newest=False,
    )
    name = query.get("figure", "")
    found = queries.records(actor, form.cut(), name)
    if found is None:
        return
    source = queries.figures_named(actor, name)[0].source
    each = found.select_related(*pages.RELATED[source]).iterator(chunk_size=_BLOCK)
    while block := list(islice(each, _BLOCK)):
        yield from pages.records(block, source)


LIST = Listing(
    name="report_records",
    label=gettext_lazy("Records of a figure"),
    columns=(
        Shown(gettext_lazy("Number"), lambda r: r.number),
        Shown(gettext_lazy("Title"), lambda r: r.title),
        Shown(gettext_lazy("Unit"), lambda r: r.unit),
        Shown(gettext_lazy("What"), lambda r: r.detail),
        Shown(gettext_lazy("Day"), lambda r: r.on),
    ),
    rows=rows,
    roles=rules.READERS,
)
