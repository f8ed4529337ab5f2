"""Reads of motions and suggestions; every one starts from who is asking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from renda.access.enums import Role
from renda.congresses.enums import BodyKind
from renda.congresses.models import Body, Session
from renda.kernel.actor import Actor, person_token
from renda.kernel.time import today
from renda.law.procedure import StateType
from renda.ledger.models import Promise
from renda.matters.enums import Grade, Mode, Outcome
from renda.matters.models import Assignment, Conference
from renda.people.enums import MandateState
from renda.people.models import Mandate, Person
from renda.people.queries import supervisors
from renda.proceedings.models import Clock, Party, Proceeding, StepDraft
from renda.proceedings.procedure import LaneRow
from renda.proceedings.queries import visible_proceedings
from renda.proposals.enums import CosignState
from renda.proposals.models import Cosignature
from renda.proposals.procedure import KIND
from renda.proposals.rules import NEAR, nearness, pairs


class CosignLane:
    """The deputies asked to sign."""

    def rows(self, proceeding: Proceeding) -> list[LaneRow]:
        """All cosignatures, in the order of asking."""
        found = (
            Cosignature.objects.filter(suggestion_id=proceeding.pk)
            .select_related("person")
            .order_by("id")
        )
        return [LaneRow(c.pk, c.state, person_token(c.person_id), c.person.name, c) for c in found]


def suggestions(actor: Actor) -> QuerySet[Proceeding]:
    """Suggestions the actor may see, with what a list shows; newest first."""
    return (
        visible_proceedings(actor, KIND)
        .select_related("suggestion", "suggestion__delegation", "lead_body")
        .order_by("-opened_at", "-id")
    )


def authors(proceeding: Proceeding) -> list[tuple[Person, bool]]:
    """The leading deputy, the signed cosigners and the authors of merged ones; who leads."""
    suggestion = proceeding.suggestion
    signed = Cosignature.objects.filter(
        suggestion__in=[suggestion, *suggestion.merged.all()], state=CosignState.SIGNED
    ).select_related("person")
    merged_leads = [each.lead for each in suggestion.merged.select_related("lead")]
    others = {person.pk: person for person in [*merged_leads, *(c.person for c in signed)]}
    others.pop(suggestion.lead_id, None)
    return [(suggestion.lead, True), *((person, False) for person in others.values())]


def departments(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """Units that could handle a matter, for a wish or a proposal."""
    kinds = [BodyKind.DEPARTMENT, BodyKind.TOWN_GOVERNMENT]
    found = Body.objects.filter(
        congress_id=proceeding.congress_id, kind__in=kinds, valid_until__isnull=True
    ).order_by("order", "name")
    return [(str(body.pk), body.name) for body in found]


def undertakers(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """Units under the actor's handling office (all, for the congress's office)."""
    found = Body.objects.filter(
        congress_id=proceeding.congress_id,
        kind__in=[BodyKind.DEPARTMENT, BodyKind.TOWN_GOVERNMENT],
        valid_until__isnull=True,
    ).order_by("order", "name")
    if actor.role == Role.HANDLING_OFFICE:
        found = found.filter(handling_office_id=actor.body_id)
    return [(str(body.pk), body.name) for body in found]


def handling_offices(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """The handling offices of each system."""
    found = Body.objects.filter(
        congress_id=proceeding.congress_id,
        kind=BodyKind.HANDLING_OFFICE,
        valid_until__isnull=True,
    ).order_by("order", "name")
    return [(str(body.pk), body.name) for body in found]


def other_offices(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """Handling offices of other systems than the one that has it now."""
    own = proceeding.parties.filter(relation="handling_office", until__isnull=True)
    bases = {int(token[1:]) for token in own.values_list("addressee", flat=True)}
    systems = Body.objects.filter(pk__in=bases).values_list("system", flat=True)
    found = (
        Body.objects.filter(
            congress_id=proceeding.congress_id,
            kind=BodyKind.HANDLING_OFFICE,
            valid_until__isnull=True,
        )
        .exclude(pk__in=bases)
        .exclude(system__in=list(systems))
        .order_by("order", "name")
    )
    return [(str(body.pk), body.name) for body in found]


def conferences(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """Assignment conferences, the newest first."""
    found = Conference.objects.filter(congress_id=proceeding.congress_id)
    return [(str(each.pk), f"{each.title} {each.held_on}") for each in found[:20]]


def committees(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """Committees that supervise as counterparts."""
    found = Body.objects.filter(
        congress_id=proceeding.congress_id,
        kind=BodyKind.COMMITTEE,
        valid_until__isnull=True,
    ).order_by("order", "name")
    return [(str(body.pk), body.name) for body in found]


def vice_chairs(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """Who may supervise, for a form."""
    return supervisors(proceeding.congress_id)


def other_deputies(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """Deputies with an active mandate who were not asked to sign yet."""
    asked = Cosignature.objects.filter(suggestion_id=proceeding.pk).values("person_id")
    found = (
        Mandate.objects.filter(congress_id=proceeding.congress_id, state=MandateState.ACTIVE)
        .exclude(person_id=proceeding.suggestion.lead_id)
        .exclude(person_id__in=asked)
        .select_related("person", "delegation")
        .order_by("delegation__order", "person__pinyin", "person_id")
    )
    return [
        (str(each.person_id), f"{each.person.name} {each.delegation or ''}".strip())
        for each in found
    ]


def author_choices(proceeding: Proceeding, actor: Actor) -> list[tuple[str, str]]:
    """The authors, the leading one first."""
    return [(str(person.pk), person.name) for person, _lead in authors(proceeding)]


# Under this name the last saving of a draft is kept: by which page, when.
EDIT = "edit"


def last_saving(proceeding: Proceeding) -> StepDraft | None:
    """The last saving of a draft, whoever saved it."""
    return StepDraft.objects.filter(proceeding=proceeding, step=EDIT).order_by("-saved_at").first()


def saving_mark(saving: StepDraft | None) -> str:
    """What a page remembers of the last saving it knew of."""
    return saving.saved_at.isoformat() if saving else ""


def may_edit(proceeding: Proceeding, actor: Actor) -> bool:
    """Whether the actor goes on writing this draft: its author, or who entered it on behalf."""
    if proceeding.state not in ("draft", "returned"):
        return False
    if actor.role in (Role.OFFICE_CLERK, Role.OFFICE_HEAD):
        return bool(proceeding.suggestion.entered_by)
    return proceeding.parties.filter(
        relation__in=["author", "liaison"], addressee__in=sorted(actor.tokens), until=None
    ).exists()


def active_mandates(actor: Actor) -> QuerySet[Mandate]:
    """Deputies for whom a suggestion may be entered on behalf, by delegation and name."""
    found = Mandate.objects.filter(congress_id=actor.congress_id, state=MandateState.ACTIVE)
    return found.select_related("person", "delegation").order_by(
        "delegation__order", "person__pinyin", "person_id"
    )


def similar(proceeding: Proceeding, *, limit: int = 3) -> list[tuple[str, str, UUID]]:
    """Published suggestions and the author's own with a title near this one; one statement."""
    wanted = pairs(proceeding.title)
    own = Party.objects.filter(
        relation="author", addressee=person_token(proceeding.suggestion.lead_id)
    ).values("proceeding_id")
    rows = (
        Proceeding.objects.filter(congress_id=proceeding.congress_id, kind=KIND)
        .filter(Q(visibility="public") | Q(pk__in=own))
        .exclude(pk=proceeding.pk)
        .exclude(number="")
        .order_by("-opened_at", "-id")
        .values_list("number", "title", "public_id")[:300]
    )
    return [row for row in rows if nearness(wanted, pairs(row[1])) >= NEAR][:limit]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means everything."""

    state: str = ""
    field: str = ""
    unit: int | None = None
    due_until: date | None = None
    year: int | None = None
    form: str = ""
    outcome: str = ""
    grade: str = ""
    session: int | None = None
    words: str = ""
    sort: str = "newest"


SORTS: dict[str, tuple[str, ...]] = {
    "newest": ("-opened_at", "-id"),
    "due": ("next_due_on", "id"),
}
# Groups of states people ask for by one word.
GROUPS: dict[str, tuple[str, ...]] = {
    "open": (
        "submitted",
        "returned",
        "registered",
        "examined",
        "screened",
        "proposing",
        "proposed",
        "answered",
        "dispatched",
        "handling",
        "replied",
        "rehandling",
    ),
    "rehandle": ("rehandling",),
    "unevaluated": ("replied",),
    "closed": ("concluded", "escalated", "motion_taken"),
}


def filtered(actor: Actor, filters: Filters) -> QuerySet[Proceeding]:
    """The actor's suggestions narrowed down."""
    rows = suggestions(actor)
    if filters.state == "late":
        rows = rows.filter(state_type="open", next_due_on__lt=today())
    elif filters.state in GROUPS:
        rows = rows.filter(state__in=GROUPS[filters.state])
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.field:
        rows = rows.filter(field=filters.field)
    if filters.unit:
        rows = rows.filter(
            pk__in=Party.objects.filter(
                addressee=f"b{filters.unit}", relation="undertaker", until__isnull=True
            ).values("proceeding_id")
        )
    if filters.due_until:
        rows = rows.filter(state_type="open", next_due_on__lte=filters.due_until)
    if filters.year:
        rows = rows.filter(year=filters.year)
    if filters.form:
        rows = rows.filter(suggestion__form=filters.form)
    if filters.outcome:
        rows = rows.filter(suggestion__outcome_class=filters.outcome)
    if filters.grade:
        either = Q(suggestion__process_grade=filters.grade)
        rows = rows.filter(either | Q(suggestion__result_grade=filters.grade))
    if filters.session:
        rows = rows.filter(session_id=filters.session)
    for word in filters.words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(number__icontains=word) | Q(lead_name__icontains=word)
        )
    if filters.sort == "due":
        rows = rows.filter(state_type="open", next_due_on__isnull=False)
    return rows


