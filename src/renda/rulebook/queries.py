"""Which value of a rule is in force for whom, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from renda.congresses.models import Congress
from renda.congresses.queries import line_of, lineage
from renda.kernel import time
from renda.kernel.actor import Actor
from renda.law import localrules
from renda.rulebook.models import RuleValue

# Values in force of this process by congress: the stamps of its line, then by day.
_kept: dict[int, tuple[tuple[tuple[int, str], ...], dict[date, dict[str, RuleValue]]]] = {}
_DAYS = 30


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """A value with its reason. ``row`` is empty when the national default holds."""

    key: str
    value: Any
    basis: str
    row_id: int | None = None
    set_by: str = ""


def values_on(congresses: list[int], day: date) -> QuerySet[RuleValue]:
    """Values of these congresses in force on ``day``, newest first."""
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows = RuleValue.objects.filter(in_force, congress__in=congresses, valid_from__lte=day)
    return rows.select_related("congress").order_by("key", "-valid_from", "-id")


def rules_in_force(
    congress: Congress, keys: Iterable[str], *, on: date | None = None
) -> dict[str, RuleInForce]:
    """The values of ``keys`` for the congress on a day (today): its own, else the nearest above.

    Each process keeps the values of a day while the stamps of the congress and of those above
    are the same. No statement then, when the line came with the congress; see ``line_of``.
    """
    nearest = _nearest(congress, on or time.today())
    return {key: _in_force(key, nearest.get(key), congress) for key in keys}


def _nearest(congress: Congress, day: date) -> dict[str, RuleValue]:
    line = line_of(congress)
    stamps = tuple((each.pk, each.rules_stamp) for each in line)
    kept = _kept.get(congress.pk)
    if kept is None or kept[0] != stamps or len(kept[1]) > _DAYS:
        kept = _kept[congress.pk] = (stamps, {})
    if day not in kept[1]:
        kept[1][day] = _read_nearest([pk for pk, stamp in stamps if stamp], day)
    return kept[1][day]


def _read_nearest(line: list[int], day: date) -> dict[str, RuleValue]:
    order = {pk: place for place, pk in enumerate(line)}
    nearest: dict[str, RuleValue] = {}
    for row in values_on(line, day) if line else ():
        known = nearest.get(row.key)
        if known is None or order[row.congress_id] < order[known.congress_id]:
            nearest[row.key] = row
    return nearest


def rule_in_force(congress: Congress, key: str, *, on: date | None = None) -> RuleInForce:
    """The value of one rule; see ``rules_in_force``."""
    return rules_in_force(congress, [key], on=on)[key]


def _in_force(key: str, row: RuleValue | None, congress: Congress) -> RuleInForce:
    if row is not None:
        return RuleInForce(key, row.value, row.basis, row.pk, row.congress.short_name)
    article = str(localrules.definition(key).article)
    return RuleInForce(key, localrules.default_for(key, congress.level), article)


# --- the page: which rule applies to us and why -------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rung:
    """What one level says about a rule: the nation, then each congress down to the own one."""

    level: str
    name: str
    row: RuleValue | None
    is_used: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule as it stands for a congress on a day, with every level's word."""

    rule: localrules.RuleDefinition
    value: Any
    used: RuleValue | None
    rungs: tuple[Rung, ...]


def applied_rules(congress: Congress, *, on: date, group: str = "") -> list[Applied]:
    """Every rule (of a group) with the value in force and who set it; two statements."""
    line = lineage(congress)
    names = {row.pk: row for row in Congress.objects.filter(pk__in=line)}
    by_place: dict[tuple[str, int], RuleValue] = {}
    for row in values_on(line, on):
        by_place.setdefault((row.key, row.congress_id), row)
    above_first = [names[pk] for pk in reversed(line)]
    return [
        _applied(rule, above_first, by_place)
        for rule in localrules.all_rules()
        if not group or rule.group == group
    ]


def _applied(
    rule: localrules.RuleDefinition,
    above_first: list[Congress],
    by_place: dict[tuple[str, int], RuleValue],
) -> Applied:
    rows = [by_place.get((rule.key, each.pk)) for each in above_first]
    used = next((row for row in reversed(rows) if row is not None), None)
    rungs = [Rung("", "", None, used is None)]
    rungs += [
        Rung(each.level, each.short_name, row, row is not None and row == used)
        for each, row in zip(above_first, rows, strict=True)
    ]
    own = above_first[-1]
    value = used.value if used else localrules.default_for(rule.key, own.level)
    return Applied(rule, value, used, tuple(rungs))


def changes(congress: Congress, *, on: date, limit: int = 8) -> QuerySet[RuleValue]:
    """Values that begin late, the coming ones first; of the congress and those above it."""
    rows = RuleValue.objects.filter(congress__in=lineage(congress)).select_related("congress")
    return rows.order_by("-valid_from", "-id")[:limit]


def own_value(actor: Actor, pk: int) -> RuleValue | None:
    """A value of the actor's own congress."""
    rows = RuleValue.objects.filter(congress_id=actor.congress_id).select_related("congress")
    return rows.filter(pk=pk).first()
