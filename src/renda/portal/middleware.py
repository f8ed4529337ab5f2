"""Public pages set no cookie, whoever reads them, so that they may be cached for everybody."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

MARK = "renda_is_public"


class NoCookieMiddleware:
    """Takes cookies off the answers that a view has marked as public.

    Stands outside the session's middleware: a signed-in reader's session is renewed by his own
    pages, not by these.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; without cookies where the view says so."""
        response = self.get_response(request)
        if getattr(response, MARK, False):
            response.cookies.clear()
            # The language stands in the address and nobody is known: one copy serves all.
            if response.has_header("Vary"):
                del response["Vary"]
        return response
