"""Which calls change rows, as far as the text of a file tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.sources import imported_names

ON_ROWS = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
ON_MANAGERS = {"create", "update", "delete"}
CHAIN = {"objects", "_base_manager", "_default_manager", "filter", "exclude", "all", "get_queryset"}


def chain(node: ast.expr) -> list[str]:
    """The names along ``a.b(…).c``: ``["a", "b", "c"]``."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        else:
            names += [node.id] if isinstance(node, ast.Name) else []
            return names[::-1]


def is_write(call: ast.Call, modules: set[str]) -> bool:
    """Whether a call saves, creates, updates or deletes rows."""
    if not isinstance(call.func, ast.Attribute):
        return False
    names, verb = chain(call.func.value), call.func.attr
    if verb in ON_ROWS:
        return len(names) > 1 or not names or names[0] not in modules
    if verb not in ON_MANAGERS:
        return False
    if CHAIN & set(names):
        return True
    # `row.delete()` takes nothing; `cache.delete(key)` and `dict.update(x)` do.
    return verb == "delete" and not call.args and bool(names) and names[0] not in modules


def writes(node: ast.AST, module: ast.Module) -> Iterator[ast.Call]:
    """Every writing call under ``node``."""
    modules = imported_names(module)
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and is_write(each, modules):
            yield each
