"""Every number a procedure uses is in the rulebook."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from renda.law.localrules import GROUPS, all_rules
from renda.proceedings.procedure import all_bindings

SOURCE = Path(__file__).resolve().parents[2] / "src" / "renda"
GROUP_NAMES = "access|fund|motion|notice|promise|referral|suggestion"
LITERAL = re.compile(rf'"((?:{GROUP_NAMES})\.[a-z_]+)"')
# Where a key is declared, and where a rule is named by another kind of string of this shape.
DECLARED = SOURCE / "law" / "localrules.py"
KEYS = {rule.key for rule in all_rules()}


def named_in_code() -> set[str]:
    """The keys that code asks for by name."""
    asked = re.compile(r"(?:rule|rules_in_force|rule_in_force|rule=|keys =|_rule=)")
    found = set()
    for path in SOURCE.rglob("*.py"):
        if path == DECLARED or "migrations" in path.parts:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if asked.search(line) or " Clock(" in line:
                found |= set(LITERAL.findall(line))
    return found


@pytest.mark.mechanism("K5")
def test_every_clock_of_a_procedure_runs_by_a_rule_of_the_rulebook() -> None:
    unknown = [
        f"{binding.procedure.kind}: {clock.name} by {clock.rule}"
        for binding in all_bindings()
        for clock in binding.procedure.clocks
        # Without a rule its day stands in the matter itself.
        if clock.rule and clock.rule not in KEYS
    ]

    assert unknown == []


@pytest.mark.mechanism("K5")
def test_every_rule_that_code_asks_for_is_in_the_rulebook() -> None:
    named = named_in_code()

    assert "suggestion.reply_to" in named  # the search finds what it should
    assert sorted(named - KEYS) == []


@pytest.mark.mechanism("K5")
def test_every_rule_stands_in_a_group_of_the_page() -> None:
    groups = {name for name, _label in GROUPS}

    assert {rule.group for rule in all_rules()} <= groups
    assert {key.split(".")[0] for key in KEYS} == set(GROUP_NAMES.split("|"))
