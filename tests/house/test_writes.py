"""Rows change in services only, and every change knows who acts."""

from __future__ import annotations

import ast

import pytest

from tests.house.sources import apps, modules, tree, where
from tests.house.writes import writes

DOORS = ("views", "api", "admin", "tasks", "receivers", "management", "forms", "queries", "rules")
# What may follow the thing without a keyword: which step of it, by which way.
SECOND = (("step_name",), ("origin",))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def public_functions(module: ast.Module) -> list[Function]:
    return [
        node for node in module.body if isinstance(node, Function) and not node.name.startswith("_")
    ]


def changes() -> list[tuple[str, Function]]:
    """Public service functions that write, with their place."""
    return [
        (where(path, function), function)
        for app in apps()
        for path in modules(app, "services")
        for function in public_functions(tree(path))
        if any(writes(function, tree(path)))
    ]


def carries_actor(function: Function) -> bool:
    """An effect of a step takes the engine's Change, which knows who takes the step."""
    first = function.args.args[:1]
    return bool(first) and getattr(first[0].annotation, "id", "") == "Change"


def parameters(function: Function) -> list[str]:
    arguments = function.args
    return [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def test_doors_queries_and_rules_write_nothing() -> None:
    found = [
        f"{where(path, call)}: .{call.func.attr}() belongs in services"  # type: ignore[attr-defined]
        for app in apps()
        for path in modules(app, *DOORS)
        for call in writes(tree(path), tree(path))
    ]

    assert found == []


def test_a_service_takes_the_thing_first_and_the_rest_by_keyword() -> None:
    found = [
        f"{place}: {function.name}({', '.join(parameters(function))})"
        for place, function in changes()
        if [one.arg for one in function.args.args[1:]] not in ([], *map(list, SECOND))
    ]

    assert found == []


def test_a_service_that_writes_knows_who_acts() -> None:
    """Only work of the platform itself (chain, outbox, clocks) has no actor, and says so."""
    found = [
        f"{place}: {function.name} takes no actor, and its docstring does not say 'the platform'"
        for place, function in changes()
        if "actor" not in parameters(function) and not carries_actor(function)
        if "the platform" not in " ".join((ast.get_docstring(function) or "").split())
        if "/records/" not in place and "/jobs/" not in place
    ]

    assert found == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Account.objects.create(name='x')", 1),
        ("account.save()", 1),
        ("self.account.save(update_fields=['name'])", 1),
        ("form.instance.delete()", 1),
        ("Seat.objects.filter(pk=1).update(label='x')", 1),
        ("context.update(extra)", 0),
        ("services.create(1, actor=a)", 0),
        ("services.save(draft, actor=a)", 0),
        ("cache.delete('key')", 0),
        ("hashlib.sha256().update(b'')", 0),
    ],
)
def test_a_write_is_told_from_its_namesakes(line: str, expected: int) -> None:
    module = ast.parse(f"import hashlib\nfrom renda.x import services\n{line}")

    assert len(list(writes(module, module))) == expected
