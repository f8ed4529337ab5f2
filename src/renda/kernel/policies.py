"""Every route says who may enter; a route that says nothing fails ``renda check``.

The policy opens the door; what may be seen and done behind it, ``visible_to`` and the rules say.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.checks import Error, register
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

from renda.kernel.actor import Actor
from renda.kernel.parking import park

View = Callable[..., Any]
ATTRIBUTE = "renda_policy"


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may enter: everybody (with the reason), or signed-in seats of certain roles."""

    public: bool = False
    reason: str = ""
    roles: frozenset[str] = frozenset()


def _decorate(view: View, wrapper: View, policy: Policy) -> View:
    functools.update_wrapper(wrapper, view)
    setattr(wrapper, ATTRIBUTE, policy)
    return wrapper


def public(*, reason: str) -> Callable[[View], View]:
    """Open the view to everybody; the reason stands in the access table."""

    def decorate(view: View) -> View:
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        return _decorate(view, wrapper, Policy(public=True, reason=reason))

    return decorate


def seated(*roles: str) -> Callable[[View], View]:
    """Open the view to signed-in seats; with ``roles``, to seats of these roles only.

    Signed out: sent to the login, and back afterwards; a POST is parked until then. Another
    role: 404, as for a stranger.
    """
    allowed = frozenset(roles)

    def decorate(view: View) -> View:
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            actor: Actor = request.actor  # type: ignore[attr-defined]
            if not actor.is_signed_in:
                if request.method == "POST":
                    park(request)
                return redirect_to_login(request.get_full_path())
            if allowed and actor.role not in allowed:
                raise Http404
            return view(request, *args, **kwargs)

        return _decorate(view, wrapper, Policy(roles=allowed))

    return decorate


def declare(policy: Policy) -> Callable[[View], View]:
    """Say the policy of an operation whose door is kept elsewhere (the REST interface)."""

    def decorate(view: View) -> View:
        setattr(view, ATTRIBUTE, policy)
        return view

    return decorate


def policy_of(view: View) -> Policy | None:
    """The policy declared on a view, if any."""
    return getattr(view, ATTRIBUTE, None)


def routes(patterns: list[Any] | None = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Every route of the project as (path pattern, pattern)."""
    found: list[tuple[str, URLPattern]] = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            found += routes(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            found.append((path, pattern))
    return found


@register()
def check_policies(app_configs: object, **kwargs: object) -> list[Error]:
    """Fail the system check when a route is open by accident."""
    return [
        Error(f"no access policy on route {path!r}", id="renda.E001")
        for path, pattern in routes()
        if policy_of(pattern.callback) is None
    ]
