"""Which rule applies to whom, and why; no number stands anywhere else."""

from __future__ import annotations

import ast
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from renda.kernel.errors import Conflict, Invalid, NotAllowed
from renda.law import localrules
from renda.law.calendar import Calendar
from renda.law.deadlines import compute
from renda.law.localrules import Kind
from renda.proceedings.procedure import all_bindings
from renda.records.models import Record
from renda.rulebook import queries, rules, services
from renda.rulebook.models import RuleValue
from tests import factories
from tests.house.sources import PACKAGE, tree

DAY = date(2026, 3, 2)
REPLY = localrules.definition("suggestion.reply")


def set_value(actor, congress, **values):
    defaults = {
        "key": "suggestion.receive",
        "value": {"amount": 5, "unit": "working_day"},
        "basis": "清河区人大代表建议办理办法第九条",
        "valid_from": DAY,
        "actor": actor,
    }
    return services.set_value(congress, **{**defaults, **values})


@pytest.fixture
def congress():
    city = factories.make_congress(level="M", short_name="明川市人大")
    return factories.make_congress(level="C", short_name="清河区人大", parent=city)


@pytest.fixture
def head(congress):
    return factories.make_actor(congress=congress, role="office_head")


# --- pure ---------------------------------------------------------------------------------------


@pytest.mark.statute("SUG-4")
@given(
    st.integers(1, 250),
    st.sampled_from(rules.UNITS),
    st.dates(date(2024, 1, 1), date(2026, 6, 1)),
)
def test_no_accepted_reply_time_is_ever_longer_than_the_law_allows(amount, unit, start) -> None:
    value = {"amount": amount, "unit": unit}
    try:
        stored = rules.check(REPLY, value)
    except Invalid:
        return

    here = compute(start, rules.period_of(stored), Calendar()).due
    limit = compute(start, rules.period_of(REPLY.at_most), Calendar()).due
    # Working days can be stretched by a long holiday; three natural days stand for each.
    assert here <= limit


@pytest.mark.statute("SUG-4")
@pytest.mark.parametrize("value", [{"amount": 4, "unit": "month"}, {"amount": 100, "unit": "day"}])
def test_a_place_may_not_allow_more_than_the_law(value) -> None:
    with translation.override("en"), pytest.raises(Invalid, match="3 months") as refused:
        rules.check(REPLY, value)

    assert list(refused.value.fields) == ["value"]


@pytest.mark.parametrize("rule", list(localrules.all_rules()), ids=lambda rule: rule.key)
def test_every_default_is_itself_acceptable_and_has_words(rule) -> None:
    for level in "PMCT":
        value = localrules.default_for(rule.key, level)
        assert rules.text_of(rule, value)
        if not rule.is_fixed and rule.kind is not Kind.MARKS:
            assert rules.check(rule, value) == value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("suggestion.receive", {"amount": 0, "unit": "day"}),
        ("suggestion.receive", {"amount": "x", "unit": "day"}),
        ("suggestion.receive", {"amount": 5, "unit": "year"}),
        ("suggestion.receive", {"amount": 10**9, "unit": "day"}),
        ("suggestion.extensions", -1),
        ("suggestion.form", "stars"),
        ("suggestion.class_a", "  "),
        ("suggestion.class_a", "一\0二"),
        ("suggestion.marks", {"satisfied": 60, "basically": 60}),
        ("motion.min_deputies", 3),
        ("access.idle_minutes", 31),
        ("access.idle_minutes", 4),
        ("access.session_hours", 13),
        ("access.second_factor", "nobody"),
        ("notice.opens", "03:00"),
    ],
)
def test_a_value_of_another_shape_is_refused_at_the_field(key, value) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check(localrules.definition(key), value)

    assert list(refused.value.fields) == ["value"]


def test_a_band_changes_and_the_items_stay() -> None:
    rule = localrules.definition("suggestion.marks")

    stored = rules.check(rule, {"satisfied": 85, "basically": 60})

    assert stored["bands"] == {"satisfied": 85, "basically": 60}
    assert stored["reply"] == rule.default["reply"]


