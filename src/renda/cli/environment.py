"""What a command needs before it can call a service: home, key, Django, a named service."""

from __future__ import annotations

import importlib
import importlib.util
import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NoReturn

import typer

SETTINGS = "renda.config.settings"
PACKAGE = Path(__file__).resolve().parents[1]


def home() -> Path:
    """The folder of this installation's data: ``RENDA_HOME``, by default ``var`` here."""
    return Path(os.environ.get("RENDA_HOME", "var")).resolve()


def ensure_secret_key() -> bool:
    """Write ``secret.key``, for its owner only, unless there is a key. True when written."""
    path = home() / "secret.key"
    if os.environ.get("RENDA_SECRET_KEY") or path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # O_EXCL: of two starts at once one writes, and the mode holds from the first byte.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
    return True


def start() -> None:
    """Configure Django. Ends the program with status 2 and one sentence when it cannot be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django = importlib.import_module("django")
    improper = importlib.import_module("django.core.exceptions").ImproperlyConfigured
    try:
        django.setup()
    except improper as error:
        stop(str(error), code=2)


def stop(message: str, *, code: int = 1) -> NoReturn:
    """End the program with a sentence on standard error."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def exists(service: str) -> bool:
    """Whether the dotted ``service`` is written, found without importing any model."""
    module, _, name = service.rpartition(".")
    try:
        spec = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return False
    return bool(spec and spec.origin and name in Path(spec.origin).read_text(encoding="utf-8"))


def service(dotted: str) -> Any:
    """The function or value of that name; call ``start`` before."""
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)


def manage(*arguments: str, **options: Any) -> None:
    """Run a command of Django."""
    importlib.import_module("django.core.management").call_command(*arguments, **options)


def is_loopback(host: str) -> bool:
    """Whether a server bound to ``host`` answers this machine only."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
