"""Shapes of the rulebook page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from renda.congresses.models import Congress
from renda.congresses.queries import calendar_for
from renda.law import localrules
from renda.law.deadlines import compute
from renda.law.localrules import Kind
from renda.rulebook import rules
from renda.rulebook.models import RuleValue
from renda.rulebook.queries import Applied, rule_in_force


@dataclass(frozen=True, slots=True)
class RungView:
    """One level of the ladder in words."""

    letter: str
    name: str
    text: str
    basis: str
    since: date | None
    is_used: bool


@dataclass(frozen=True, slots=True)
class RuleView:
    """A row of the table."""

    key: str
    label: str
    explain: str
    text: str
    statute: str
    basis: str
    since: date | None
    why: str
    samples: tuple[str, ...]
    rungs: tuple[RungView, ...]
    is_fixed: bool
    own_id: int | None


def letter(level: str) -> str:
    """One sign for a level: 国 省 市 县 乡."""
    return {
        "": pgettext("level", "N"),
        "P": pgettext("level", "P"),
        "M": pgettext("level", "C"),
        "C": pgettext("level", "D"),
        "T": pgettext("level", "T"),
    }[level]


def view_of(applied: Applied, congress: Congress) -> RuleView:
    """A rule as the page shows it."""
    rule, used = applied.rule, applied.used
    own = used if used and used.congress_id == congress.pk else None
    return RuleView(
        key=rule.key,
        label=str(rule.label),
        explain=str(rule.explain),
        text=rules.text_of(rule, applied.value),
        statute=rule.statute,
        basis=used.basis if used else str(rule.article),
        since=used.valid_from if used else None,
        why=_why(applied, congress),
        samples=rule.samples,
        rungs=tuple(_rung(applied, each, congress) for each in applied.rungs),
        is_fixed=rule.is_fixed,
        own_id=own.pk if own else None,
    )


def _rung(applied: Applied, rung: Any, congress: Congress) -> RungView:
    rule = applied.rule
    if not rung.level:
        text = rules.text_of(rule, localrules.default_for(rule.key, congress.level))
        return RungView(letter(""), _("Nation"), text, str(rule.article), None, rung.is_used)
    row: RuleValue | None = rung.row
    return RungView(
        letter(rung.level),
        rung.name,
        rules.text_of(rule, row.value) if row else _("nothing of its own"),
        row.basis if row else "",
        row.valid_from if row else None,
        rung.is_used,
    )


def _why(applied: Applied, congress: Congress) -> str:
    rule, used = applied.rule, applied.used
    if rule.is_fixed:
        return _("Fixed by national law; no place can change it.")
    if used is None:
        return (
            _("National law settles it, and nobody here has set anything tighter.")
            if rule.at_most and rule.statute
            else _("No level has set anything; the platform's default holds.")
        )
    if used.congress_id == congress.pk:
        return (
            _("Set here, within what national law allows.")
            if rule.at_most and rule.statute
            else _("National law names no number; it is set here.")
        )
    return _("Nothing is set here; the value of %(above)s holds.") % {
        "above": used.congress.short_name
    }


@dataclass(frozen=True, slots=True)
class Try:
    """A computed day with its working."""

    label: str
    text: str
    start: date
    due: date
    holidays: str
    weekend_days: int
    makeup_days: int
    provisional: bool


def try_choices() -> list[tuple[str, Any]]:
    """Rules that are periods."""
    return [(rule.key, rule.label) for rule in localrules.all_rules() if rule.kind is Kind.PERIOD]


def try_day(congress: Congress, key: str, start: date) -> Try:
    """When a period that starts on ``start`` ends here, by the value in force that day."""
    rule = localrules.definition(key)
    value = rule_in_force(congress, key, on=start).value
    deadline = compute(start, rules.period_of(value), calendar_for(congress.pk))
    return Try(
        label=str(rule.label),
        text=rules.text_of(rule, value),
        start=start,
        due=deadline.due,
        holidays=rules.names_holidays(deadline.holidays),
        weekend_days=deadline.count("weekend"),
        makeup_days=deadline.count("makeup"),
        provisional=deadline.provisional,
    )