# --- every number a procedure uses is in the rulebook -------------------------------------------


@pytest.mark.mechanism("K5")
def test_every_clock_runs_by_the_rulebook_or_to_a_day_that_stands_in_the_matter() -> None:
    clocks = [
        (binding.procedure.kind, clock)
        for binding in all_bindings()
        for clock in binding.procedure.clocks
    ]
    ruled = [clock.rule for _kind, clock in clocks if clock.rule]

    assert {localrules.definition(rule).kind for rule in ruled} == {Kind.PERIOD}
    assert {(kind, clock.name) for kind, clock in clocks if not clock.rule} == {
        ("commitment", "keep"),
        ("commitment", "review"),
        ("key", "milestone"),
        ("microproject", "finish"),
        ("inspection", "answer"),
    }


@pytest.mark.mechanism("K5")
def test_every_rule_key_that_code_names_is_in_the_rulebook() -> None:
    known = {rule.key for rule in localrules.all_rules()}
    prefixes = ("motion.", "suggestion.", "notice.")
    named = {
        node.value
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", ""))
        in ("rule", "rule_in_force", "start_clock")
        for node in node.args
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(prefixes)
    }

    assert named
    assert named <= known


@pytest.mark.mechanism("K5")
def test_rooms_and_engines_write_no_period_of_their_own() -> None:
    """Days, months and working days of the law come from the rulebook, never from code."""
    rooms = ("matters", "proposals", "proceedings")
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for app in rooms
        for path in (PACKAGE / app).rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in ("Period", "timedelta")
        if any(isinstance(each, ast.Constant) for each in node.args)
        or any(keyword.arg in ("days", "weeks") for keyword in node.keywords)
    ]

    assert found == []


# --- who set it ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.mechanism("K5")
def test_the_nearest_level_wins_and_each_level_is_shown(congress, head) -> None:
    city = factories.make_actor(congress=congress.parent, role="office_head")
    set_value(city, congress.parent, value={"amount": 10, "unit": "working_day"})

    above = queries.rule_in_force(congress, "suggestion.receive", on=DAY)
    assert (above.value["amount"], above.set_by) == (10, "明川市人大")

    set_value(head, congress)

    own = queries.rule_in_force(congress, "suggestion.receive", on=DAY)
    assert (own.value["amount"], own.set_by) == (5, "清河区人大")
    (shown,) = [
        each
        for each in queries.applied_rules(congress, on=DAY)
        if each.rule.key == "suggestion.receive"
    ]
    assert [(rung.level, rung.is_used) for rung in shown.rungs] == [
        ("", False),
        ("M", False),
        ("C", True),
    ]


@pytest.mark.django_db
@pytest.mark.mechanism("K5")
def test_a_value_holds_from_its_day_and_the_one_before_ends(congress, head) -> None:
    first = set_value(head, congress)
    later = set_value(
        head,
        congress,
        value={"amount": 3, "unit": "working_day"},
        valid_from=date(2026, 7, 1),
    )
    between = set_value(
        head,
        congress,
        value={"amount": 4, "unit": "working_day"},
        valid_from=date(2026, 5, 1),
    )

    first.refresh_from_db()
    assert first.valid_until == date(2026, 4, 30)
    assert between.valid_until == date(2026, 6, 30)
    assert later.valid_until is None
    in_force = {
        day: queries.rule_in_force(congress, "suggestion.receive", on=day).value["amount"]
        for day in (DAY, date(2026, 5, 1), date(2026, 6, 30), date(2026, 7, 1))
    }
    assert list(in_force.values()) == [5, 4, 4, 3]


@pytest.mark.django_db
def test_two_values_from_one_day_one_wins_and_the_other_is_told(congress, head) -> None:
    set_value(head, congress)

    with pytest.raises(Conflict, match=head.account_name):
        set_value(head, congress, value={"amount": 6, "unit": "working_day"})

    assert RuleValue.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["office_clerk", "deputy", "handler", "auditor"])
