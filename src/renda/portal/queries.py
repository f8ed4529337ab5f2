"""Reads of what is published. Whoever asks, he asks as the public."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from renda.congresses.models import Congress
from renda.files.models import File
from renda.fund import queries as fund
from renda.fund.models import Pot, Project
from renda.kernel import paging
from renda.kernel.actor import PUBLIC
from renda.kernel.time import today
from renda.law.procedure import StateType
from renda.ledger import queries as ledger
from renda.ledger.models import Promise
from renda.matters.enums import CommitmentState, EvaluationState, Mode, Outcome
from renda.matters.models import Assignment, Commitment, Evaluation, Reply
from renda.proceedings.models import Clock, Event, Proceeding
from renda.proposals import queries as proposals
from renda.proposals.enums import CosignState
from renda.reports import queries as documents
from renda.reports.models import Document

KEY: paging.Key = ("-opened_at", "-id")
PAGE_SIZE = 20
FEED_SIZE = 50
_SITEMAP_SIZE = 5000


@dataclass(frozen=True, slots=True)
class Search:
    """What the public list is narrowed to; empty means everything."""

    words: str = ""
    field: str = ""
    state: str = ""
    year: int | None = None


def congresses() -> QuerySet[Congress]:
    """The congresses of this installation, by name."""
    return Congress.objects.order_by("region_id", "name", "id")


def congress_of(slug: str) -> Congress | None:
    """The congress of a public address."""
    return Congress.objects.filter(slug=slug).first()


def published(congress: Congress) -> QuerySet[Proceeding]:
    """The congress's published suggestions, the newest first."""
    return proposals.suggestions(PUBLIC).filter(congress=congress)


def found(congress: Congress, search: Search) -> QuerySet[Proceeding]:
    """The published suggestions that a reader asks for."""
    rows = published(congress)
    if search.words:
        rows = rows.filter(Q(title__icontains=search.words) | Q(number=search.words))
    if search.field:
        rows = rows.filter(field=search.field)
    if search.year:
        rows = rows.filter(year=search.year)
    if search.state == "late":
        rows = rows.filter(Exists(_overdue().filter(proceeding=OuterRef("pk"))))
    elif search.state == "open":
        rows = rows.filter(state_type=StateType.OPEN.value)
    elif search.state == "closed":
        rows = rows.filter(state_type=StateType.CLOSED.value)
    return rows


def page(rows: QuerySet[Proceeding], *, cursor: str, size: int = PAGE_SIZE) -> paging.Page:
    """A page of the list; a broken cursor shows the first one."""
    try:
        return paging.page(rows, KEY, cursor=cursor, size=size)
    except (ValidationError, ValueError, TypeError):
        return paging.page(rows, KEY, size=size)


def changed(congress: Congress) -> list[Proceeding]:
    """What was published or has changed last, for the feed."""
    return list(published(congress).order_by("-last_step_at", "-id")[:FEED_SIZE])


def addresses(congress: Congress) -> list[tuple[str, date | None]]:
    """Public ids with the day of the last change, for the sitemap."""
    rows = published(congress).values_list("public_id", "last_step_at")[:_SITEMAP_SIZE]
    return [(str(public_id), at.date() if at else None) for public_id, at in rows]


def _overdue() -> QuerySet[Commitment]:
    return Commitment.objects.filter(_past_its_day(), state=CommitmentState.OPEN)


def _past_its_day() -> Q:
    """By the day that holds now: the ledger's, changed with approval perhaps, else the reply's."""
    return Q(promise__due_on__lt=today()) | Q(promise__isnull=True, due_on__lt=today())


def overdue(proceedings: Iterable[Proceeding]) -> dict[int, int]:
    """How many promises are overdue, by proceeding; one statement."""
    rows = shown_promises(_overdue().filter(proceeding__in=list(proceedings)))
    return dict(rows.values_list("proceeding_id").annotate(n=Count("id")).order_by())


