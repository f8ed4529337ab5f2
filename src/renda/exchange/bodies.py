"""The list of bodies as a file: ``congresses`` stands below and cannot register it itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from renda.congresses.models import Body
from renda.exchange.registry import OFFICE, Listing, Shown
from renda.kernel.actor import Actor
from renda.kernel.visibility import visible


def rows(actor: Actor, query: Mapping[str, str]) -> Iterator[Body]:
    """Bodies that exist now, of the actor's own congress."""
    found = visible("body", actor).filter(congress_id=actor.congress_id, valid_until__isnull=True)
    found = found.select_related("parent", "handling_office")
    return iter(found.order_by("kind", "order", "name", "id").iterator(chunk_size=500))


BODIES = Listing(
    name="bodies",
    label=_("Bodies and units"),
    roles=OFFICE,
    columns=(
        Shown(_("Name"), lambda body: body.name),
        Shown(_("Short name"), lambda body: body.short_name),
        Shown(_("Kind"), lambda body: body.get_kind_display()),
        Shown(_("System"), lambda body: body.get_system_display()),
        Shown(_("Code"), lambda body: body.code),
        Shown(_("Belongs to"), lambda body: body.parent.name if body.parent else ""),
        Shown(
            _("Handling office"),
            lambda body: body.handling_office.name if body.handling_office else "",
        ),
        Shown(_("Valid since"), lambda body: body.valid_from),
    ),
    rows=rows,
)
