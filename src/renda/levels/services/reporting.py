"""A congress reports its year's figures to the level above (K4)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from renda.access.enums import OFFICE_ROLES
from renda.congresses.models import Congress
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid, NotAllowed
from renda.levels import queries
from renda.levels.models import YearReport
from renda.levels.sources import count
from renda.records import services as records

FIRST_YEAR = 2000


def report_year(congress: Congress, *, year: int, actor: Actor, remark: str = "") -> YearReport:
    """Report the figures of a year as they are now, with the sums of what was reported from below.

    A later report of the same year replaces the earlier, which stays. Raises NotAllowed, or Invalid
    for a year to come or a report that would say the same; nothing is written then.
    """
    if actor.role not in OFFICE_ROLES or actor.congress_id != congress.pk:
        raise NotAllowed(_("Only the deputies' office reports the figures."))
    if not FIRST_YEAR <= year <= time.today().year:
        text = _("Please choose a year that has begun.")
        raise Invalid(text, fields={"year": text})
    with transaction.atomic():
        Congress.objects.select_for_update().get(pk=congress.pk)
        lines = queries.below(congress.pk, year)
        own = count(congress.pk, year)
        below = queries.sum_below(lines)
        last = queries.report_of(congress.pk, year)
        if last is not None and (last.own, last.below) == (own, below):
            raise Invalid(_("These figures were reported already; nothing has changed since."))
        row = YearReport.objects.create(
            congress_id=congress.pk,
            year=year,
            number=last.number + 1 if last else 1,
            own=own,
            below=below,
            reporting=sum(line.report is not None for line in lines),
            reported_at=time.now(),
            reported_by=actor.account_name,
            remark=remark,
        )
        records.note(
            f"year_report:{row.pk}",
            verb="reported",
            congress_id=congress.pk,
            actor=actor,
            facts={"year": year, "number": row.number, "own": own, "below": below},
        )
    return row