def shown_promises(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Promises in replies that the leader's approval covers, but those struck off."""
    return rows.exclude(state=CommitmentState.STRUCK).filter(
        reply__void_reason="",
        reply__delivered_at__lte=F("proceeding__suggestion__published_at"),
    )


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything of a published suggestion that its page shows, in one read each."""

    proceeding: Proceeding
    signers: int
    events: list[Event]
    assignments: list[Assignment]
    replies: list[Reply]
    promises: list[Commitment]
    evaluations: list[Evaluation]


def one(congress: Congress, public_id: uuid.UUID) -> Proceeding | None:
    """A published suggestion of the congress."""
    rows = published(congress).select_related("suggestion__lead", "session__term")
    return rows.filter(public_id=public_id).first()


def dossier(proceeding: Proceeding) -> Dossier:
    """The dossier of a published suggestion; six statements.

    Of replies only what had been delivered when the leader approved the publication: a later one
    was not checked for secrecy.
    """
    cosigners = proceeding.suggestion.cosignatures.filter(state=CosignState.SIGNED)
    replies = proceeding.replies.filter(
        void_reason="", delivered_at__lte=proceeding.suggestion.published_at
    )
    return Dossier(
        proceeding=proceeding,
        signers=1 + cosigners.count(),
        events=list(proceeding.events.order_by("seq")),
        assignments=list(
            proceeding.assignments.exclude(state="withdrawn")
            .select_related("body")
            .order_by("round", "id")
        ),
        replies=list(replies.select_related("assignment__body").order_by("round", "id")),
        promises=list(
            shown_promises(Commitment.objects.filter(proceeding=proceeding))
            .select_related("body", "promise")
            .order_by("reply__round", "order", "id")
        ),
        evaluations=list(
            proceeding.evaluations.filter(state=EvaluationState.GIVEN).order_by("round", "id")
        ),
    )


# What may be asked for in the public ledger.
PROMISE_STATES = ("", "late", "open", "kept", "broken")
PROMISE_KEY: paging.Key = ("day", "proceeding_id")


def reports(congress: Congress) -> list[tuple[Document, list[File]]]:
    """Published reports on the handling with the files everybody may fetch, the newest first."""
    found = list(documents.documents(PUBLIC).filter(congress=congress)[:50])
    files = documents.files_of(found)
    return [(row, [f for f in files.get(row.pk, []) if f.is_public]) for row in found]


def promises(congress: Congress, state: str) -> QuerySet[Promise]:
    """The promises of published suggestions, the nearest day first."""
    rows = ledger.promises(PUBLIC).filter(congress=congress)
    rows = rows.select_related("commitment__body", "proceeding", "matter")
    rows = rows.exclude(commitment__state=CommitmentState.STRUCK)
    still = Q(commitment__state=CommitmentState.OPEN)
    if state == "late":
        return rows.filter(still, due_on__lt=today())
    if state == "open":
        return rows.filter(still)
    if state == "kept":
        kept = [CommitmentState.KEPT, CommitmentState.LATE, CommitmentState.CHANGED]
        return rows.filter(commitment__state__in=kept)
    if state == "broken":
        return rows.filter(commitment__state=CommitmentState.BROKEN)
    return rows


def promise_page(rows: QuerySet[Promise], *, cursor: str) -> paging.Page:
    """A page of the public ledger; a broken cursor shows the first one."""
    try:
        return paging.page(rows, PROMISE_KEY, cursor=cursor, size=PAGE_SIZE)
    except (ValidationError, ValueError, TypeError):
        return paging.page(rows, PROMISE_KEY, size=PAGE_SIZE)


def pots(congress: Congress) -> QuerySet[Pot]:
    """The pots of the micro-project fund, the newest first."""
    return Pot.objects.filter(congress=congress).order_by("-year")


def listed_projects(pot: Pot) -> QuerySet[Project]:
    """The final list of a year: projects of published suggestions, as the meetings decided them.

    One that ended early stays on it; what became of it is part of the progress.
    """
    rows = fund.projects(PUBLIC).filter(pot=pot, final_list__isnull=False)
    return rows.order_by("final_list__decided_on", "proceeding_id")


@dataclass
class Line:
    """A unit's line in the table behind the figures, and the sum of all."""

    unit: str
    received: int = 0
    replied: int = 0
    solved: int = 0
    due: int = 0
    in_time: int = 0
    promised: int = 0
    kept: int = 0
    kept_late: int = 0
    overdue: int = 0

    def add(self, other: Line) -> None:
        """Count another line into this one."""
        for name in self.__dataclass_fields__:
            if name != "unit":
                setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Figures:
    """A year's published suggestions in figures, with the table behind them."""

    year: int
    total: Line
    lines: list[Line]


def figures(congress: Congress, year: int) -> Figures:
    """Figures of a year by unit; three statements. Only what is published is counted."""
    rows = published(congress).filter(year=year).select_related(None).order_by()
    lines: dict[str, Line] = {}
    _count_matters(lines, rows)
    _count_replies(lines, rows)
    _count_promises(lines, rows)
    total = Line("")
    for line in lines.values():
        total.add(line)
    ordered = sorted(lines.values(), key=lambda line: (-line.received, line.unit))
    return Figures(year, total, ordered)


def _line(lines: dict[str, Line], unit: str | None) -> Line:
    return lines.setdefault(unit or "", Line(unit or ""))


def _count_matters(lines: dict[str, Line], rows: QuerySet[Proceeding]) -> None:
    answered = ~Q(suggestion__outcome_class="")
    counted = rows.values_list("lead_body__name").annotate(
        n=Count("id"),
        replied=Count("id", filter=answered),
        solved=Count("id", filter=Q(suggestion__outcome_class=Outcome.A)),
    )
    for unit, n, replied, solved in counted:
        line = _line(lines, unit)
        line.received, line.replied, line.solved = n, replied, solved


def _count_replies(lines: dict[str, Line], rows: QuerySet[Proceeding]) -> None:
    over = Q(stopped_at__isnull=False) | Q(due_on__lt=today())
    clocks = Clock.objects.filter(over, name="reply", proceeding__in=rows.values("pk"))
    counted = clocks.values_list("proceeding__lead_body__name").annotate(
        n=Count("id"), good=Count("id", filter=Q(late_days=0))
    )
    for unit, n, good in counted.order_by():
        line = _line(lines, unit)
        line.due, line.in_time = n, good


def _count_promises(lines: dict[str, Line], rows: QuerySet[Proceeding]) -> None:
    fallen = _past_its_day() | ~Q(state=CommitmentState.OPEN)
    promises = Commitment.objects.filter(fallen, proceeding__in=rows.values("pk"))
    done = Q(state__in=[CommitmentState.KEPT, CommitmentState.LATE])
    counted = (
        shown_promises(promises)
        .values_list("body__name")
        .annotate(
            n=Count("id"),
            kept=Count("id", filter=done),
            late=Count("id", filter=Q(state=CommitmentState.LATE)),
            overdue=Count("id", filter=Q(state=CommitmentState.OPEN)),
        )
        .order_by()
    )
    for unit, n, kept, late, missing in counted:
        line = _line(lines, unit)
        line.promised, line.kept, line.kept_late, line.overdue = n, kept, late, missing


def joint_names(assignments: Iterable[Assignment], round_number: int) -> list[str]:
    """Names of a round's joint units."""
    return [a.body.name for a in assignments if a.mode == Mode.JOINT and a.round == round_number]
