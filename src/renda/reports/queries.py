"""Reads of reports: the records behind figures, the figures by line. Each starts from who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import MD5, Replace

from renda.access.enums import OFFICE_ROLES
from renda.congresses.enums import BodyKind
from renda.congresses.models import Body, Session
from renda.files.enums import FileState, Purpose
from renda.files.models import File
from renda.files.queries import current
from renda.kernel.actor import Actor
from renda.kernel.time import today
from renda.law.procedure import StateType
from renda.ledger.procedure import KIND as PROMISE
from renda.ledger.queries import promises
from renda.matters.enums import AssignmentState
from renda.matters.models import Assignment, Contact, Evaluation, Reply
from renda.proceedings.enums import Visibility
from renda.proceedings.models import Clock, Proceeding
from renda.proceedings.queries import visible_proceedings
from renda.proposals.enums import Field
from renda.proposals.procedure import GONE as ENDED
from renda.proposals.procedure import KIND
from renda.reports import figures as declared
from renda.reports.figures import FIGURES, MODES, Figure
from renda.reports.models import Document, Template
from renda.reports.rules import READERS, Cut, is_congress_wide, own, sees_odd

Rows = QuerySet[Any]


def matters(actor: Actor, cut: Cut, *, gone: bool = False) -> QuerySet[Proceeding]:
    """The suggestions of a cut that the actor may see, without looking at units.

    Drafts are none yet. Confidential ones are never counted: figures and documents go from hand
    to hand, and a number must not tell that there is one.
    """
    rows = visible_proceedings(actor, KIND).exclude(state_type=StateType.DRAFT.value)
    rows = rows.exclude(visibility=Visibility.CONFIDENTIAL)
    rows = rows.filter(state__in=ENDED) if gone else rows.exclude(state__in=ENDED)
    if cut.year:
        rows = rows.filter(year=cut.year)
    if cut.session:
        rows = rows.filter(session_id=cut.session)
    if cut.delegation:
        rows = rows.filter(suggestion__delegation_id=cut.delegation)
    if cut.field:
        rows = rows.filter(field=cut.field)
    return rows.order_by()


@dataclass(frozen=True, slots=True)
class Source:
    """A table of records: its rows of a cut, and how a record's matter and unit are reached."""

    rows: Callable[[Actor, Cut], Rows]
    matter: str
    unit: str

    def path(self, dimension: str) -> str:
        """The column of a dimension."""
        if dimension == "unit":
            return self.unit
        name = "suggestion__delegation" if dimension == "delegation" else dimension
        return f"{self.matter}{name}"


def _of_matters(rows: Rows, actor: Actor, cut: Cut, matter: str) -> Rows:
    return rows.filter(**{f"{matter}in": matters(actor, cut).values("pk")})


def _clocks() -> QuerySet[Clock]:
    """The clock by which a part's reply is due; it keeps how late the unit signed."""
    return Clock.objects.filter(
        name="reply", lane_row=OuterRef("pk"), proceeding=OuterRef("proceeding")
    )


def _parts(modes: list[Any]) -> Callable[[Actor, Cut], Rows]:
    def rows(actor: Actor, cut: Cut) -> Rows:
        found = Assignment.objects.filter(mode__in=modes).exclude(state=AssignmentState.WITHDRAWN)
        found = found.annotate(
            late_days=Subquery(_clocks().values("late_days")[:1]),
            is_over=Exists(_clocks().filter(stopped_at=None, due_on__lt=today())),
            is_talked=Exists(Contact.objects.filter(assignment=OuterRef("pk"))),
        )
        return _of_matters(found, actor, cut, "proceeding__")

    return rows


def _evaluations(actor: Actor, cut: Cut) -> Rows:
    found = Evaluation.objects.filter(stage="reply")
    return _of_matters(found, actor, cut, "reply__proceeding__")


def _second(actor: Actor, cut: Cut) -> Rows:
    seen = visible_proceedings(actor, PROMISE).order_by().values("pk")
    found = Evaluation.objects.filter(proceeding__in=seen).exclude(stage="reply")
    return _of_matters(found, actor, cut, "reply__proceeding__")


def _promises(actor: Actor, cut: Cut) -> Rows:
    found = promises(actor).select_related(None)
    return _of_matters(found, actor, cut, "matter__")


def _talks(actor: Actor, cut: Cut) -> Rows:
    return _of_matters(Contact.objects.all(), actor, cut, "proceeding__")


def _bare() -> Any:
    """The words of a reply without blanks and line ends, as one digest."""
    words: Any = "text"
    for blank in (" ", "\u3000", "\n", "\r"):
        words = Replace(words, Value(blank), Value(""), output_field=TextField())
    return MD5(words)


def _delivered() -> QuerySet[Reply]:
    return Reply.objects.filter(delivered_at__isnull=False, void_reason="")


