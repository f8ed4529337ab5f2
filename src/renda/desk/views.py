"""Pages of the desk."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from renda.access import services as access
from renda.access.enums import OFFICE_ROLES, Role
from renda.access.http import SeatedRequest
from renda.desk import deadlines, pages, queries
from renda.desk.forms import MOST, CallForm, Chosen, chosen_lines
from renda.desk.services import Item, take_together
from renda.kernel import paging
from renda.kernel.errors import DomainError
from renda.kernel.policies import public, seated
from renda.kernel.time import today
from renda.matters.facts import Call
from renda.matters.models import Evaluation
from renda.people.services import unmask
from renda.proceedings.forms import StepForm, form_for
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import binding_of
from renda.proceedings.services import take_step
from renda.waiting.enums import Group
from renda.waiting.queries import GROUP_KEYS, in_group

PAGE_SIZE = 30


@seated()
@require_GET
def home(request: SeatedRequest) -> HttpResponse:
    """What waits for this seat, by deadline."""
    context = pages.home(request.actor, chosen=request.GET.get("kind", ""))
    return render(request, "desk/home.html", context)


@seated()
@require_GET
def group(request: SeatedRequest, name: str) -> HttpResponse:
    """All lines of one group, paged by keyset."""
    if name not in Group.values:
        raise Http404
    chosen = request.GET.get("kind", "")
    kind, step = pages.split_kind(chosen)
    wanted = Group(name)
    rows = in_group(request.actor, wanted, today=today(), kind=kind, step=step)
    cursor = request.GET.get("after", "")
    page = paging.page(rows, GROUP_KEYS[wanted], cursor=cursor, size=PAGE_SIZE)
    lines = pages.lines_of(request.actor, page.rows)
    context = {
        "group": wanted,
        "label": wanted.label,
        "page": page,
        "lines": lines,
        "count": queries.Counted(*paging.counted(rows)),
        "kind": chosen,
        "has_bulk": any(line.is_bulk for line in lines),
    }
    return render(request, "desk/group.html", context)


@seated()
@require_http_methods(["GET", "POST"])
def bulk(request: SeatedRequest) -> HttpResponse:
    """The same step for many: look it over, then take it on each."""
    given = request.POST if request.method == "POST" else request.GET
    chosen = chosen_lines(given.getlist("item")) or _whole_group(request)
    known = queries.by_public_id(request.actor, (line.public_id for line in chosen))
    chosen = [line for line in chosen if _allows(known.get(line.public_id), line.step)]
    if not chosen:
        messages.info(request, _("Please choose lines first; nothing was done."))
        return redirect("desk:home")
    steps = sorted({line.step for line in chosen})
    if len(steps) > 1:
        context = {"kinds": _by_step(chosen, known)}
        return render(request, "desk/bulk_kinds.html", context)
    first = known[chosen[0].public_id]
    form = _bulk_form(request, first, steps[0])
    if request.method == "POST" and form.is_valid():
        return _take(request, form, steps[0], chosen, known)
    return _confirm(request, form, steps[0], chosen, known)


def _whole_group(request: SeatedRequest) -> list[Chosen]:
    """Every line of a kind in a group, when a group's button was pressed."""
    kind, step = pages.split_kind(request.GET.get("kind", ""))
    name = request.GET.get("group", "")
    if request.method == "POST" or not step or name not in Group.values:
        return []
    rows = in_group(request.actor, Group(name), today=today(), kind=kind, step=step)
    return [Chosen(row.step, str(row.public_id), row.lane_row) for row in rows[:MOST]]


def _allows(proceeding: Proceeding | None, step: str) -> bool:
    if proceeding is None:
        return False
    procedure = binding_of(proceeding).procedure
    return procedure.has_step(step) and procedure.step(step).is_bulk


def _label(proceeding: Proceeding, step: str) -> str:
    return str(binding_of(proceeding).procedure.step(step).label)


def _by_step(
    chosen: list[Chosen], known: Mapping[str, Proceeding]
) -> list[tuple[str, list[Chosen]]]:
    found: dict[str, list[Chosen]] = {}
    for line in chosen:
        found.setdefault(_label(known[line.public_id], line.step), []).append(line)
    return sorted(found.items())


def _bulk_form(request: SeatedRequest, proceeding: Proceeding, step: str) -> StepForm:
    return form_for(
        step,
        binding=binding_of(proceeding),
        proceeding=proceeding,
        actor=request.actor,
        row=None,
        data=request.POST if request.method == "POST" else None,
    )


