"""Steps of a proceeding: which I may take with the schema of what they ask, take one, history.

The schema of a step comes from the same facts class as its form.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from renda.access.api import READ, WRITE
from renda.kernel.actor import Actor
from renda.kernel.errors import Invalid, Missing
from renda.proceedings import errors, pages, queries
from renda.proceedings.enums import Channel
from renda.proceedings.facts import Asked, Facts, asked, build
from renda.proceedings.models import Event, Proceeding
from renda.proceedings.procedure import Binding, LaneRow, all_bindings, binding_of
from renda.proceedings.queries import Action
from renda.proceedings.services import Origin, take_step
from renda.proceedings.services.once import was_answered
from renda.web import api as web

router = Router(tags=["proceedings"], auth=READ)
REF = "#/components/schemas/{model}"


class StepOut(Schema):
    """A step that I may take now, or why not."""

    step: str
    label: str
    row: int
    row_label: str
    must: bool
    grave: bool
    on_behalf: bool
    refusal: str
    facts: dict[str, Any]


class StepList(Schema):
    """The steps that exist for me here."""

    items: list[StepOut]


class Taken(Schema):
    """A step that was taken."""

    proceeding: UUID
    version: int
    step: str
    from_state: str
    to_state: str
    at: datetime


class EventOut(Schema):
    """A line of the history."""

    at: datetime
    stated_at: datetime | None
    who: str
    acting_for: str
    on_behalf_of: str
    seat: str
    label: str
    channel: str
    details: list[tuple[str, str]]


class Timeline(Schema):
    """The history, the newest first."""

    items: list[EventOut]


def find(actor: Actor, public_id: UUID) -> Proceeding:
    """The proceeding, if the actor may know of it. Raises Missing."""
    rows = queries.visible_proceedings(actor).select_related("congress", "lead_body")
    proceeding = rows.filter(public_id=public_id).first()
    if proceeding is None:
        raise Missing(_("There is no such matter."))
    return proceeding


def etag(proceeding: Proceeding) -> str:
    """The version of a proceeding; a draft that is kept without a step changes it too."""
    at = proceeding.last_step_at
    return f'"{proceeding.row_version}-{int(at.timestamp() * 1000) if at else 0}"'


def matching(request: HttpRequest, proceeding: Proceeding) -> int | None:
    """The row version that If-Match stands for; None without the header.

    Raises StepTaken when the reader has seen another version.
    """
    wanted = request.headers.get("If-Match", "").strip()
    if not wanted or wanted == "*":
        return None
    if wanted.removeprefix("W/") != etag(proceeding):
        text = _("It has changed since you read it. Read it again and decide.")
        raise errors.StepTaken(text)
    return proceeding.row_version


# --- schemas of facts ---------------------------------------------------------------------------


def facts_schema(facts: type[Facts], choices: dict[str, list[tuple[str, str]]]) -> dict[str, Any]:
    """The JSON schema of what a step asks, with labels and the choices offered to the actor."""
    schema = facts.model_json_schema()
    for each in asked(facts):
        place = schema["properties"][each.name]
        place["title"] = str(each.ask.label)
        if each.ask.help:
            place["description"] = str(each.ask.help)
        offered = _offered(each, choices)
        if offered:
            target = place.setdefault("items", {}) if each.is_list else place
            target["oneOf"] = offered
    return schema


def _offered(each: Asked, choices: dict[str, list[tuple[str, str]]]) -> list[dict[str, Any]]:
    pairs = (
        choices.get(each.ask.choices, [])
        if isinstance(each.ask.choices, str)
        else list(each.ask.choices)
    )
    return [
        {"const": int(value) if each.type is int else value, "title": str(label)}
        for value, label in pairs
        if value
    ]


def components() -> dict[str, Any]:
    """The schemas of all facts of all procedures, for the document's components."""
    found: dict[str, Any] = {}
    for binding in all_bindings():
        for facts in binding.facts.values():
            found |= facts_components(facts)
    return found


def facts_names() -> list[str]:
    """The names of all facts that steps ask, sorted."""
    return sorted({f.__name__ for b in all_bindings() for f in b.facts.values()})


def facts_components(facts: type[Facts]) -> dict[str, Any]:
    """One facts class with what it is made of."""
    schema = facts.model_json_schema(ref_template=REF)
    inner = schema.pop("$defs", {})
    return {**inner, facts.__name__: schema}


def facts_body(*names: str) -> dict[str, Any]:
    """A request body of facts, for ``openapi_extra``; without names: of any step."""
    refs = [{"$ref": REF.format(model=name)} for name in names]
    schema = refs[0] if len(refs) == 1 else {"type": "object"}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


Choices = dict[str, list[tuple[str, str]]]


def choices_of(
    facts: type[Facts], binding: Binding, proceeding: Proceeding, actor: Actor
) -> Choices:
    """What the named providers of a facts class offer this actor; one call each."""
    names = {each.ask.choices for each in asked(facts) if isinstance(each.ask.choices, str)}
    return {
        name: list(binding.choices[name](proceeding, actor))
        for name in sorted(names)
        if name in binding.choices
    }


def check_choices(facts: Facts, choices: Choices) -> None:
    """Take no more than what is offered, as the form does. Raises Invalid at the fields."""
    wrong = {}
    for each in asked(type(facts)):
        if not isinstance(each.ask.choices, str) or each.ask.choices not in choices:
            continue
        value = getattr(facts, each.name)
        given = value if isinstance(value, list) else [] if value is None else [value]
        offered = {key for key, _label in choices[each.ask.choices]}
        if any(str(getattr(one, "value", one)) not in offered for one in given):
            wrong[each.name] = _("Please choose one of the offered answers.")
    if wrong:
        raise Invalid(_("Please choose what is offered to you here."), fields=wrong)


