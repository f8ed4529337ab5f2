"""The congress itself and those below it."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from renda.congresses import queries, rules, services
from renda.congresses.forms import BelowForm, CongressForm
from renda.congresses.http import CongressRequest
from renda.congresses.pages import FormPage, answer
from renda.kernel.policies import seated


@seated()
@require_GET
def home(request: CongressRequest) -> HttpResponse:
    """What the congress is: level, region, seats, running term, session, bodies."""
    actor, congress = request.actor, request.congress
    context = {
        "congress": congress,
        "term": queries.current_term(congress.pk),
        "session": queries.open_session(congress.pk),
        "without_office": queries.systems_without_office(congress.pk),
        "may_edit": rules.may_administer(actor, congress.pk),
        "elects_directly": rules.elects_directly(congress.level),
        "kinds": queries.kind_counts(congress),
    }
    return render(request, "congresses/home.html", context)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def edit(request: CongressRequest) -> HttpResponse:
    """Change names, telephone and seats."""
    congress = request.congress
    initial = {name: getattr(congress, name) for name in CongressForm.base_fields}
    save = partial(services.edit_congress, congress, actor=request.actor)
    page = FormPage(
        heading=_("Change the congress's data"),
        submit=_("Save the data"),
        back=reverse("congresses:home"),
        done=_("The data are saved."),
    )
    return answer(
        request, CongressForm(request.POST or None, initial=initial), save=save, page=page
    )


@seated()
@require_GET
def below(request: CongressRequest) -> HttpResponse:
    """Congresses directly below, such as a county's towns."""
    context = {
        "rows": list(queries.congresses_below(request.congress)),
        "may_edit": rules.may_administer(request.actor, request.congress.pk),
    }
    return render(request, "congresses/below.html", context)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def below_new(request: CongressRequest) -> HttpResponse:
    """Add a congress below."""
    form = BelowForm(request.POST or None, congress=request.congress)
    save = partial(services.create_congress, parent=request.congress, actor=request.actor)
    page = FormPage(
        heading=_("Add a congress below"),
        submit=_("Add the congress"),
        back=reverse("congresses:below"),
        done=_("The congress is added with the bodies of its level."),
    )
    return answer(request, form, save=save, page=page)
