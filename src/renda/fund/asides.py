"""What is read before a step of a micro-project is taken, beside its form."""

from __future__ import annotations

from typing import Any

from renda.fund import pages, queries
from renda.kernel.actor import Actor
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow


def project(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """Why, where, plan, budget, sums; what is left of the pot for whoever reads it."""
    found = queries.projects(actor).get(pk=proceeding.pk)
    return pages.read(found, actor)


def payment(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The payment with its voucher."""
    if row is None:
        return {}
    files = queries.files_of(queries.PAYMENT_KIND, [row.id], actor)
    return {"payment": pages.payment_line(row.row, files.get(row.id, []))}