def test_only_the_keepers_write_and_a_refusal_writes_nothing(congress, role) -> None:
    stranger = factories.make_actor(congress=factories.make_congress(), role="administrator")
    clerk = factories.make_actor(congress=congress, role="office_clerk")

    for actor in (clerk, stranger):
        with pytest.raises(NotAllowed):
            set_value(actor, congress)

    assert (RuleValue.objects.count(), Record.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_an_ended_value_gives_way_to_the_level_above(congress, head) -> None:
    row = set_value(head, congress)

    services.end_value(row, until=date(2026, 6, 30), actor=head)

    after = queries.rule_in_force(congress, "suggestion.receive", on=date(2026, 7, 1))
    assert after.row_id is None
    with translation.override("en"), pytest.raises(Invalid, match="cannot end before"):
        services.end_value(row, until=date(2025, 1, 1), actor=head)


@pytest.mark.django_db
def test_what_was_set_stands_in_the_record(congress, head) -> None:
    row = set_value(head, congress)

    from renda.records.queries import entries_about

    (entry,) = entries_about(f"rulevalue:{row.pk}", actor=head)
    assert entry.facts["value"] == {"amount": 5, "unit": "working_day"}
    assert entry.facts["basis"] == "清河区人大代表建议办理办法第九条"


# --- the page -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.mechanism("K5")
def test_everybody_reads_the_page_and_tries_a_day(client, congress, head) -> None:
    set_value(head, congress)
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_clerk"))

    shown = client.get(
        reverse("rulebook:rulebook"),
        {"rule": "suggestion.receive", "start": "2026-09-28", "on": "2026-09-28"},
    )

    assert shown.status_code == 200
    # Five working days over Mid-Autumn's and National Day's holidays.
    found = shown.context["found"]
    assert (
        found.due
        == compute(
            date(2026, 9, 28), rules.period_of({"amount": 5, "unit": "working_day"}), Calendar()
        ).due
    )
    assert "清河区人大代表建议办理办法第九条" in shown.content.decode()
    assert reverse("rulebook:enter", args=["suggestion.receive"]) not in shown.content.decode()


@pytest.mark.django_db
def test_a_bad_value_keeps_what_was_typed(client, congress) -> None:
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_head"))
    url = reverse("rulebook:enter", args=["suggestion.reply"])
    typed = {"value": "5", "unit": "month", "basis": "某办法第三条", "valid_from": "2026-03-02"}

    refused = client.post(url, typed)

    assert refused.status_code == 422
    assert refused.context["form"].errors["value"]
    assert 'value="某办法第三条"' in refused.content.decode()
    assert RuleValue.objects.count() == 0

    assert client.post(url, {**typed, "value": "2"}).status_code == 302
    assert RuleValue.objects.get().value == {"amount": 2, "unit": "month"}


@pytest.mark.django_db
@pytest.mark.parametrize("rule", list(localrules.all_rules()), ids=lambda rule: rule.key)
def test_every_rule_has_a_form_that_begins_with_the_value_in_force(client, congress, rule) -> None:
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_head"))

    shown = client.get(reverse("rulebook:enter", args=[rule.key]))

    assert shown.status_code == 200
    assert shown.context["form"].initial["value"] not in (None, "")


@pytest.mark.django_db
def test_another_congresses_value_does_not_exist(client, congress, head) -> None:
    row = set_value(head, congress)
    other = factories.make_seat(congress=factories.make_congress(), role="office_head")
    factories.sign_in(client, seat=other)

    url = reverse("rulebook:end", args=[row.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"until": "2026-12-31"}).status_code == 404
    row.refresh_from_db()
    assert row.valid_until is None


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_statements_however_many_values(
    client, congress, head, django_assert_num_queries, count
) -> None:
    for number in range(count):
        set_value(head, congress, valid_from=date(2026, 3, 2 + number))
    factories.sign_in(client, seat=factories.make_seat(congress=congress, role="office_clerk"))
    client.get(reverse("rulebook:rulebook"))

    with django_assert_num_queries(6):
        client.get(reverse("rulebook:rulebook"))
