"""Reads of what was passed up and came from below, and of yearly figures (K4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from renda.access.enums import OFFICE_ROLES
from renda.congresses.enums import BodyKind
from renda.congresses.models import Body, Congress
from renda.kernel.actor import Actor
from renda.levels import rules
from renda.levels.models import FromBelow, PassedUp, YearReport
from renda.levels.procedure import FROM_BELOW_KIND, PASSED_UP_KIND
from renda.proceedings.models import Proceeding
from renda.proceedings.queries import visible_proceedings

KEYS = ("-proceeding_id",)


def passed_up_proceedings(actor: Actor) -> QuerySet[Proceeding]:
    """What the actor may see of what was passed up; the visibility function of the kind."""
    rows = visible_proceedings(actor, PASSED_UP_KIND).select_related("lead_body")
    return rows.order_by("-opened_at", "-id")


def from_below_proceedings(actor: Actor) -> QuerySet[Proceeding]:
    """What the actor may see of what came from below; the visibility function of the kind."""
    rows = visible_proceedings(actor, FROM_BELOW_KIND).select_related("lead_body")
    return rows.order_by("-opened_at", "-id")


def passed_up(actor: Actor) -> QuerySet[PassedUp]:
    """The same as rows, the newest first."""
    seen = visible_proceedings(actor, PASSED_UP_KIND).order_by().values("pk")
    rows = PassedUp.objects.filter(proceeding__in=seen)
    return rows.select_related("proceeding__congress", "matter", "above").order_by(*KEYS)


def from_below(actor: Actor) -> QuerySet[FromBelow]:
    """The same as rows, the newest first."""
    seen = visible_proceedings(actor, FROM_BELOW_KIND).order_by().values("pk")
    rows = FromBelow.objects.filter(proceeding__in=seen)
    return rows.select_related("proceeding__congress", "below", "unit").order_by(*KEYS)


def matter(actor: Actor, public_id: UUID) -> Proceeding | None:
    """A matter of the actor's congress that he may see, with its congress and the one above."""
    rows = visible_proceedings(actor).select_related("congress__parent")
    return rows.filter(public_id=public_id).first()


def of_matter(matter: Proceeding, actor: Actor) -> PassedUp | None:
    """The matter as passed up, if the actor may see that; what was turned back too."""
    return passed_up(actor).filter(matter=matter).first()


def units(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """Units of the level that may handle it, for a form."""
    kinds = [BodyKind.DEPARTMENT, BodyKind.TOWN_GOVERNMENT]
    rows = Body.objects.filter(
        congress_id=proceeding.congress_id, kind__in=kinds, valid_until__isnull=True
    )
    return [(str(body.pk), body.name) for body in rows.order_by("order", "name")]


# --- yearly figures -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Below:
    """A congress below and its newest report of the year, if it has reported."""

    congress: Congress
    report: YearReport | None

    @property
    def figures(self) -> dict[str, int]:
        """What it adds: its own figures and those of its own lower levels."""
        return rules.total([self.report.own, self.report.below]) if self.report else {}


def may_see_figures(actor: Actor) -> bool:
    """The deputies' office of a congress and its leaders."""
    return actor.role in {*OFFICE_ROLES, "vice_chair"}


def report_of(congress_id: int, year: int) -> YearReport | None:
    """The report that holds for a congress's year."""
    rows = YearReport.objects.filter(congress_id=congress_id, year=year)
    return rows.order_by("-number").first()


def reports_of(congress_id: int, year: int) -> list[YearReport]:
    """All reports of a congress's year, the newest first."""
    rows = YearReport.objects.filter(congress_id=congress_id, year=year)
    return list(rows.order_by("-number"))


def below(congress_id: int, year: int) -> list[Below]:
    """The congresses directly below with their newest reports; two statements."""
    found = list(Congress.objects.filter(parent_id=congress_id).order_by("region_id", "name", "id"))
    newest = YearReport.objects.filter(congress=OuterRef("congress"), year=year)
    rows = YearReport.objects.filter(
        congress__in=[each.pk for each in found],
        year=year,
        pk=Subquery(newest.order_by("-number").values("pk")[:1]),
    )
    reports = {row.congress_id: row for row in rows}
    return [Below(each, reports.get(each.pk)) for each in found]


def sum_below(lines: Iterable[Below]) -> dict[str, int]:
    """What the congresses below add up to."""
    return rules.total(line.figures for line in lines)