def _replies(actor: Actor, cut: Cut) -> Rows:
    """Delivered replies, marked when one to another suggestion has the same words.

    Compared with every delivered reply of the congress that the actor may read, not only with
    those of the cut.
    """
    seen = matters(actor, Cut()).values("pk")
    repeated = (
        _delivered()
        .filter(proceeding__in=seen)
        .annotate(words=_bare())
        .values("words")
        .annotate(n=Count("proceeding", distinct=True))
        .filter(n__gt=1)
        .values("words")
    )
    found = _delivered().annotate(words=_bare())
    marked = Case(
        When(words__in=repeated, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    found = found.annotate(is_repeated=marked)
    return _of_matters(found, actor, cut, "proceeding__")


SOURCES: dict[str, Source] = {
    declared.MATTERS: Source(matters, "", "lead_body"),
    declared.GONE: Source(lambda a, c: matters(a, c, gone=True), "", "lead_body"),
    declared.PARTS: Source(_parts(MODES[declared.PARTS]), "proceeding__", "body"),
    declared.JOINT: Source(_parts(MODES[declared.JOINT]), "proceeding__", "body"),
    declared.EVALUATIONS: Source(_evaluations, "reply__proceeding__", "reply__assignment__body"),
    declared.SECOND: Source(_second, "reply__proceeding__", "reply__assignment__body"),
    declared.PROMISES: Source(_promises, "matter__", "body"),
    declared.TALKS: Source(_talks, "proceeding__", "assignment__body"),
    declared.REPLIES: Source(_replies, "proceeding__", "assignment__body"),
}


def _rows(source: Source, actor: Actor, cut: Cut) -> Rows:
    cut = own(cut, actor)
    rows = source.rows(actor, cut)
    if cut.unit:
        rows = rows.filter(**{source.unit: cut.unit})
    if cut.none in ("unit", "delegation", "session", "year"):
        rows = rows.filter(**{f"{source.path(cut.none)}__isnull": True})
    elif cut.none == "field":
        rows = rows.filter(**{source.path("field"): ""})
    return rows.order_by()


def shown_figures(actor: Actor) -> list[Figure]:
    """The figures that the actor gets."""
    return [each for each in FIGURES.values() if not each.is_odd or sees_odd(actor)]


def figures_named(actor: Actor, names: str) -> list[Figure]:
    """The figures of ``late,overdue``, of one table of records; none if one is not the actor's."""
    found = [FIGURES[name] for name in names.split(",") if name in FIGURES]
    if len(found) != names.count(",") + 1 or len({figure.source for figure in found}) > 1:
        return []
    if any(figure.is_odd for figure in found) and not sees_odd(actor):
        return []
    return found


def records(actor: Actor, cut: Cut, names: str) -> Rows | None:
    """The records that a figure (or one of several) counts, the newest first.

    None for a figure that is none, or that the actor does not get.
    """
    found = figures_named(actor, names)
    if not found:
        return None
    condition = reduce(or_, (figure.condition(today()) for figure in found))
    if any(not figure.condition(today()) for figure in found):
        condition = Q()
    rows = _rows(SOURCES[found[0].source], actor, cut)
    return rows.filter(condition).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one line of a table, by name; ``key`` None is what belongs to no line."""

    key: int | str | None
    name: str
    values: dict[str, int]


def totals(actor: Actor, cut: Cut) -> dict[str, int]:
    """All figures of a cut; a statement for each table of records."""
    found: dict[str, int] = {}
    for source, wanted in _by_source(actor):
        sums = _sums(wanted)
        values = _rows(SOURCES[source], actor, cut).aggregate(**sums)
        found |= {figure.name: values[f"n_{figure.name}"] for figure in wanted}
    return found


def table(actor: Actor, cut: Cut, by: str) -> list[Line]:
    """All figures of a cut by the lines of a dimension, the largest first.

    A statement for each table of records, and one for the names. The lines add up to ``totals``.
    """
    names = [figure.name for figure in shown_figures(actor)]
    lines: dict[Any, dict[str, int]] = {}
    for source, wanted in _by_source(actor):
        rows = _rows(SOURCES[source], actor, cut)
        path = SOURCES[source].path(by)
        for key, *values in rows.values_list(path).annotate(**_sums(wanted)).order_by():
            line = lines.setdefault(key or None, dict.fromkeys(names, 0))
            for figure, n in zip(wanted, values, strict=True):
                line[figure.name] += n
    labels = _names(by, [key for key in lines if key is not None])
    found = [Line(key, labels.get(key, ""), values) for key, values in lines.items()]
    if by == "year":
        return sorted(found, key=lambda line: (line.key is None, -int(line.key or 0)))
    return sorted(found, key=lambda line: (line.key is None, -_size(line), line.name))


def _size(line: Line) -> int:
    return line.values["received"] + line.values["parts"]


def _by_source(actor: Actor) -> list[tuple[str, list[Figure]]]:
    wanted: dict[str, list[Figure]] = {}
    for figure in shown_figures(actor):
        wanted.setdefault(figure.source, []).append(figure)
    return list(wanted.items())


def _sums(wanted: list[Figure]) -> dict[str, Count]:
    day = today()
    return {
        f"n_{figure.name}": Count("pk", filter=figure.condition(day) or None) for figure in wanted
    }


def _names(by: str, keys: list[Any]) -> dict[Any, str]:
    if by in ("unit", "delegation"):
        return dict(Body.objects.filter(pk__in=keys).values_list("pk", "name"))
    if by == "session":
        rows = Session.objects.filter(pk__in=keys).select_related("term")
        return {row.pk: str(row) for row in rows}
    if by == "field":
        return {key: str(Field(key).label) if key in Field.values else str(key) for key in keys}
    return {key: str(key) for key in keys}


# --- what a cut can be chosen from ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choices:
    """Values to narrow figures to, each as (value, label)."""

    years: list[tuple[str, str]]
    sessions: list[tuple[str, str]]
    units: list[tuple[str, str]]
    delegations: list[tuple[str, str]]


def choices(actor: Actor) -> Choices:
    """What the actor can choose; three statements. A unit or delegation has only itself."""
    mine = own(Cut(), actor)
    bodies = Body.objects.filter(
        congress_id=actor.congress_id,
        kind__in=[BodyKind.DEPARTMENT, BodyKind.TOWN_GOVERNMENT, BodyKind.DELEGATION],
    ).order_by("valid_until", "order", "name")
    units: list[tuple[str, str]] = []
    delegations: list[tuple[str, str]] = []
    for body in bodies:
        chosen, only = (
            (delegations, mine.delegation)
            if body.kind == BodyKind.DELEGATION
            else (units, mine.unit)
        )
        if only in (None, body.pk):
            chosen.append((str(body.pk), body.name))
    years = matters(actor, mine).values_list("year", flat=True).distinct()
    found = [(str(year), str(year)) for year in sorted((y for y in years if y), reverse=True)]
    sessions = Session.objects.filter(term__congress_id=actor.congress_id).select_related("term")
    named = [(str(s.pk), str(s)) for s in sessions.order_by("-term__number", "-number")[:30]]
    return Choices(found, named, units, delegations)


def hidden(actor: Actor, cut: Cut) -> int:
    """How many confidential suggestions the actor may see; they are in no figure."""
    cut = replace(own(cut, actor), none="")
    rows = visible_proceedings(actor, KIND).filter(visibility=Visibility.CONFIDENTIAL)
    return rows.exclude(Q(state_type=StateType.DRAFT.value) | Q(state__in=ENDED)).count()


# --- documents -----------------------------------------------------------------------------------


def documents(actor: Actor) -> QuerySet[Document]:
    """The documents the actor may see; the visibility function of the kind.

    The public sees published reports; the congress's offices the congress's documents; a unit or a
    delegation its own. A dossier is seen by the deputies' office that may see its suggestion.
    """
    rows = Document.objects.order_by("-id")
    published = Q(published_at__isnull=False)
    if not actor.is_signed_in:
        return rows.filter(published)
    rows = rows.filter(congress_id=actor.congress_id)
    if actor.role in OFFICE_ROLES:
        seen = visible_proceedings(actor, KIND).order_by().values("pk")
        return rows.filter(Q(matter=None) | Q(matter__in=seen), body=None)
    if actor.role not in READERS:
        return rows.filter(published)
    body = None if is_congress_wide(actor) else actor.body_id or -1
    own_ones = Q(matter=None) & (Q(body=None) if body is None else Q(body_id=body))
    return rows.filter(own_ones | published)


def templates(actor: Actor) -> QuerySet[Template]:
    """The office's own templates; the visibility function of their files."""
    if actor.role not in OFFICE_ROLES:
        return Template.objects.none()
    return Template.objects.filter(congress_id=actor.congress_id).order_by("kind", "format")


def template_file(congress_id: int, kind: str, format: str) -> File | None:
    """The file of the office's own template, for the making of a document."""
    row = Template.objects.filter(congress_id=congress_id, kind=kind, format=format).first()
    return current("report_template", row.pk, Purpose.TEMPLATE).last() if row else None


def files_of(found: Iterable[Document]) -> dict[int, list[File]]:
    """The files of documents that the actor has seen, by document; one statement."""
    by_document: dict[int, list[File]] = {}
    rows = File.objects.filter(owner_kind="report", owner_id__in=[each.pk for each in found])
    for row in rows.filter(state=FileState.ATTACHED).order_by("id"):
        by_document.setdefault(int(row.owner_id or 0), []).append(row)
    return by_document


def matter(actor: Actor, pk: int | None = None, public_id: UUID | None = None) -> Proceeding | None:
    """A suggestion the actor may see, drafts not."""
    rows = visible_proceedings(actor, KIND).exclude(state_type=StateType.DRAFT.value)
    wanted = rows.filter(public_id=public_id) if public_id else rows.filter(pk=pk or 0)
    return wanted.select_related("congress", "suggestion__lead", "lead_body").first()


def templates_in_use(actor: Actor) -> dict[tuple[str, str], File]:
    """The files of the office's own templates by kind and format; two statements."""
    rows = {row.pk: (row.kind, row.format) for row in templates(actor)}
    files = File.objects.filter(owner_kind="report_template", owner_id__in=rows)
    found = files.filter(state=FileState.ATTACHED, purpose=Purpose.TEMPLATE).order_by("id")
    return {rows[int(file.owner_id or 0)]: file for file in found}
