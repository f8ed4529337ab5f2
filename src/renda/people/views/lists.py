"""The list of deputies, the list of everybody, and the export."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from renda.congresses import queries as congresses
from renda.congresses.enums import BodyKind
from renda.congresses.http import CongressRequest
from renda.kernel import paging, text, time
from renda.kernel.errors import Invalid
from renda.kernel.policies import seated
from renda.people import http, queries, rules, sheets
from renda.people.enums import MandateState
from renda.people.forms import MEMBER_KINDS
from renda.people.models import Mandate
from renda.people.queries import DeputyFilter
from renda.people.roster import MOST_ROWS

KEEPERS = ("office_clerk", "office_head", "administrator")
READERS = (
    *KEEPERS,
    *("auditor", "delegation", "vice_chair", "committee", "presidium"),
    *("motions_group", "motions_committee"),
)


def _words(request: CongressRequest) -> str:
    """What is looked for; signs that no name holds look for nothing."""
    try:
        return text.clean(request.GET.get("q", ""), limit=60)
    except Invalid:
        return ""


def _number(request: CongressRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    # Ids are 64 bits; a longer number names nothing.
    return int(given) if given.isascii() and given.isdigit() and len(given) < 18 else None


def _wanted(request: CongressRequest) -> DeputyFilter:
    state = request.GET.get("state", "")
    return DeputyFilter(
        search=_words(request),
        delegation=_number(request, "delegation"),
        body=_number(request, "body"),
        state=state if state in MandateState.values else "",
        term=_number(request, "term"),
    )


def _query(wanted: DeputyFilter) -> str:
    given = {
        "q": wanted.search,
        "delegation": wanted.delegation,
        "body": wanted.body,
        "state": wanted.state,
        "term": wanted.term,
    }
    return urlencode({name: value for name, value in given.items() if value})


@seated(*READERS)
@require_GET
def deputies(request: CongressRequest) -> HttpResponse:
    """Deputies of the running term (or another) by name, narrowed and searched."""
    wanted, congress_id = _wanted(request), request.congress.pk
    bodies = list(congresses.bodies_for_choice(congress_id, *MEMBER_KINDS))
    count, more = paging.counted(queries.deputies(request.actor, wanted))
    context = {
        "page": queries.deputies_page(request.actor, wanted, cursor=request.GET.get("after", "")),
        "count": count,
        "more": more,
        "wanted": wanted,
        "query": _query(wanted),
        "delegations": [body for body in bodies if body.kind == BodyKind.DELEGATION],
        "bodies": [body for body in bodies if body.kind != BodyKind.DELEGATION],
        "terms": list(congresses.terms_with_sessions(request.actor).prefetch_related(None)),
        "states": MandateState.choices,
        "may_keep": rules.may_keep(request.actor, congress_id),
    }
    return render(request, "people/deputies.html", context)


@seated(*KEEPERS, "auditor")
@require_GET
def everybody(request: CongressRequest) -> HttpResponse:
    """Everybody known here: deputies of every term and holders of posts."""
    words = _words(request)
    cursor = request.GET.get("after", "")
    context = {
        "page": queries.persons_page(request.actor, search=words, cursor=cursor),
        "words": words,
        "may_keep": rules.may_keep(request.actor, request.congress.pk),
    }
    return render(request, "people/everybody.html", context)


@seated(*KEEPERS)
@require_GET
def export(request: CongressRequest) -> HttpResponse:
    """The list as it is narrowed, as xlsx, without contact."""
    rows = queries.deputies(request.actor, _wanted(request))[:MOST_ROWS]
    headings = [
        (_("Name of person"), 12),
        (_("Gender"), 8),
        (_("Delegation"), 20),
        (_("Constituency"), 20),
        (_("Employer and post"), 36),
        (_("Deputy card number"), 16),
        (_("State"), 10),
        (_("Began on"), 12),
        (_("Ended on"), 12),
    ]
    content = sheets.workbook(_("Deputies"), headings, [_cells(row) for row in rows])
    name = f"{request.congress.short_name}-{_('Deputies')}-{time.today():%Y%m%d}.xlsx"
    return http.workbook(content, name)


def _cells(row: Mandate) -> list[str]:
    return [
        row.person.name,
        str(row.person.get_gender_display()),
        row.delegation.name if row.delegation else "",
        row.constituency.name if row.constituency else "",
        row.person.employer,
        row.card_number,
        str(row.get_state_display()),
        row.began_on.isoformat(),
        row.ended_on.isoformat() if row.ended_on else "",
    ]
