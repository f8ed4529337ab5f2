"""Bodies: the tree, departments by handling office, one body, its changes."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from renda.congresses import queries, rules, services
from renda.congresses.forms import BodyForm, EndForm, MergeForm, NewBodyForm, RenameForm
from renda.congresses.http import CongressRequest
from renda.congresses.models import Body
from renda.congresses.pages import FormPage, answer
from renda.kernel.policies import seated


def _body(request: CongressRequest, pk: int) -> Body:
    found = queries.body_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _home(body: Body) -> str:
    return reverse("congresses:body", args=[body.pk])


@seated()
@require_GET
def bodies(request: CongressRequest) -> HttpResponse:
    """The tree of the congress's bodies."""
    ended = "ended" in request.GET
    context = {
        "branches": queries.body_tree(request.actor, ended=ended),
        "ended": ended,
        "may_edit": rules.may_administer(request.actor, request.congress.pk),
    }
    return render(request, "congresses/bodies.html", context)


@seated()
@require_GET
def departments(request: CongressRequest) -> HttpResponse:
    """Undertaking departments, grouped by handling office."""
    search, ended = request.GET.get("q", "").strip(), "ended" in request.GET
    context = {
        "offices": queries.departments_by_office(request.actor, search=search, ended=ended),
        "search": search,
        "ended": ended,
        "may_edit": rules.may_administer(request.actor, request.congress.pk),
    }
    return render(request, "congresses/departments.html", context)


@seated()
@require_GET
def body(request: CongressRequest, pk: int) -> HttpResponse:
    """One body: what it is, where it stands, former names."""
    found = _body(request, pk)
    context = {
        "body": found,
        "former_names": list(found.former_names.all()),
        "predecessors": list(found.predecessors.order_by("valid_until", "id")),
        "parts": list(queries.parts_of(found)),
        "may_edit": rules.may_administer(request.actor, request.congress.pk),
    }
    return render(request, "congresses/body.html", context)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def body_new(request: CongressRequest) -> HttpResponse:
    """Add a body."""
    initial = {"kind": request.GET.get("kind", ""), "parent": request.GET.get("parent", "")}
    form = NewBodyForm(request.POST or None, initial=initial, congress=request.congress)
    save = partial(services.create_body, request.congress, actor=request.actor)
    page = FormPage(
        heading=_("Add a body"),
        submit=_("Add the body"),
        back=reverse("congresses:bodies"),
        done=_("The body is added."),
    )
    return answer(request, form, save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def body_edit(request: CongressRequest, pk: int) -> HttpResponse:
    """Change a body's place, system and short name."""
    found = _body(request, pk)
    initial = {name: getattr(found, name) for name in BodyForm.base_fields}
    form = BodyForm(request.POST or None, initial=initial, congress=request.congress)
    page = FormPage(
        heading=_("Change %(body)s") % {"body": found.name},
        submit=_("Save the body"),
        back=_home(found),
        done=_("The body is saved."),
    )
    save = partial(services.edit_body, found, actor=request.actor)
    return answer(request, form, save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def body_rename(request: CongressRequest, pk: int) -> HttpResponse:
    """Rename a body from a day on."""
    found = _body(request, pk)
    initial = {"name": found.name, "short_name": found.short_name}
    page = FormPage(
        heading=_("Rename %(body)s") % {"body": found.name},
        submit=_("Rename the body"),
        back=_home(found),
        done=_("The body is renamed; its former name stays findable."),
        note=_("Its matters, seats and history go on unchanged."),
    )
    save = partial(services.rename_body, found, actor=request.actor)
    return answer(request, RenameForm(request.POST or None, initial=initial), save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def body_abolish(request: CongressRequest, pk: int) -> HttpResponse:
    """End a body that nobody succeeds."""
    found = _body(request, pk)
    page = FormPage(
        heading=_("Abolish %(body)s") % {"body": found.name},
        submit=_("Abolish the body"),
        back=_home(found),
        done=_("The body has ended."),
        note=_("Where another body takes over its work, merge it instead."),
        is_grave=True,
    )
    save = partial(services.abolish_body, found, actor=request.actor)
    return answer(request, EndForm(request.POST or None), save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def body_merge(request: CongressRequest, pk: int) -> HttpResponse:
    """Merge a body into the one that goes on."""
    found = _body(request, pk)
    page = FormPage(
        heading=_("Merge %(body)s into another body") % {"body": found.name},
        submit=_("Merge the body"),
        back=_home(found),
        done=_("The body is merged; its open work passes on."),
        note=_("Open matters, parts and departments pass to the body that goes on."),
        is_grave=True,
    )
    save = partial(services.merge_bodies, [found], actor=request.actor)
    return answer(request, MergeForm(request.POST or None, body=found), save=save, page=page)