def sessions(congress_id: int) -> list[tuple[str, str]]:
    """Sessions of the congress, the newest first."""
    rows = Session.objects.filter(term__congress_id=congress_id).select_related("term")
    return [(str(row.pk), str(row)) for row in rows.order_by("-term__number", "-number")[:30]]


def joint_bodies(proceedings: Iterable[Proceeding]) -> dict[int, list[str]]:
    """Names of the joint units by proceeding; one statement."""
    found: dict[int, list[str]] = {}
    rows = Assignment.objects.filter(proceeding__in=list(proceedings), mode=Mode.JOINT)
    for row in rows.exclude(state="withdrawn").select_related("body").order_by("id"):
        names = found.setdefault(row.proceeding_id, [])
        if str(row.body) not in names:
            names.append(str(row.body))
    return found


def open_of_deputy(person_id: int, congress_id: int) -> int:
    """How many suggestions that the person leads are open in the congress; drafts do not count."""
    rows = Proceeding.objects.filter(kind=KIND, congress_id=congress_id)
    rows = rows.filter(suggestion__lead_id=person_id, state_type=StateType.OPEN.value)
    return rows.count()


# --- what a year comes to -------------------------------------------------------------------------

_NOT_RECEIVED = ("draft", "submitted", "returned", "refused", "withdrawn", "voided")


