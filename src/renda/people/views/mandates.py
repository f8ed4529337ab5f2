"""Mandates: giving, changing, and the proposals that an organ decides."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from renda.congresses.http import CongressRequest
from renda.congresses.pages import FormPage, answer
from renda.kernel import paging
from renda.kernel.policies import seated
from renda.people import queries, rules, services
from renda.people.enums import MandateChange, ProposalState
from renda.people.forms import DecisionForm, MandateForm, NewMandateForm, ProposalForm
from renda.people.models import Mandate
from renda.people.views.lists import KEEPERS
from renda.people.views.persons import home_of, person_of


def _mandate(request: CongressRequest, pk: int) -> Mandate:
    found = queries.mandate_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def mandate_new(request: CongressRequest, public_id: UUID) -> HttpResponse:
    """Enter an election or a by-election."""
    found = person_of(request, public_id)
    page = FormPage(
        heading=_("A mandate for %(name)s") % {"name": found.name},
        submit=_("Enter the mandate"),
        back=home_of(found),
        done=_("The mandate is entered."),
        note=_("In a term that is being prepared it begins when the first session opens."),
    )
    form = NewMandateForm(request.POST or None, congress=request.congress)
    save = partial(services.give_mandate, found, actor=request.actor)
    return answer(request, form, save=save, page=page)


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def mandate_edit(request: CongressRequest, pk: int) -> HttpResponse:
    """Change delegation, constituency or card number."""
    found = _mandate(request, pk)
    initial = {
        "delegation": found.delegation_id,
        "constituency": found.constituency_id,
        "card_number": found.card_number,
    }
    page = FormPage(
        heading=_("Change the mandate of %(name)s") % {"name": found.person.name},
        submit=_("Save the mandate"),
        back=home_of(found.person),
        done=_("The mandate is saved."),
    )
    form = MandateForm(
        request.POST or None, initial=initial, congress=request.congress, terms=[found.term_id]
    )
    save = partial(services.edit_mandate, found, actor=request.actor)
    return answer(request, form, save=save, page=page)


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def propose(request: CongressRequest, pk: int) -> HttpResponse:
    """Ask the organ to suspend, resume or terminate a mandate."""
    found = _mandate(request, pk)
    change = request.GET.get("change", MandateChange.TERMINATE.value)
    if change not in MandateChange.values:
        raise Http404
    page = FormPage(
        heading=_("%(change)s: %(name)s")
        % {"change": MandateChange(change).label, "name": found.person.name},
        submit=_("Submit to the organ"),
        back=home_of(found.person),
        done=_("The proposal is entered. The mandate stands until the organ has decided."),
        note=_("Nothing changes by this: the organ decides, and its decision is entered."),
        template="people/propose.html",
        context={"mandate": found, "open_work": queries.open_of_deputy(found)},
    )
    save = partial(services.propose_change, found, change=change, actor=request.actor)
    form = ProposalForm(request.POST or None, change=change)
    return answer(request, form, save=save, page=page)


@seated(*KEEPERS)
@require_GET
def proposals(request: CongressRequest) -> HttpResponse:
    """Proposals on mandates: those that wait for a decision first."""
    state = request.GET.get("state", "")
    state = state if state in ProposalState.values else ""
    rows = queries.proposals(request.actor, state=state)
    key = ("place", "-proposed_at", "-id")
    context = {
        "page": paging.page(rows, key, cursor=request.GET.get("after", "")),
        "state": state,
        "states": ProposalState.choices,
        "may_decide": rules.may_decide(request.actor, request.congress.pk),
    }
    return render(request, "people/proposals.html", context)


@seated("office_head")
@require_http_methods(["GET", "POST"])
def decide(request: CongressRequest, pk: int) -> HttpResponse:
    """Enter what the organ decided; adopted, it takes effect on that day."""
    found = queries.proposal_of(request.actor, pk)
    if found is None:
        raise Http404
    mandate = found.mandate
    kind = rules.deciding_kind(mandate.congress.level)
    page = FormPage(
        heading=_("Decision on %(name)s") % {"name": mandate.person.name},
        submit=_("Enter the decision"),
        back=reverse("people:proposals"),
        done=_("The decision is entered."),
        template="people/decide.html",
        context={
            "proposal": found,
            "mandate": mandate,
            "organ_kind": kind.label if kind else _("The congress, in session"),
            "open_work": queries.open_of_deputy(mandate),
        },
        is_grave=True,
    )
    save = partial(services.decide_change, found, actor=request.actor)
    form = DecisionForm(request.POST or None, mandate=mandate)
    return answer(request, form, save=save, page=page)
