"""Who may use the interface: a token with its scopes, or a signed-in browser with CSRF."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.security import APIKeyCookie, HttpBearer

from renda.access.services.tokens import SCOPES, authenticate_token
from renda.kernel.actor import Actor
from renda.kernel.errors import NotAllowed
from renda.web.api import problems


class Token(HttpBearer):
    """A bearer token of a seat that carries a scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor of the token. Raises NotAllowed when it lacks the scope."""
        found = authenticate_token(token.strip())
        if found is None:
            return None
        actor, scopes = found
        if self.scope not in scopes:
            raise NotAllowed(_("This token does not carry the scope “%s”.") % self.scope)
        request.scopes = scopes  # type: ignore[attr-defined]
        return actor


class Browser(APIKeyCookie):
    """The session of a signed-in browser; changes need the CSRF token as pages do."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """A request that brings a token is judged by the token alone."""
        if "Authorization" in request.headers or self.param_name not in request.COOKIES:
            return None
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """The actor of the session's seat."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_signed_in:
            return None
        request.scopes = frozenset(SCOPES)  # type: ignore[attr-defined]
        return actor


READ = [Token("read"), Browser()]
WRITE = [Token("write"), Browser()]

router = Router(tags=["me"], auth=READ)


class Me(Schema):
    """Who acts, from which seat."""

    name: str
    seat: str
    role: str
    congress: int
    acting_for: str
    scopes: list[str]


@router.get("/me", response={200: Me, **problems()}, summary="Who I am", operation_id="me")
def me(request: HttpRequest) -> dict[str, Any]:
    """The seat of the token or of the signed-in browser."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return {
        "name": actor.account_name,
        "seat": actor.seat_label,
        "role": actor.role,
        "congress": actor.congress_id,
        "acting_for": actor.acting_for_name,
        "scopes": sorted(request.scopes),  # type: ignore[attr-defined]
    }
