"""What the pages of suggestions show, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from renda.congresses.queries import calendar_of
from renda.fund import pages as fund_pages
from renda.inspections import pages as inspections_pages
from renda.kernel.actor import Actor
from renda.kernel.text import mask_phone, personal_numbers
from renda.kernel.time import local_day, today
from renda.law import localrules
from renda.law.calendar import Calendar
from renda.ledger import pages as ledger_pages
from renda.levels import pages as levels_pages
from renda.matters import pages as loop_pages
from renda.matters.enums import Mode, Outcome
from renda.matters.queries import Loop, loop_of
from renda.oversight import pages as oversight_pages
from renda.proceedings import pages, queries
from renda.proceedings.models import Clock, Event, Proceeding
from renda.proceedings.pages import Chip
from renda.proceedings.rules import Standing
from renda.proposals import queries as room
from renda.proposals.enums import CosignState, Field, Form, PublishState
from renda.proposals.facts import REFUSALS
from renda.proposals.models import Cosignature
from renda.proposals.procedure import SUGGESTION
from renda.proposals.rules import doubts
from renda.rulebook.queries import rule_in_force


def short_title(title: str) -> str:
    """The matter without the formula around it: 关于…的建议."""
    text = title.removeprefix("关于")
    for end in ("的建议", "的议案", "的提案"):
        text = text.removesuffix(end)
    return text or title


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    proceeding: Proceeding
    title: str
    lead: str
    delegation: str
    field: str
    state: Chip
    unit: str
    joint: list[str]
    due: Chip | None
    due_on: date | None
    process: Chip | None
    result: Chip | None
    last: str
    last_on: date | None


def rows(
    proceedings: Iterable[Proceeding], joint: Mapping[int, list[str]], calendar: Calendar
) -> list[Row]:
    """Lines of the list; no statement."""
    return [_row(each, joint.get(each.pk, []), calendar) for each in proceedings]


def _row(proceeding: Proceeding, joint: list[str], calendar: Calendar) -> Row:
    suggestion = proceeding.suggestion
    due_on = proceeding.next_due_on if proceeding.state_type == "open" else None
    last = proceeding.last_step
    return Row(
        proceeding=proceeding,
        title=short_title(proceeding.title),
        lead=proceeding.lead_name,
        delegation=str(suggestion.delegation or ""),
        field=str(Field(proceeding.field).label) if proceeding.field else "",
        state=pages.state_chip(SUGGESTION, proceeding.state),
        unit=str(proceeding.lead_body or ""),
        joint=joint,
        due=pages.due_chip(due_on, today=today(), calendar=calendar) if due_on else None,
        due_on=due_on,
        process=loop_pages.grade_chip(suggestion.process_grade),
        result=loop_pages.grade_chip(suggestion.result_grade),
        last=str(SUGGESTION.step(last).label) if SUGGESTION.has_step(last) else "",
        last_on=local_day(proceeding.last_step_at) if proceeding.last_step_at else None,
    )


def detail(proceeding: Proceeding, actor: Actor) -> dict[str, Any]:
    """Everything the page of a suggestion shows to this actor."""
    suggestion = proceeding.suggestion
    standing = queries.standing_of(proceeding)
    loop = loop_of(proceeding, actor)
    calendar = calendar_of(proceeding.congress)
    is_told = partial(_is_told, standing=standing, loop=loop, actor=actor)
    cosigners = list(suggestion.cosignatures.select_related("person"))
    replies = loop_pages.replies(loop, actor)
    return {
        **pages.frame(proceeding, actor, standing, is_worth=_is_worth, is_told=is_told),
        "suggestion": suggestion,
        "due": _due(proceeding, calendar),
        "marks": _marks(proceeding),
        "field": str(Field(proceeding.field).label) if proceeding.field else "",
        "clocks": _clocks(proceeding, loop, calendar, actor),
        "units": loop_pages.units(loop),
        "replies": replies,
        "evaluations": loop_pages.evaluations(loop),
        "promised": ledger_pages.of_matter(proceeding, actor, calendar),
        "key_of": oversight_pages.of_matter(proceeding, actor),
        "passed_of": levels_pages.of_matter(proceeding, actor),
        "project_of": fund_pages.of_matter(proceeding, actor),
        "inspected": inspections_pages.of_matter(proceeding, actor),
        "contacts": loop_pages.contacts(loop),
        "extensions": loop.extensions,
        "parties": parties(proceeding, loop, standing, cosigners),
        "notes": loop.notes,
        "may_note": actor.role != "deputy",
        "notes_of": _notes_of(proceeding, actor),
        "note_url": reverse("proposals:note", kwargs={"public_id": proceeding.public_id}),
        "cosigners": cosigners,
        "cosigner_count": sum(each.state == CosignState.SIGNED for each in cosigners),
        "may_edit": room.may_edit(proceeding, actor),
        "merged_into": suggestion.merged_into.proceeding if suggestion.merged_into else None,
        "decides": _decides(proceeding) if loop.evaluations else "",
        # The class stands in the reply: whoever has not opened it reads it there first.
        "outcome_class": "" if any(r.is_sealed for r in replies) else _outcome(proceeding),
    }


# Refusals that only say "this is for another kind" tell nobody anything.
_TWINS = (
    "register",
    "register_in_session",
    "register_motion",
    "evaluate",
    "evaluate_marks",
    "first_contact",
    "contact_again",
    "enter_paper",
    "enter_paper_again",
    "enter_paper_marks",
    "enter_paper_marks_again",
    "contest",
    "publish",
    "withhold",
    "propose_publication",
    "give_opinion",
)


def _is_worth(action: pages.ActionView) -> bool:
    row = action.action.row
    joint = row is not None and getattr(row.row, "mode", "") == Mode.JOINT
    return action.action.step.name not in _TWINS and not joint


def _due(proceeding: Proceeding, calendar: Calendar) -> Chip | None:
    if proceeding.state_type != "open" or proceeding.next_due_on is None:
        return None
    return pages.due_chip(proceeding.next_due_on, today=today(), calendar=calendar)


def _marks(proceeding: Proceeding) -> list[Chip]:
    suggestion = proceeding.suggestion
    found = []
    if suggestion.form == Form.MOTION:
        found.append(Chip("idle", str(Form.MOTION.label)))
    if proceeding.visibility == "confidential" and proceeding.state_type != "draft":
        found.append(Chip("idle", _("Confidential"), "lock"))
    elif suggestion.publish_state != PublishState.NONE:
        found.append(Chip("idle", str(PublishState(suggestion.publish_state).label)))
    if suggestion.is_difficult:
        found.append(Chip("idle", _("Broad or difficult")))
    if suggestion.is_key:
        found.append(Chip("idle", _("Key suggestion")))
    return found


def _decides(proceeding: Proceeding) -> str:
    rule = rule_in_force(proceeding.congress, "suggestion.grade_decides")
    choices = dict(localrules.definition(rule.key).choices)
    return str(_("Decisive here: %s.") % choices[rule.value])


def _notes_of(proceeding: Proceeding, actor: Actor) -> str:
    if actor.body_id is None:
        return _("the congress's own offices")
    return actor.seat_label.split(" · ")[0]


def _is_told(event: Event, *, standing: Standing, loop: Loop, actor: Actor) -> bool:
    """Whether a reader is among those whom a private step concerns."""
    if standing.concerns(event, actor):
        return True
    step = standing.procedure.step(event.step)
    concerned = {*step.relations, *step.tells}
    bodies = {each.pk: each.body_id for each in loop.assignments}
    in_unit = bool(concerned & {"undertaker", "signer"}) and step.lane == "assignment"
    return in_unit and actor.body_id is not None and bodies.get(event.lane_row) == actor.body_id


@dataclass(frozen=True, slots=True)
class PartyLine:
    """Somebody who has to do with the matter."""

    role: str
    name: str
    note: str = ""
    chip: Chip | None = None
    more: str = ""
    more_label: str = ""


def parties(
    proceeding: Proceeding, loop: Loop, standing: Standing, cosigners: list[Cosignature]
) -> list[PartyLine]:
    """Who has to do with it: authors, units with their states, offices, supervisors."""
    suggestion = proceeding.suggestion
    found = [PartyLine(_("Leading deputy"), proceeding.lead_name, str(suggestion.delegation or ""))]
    if cosigners:
        signed = [c.person.name for c in cosigners if c.state == CosignState.SIGNED]
        states = "\n".join(f"{c.person.name} · {c.get_state_display()}" for c in cosigners)
        label = _("Signed %(signed)d of %(asked)d") % {
            "signed": len(signed),
            "asked": len(cosigners),
        }
        shown = "、".join(signed[:3]) or "—"
        found.append(PartyLine(_("Cosigners"), shown, more=states, more_label=label))
    for unit in loop_pages.units(loop):
        if unit.round == proceeding.round:
            note = _("Handler: %s") % unit.handler if unit.handler else ""
            found.append(PartyLine(unit.mode, unit.body, note, unit.chip))
    offices = [party for party in standing.parties if party.relation == "handling_office"]
    found += [PartyLine(_("Handling office"), party.label) for party in offices]
    if suggestion.supervisor:
        found.append(PartyLine(_("Supervising vice-chair"), suggestion.supervisor.name))
    if suggestion.committee:
        found.append(PartyLine(_("Counterpart committee"), str(suggestion.committee)))
    return found


def _outcome(proceeding: Proceeding) -> str:
    code = proceeding.suggestion.outcome_class
    return str(Outcome(code).label) if code else ""


def _clocks(
    proceeding: Proceeding, loop: Loop, calendar: Calendar, actor: Actor
) -> list[pages.ClockView]:
    """The clocks of this round; a unit's own running ones first."""
    bodies = {a.pk: str(a.body) for a in loop.assignments}
    own = {a.pk for a in loop.assignments if a.body_id == actor.body_id}
    shown: list[Clock] = [
        clock
        for clock in queries.clocks_of(proceeding)
        if clock.round == proceeding.round or clock.stopped_at is None
    ]
    shown.sort(key=lambda clock: clock.stopped_at is not None or clock.lane_row not in own)
    return [
        pages.clock_view(
            clock, SUGGESTION, calendar, today=today(), who=bodies.get(clock.lane_row, "")
        )
        for clock in shown
    ]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of a draft found: fine, or to be looked at, with the rule behind it."""

    is_fine: bool
    text: str
    rule: str = ""
    url: str = ""


_RULE = gettext_lazy(
    "Local rules on suggestions, what is not taken: 上海 §8, 青岛 §11, 浙江 §6 (SUG-15)"
)
_NUMBERED = gettext_lazy("Personal Information Protection Law, Art. 6: no more than is needed")
_CONCRETE = gettext_lazy("Law on Deputies, Art. 24: with facts, analysis and a concrete proposal")
_ONE = gettext_lazy("Local rules on suggestions: one matter for one suggestion (A14)")


def findings(proceeding: Proceeding) -> list[Finding]:
    """The check of a draft before it is handed in (A14, SUG-15)."""
    suggestion = proceeding.suggestion
    labels = (_("Facts"), _("Analysis"), _("Proposal"))
    texts = (suggestion.facts, suggestion.analysis, suggestion.proposal)
    found = [_part(label, words) for label, words in zip(labels, texts, strict=True)]
    codes = doubts(proceeding)
    if "several" not in codes:
        found.append(Finding(True, _("It is about one matter.")))
    found += [_doubt(code, "\n".join((proceeding.title, *texts))) for code in codes]
    for number, title, public_id in room.similar(proceeding):
        words = _("No. %(number)s was about something near: %(title)s")
        url = reverse("proposals:detail", kwargs={"public_id": public_id})
        found.append(Finding(False, words % {"number": number, "title": title}, url=url))
    return found


def _doubt(code: str, whole: str) -> Finding:
    if code == "numbers":
        shown = "、".join(mask_phone(number) for number in personal_numbers(whole))
        words = _("It holds telephone or identity numbers: %s") % shown
        return Finding(False, words, str(_NUMBERED))
    if code == "words":
        return Finding(False, _("In a people's congress it is 建议 and 代表, not 提案 and 委员."))
    if code == "several":
        return Finding(False, _("The title sounds like several matters."), str(_ONE))
    label = dict(REFUSALS)[code]
    return Finding(False, _("It may be refused as: %s") % label, str(_RULE))


def _part(label: str, text: str) -> Finding:
    if len(text.strip()) < 10:
        return Finding(False, _("Still to be written: %(part)s") % {"part": label}, str(_CONCRETE))
    return Finding(True, _("Written: %(part)s") % {"part": label})


@dataclass(frozen=True, slots=True)
class DraftPart:
    """One of the three parts of a draft: its field, how far it is."""

    label: str
    field: Any
    mark: str
    says: str
    size: int


def draft_parts(form: Any) -> list[DraftPart]:
    """Facts, analysis, proposal: written, being written, still empty."""
    found, is_next = [], True
    for name in ("facts", "analysis", "proposal"):
        size = len(str(form[name].value() or "").strip())
        written = size >= 10
        mark = "ok" if written else "cur" if is_next else ""
        says = _("written") if written else _("being written") if is_next else _("empty")
        is_next = is_next and written
        found.append(DraftPart(str(form.fields[name].label), form[name], mark, says, size))
    return found


def cosigning(proceeding: Proceeding, actor: Actor) -> dict[str, Any]:
    """Who was asked to sign, and what the author may do next."""
    standing = queries.standing_of(proceeding)
    actions = pages.action_views(proceeding, queries.actions(proceeding, actor, standing))
    return {
        "cosigners": list(proceeding.suggestion.cosignatures.select_related("person")),
        "actions": [a for a in actions if not a.refusal],
        "refused": [a for a in actions if a.refusal],
    }
