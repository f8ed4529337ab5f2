"""One person: the page, entering and changing, unmasking, posts."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.congresses.forms import show
from renda.congresses.http import CongressRequest
from renda.congresses.pages import FormPage, answer
from renda.kernel.errors import DomainError, Missing
from renda.kernel.policies import seated
from renda.people import pages, queries, rules, services
from renda.people.forms import (
    CONTACT,
    EditPersonForm,
    EndPostForm,
    PersonForm,
    PostForm,
    UnmaskForm,
    initial_of,
)
from renda.people.models import Person
from renda.people.views.lists import KEEPERS, READERS


def person_of(request: CongressRequest, public_id: UUID) -> Person:
    """The person of the address. Raises Http404 when there is none here."""
    actor = request.actor
    found = queries.person_of(actor, public_id)
    if found is None or (actor.role not in READERS and actor.person_id != found.pk):
        raise Http404
    return found


def home_of(person: Person) -> str:
    """The address of a person's page."""
    return reverse("people:person", args=[person.public_id])


def _page(
    request: CongressRequest,
    found: Person,
    *,
    shown: dict[str, str] | None = None,
    form: UnmaskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    may_keep = rules.may_keep(actor, request.congress.pk)
    context = {
        "person": found,
        "mandates": pages.mandate_views(queries.mandates_of(found), actor=actor),
        "memberships": list(queries.memberships_of(actor, found)),
        # Grounds speak of custody and sentences: for the office alone.
        "proposals": list(queries.proposals_of(found, request.congress.pk)) if may_keep else [],
        "contacts": pages.contacts(found, shown or {}),
        "sees_contact": rules.may_see_contact(actor, found.pk),
        "is_self": actor.person_id == found.pk,
        "form": form or UnmaskForm(),
        "entries": pages.entries(found, actor=actor) if may_keep else [],
        "may_keep": may_keep,
        "may_edit": rules.may_keep(actor, found.congress_id),
        "may_decide": rules.may_decide(actor, request.congress.pk),
    }
    answered = render(request, "people/person.html", context, status=status)
    if shown:
        answered["Cache-Control"] = "no-store"
    return answered


@seated()
@require_GET
def person(request: CongressRequest, public_id: UUID) -> HttpResponse:
    """A person: mandates, posts, proposals; contact masked."""
    return _page(request, person_of(request, public_id))


@seated()
@require_POST
def unmask(request: CongressRequest, public_id: UUID) -> HttpResponse:
    """Show one personal column in full; who, when and what for is recorded first."""
    found = person_of(request, public_id)
    if not rules.may_see_contact(request.actor, found.pk):
        raise Missing(_("There is no such page here."))
    form = UnmaskForm(request.POST, is_self=request.actor.person_id == found.pk)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    column, reason = form.cleaned_data["column"], form.cleaned_data["reason"]
    try:
        value = services.unmask(found, column=column, reason=reason, actor=request.actor)
    except DomainError as error:
        show(form, error)
        return _page(request, found, form=form, status=error.status)
    return _page(request, found, shown={column: value})


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def person_new(request: CongressRequest) -> HttpResponse:
    """Enter a person."""
    page = FormPage(
        heading=_("Enter a person"),
        submit=_("Enter the person"),
        back=reverse("people:everybody"),
        done=_("The person is entered. Find the name to give a mandate or a post."),
        note=_("Deputies of a whole term come in by the roster."),
    )
    save = partial(services.create_person, request.congress, actor=request.actor)
    return answer(request, PersonForm(request.POST or None), save=save, page=page)


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def person_edit(request: CongressRequest, public_id: UUID) -> HttpResponse:
    """Change a person; contact stays masked while it is changed."""
    found = person_of(request, public_id)
    masks = {column: pages.mask(column, getattr(found, column)) for column in CONTACT}
    form = EditPersonForm(request.POST or None, initial=initial_of(found), masks=masks)
    page = FormPage(
        heading=_("Change %(name)s") % {"name": found.name},
        submit=_("Save the person"),
        back=home_of(found),
        done=_("The person is saved."),
    )

    def save(**_values: object) -> None:
        services.edit_person(found, actor=request.actor, **form.columns())

    return answer(request, form, save=save, page=page)


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def post_new(request: CongressRequest, public_id: UUID) -> HttpResponse:
    """Give a person a post in a body."""
    found = person_of(request, public_id)
    page = FormPage(
        heading=_("A post for %(name)s") % {"name": found.name},
        submit=_("Enter the post"),
        back=home_of(found),
        done=_("The post is entered."),
    )
    form = PostForm(request.POST or None, congress=request.congress)
    save = partial(services.add_membership, found, actor=request.actor)
    return answer(request, form, save=save, page=page)


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def post_end(request: CongressRequest, pk: int) -> HttpResponse:
    """End a post."""
    found = queries.membership_of(request.actor, pk)
    if found is None:
        raise Http404
    page = FormPage(
        heading=_("End the post of %(name)s in %(body)s")
        % {"name": found.person.name, "body": found.body.name},
        submit=_("End the post"),
        back=home_of(found.person),
        done=_("The post has ended; it stays in the history."),
    )
    save = partial(services.end_membership, found, actor=request.actor)
    return answer(request, EndPostForm(request.POST or None), save=save, page=page)