def whole_text(proceeding: Proceeding) -> str:
    """A suggestion's text as it is handed on: facts, analysis, proposal."""
    suggestion = proceeding.suggestion
    return "\n\n".join(p for p in (suggestion.facts, suggestion.analysis, suggestion.proposal) if p)


def year_counts(congress_id: int, year: int) -> dict[str, int]:
    """A congress's registered suggestions of a year, and their promises, as counts; two statements.

    In time is a suggestion all of whose replies came within their time. A promise counts once its
    day has passed or it is settled, unless it was struck off (K4).
    """
    rows = Proceeding.objects.filter(congress_id=congress_id, kind=KIND, year=year).exclude(
        state__in=_NOT_RECEIVED
    )
    late = Clock.objects.filter(proceeding=OuterRef("pk"), name="reply", late_days__gt=0)
    given = Assignment.objects.filter(proceeding=OuterRef("pk"))
    replied = ~Q(suggestion__outcome_class="")
    found: dict[str, int] = rows.annotate(is_late=Exists(late), is_given=Exists(given)).aggregate(
        received=Count("pk"),
        assigned=Count("pk", filter=Q(is_given=True)),
        replied=Count("pk", filter=replied),
        in_time=Count("pk", filter=replied & Q(is_late=False)),
        solved=Count("pk", filter=Q(suggestion__outcome_class=Outcome.A)),
        evaluated=Count("pk", filter=~Q(suggestion__result_grade="")),
        satisfied=Count("pk", filter=Q(suggestion__result_grade=Grade.SATISFIED)),
        dissatisfied=Count("pk", filter=Q(suggestion__result_grade=Grade.DISSATISFIED)),
    )
    fallen = Q(day__lt=today()) | Q(proceeding__state_type=StateType.CLOSED.value)
    promises = Promise.objects.filter(fallen, matter__in=rows.values("pk"))
    sums: dict[str, int] = promises.exclude(proceeding__state="struck").aggregate(
        promised=Count("pk"), kept=Count("pk", filter=Q(proceeding__state__in=["kept", "late"]))
    )
    return found | sums
