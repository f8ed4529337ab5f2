"""Reads of the desk: figures, late ones, calls, last worked on. Each starts from who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from renda.access.enums import Role
from renda.access.models import Seat
from renda.access.queries import actor_for
from renda.desk.models import Recent
from renda.kernel import paging
from renda.kernel.actor import Actor, person_token
from renda.kernel.time import today
from renda.law.procedure import StateType
from renda.matters.models import Evaluation
from renda.matters.queries import unanswered
from renda.people.models import Mandate
from renda.proceedings.models import Clock, Party, Proceeding
from renda.proceedings.queries import visible_proceedings
from renda.proposals.procedure import KIND, SUGGESTION
from renda.waiting.models import Waiting
from renda.waiting.queries import counts_of_seats, once, waiting_for

LIMIT = 1000
# The table behind the figures looks at so many, the newest.
TABLE_LIMIT = 5000
# Leaders and offices that follow up on others.
LATE_ROLES = frozenset(
    {
        Role.OFFICE_CLERK,
        Role.OFFICE_HEAD,
        Role.VICE_CHAIR,
        Role.COMMITTEE,
        Role.HANDLING_OFFICE,
        Role.UNDERTAKER_ADMIN,
        Role.SIGNER,
    }
)
# Seats without matters of their own.
NO_FIGURES = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


def subjects(actor: Actor, rows: Iterable[Waiting]) -> dict[int, Proceeding]:
    """The proceedings of waiting rows by id; one statement."""
    found = visible_proceedings(actor).filter(pk__in={row.subject for row in rows})
    return {each.pk: each for each in found.select_related("lead_body")}


def by_public_id(actor: Actor, public_ids: Iterable[object]) -> dict[str, Proceeding]:
    """Visible proceedings by their public id; one statement."""
    found = visible_proceedings(actor).filter(public_id__in=set(public_ids))
    return {str(each.public_id): each for each in found.select_related("congress", "lead_body")}


def deadlines(actor: Actor) -> list[tuple[Waiting, Proceeding | None]]:
    """What waits for the actor on a day, nearest first, with its matter; two statements."""
    rows = once(list(waiting_for(actor).filter(due_on__isnull=False)[:LIMIT]))
    found = subjects(actor, rows)
    return [(row, found.get(row.subject)) for row in rows]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that was counted no further than the limit."""

    n: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.n}+" if self.more else str(self.n)


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers on top of the desk."""

    year: int
    made: Counted
    in_session: int
    open: Counted
    soon: int
    late: Counted
    answered: int
    in_time: int
    unevaluated: Counted
    rehandling: Counted
    second_time: int


def figures(actor: Actor, *, soon_until: date) -> Figures:
    """What the actor's suggestions come to; four statements, each bounded."""
    first = _first_of_year()
    visible = visible_proceedings(actor, KIND).exclude(state_type=StateType.DRAFT.value)
    made = _sums(
        visible.filter(opened_at__gte=first).order_by("-opened_at", "-id"),
        n=Count("pk"),
        session=Count("pk", filter=Q(suggestion__in_session=True)),
    )
    day = today()
    rehandling = Q(state="rehandling")
    in_hand = _sums(
        visible.filter(state_type=StateType.OPEN.value).order_by(
            F("next_due_on").asc(nulls_last=True), "id"
        ),
        n=Count("pk"),
        late=Count("pk", filter=Q(next_due_on__lt=day)),
        soon=Count("pk", filter=Q(next_due_on__gte=day, next_due_on__lte=soon_until)),
        replied=Count("pk", filter=Q(state="replied")),
        rehandling=Count("pk", filter=rehandling),
        second=Count("pk", filter=rehandling & Q(round__gte=2)),
    )
    replied = Clock.objects.filter(
        name="reply", stopped_at__gte=first, proceeding__in=visible.order_by().values("pk")
    ).order_by("-id")
    clocks = Clock.objects.filter(pk__in=replied.values("pk")[:LIMIT]).aggregate(
        n=Count("pk"), in_time=Count("pk", filter=Q(late_days=0))
    )
    cut = in_hand["n"] > LIMIT
    return Figures(
        year=day.year,
        made=_counted(made["n"]),
        in_session=made["session"],
        open=_counted(in_hand["n"]),
        soon=in_hand["soon"],
        # The nearest due come first, so that late ones are counted even when the rest is cut.
        late=Counted(in_hand["late"], in_hand["late"] > LIMIT),
        answered=clocks["n"],
        in_time=clocks["in_time"],
        unevaluated=_exactly(visible, "replied", cut, in_hand["replied"]),
        rehandling=_exactly(visible, "rehandling", cut, in_hand["rehandling"]),
        second_time=in_hand["second"],
    )


def _first_of_year() -> datetime:
    return timezone.make_aware(datetime(today().year, 1, 1))  # noqa: DTZ001 -- made aware here


def _sums(rows: QuerySet[Proceeding], **sums: Count) -> dict[str, int]:
    nearest = Proceeding.objects.filter(pk__in=rows.values("pk")[: LIMIT + 1])
    found: dict[str, int] = nearest.aggregate(**sums)
    return found


def _counted(n: int) -> Counted:
    return Counted(min(n, LIMIT), n > LIMIT)


