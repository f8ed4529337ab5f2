"""Taking over a roster: upload, preview, confirm."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from renda.congresses.forms import show
from renda.congresses.http import CongressRequest
from renda.congresses.models import Term
from renda.kernel.errors import DomainError
from renda.kernel.policies import seated
from renda.people import http, pages, queries, services, sheets
from renda.people.errors import RosterRefused
from renda.people.forms import RosterForm
from renda.people.roster import Preview, Problem, parse_roster, read_sheet
from renda.people.services.roster import RosterResult
from renda.people.views.lists import KEEPERS

SHOWN = 200


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def roster(request: CongressRequest) -> HttpResponse:
    """Upload a roster; what it would do is shown, nothing is written."""
    posted = request.method == "POST"
    form = RosterForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        congress=request.congress,
    )
    if not posted or not form.is_valid():
        return render(request, "people/roster.html", {"form": form}, status=422 if posted else 200)
    term = form.cleaned_data["term"]
    try:
        preview = parse_roster(read_sheet(form.cleaned_data["file"]))
        if not preview.is_good:
            return _refused(request, form, preview, preview.problems)
        result = services.rehearse_roster(
            preview.rows, congress=request.congress, term=term, actor=request.actor
        )
    except RosterRefused as error:
        return _refused(request, form, preview, error.problems)
    except DomainError as error:
        show(form, error)
        return render(request, "people/roster.html", {"form": form}, status=error.status)
    return _preview(request, preview, term, result)


def _preview(
    request: CongressRequest, preview: Preview, term: Term, result: RosterResult
) -> HttpResponse:
    context = {
        "preview": preview,
        "rows": preview.rows[:SHOWN],
        "hidden": max(len(preview.rows) - SHOWN, 0),
        "term": term,
        "result": result,
        "sheet": pages.seal(preview, term_id=term.pk, actor=request.actor),
    }
    answered = render(request, "people/roster_preview.html", context)
    answered["Cache-Control"] = "no-store"
    return answered


def _refused(
    request: CongressRequest, form: RosterForm, preview: Preview, problems: Iterable[object]
) -> HttpResponse:
    found = pages.named(problems, preview.columns)
    context = {
        "form": form,
        "problems": found[:SHOWN],
        "hidden": max(len(found) - SHOWN, 0),
        "lines": len({problem.line for problem in found}),
    }
    return render(request, "people/roster.html", context, status=422)


@seated(*KEEPERS)
@require_POST
def roster_confirm(request: CongressRequest) -> HttpResponse:
    """Take over the roster that was previewed: all of it or nothing; twice brings it once."""
    form = RosterForm(congress=request.congress)
    try:
        term_id, preview = pages.unseal(request.POST.get("sheet", ""), actor=request.actor)
        term = queries.term_for_roster(request.actor, term_id)
        result = services.import_roster(
            preview.rows, congress=request.congress, term=term, actor=request.actor
        )
    except RosterRefused as error:
        # Somebody else changed persons or mandates after the preview.
        return _refused(request, form, preview, error.problems)
    except DomainError as error:
        problem = [Problem(0, "", error.message)]
        context = {"form": form, "problems": problem, "lines": 0, "hidden": 0}
        return render(request, "people/roster.html", context, status=error.status)
    done = _("Taken over: %(persons)d new persons, %(mandates)d new mandates, %(updated)d changed.")
    counts = {
        "persons": result.new_persons,
        "mandates": result.new_mandates,
        "updated": result.updated,
    }
    messages.success(request, done % counts)
    return redirect(f"{reverse('people:deputies')}?term={term.pk}")


@seated(*KEEPERS)
@require_GET
def roster_template(request: CongressRequest) -> HttpResponse:
    """An empty roster."""
    return http.workbook(sheets.roster_template(), f"{_('Roster')}.xlsx")
