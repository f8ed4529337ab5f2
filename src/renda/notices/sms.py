"""Short messages go out through an adapter; which one, the settings say."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Protocol

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)
TIMEOUT = 10.0  # seconds


class SmsError(Exception):
    """The provider did not take the message; it is tried again."""


class SmsBackend(Protocol):
    """Sends one short message."""

    def send(self, phone: str, text: str) -> None:
        """Hand the message over. Raises SmsError when it was not taken."""


class Console:
    """Writes messages to the log, the number masked: for the demo and for trying out."""

    def send(self, phone: str, text: str) -> None:
        """Log it."""
        log.info("short message", to=f"{phone[:3]}****{phone[-4:]}", text=text)


class Gateway:
    """Posts ``{"phone": …, "text": …}`` as JSON with a bearer token to the provider's address."""

    def __init__(self, url: str, token: str) -> None:
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            message = "RENDA_SMS_GATEWAY_URL must be an https address"
            raise ValueError(message)
        self.url, self.token = url, token

    def send(self, phone: str, text: str) -> None:
        """Post it; anything but a 2xx is an error."""
        body = json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {self.token}",
        }
        request = urllib.request.Request(self.url, body, headers)  # noqa: S310 -- checked above
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT):  # noqa: S310 -- checked above
                return
        except (urllib.error.URLError, OSError) as error:
            message = f"the gateway did not take it: {error}"
            raise SmsError(message) from error


def backend() -> SmsBackend:
    """The adapter of this installation."""
    if settings.SMS_BACKEND == "gateway":
        return Gateway(settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN)
    return Console()
