"""Domain errors become pages, once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from renda.kernel.errors import DomainError, Missing


class DomainErrorMiddleware:
    """A refusal that no view caught is shown as a page with its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is in ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Translate a domain error; everything else goes its way."""
        if isinstance(exception, Missing):
            # The same answer as for what never was.
            raise Http404 from exception
        if isinstance(exception, DomainError):
            context = {"message": exception.message, "status": exception.status}
            return render(request, "web/refused.html", context, status=exception.status)
        return None