def _confirm(
    request: SeatedRequest,
    form: StepForm,
    step: str,
    chosen: list[Chosen],
    known: Mapping[str, Proceeding],
) -> HttpResponse:
    proceedings = [known[line.public_id] for line in chosen]
    context = {
        "form": form,
        "label": _label(proceedings[0], step),
        "lines": list(zip(chosen, proceedings, strict=True)),
        "key": request.POST.get("_key") or uuid.uuid4().hex,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/bulk.html", context, status=status)


def _take(
    request: SeatedRequest,
    form: StepForm,
    step: str,
    chosen: list[Chosen],
    known: Mapping[str, Proceeding],
) -> HttpResponse:
    assert form.facts is not None  # noqa: S101 -- a valid form has built its facts
    outcomes = take_together(
        [Item(known[line.public_id], line.lane_row) for line in chosen],
        step=step,
        actor=request.actor,
        facts=form.facts,
        key=request.POST.get("_key", "")[:40] or uuid.uuid4().hex,
    )
    context = {
        "label": _label(known[chosen[0].public_id], step),
        "done": [each for each in outcomes if not each.refusal],
        "refused": [each for each in outcomes if each.refusal],
    }
    return render(request, "desk/bulk_result.html", context)


@seated(*sorted(queries.LATE_ROLES))
@require_GET
def late(request: SeatedRequest) -> HttpResponse:
    """Late ones that this seat answers for, by unit and one by one."""
    rows = queries.late(request.actor)
    unit = request.GET.get("unit", "")
    if unit.isdigit():
        rows = rows.filter(lead_body_id=int(unit))
    cursor = request.GET.get("after", "")
    page = paging.page(rows, queries.LATE_KEY, cursor=cursor, size=PAGE_SIZE)
    lines = pages.late_lines(request.actor, page.rows)
    context = {
        "page": page,
        "lines": lines,
        "units": queries.late_by_unit(request.actor),
        "unit": int(unit) if unit.isdigit() else None,
        "count": queries.Counted(*paging.counted(rows)),
        "may_urge": any(line.may_urge for line in lines),
    }
    return render(request, "desk/late.html", context)


@seated(*sorted(set(Role.values) - set(queries.NO_FIGURES)))
@require_GET
def figures(request: SeatedRequest) -> HttpResponse:
    """The table behind the figures: how many stand where, and how many of them are late."""
    year = request.GET.get("year", "")
    chosen = int(year) if year.isdigit() and len(year) == 4 else None
    lines, cut = queries.table(request.actor, year=chosen)
    context = {
        "lines": lines,
        "cut": cut,
        "limit": queries.TABLE_LIMIT,
        "year": chosen,
        "total": sum(line.n for line in lines),
        "late": sum(line.late for line in lines),
        "years": list(range(today().year, today().year - 5, -1)),
    }
    return render(request, "desk/figures.html", context)


@seated(*sorted(OFFICE_ROLES))
@require_GET
def calls(request: SeatedRequest) -> HttpResponse:
    """Deputies who have not evaluated a reply."""
    return _calls(request, cursor=request.GET.get("after", ""))


def _calls(
    request: SeatedRequest,
    *,
    cursor: str = "",
    shown: Mapping[int, str] | None = None,
    form: tuple[int, CallForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = queries.calls(request.actor)
    page = paging.page(rows, ("id",), cursor=cursor, size=PAGE_SIZE)
    context: dict[str, Any] = {
        "page": page,
        "lines": pages.call_lines(request.actor, page.rows, shown=shown),
        "count": queries.Counted(*paging.counted(rows)),
        "after": cursor,
        "key": uuid.uuid4().hex,
        "wrong": form[0] if form else None,
        "form": form[1] if form else None,
    }
    return render(request, "desk/calls.html", context, status=status)


def _evaluation(request: SeatedRequest, pk: int) -> Evaluation:
    evaluation = queries.call_of(request.actor, pk)
    if evaluation is None:
        raise Http404
    return evaluation


@seated(*sorted(OFFICE_ROLES))
@require_POST
def called(request: SeatedRequest, pk: int) -> HttpResponse:
    """Note what came of a call, in the history of the matter."""
    evaluation = _evaluation(request, pk)
    form = CallForm(request.POST)
    cursor = request.POST.get("after", "")
    if not form.is_valid():
        return _calls(request, cursor=cursor, form=(pk, form), status=422)
    try:
        take_step(
            evaluation.proceeding,
            "call",
            actor=request.actor,
            facts=Call(result=form.cleaned_data["result"]),
            lane_row=pk,
            key=f"{request.POST.get('_key', '')[:40]}:{pk}" if request.POST.get("_key") else "",
        )
    except DomainError as error:
        form.add_error("result", error.message)
        return _calls(request, cursor=cursor, form=(pk, form), status=error.status)
    who = evaluation.person.name
    messages.success(request, _("The call to %(who)s is noted.") % {"who": who})
    return redirect(f"{reverse('desk:calls')}?after={cursor}" if cursor else "desk:calls")


@seated(*sorted(OFFICE_ROLES))
@require_POST
def phone(request: SeatedRequest, pk: int) -> HttpResponse:
    """Show one deputy's number; who saw it is recorded before it is shown."""
    evaluation = _evaluation(request, pk)
    number = unmask(evaluation.person, column="phone", actor=request.actor)
    return _calls(request, cursor=request.POST.get("after", ""), shown={pk: number})


@seated()
@require_http_methods(["GET", "POST"])
def calendar(request: SeatedRequest) -> HttpResponse:
    """How to see one's deadlines in a calendar; a new address, shown once."""
    context: dict[str, Any] = {"may": request.actor.acting_for is None}
    if request.method == "POST":
        if not context["may"]:
            raise Http404
        raw = access.create_token(
            request.seat, name=_("Calendar"), scopes=[access.CALENDAR], actor=request.actor
        )
        path = reverse("desk:calendar_file", args=[raw])
        context |= deadlines.shown(request.build_absolute_uri(path))
    return render(request, "desk/calendar.html", context)


@public(reason="a calendar program has no login: the address carries the secret of one seat")
@require_safe
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The deadlines of the seat that the address was made for."""
    found = access.authenticate_token(secret)
    if found is None or access.CALENDAR not in found[1]:
        raise Http404
    actor = found[0]
    text = deadlines.ical(queries.deadlines(actor), name=actor.seat_label, root=_root(request))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
