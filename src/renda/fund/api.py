"""The fund: pots, final list, special account, projects. Steps go by the engine's door.

Sums are yuan with two decimals, as text: ``"120000.00"``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status

from renda.access.api import READ, WRITE
from renda.congresses.models import Congress
from renda.fund import pages, queries, rules, services
from renda.fund.facts import ListedProject, ProjectCandidate, SetPot, WholeList
from renda.fund.models import Payment, Pot, Project
from renda.fund.procedure import MICROPROJECT
from renda.kernel import money
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid, Missing
from renda.proceedings.api import etag
from renda.proceedings.enums import Channel
from renda.proceedings.facts import build
from renda.proceedings.services import Origin
from renda.web import api as web

router = Router(tags=["micro-project fund"], auth=READ)
POT_KEY = ("-year",)
YEAR = "/fund/pots/{int:year}"


def _yuan(fen: int) -> str:
    return str(money.yuan(fen))


class PotOut(Schema):
    """A pot; what is bound, paid and left is told to whoever reads every project."""

    year: int
    amount: str
    bound: str | None
    paid: str | None
    left: str | None


class PotPage(Schema):
    """The pots of the congress."""

    items: list[PotOut]
    next: str | None


class PotIn(Schema):
    """The pot as it should be; ``was`` is what was read, nothing for a new one."""

    amount: str
    basis: str
    was: str | None = None


class ProjectLine(Schema):
    """A line of the list."""

    id: UUID
    year: int
    number: str
    title: str
    suggestion: UUID
    state: str
    state_label: str
    unit: str
    place: str
    asked: str
    advised: str
    listed: str
    agreed: str
    granted: str
    drawn: str
    paid: str
    percent: int
    finish_by: date | None
    version: int


class ProjectPage(Schema):
    """A page of projects."""

    items: list[ProjectLine]
    next: str | None


class BudgetOut(Schema):
    """A line of the budget."""

    what: str
    amount: str


class PaymentOut(Schema):
    """A payment; ``row`` is what its steps are taken on."""

    row: int
    amount: str
    paid_on: date
    payee: str
    purpose: str
    voucher: str
    state: str
    recorded_by: str
    confirmed_by: str


class ProjectOut(ProjectLine):
    """A project as its page shows it."""

    why: str
    plan: str
    beneficiaries: str
    people: int | None
    advice: str
    evaluation: str
    meeting: str
    decided_on: date | None
    verdict: str
    finished_on: date | None
    accepted_on: date | None
    budget: list[BudgetOut]
    payments: list[PaymentOut]


class ProjectIn(Schema):
    """A suggestion and why it is a small livelihood project."""

    suggestion: UUID
    year: int
    name: str
    place: str
    why: str


class ChoiceIn(Schema):
    """What is decided on a project: its sum, or nothing when it is not on the list."""

    project: UUID
    amount: str | None = None
    version: int | None = None


class ListIn(Schema):
    """What a meeting decided, all of it or nothing."""

    meeting: str
    decided_on: str
    projects: list[ChoiceIn]


class ListOut(Schema):
    """What became of the projects."""

    items: list[ProjectLine]


class LineOut(Schema):
    """A unit's line of the special account."""

    unit: int
    name: str
    counts: dict[str, int]
    sums: dict[str, str]


class ChangeOut(Schema):
    """The pot was set, raised or lowered."""

    after: str
    basis: str
    by: str
    at: datetime


class AccountOut(Schema):
    """The annual special account, of the projects this seat may see."""

    pot: PotOut
    changes: list[ChangeOut]
    units: list[LineOut]


def _pot_out(actor: Actor, pot: Pot) -> dict[str, Any]:
    bar = queries.bar(actor, pot) if rules.reads_pot(actor) else None
    return {
        "year": pot.year,
        "amount": _yuan(pot.amount),
        **{name: _yuan(getattr(bar, name)) if bar else None for name in ("bound", "paid", "left")},
    }


def _line(row: Project) -> dict[str, Any]:
    found = row.proceeding
    sums = ("asked", "advised", "listed", "agreed", "granted", "drawn", "paid")
    return {
        "id": found.public_id,
        "year": row.pot.year,
        "number": found.number,
        "title": found.title,
        "suggestion": row.matter.public_id,
        "state": found.state,
        "state_label": str(MICROPROJECT.state(found.state).label),
        "unit": str(found.lead_body or ""),
        "place": row.place,
        **{name: _yuan(getattr(row, name)) for name in sums},
        "percent": row.percent,
        "finish_by": row.finish_by,
        "version": found.row_version,
    }


def _payment(row: Payment) -> dict[str, Any]:
    return {
        "row": row.pk,
        "amount": _yuan(row.amount),
        **{name: getattr(row, name) for name in ("paid_on", "payee", "purpose", "voucher")},
        "state": row.state,
        "recorded_by": row.recorded_name,
        "confirmed_by": row.confirmed_name,
    }


def _one(row: Project) -> dict[str, Any]:
    names = ("why", "plan", "beneficiaries", "people", "advice", "evaluation", "verdict")
    return {
        **_line(row),
        **{name: getattr(row, name) for name in (*names, "finished_on", "accepted_on")},
        "meeting": row.final_list.meeting if row.final_list else "",
        "decided_on": row.final_list.decided_on if row.final_list else None,
        "budget": [{"what": each.what, "amount": _yuan(each.amount)} for each in row.budget.all()],
        "payments": [_payment(each) for each in row.payments.all()],
    }


def _of_year(actor: Actor, year: int) -> Pot:
    pot = queries.pots(actor).filter(year=year).first()
    if pot is None:
        raise Missing(_("There is no pot of this year."))
    return pot


