"""``renda up``: prepare the installation, then web and worker under one supervisor."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated

import typer

from renda.cli import demo as demo_command
from renda.cli.environment import (
    ensure_secret_key,
    exists,
    home,
    is_loopback,
    manage,
    service,
    start,
    stop,
)
from renda.cli.supervisor import Child, Supervisor

READY_WITHIN = 60.0  # seconds


def refuse_taken(host: str, port: int) -> None:
    """Say who is in the way before anything is started."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            stop(f"Port {port} on {host} cannot be used ({error.strerror}). Try another PORT.")


def static_key() -> str:
    """A hash of names, sizes and times of every static file that the apps bring."""
    total = hashlib.sha256()
    for finder in service("django.contrib.staticfiles.finders.get_finders")():
        for name, storage in finder.list(["ninja"]):
            status = Path(storage.path(name)).stat()
            total.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return total.hexdigest()


def collect_static() -> None:
    """Gather and compress static files, unless nothing changed since the last time."""
    target = Path(service("django.conf.settings").STATIC_ROOT)
    stamp, key = target / ".stamp", static_key()
    if stamp.exists() and stamp.read_text() == key:
        return
    typer.echo("Gathering static files …")
    # The documentation pages of the API library are 8 MB that nobody is shown.
    manage(
        "collectstatic",
        interactive=False,
        verbosity=0,
        clear=target.exists(),
        ignore_patterns=["ninja"],
    )
    stamp.write_text(key)


def prepare(*, demo: bool) -> None:
    """Key, database, static files and, for the demo, the district."""
    ensure_secret_key()
    if demo and exists("renda.demo.services.build"):
        demo_command.build()
    else:
        start()
        manage("migrate", verbosity=0, interactive=False)
        manage("createcachetable", verbosity=0)
    collect_static()


def children(host: str, port: int, workers: int) -> list[Child]:
    """The processes of one node."""
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        # Without a limit a signal during a worker's start is waited on for ever.
        *("--workers-kill-timeout", "10", "--respawn-failed-workers"),
        # As many as there are database connections in a process.
        *("--blocking-threads", os.environ.get("RENDA_POOL", "4")),
        *("--log-level", "warning", "--no-ws"),
        "renda.config.wsgi:application",
    ]
    found = [Child("web", web)]
    if exists("renda.jobs.worker.run"):
        found.append(Child("worker", [sys.executable, "-m", "renda", "worker"]))
    return found


def wait_ready(url: str, supervisor: Supervisor) -> bool:
    """Whether ``url`` answers 200 within the time, while all children live."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and supervisor.alive() and not supervisor.stopping:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- our own http
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


def greet(host: str, port: int, supervisor: Supervisor, *, demo: bool) -> None:
    """The address and the accounts, once the pages answer."""
    base = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    ready = wait_ready(f"{base}/healthz", supervisor)
    if supervisor.stopping:
        return
    if not ready:
        typer.echo(f"{base}/healthz does not answer yet; see the lines above.", err=True)
        return
    typer.echo(f"\nRenda is ready: {base}/\n")
    if demo and exists("renda.demo.queries.accounts"):
        typer.echo(demo_command.accounts())
    typer.echo("Ctrl-C stops it.")


def run(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that answer pages.", min=1)] = 2,
    demo: Annotated[bool, typer.Option("--demo", help="With the demo district.")] = False,
) -> None:
    """Start Renda here: database, static files, web and worker. Ctrl-C stops all of it."""
    if demo and not is_loopback(host):
        stop("The demo has known passwords and answers this machine only.", code=2)
    refuse_taken(host, port)
    os.environ.setdefault("RENDA_HOME", str(home()))
    os.environ.setdefault("RENDA_BASE_URL", f"http://{host}:{port}")
    prepare(demo=demo)
    supervisor = Supervisor(children(host, port, workers), os.environ, typer.echo)
    supervisor.run(when_started=lambda: greet(host, port, supervisor, demo=demo))
