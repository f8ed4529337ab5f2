"""Terms, sessions and constituencies."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from renda.congresses import forms, queries, rules, services
from renda.congresses.enums import TermState
from renda.congresses.http import CongressRequest
from renda.congresses.models import Constituency, Session, Term
from renda.congresses.pages import FormPage, answer
from renda.kernel.policies import seated


def _back() -> str:
    return reverse("congresses:terms")


def _session(request: CongressRequest, pk: int) -> Session:
    found = queries.session_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _term(request: CongressRequest, pk: int) -> Term:
    found = queries.term_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


@seated()
@require_GET
def terms(request: CongressRequest) -> HttpResponse:
    """Terms with their sessions."""
    rows = list(queries.terms_with_sessions(request.actor))
    context = {
        "terms": rows,
        "is_running": any(term.state == "current" for term in rows),
        "may_edit": rules.may_administer(request.actor, request.congress.pk),
    }
    return render(request, "congresses/terms.html", context)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def term_start(request: CongressRequest) -> HttpResponse:
    """Enter the running term."""
    page = FormPage(
        heading=_("Enter the running term"),
        submit=_("Enter the term"),
        back=_back(),
        done=_("The term is entered."),
    )
    save = partial(services.start_term, request.congress, actor=request.actor)
    return answer(request, forms.RunningTermForm(request.POST or None), save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def term_prepare(request: CongressRequest) -> HttpResponse:
    """Prepare the next term (换届)."""
    page = FormPage(
        heading=_("Prepare the next term"),
        submit=_("Prepare the term"),
        back=_back(),
        done=_("The term is prepared. Plan its first session and import its roster."),
        note=_(
            "The running term and its mandates end when the first session of the next term opens; "
            "what is still open goes on."
        ),
    )
    save = partial(services.prepare_term, request.congress, actor=request.actor)
    return answer(request, forms.TermForm(request.POST or None), save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def session_new(request: CongressRequest, pk: int) -> HttpResponse:
    """Plan a session."""
    page = FormPage(
        heading=_("Plan a session"),
        submit=_("Plan the session"),
        back=_back(),
        done=_("The session is planned."),
    )
    save = partial(services.plan_session, _term(request, pk), actor=request.actor)
    return answer(request, forms.SessionForm(request.POST or None), save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def session_days(request: CongressRequest, pk: int) -> HttpResponse:
    """Change a session's days."""
    found = _session(request, pk)
    initial = {name: getattr(found, name) for name in forms.SessionDaysForm.base_fields}
    page = FormPage(
        heading=_("Change the session's days"),
        submit=_("Save the days"),
        back=_back(),
        done=_("The days are saved."),
    )
    form = forms.SessionDaysForm(request.POST or None, initial=initial)
    save = partial(services.reschedule_session, found, actor=request.actor)
    return answer(request, form, save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def session_open(request: CongressRequest, pk: int) -> HttpResponse:
    """Open a session; the first one of a prepared term goes through the roll-over."""
    found = _session(request, pk)
    if found.term.state == TermState.PREPARED:
        return redirect("congresses:roll_over", pk=found.term_id)
    page = FormPage(
        heading=_("Open the session"),
        submit=_("Open the session"),
        back=_back(),
        done=_("The session is open."),
    )
    save = partial(services.open_session, found, actor=request.actor)
    return answer(request, forms.OnForm(request.POST or None), save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def roll_over(request: CongressRequest, pk: int) -> HttpResponse:
    """The roll-over (换届) in steps: prepare, plan, elect, open; with what ends and what goes on.

    Nothing happens before the last step, the opening of the first session (MAN-1).
    """
    following = _term(request, pk)
    first = next((s for s in following.sessions.all() if s.number == 1), None)
    if request.method == "POST" and (first is None or following.state != TermState.PREPARED):
        raise Http404
    running = queries.current_term(request.congress.pk)
    page = FormPage(
        heading=_("Roll over to term %(number)d") % {"number": following.number},
        submit=_("Open the first session and roll over"),
        back=_back(),
        done=_("The new term has begun."),
        is_grave=True,
        template="congresses/roll_over.html",
        context={
            "following": following,
            "running": running,
            "first": first,
            "lines": queries.passing(running, following),
        },
    )
    initial = {"on": first.opens_on} if first and first.opens_on else None
    form = forms.RollOverForm(request.POST or None, initial=initial)
    if first is None:
        # There is nothing to open yet; the page says what to do first.
        return render(request, page.template, {"page": page, **page.context})
    save = partial(services.open_session, first, actor=request.actor)
    return answer(request, form, save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def session_close(request: CongressRequest, pk: int) -> HttpResponse:
    """Close a session."""
    page = FormPage(
        heading=_("Close the session"),
        submit=_("Close the session"),
        back=_back(),
        done=_("The session is closed."),
    )
    save = partial(services.close_session, _session(request, pk), actor=request.actor)
    return answer(request, forms.OnForm(request.POST or None), save=save, page=page)


@seated()
@require_GET
def constituencies(request: CongressRequest) -> HttpResponse:
    """Constituencies of the running term (``?term=`` another) with seats and deputies."""
    if not rules.elects_directly(request.congress.level):
        raise Http404
    wanted = request.GET.get("term", "")
    known = list(queries.terms_with_sessions(request.actor))
    term = next((t for t in known if str(t.pk) == wanted), None)
    term = term or next((t for t in known if t.state == "current"), None)
    rows = list(queries.constituencies(request.actor, term))
    context = {
        "rows": rows,
        "terms": known,
        "term": term,
        "seats": sum(row.seats for row in rows),
        "congress": request.congress,
        "may_edit": rules.may_administer(request.actor, request.congress.pk),
    }
    return render(request, "congresses/constituencies.html", context)


def _constituency(request: CongressRequest, pk: int) -> Constituency:
    found = queries.constituency_of(request.actor, pk)
    if found is None:
        raise Http404
    return found


def _constituency_page(heading: str, submit: str, done: str) -> FormPage:
    return FormPage(
        heading=heading, submit=submit, back=reverse("congresses:constituencies"), done=done
    )


@seated("administrator")
@require_http_methods(["GET", "POST"])
def constituency_new(request: CongressRequest, term: int) -> HttpResponse:
    """Add a constituency."""
    page = _constituency_page(
        _("Add a constituency"), _("Add the constituency"), _("The constituency is added.")
    )
    save = partial(services.create_constituency, _term(request, term), actor=request.actor)
    return answer(request, forms.ConstituencyForm(request.POST or None), save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def constituency_edit(request: CongressRequest, pk: int) -> HttpResponse:
    """Change a constituency."""
    found = _constituency(request, pk)
    initial = {"number": found.number, "name": found.name, "seats": found.seats}
    page = _constituency_page(
        _("Change the constituency"), _("Save the constituency"), _("The constituency is saved.")
    )
    form = forms.ConstituencyForm(request.POST or None, initial=initial)
    save = partial(services.edit_constituency, found, actor=request.actor)
    return answer(request, form, save=save, page=page)


@seated("administrator")
@require_http_methods(["GET", "POST"])
def constituency_remove(request: CongressRequest, pk: int) -> HttpResponse:
    """Remove a constituency entered by mistake."""
    page = _constituency_page(
        _("Remove the constituency"),
        _("Remove the constituency"),
        _("The constituency is removed."),
    )
    save = partial(services.remove_constituency, _constituency(request, pk), actor=request.actor)
    return answer(request, forms.NoForm(request.POST or None), save=save, page=page)