def _find(actor: Actor, public_id: UUID) -> Project:
    row = queries.projects(actor).filter(proceeding__public_id=public_id).first()
    if row is None:
        raise Missing(_("There is no such project."))
    return row


@router.get(
    "/fund/pots",
    response={200: PotPage, **web.problems()},
    summary="Pots of the micro-project fund",
    operation_id="pots",
)
def pots(
    request: HttpRequest,
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The newest first."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return web.page(
        queries.pots(actor),
        POT_KEY,
        cursor=cursor,
        limit=limit,
        shown=lambda pot: _pot_out(actor, pot),
    )


@router.put(
    YEAR,
    auth=WRITE,
    response={200: PotOut, **web.problems(409, 413, 415)},
    summary="Set, raise or lower the pot of a year",
    operation_id="set_pot",
)
def set_pot(request: HttpRequest, year: int, body: PotIn) -> dict[str, Any]:
    """The deputies' office; never below what is bound. The same sum again is refused."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    facts = build(SetPot, {"year": year, "amount": body.amount, "basis": body.basis})
    assert isinstance(facts, SetPot)  # noqa: S101
    try:
        was = money.fen(money.parse(body.was)) if body.was is not None else None
    except ValueError as error:
        raise Invalid(str(error), fields={"was": str(error)}) from None
    congress = Congress.objects.get(pk=actor.congress_id)
    return _pot_out(actor, services.set_pot(congress, actor=actor, facts=facts, was=was))


@router.post(
    YEAR + "/list",
    auth=WRITE,
    response={200: ListOut, **web.problems(409, 413, 415)},
    summary="Record the final list of a year in one act",
    operation_id="decide_fund_list",
    openapi_extra={"parameters": [web.KEY_PARAMETER]},
)
def decide(request: HttpRequest, year: int, body: ListIn) -> dict[str, Any]:
    """Several projects within the pot, all of them or none."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    pot = _of_year(actor, year)
    facts = build(WholeList, body.model_dump(mode="json"))
    assert isinstance(facts, WholeList)  # noqa: S101
    choices = [_choice(actor, each) for each in facts.projects]
    services.decide_list(
        pot,
        actor=actor,
        meeting=facts.meeting,
        decided_on=facts.decided_on,
        choices=choices,
        key=web.idempotency_key(request),
        origin=Origin(channel=Channel.API),
    )
    wanted = [each.project.pk for each in choices]
    return {"items": [_line(row) for row in queries.projects(actor).filter(pk__in=wanted)]}


def _choice(actor: Actor, listed: ListedProject) -> services.Choice:
    return services.Choice(_find(actor, listed.project), listed.amount, listed.version)


@router.get(
    YEAR + "/account",
    response={200: AccountOut, **web.problems()},
    summary="Annual special account",
    operation_id="fund_account",
)
def account(request: HttpRequest, year: int) -> dict[str, Any]:
    """The account of the page by unit: of the projects this seat may see."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    pot = _of_year(actor, year)
    return {
        "pot": _pot_out(actor, pot),
        "changes": [
            {"after": _yuan(each.after), "basis": each.basis, "by": each.by_name, "at": each.at}
            for each in pages.pot_changes(pot)
        ],
        "units": [
            {
                "unit": line.unit,
                "name": line.name,
                "counts": line.counts,
                "sums": {name: _yuan(fen) for name, fen in line.sums.items()},
            }
            for line in queries.account(actor, pot)
        ],
    }


@router.get(
    "/fund/projects",
    response={200: ProjectPage, **web.problems()},
    summary="Micro-projects I may see",
    operation_id="projects",
)
def projects(
    request: HttpRequest,
    year: int | None = Query(None, ge=1954, le=2100),
    state: str = Query(
        "", pattern="^[a-z_]{0,30}$", description="A state, or preliminary, final, working, done"
    ),
    unit: int | None = Query(None, ge=1, le=2**53),
    with_sum: Literal["", "asked", "listed", "bound", "drawn", "paid"] = "",
    cursor: str = Query("", max_length=500),
    limit: int = Query(20, ge=1, le=100),
) -> dict[str, Any]:
    """The list of the page with its filters; ``next`` is the cursor of the following page."""
    filters = queries.Filters(year=year, state=state, unit=unit, paid=with_sum)
    rows = queries.filtered(request.auth, filters)  # type: ignore[attr-defined]
    return web.page(rows, queries.NEWEST, cursor=cursor, limit=limit, shown=_line)


@router.post(
    "/fund/projects",
    auth=WRITE,
    response={201: ProjectOut, **web.problems(409, 413, 415)},
    summary="Put a suggestion forward as a micro-project",
    operation_id="create_project",
    openapi_extra={"parameters": [web.KEY_PARAMETER]},
)
def create(request: HttpRequest, body: ProjectIn, response: HttpResponse) -> Any:
    """The deputies' office puts it on the preliminary list."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    matter = queries.matter(actor, body.suggestion)
    if matter is None:
        raise Missing(_("There is no such suggestion."))
    facts = build(ProjectCandidate, body.model_dump(exclude={"suggestion"}))
    assert isinstance(facts, ProjectCandidate)  # noqa: S101
    key = web.idempotency_key(request)
    opened = services.propose(matter, actor=actor, facts=facts, key=key)
    row = _find(actor, opened.public_id)
    response["ETag"] = etag(row.proceeding)
    return Status(201, _one(row))


@router.get(
    "/fund/projects/{uuid:public_id}",
    response={200: ProjectOut, **web.problems()},
    summary="One micro-project",
    operation_id="project",
)
def project(request: HttpRequest, public_id: UUID, response: HttpResponse) -> dict[str, Any]:
    """What the page shows to this seat; the ETag is for If-Match."""
    row = _find(request.auth, public_id)  # type: ignore[attr-defined]
    response["ETag"] = etag(row.proceeding)
    return _one(row)
