"""What the page of a suggestion shows of letters and paper forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from renda.access.enums import Role
from renda.files.enums import FileState, Purpose
from renda.files.models import File
from renda.files.queries import of_owner, shown
from renda.files.rules import may_keep
from renda.kernel.actor import Actor
from renda.matters.enums import EvaluationState
from renda.matters.models import Evaluation, Reply
from renda.matters.queries import visible_replies
from renda.proceedings.models import Proceeding
from renda.proposals.letters.making import TEMPLATE_ROLES, may_scan
from renda.proposals.procedure import KIND

_PRINT_ROLES = (Role.OFFICE_CLERK, Role.OFFICE_HEAD, Role.DELEGATION, Role.LIAISON)
_OPEN = (EvaluationState.SENT, EvaluationState.OPENED, EvaluationState.HALF)


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A reply with its letter."""

    reply: Reply
    unit: str
    letters: list[File]
    scans: list[File]
    may_scan: bool


def replies(proceeding: Proceeding, actor: Actor) -> QuerySet[Reply]:
    """The replies of a suggestion whose letters the actor may have."""
    return (
        visible_replies(actor)
        .filter(proceeding=proceeding)
        .select_related(
            "assignment__body__handling_office",
            "proceeding__congress",
            "proceeding__suggestion__lead",
        )
    )


def evaluations(proceeding: Proceeding, actor: Actor) -> QuerySet[Evaluation]:
    """The open evaluations whose paper form the actor may print; never through the undertaker."""
    rows = Evaluation.objects.filter(
        proceeding=proceeding, round=proceeding.round, state__in=_OPEN
    ).select_related(
        "person", "reply__assignment__body", "proceeding__congress", "proceeding__suggestion"
    )
    if actor.role in _PRINT_ROLES:
        return rows
    return rows.filter(person_id=actor.person_id or 0)


def context(proceeding: Proceeding, actor: Actor) -> dict[str, Any]:
    """For ``proposals/_letter.html`` and ``files/_files.html``; five statements."""
    found = list(replies(proceeding, actor))
    files = of_owner("reply", [reply.pk for reply in found], actor=actor)
    kept = [file for file in files if file.state == FileState.ATTACHED]
    return {
        "letters": [_line(reply, kept, actor) for reply in found],
        "paper_forms": list(evaluations(proceeding, actor)),
        "has_cosign_sheet": proceeding.state == "draft",
        "may_replace_template": actor.role in TEMPLATE_ROLES,
        "files": _files(proceeding, files, actor),
        "may_keep_files": may_keep(actor),
    }


def _line(reply: Reply, files: list[File], actor: Actor) -> LetterLine:
    own = [file for file in files if file.owner_id == reply.pk]
    return LetterLine(
        reply=reply,
        unit=str(reply.assignment.body),
        letters=[file for file in own if file.purpose == Purpose.LETTER],
        scans=[file for file in own if file.purpose == Purpose.SCAN],
        may_scan=may_scan(reply, actor),
    )


def _files(proceeding: Proceeding, of_replies: list[File], actor: Actor) -> Any:
    page = shown(KIND, [proceeding.pk], actor=actor)
    for file in of_replies:
        if file.purpose in (Purpose.ENCLOSURE, Purpose.SCAN):
            where = page.files if file.state == FileState.ATTACHED else page.removed
            where.append(file)
    return page