def with_zone(facts: Facts) -> Facts:
    """Moments without a zone are meant in the congress's own."""
    naive = {
        name: timezone.make_aware(value)
        for name in type(facts).model_fields
        if isinstance(value := getattr(facts, name), datetime) and timezone.is_naive(value)
    }
    return facts.model_copy(update=naive) if naive else facts


# --- operations ---------------------------------------------------------------------------------


@router.get(
    "/proceedings/{uuid:public_id}/steps",
    response={200: StepList, **web.problems()},
    summary="Steps I may take",
    operation_id="steps",
)
def steps(request: HttpRequest, public_id: UUID, response: HttpResponse) -> dict[str, Any]:
    """From the procedure, for this seat, with the JSON schema of what each step asks."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    proceeding = find(actor, public_id)
    binding = binding_of(proceeding)
    found = queries.actions(proceeding, actor, queries.standing_of(proceeding))
    response["ETag"] = etag(proceeding)
    kept: dict[str, Any] = {}
    return {"items": [_step_out(each, binding, proceeding, actor, kept) for each in found]}


def _step_out(
    action: Action,
    binding: Binding,
    proceeding: Proceeding,
    actor: Actor,
    kept: dict[str, Any],
) -> dict[str, Any]:
    step = action.step
    facts = binding.facts[step.facts or "nothing"]
    if facts.__name__ not in kept:
        choices = choices_of(facts, binding, proceeding, actor)
        kept[facts.__name__] = facts_schema(facts, choices)
    return {
        "step": step.name,
        "label": str(step.label),
        "row": action.row.id if action.row else 0,
        "row_label": action.row.label if action.row else "",
        "must": step.is_must and not action.on_behalf,
        "grave": step.is_grave,
        "on_behalf": action.on_behalf,
        "refusal": action.refusal,
        "facts": kept[facts.__name__],
    }


@router.post(
    "/proceedings/{uuid:public_id}/steps/{slug:step}",
    auth=WRITE,
    response={200: Taken, **web.problems(409, 412, 413, 415)},
    summary="Take a step",
    operation_id="take_step",
    openapi_extra={
        "requestBody": facts_body(),
        "parameters": [web.KEY_PARAMETER, web.MATCH_PARAMETER],
    },
)
def take(
    request: HttpRequest,
    public_id: UUID,
    step: str,
    response: HttpResponse,
    row: int = Query(0, ge=0, le=2**63 - 1, description="The row, for a step that has rows."),
    behalf: str = Query("", pattern="^(paper|phone)?$", description="Entered from paper or phone."),
) -> Any:
    """The body holds what the step asks (see the steps of the proceeding)."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    proceeding = find(actor, public_id)
    binding = binding_of(proceeding)
    if not binding.procedure.has_step(step):
        raise Missing(_("There is no such step."))
    declared = binding.procedure.step(step)
    if declared.lane_sources and not row:
        text = _("This step is taken on a row; name it.")
        raise Invalid(text, fields={"row": text})
    key = web.idempotency_key(request)
    answered = was_answered(actor, key=key)
    facts = build(binding.facts[declared.facts or "nothing"], web.body(request))
    if not answered:
        check_choices(facts, choices_of(type(facts), binding, proceeding, actor))
    facts = with_zone(facts)
    wants = request.headers.get("If-Match")
    try:
        # With a key the engine answers a repeat before it looks at the version.
        version = None if answered else matching(request, proceeding)
        event = take_step(
            proceeding,
            step,
            actor=actor,
            facts=facts,
            lane_row=row,
            version=version,
            key=key,
            origin=_origin(proceeding, binding, step, row, behalf),
        )
    except errors.StepTaken as error:
        return web.refused(error, status=412 if wants else None)
    return _taken(proceeding, event)


def _origin(proceeding: Proceeding, binding: Binding, step: str, row: int, behalf: str) -> Origin:
    if not behalf:
        return Origin(channel=Channel.API)
    declared = binding.procedure.step(step)
    if declared.lane_sources:
        rows: list[LaneRow] = binding.lanes[declared.lane].rows(proceeding)
        found = next((each for each in rows if each.id == row), None)
        return Origin(behalf, found.label, found.base) if found else Origin(behalf)
    author = proceeding.parties.filter(relation="author", until__isnull=True).first()
    return Origin(behalf, author.label, author.addressee) if author else Origin(behalf)


def _taken(proceeding: Proceeding, event: Event) -> dict[str, Any]:
    return {
        "proceeding": proceeding.public_id,
        "version": event.seq,
        "step": event.step,
        "from_state": event.from_state,
        "to_state": event.to_state,
        "at": event.at,
    }


@router.get(
    "/proceedings/{uuid:public_id}/timeline",
    response={200: Timeline, **web.problems()},
    summary="History",
    operation_id="timeline",
)
def timeline(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    """What was done, by whom, when; internal steps for the congress's offices only."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    proceeding = find(actor, public_id)
    is_office = actor.role in ("office_clerk", "office_head")
    items = pages.timeline(binding_of(proceeding), queries.history(proceeding), is_office=is_office)
    names = ("at", "stated_at", "who", "acting_for", "on_behalf_of", "seat", "label", "channel")
    return {
        "items": [
            {**{name: getattr(each, name) for name in names}, "details": each.details}
            for each in items
        ]
    }