def _exactly(visible: QuerySet[Proceeding], state: str, cut: bool, known: int) -> Counted:
    """A state's number; counted by itself only when the common count was cut."""
    return Counted(*paging.counted(visible.filter(state=state))) if cut else Counted(known)


@dataclass(frozen=True, slots=True)
class StateLine:
    """A line of the table behind the figures."""

    state: str
    label: str
    n: int
    late: int


def table(actor: Actor, *, year: int | None = None) -> tuple[list[StateLine], bool]:
    """How many of the actor's suggestions stand where, in the procedure's order.

    One statement over the newest ones; whether it was cut there.
    """
    visible = visible_proceedings(actor, KIND).exclude(state_type=StateType.DRAFT.value)
    if year:
        visible = visible.filter(year=year)
    newest = visible.order_by("-opened_at", "-id").values("pk")[:TABLE_LIMIT]
    late = Q(state_type=StateType.OPEN.value, next_due_on__lt=today())
    found = (
        Proceeding.objects.filter(pk__in=newest)
        .values("state")
        .annotate(n=Count("pk"), late=Count("pk", filter=late))
        .order_by("state")
    )
    by_state = {row["state"]: row for row in found}
    lines = [
        StateLine(s.name, str(s.label), by_state[s.name]["n"], by_state[s.name]["late"])
        for s in SUGGESTION.states
        if s.name in by_state
    ]
    return lines, sum(line.n for line in lines) >= TABLE_LIMIT


LATE_KEY = ("next_due_on", "id")


def late(actor: Actor) -> QuerySet[Proceeding]:
    """Open suggestions past their day that the actor answers for, the longest late first.

    A vice-chair answers for what he supervises, a unit's leader for what his unit takes part in,
    the offices for all they may see.
    """
    rows = visible_proceedings(actor, KIND).filter(
        state_type=StateType.OPEN.value, next_due_on__lt=today()
    )
    if actor.role == Role.VICE_CHAIR:
        supervised = Party.objects.filter(
            addressee=person_token(actor.person_id or 0),
            relation="supervisor",
            until__isnull=True,
        )
        rows = rows.filter(pk__in=supervised.values("proceeding_id"))
    return rows.select_related("lead_body").order_by(*LATE_KEY)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How many late ones a unit leads."""

    unit: int | None
    name: str
    n: int
    oldest: date


def late_by_unit(actor: Actor) -> list[UnitLine]:
    """The late ones by leading unit, the most first; one statement."""
    nearest = late(actor).values("pk")[:LIMIT]
    found = (
        Proceeding.objects.filter(pk__in=nearest)
        .values("lead_body", "lead_body__name")
        .annotate(n=Count("pk"), oldest=Min("next_due_on"))
        .order_by("-n", "lead_body__name")
    )
    return [
        UnitLine(row["lead_body"], row["lead_body__name"] or "", row["n"], row["oldest"])
        for row in found
    ]


def calls(actor: Actor) -> QuerySet[Evaluation]:
    """Replies delivered and not evaluated, oldest first: whom the deputies' office calls."""
    return (
        unanswered(actor.congress_id)
        .filter(
            proceeding__in=visible_proceedings(actor, KIND).values("pk"),
            proceeding__state__in=["handling", "replied"],
            round=F("proceeding__round"),
        )
        .select_related("person", "proceeding")
        .order_by("id")
    )


def call_of(actor: Actor, pk: int) -> Evaluation | None:
    """One line of the call list."""
    return calls(actor).filter(pk=pk).first()


def feedback_ends(evaluations: Iterable[Evaluation]) -> dict[int, date]:
    """By when each proceeding should be evaluated; one statement."""
    ids = {each.proceeding_id for each in evaluations}
    rows = Clock.objects.filter(proceeding__in=ids, name="feedback", stopped_at__isnull=True)
    return dict(rows.order_by("round").values_list("proceeding_id", "due_on"))


def delegations(actor: Actor, evaluations: Iterable[Evaluation]) -> dict[int, str]:
    """The delegation of each deputy called; one statement."""
    ids = {each.person_id for each in evaluations}
    rows = Mandate.objects.filter(
        congress_id=actor.congress_id, person__in=ids, delegation__isnull=False
    ).select_related("delegation")
    return {row.person_id: str(row.delegation) for row in rows.order_by("term__number", "id")}


def recent(actor: Actor, *, size: int = 5) -> list[Recent]:
    """What the seat worked on last, as far as it may still see it; one statement."""
    rows = Recent.objects.filter(
        seat_id=actor.seat_id or 0, proceeding__in=visible_proceedings(actor).values("pk")
    )
    return list(rows.select_related("proceeding").order_by("-at", "-id")[:size])


def drafts(actor: Actor, *, size: int = 5) -> list[Proceeding]:
    """The actor's own drafts, the newest first; one statement."""
    rows = visible_proceedings(actor, KIND).filter(state_type=StateType.DRAFT.value)
    return list(rows.order_by("-opened_at", "-id")[:size])


def waiting_by_seat(seat_ids: list[int]) -> dict[int, int]:
    """How many steps wait for each of one account's seats; two statements."""
    seats = Seat.objects.filter(pk__in=seat_ids).select_related(
        "account", "body", "mandate__delegation"
    )
    return counts_of_seats({seat.pk: actor_for(seat, seat.account) for seat in seats})


def soon_until(day: date) -> date:
    """The last day that counts as near: two days on."""
    return day + timedelta(days=2)
