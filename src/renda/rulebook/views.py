"""The page "which rule applies to us, and why", and entering local values."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from renda.congresses.http import CongressRequest
from renda.congresses.queries import calendar_of
from renda.kernel import time
from renda.kernel.errors import DomainError, Invalid
from renda.kernel.policies import seated
from renda.law import localrules
from renda.rulebook import pages, queries, rules, services
from renda.rulebook.forms import EndForm, TryForm, ValueForm
from renda.rulebook.models import RuleValue

KEEPERS = ("administrator", "office_head")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return time.today()


@seated()
@require_GET
def rulebook(request: CongressRequest) -> HttpResponse:
    """Every rule of a group as it stands on a day, who set it and why it holds; a try beside."""
    congress, day = request.congress, _day(request.GET.get("on", ""))
    known = dict(localrules.GROUPS)
    group = request.GET.get("group", "")
    group = group if group in known else "assign"
    everything = queries.applied_rules(congress, on=day)
    shown = [pages.view_of(each, congress) for each in everything if each.rule.group == group]
    calendar = calendar_of(congress)
    context = {
        "day": day,
        "group": group,
        "groups": [
            (name, label, sum(each.rule.group == name for each in everything))
            for name, label in localrules.GROUPS
        ],
        "rows": shown,
        "changes": [_change(row) for row in queries.changes(congress, on=day)],
        "today": time.today(),
        "years": [(year, rules.is_known(calendar, year)) for year in (day.year, day.year + 1)],
        "may_edit": request.actor.role in KEEPERS,
        **_try(request, day),
    }
    return render(request, "rulebook/rulebook.html", context)


def _change(row: RuleValue) -> dict[str, object]:
    rule = localrules.definition(row.key)
    return {"row": row, "label": rule.label, "text": rules.text_of(rule, row.value)}


def _try(request: CongressRequest, day: date) -> dict[str, object]:
    asked = "rule" in request.GET
    form = TryForm(
        request.GET if asked else None,
        choices=pages.try_choices(),
        initial={"start": day, "rule": "suggestion.reply"},
    )
    found = None
    if asked and form.is_valid():
        data = form.cleaned_data
        found = pages.try_day(request.congress, data["rule"], data["start"])
    return {"try_form": form, "found": found}


def _rule(key: str) -> localrules.RuleDefinition:
    try:
        return localrules.definition(key)
    except LookupError as error:
        raise Http404 from error


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def enter(request: CongressRequest, key: str) -> HttpResponse:
    """Give a rule a local value, with its basis."""
    rule, status = _rule(key), 200
    in_force = queries.rule_in_force(request.congress, key)
    form = ValueForm(request.POST or None, rule=rule, initial=_initial(rule, in_force.value))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.set_value(
                    request.congress,
                    key=key,
                    value=form.value(),
                    basis=form.cleaned_data["basis"],
                    quote=form.cleaned_data["quote"],
                    valid_from=form.cleaned_data["valid_from"],
                    actor=request.actor,
                )
            except DomainError as error:
                form.add_refusal(Invalid(error.message, fields=error.fields))
                status = error.status
            else:
                messages.success(request, _("Saved. Clocks that already run keep their value."))
                return redirect_to_group(rule)
    context = {
        "form": form,
        "rule": rule,
        "now": rules.text_of(rule, in_force.value),
        "basis": in_force.basis,
    }
    return render(request, "rulebook/enter.html", context, status=status)


def _initial(rule: localrules.RuleDefinition, value: object) -> dict[str, object]:
    if isinstance(value, dict) and "unit" in value:
        return {"value": value["amount"], "unit": value["unit"]}
    if isinstance(value, dict):
        return {"value": value["bands"]["satisfied"], "basically": value["bands"]["basically"]}
    if isinstance(value, bool):
        return {"value": "yes" if value else "no"}
    return {"value": value}


def redirect_to_group(rule: localrules.RuleDefinition) -> HttpResponse:
    """Back to the table in which the rule stands."""
    answer = redirect("rulebook:rulebook")
    answer["Location"] += f"?group={rule.group}"
    return answer


@seated(*KEEPERS)
@require_http_methods(["GET", "POST"])
def end(request: CongressRequest, pk: int) -> HttpResponse:
    """End a local value: afterwards the one from above holds again."""
    row = queries.own_value(request.actor, pk)
    if row is None:
        raise Http404
    rule, status = _rule(row.key), 200
    form = EndForm(request.POST or None)
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.end_value(row, until=form.cleaned_data["until"], actor=request.actor)
            except DomainError as error:
                form.add_refusal(Invalid(error.message, fields=error.fields))
                status = error.status
            else:
                messages.success(request, _("The local value ends on that day."))
                return redirect_to_group(rule)
    context = {"form": form, "rule": rule, "row": row, "now": rules.text_of(rule, row.value)}
    return render(request, "rulebook/end.html", context, status=status)
