"""``renda init``: a real, empty congress and its first administrator."""

from __future__ import annotations

import importlib
from datetime import date, datetime
from typing import Annotated, Any

import typer

from renda.cli.environment import PACKAGE, ensure_secret_key, home, manage, service, start, stop
from renda.cli.progress import bar

REGIONS = PACKAGE / "congresses" / "dist" / "regions.xz"
# Digits of a region's code to the level of its congress (GB/T 2260, 10114).
LEVELS = {2: "P", 4: "M", 6: "C", 9: "T"}


def region_of(code: str) -> Any:
    """The region, its province loaded first when the table does not have it."""
    regions = service("renda.congresses.models.Region").objects
    if not regions.filter(pk=code).exists():
        with bar("regions"):
            service("renda.congresses.services.load_regions")(REGIONS, province=code[:2])
    found = regions.filter(pk=code).first()
    return found or stop(f"There is no region with the code {code}.", code=2)


def found_congress(region: Any, level: str, slug: str, name: str, term: int, began: date) -> Any:
    """The congress with the bodies of its level, and its running term."""
    actor = service("renda.kernel.actor.system")
    congress = service("renda.congresses.services.create_congress")(
        name=name, short_name=region.name, slug=slug, level=level, region=region, actor=actor(0)
    )
    service("renda.congresses.services.start_term")(
        congress, number=term, began_on=began, actor=actor(congress.pk)
    )
    return congress


def first_slip(congress: Any, username: str, name: str) -> str:
    """An administrator's account with its seat; returns the address on its one-time slip."""
    actor = service("renda.kernel.actor.system")(congress.pk)
    account = service("renda.access.services.create_account")(
        username, name=name, congress_id=congress.pk, actor=actor
    )
    service("renda.access.services.grant_seat")(
        account, congress=congress, role="administrator", actor=actor
    )
    token = service("renda.access.services.issue_slip")(account, purpose="activate", actor=actor)
    path = service("django.urls.reverse")("access:activate", args=[token])
    return f"{service('django.conf.settings').BASE_URL}{path}"


def print_slip(address: str, name: str) -> None:
    """The slip with its QR code, for the terminal."""
    typer.echo(f"\nSlip for {name}: open this once and choose a password.\n{address}\n")
    importlib.import_module("segno").make(address, error="m").terminal(compact=True)


def refuse_second(slug: str) -> None:
    """An installation's first congress is made here, the others on their pages."""
    if service("renda.congresses.models.Congress").objects.filter(slug=slug).exists():
        stop(f"There is a congress at /{slug}/ already.", code=2)


def run(
    region: Annotated[str, typer.Option(prompt="Region code (330102)", help="GB/T 2260 code.")],
    slug: Annotated[
        str, typer.Option(prompt="Short address, as in /qinghe/", help="Letters, digits, -.")
    ],
    term: Annotated[int, typer.Option(prompt="Number of the running term", min=1)],
    began: Annotated[datetime, typer.Option(prompt="First day of that term", formats=["%Y-%m-%d"])],
    administrator: Annotated[str, typer.Option(prompt="Name of the first administrator")],
    username: Annotated[str, typer.Option(prompt="Login name of the administrator")],
    level: Annotated[str, typer.Option(help="P, M, C or T; by default by the code.")] = "",
    name: Annotated[str, typer.Option(help="Full name; by default after the region.")] = "",
) -> None:
    """Found a real, empty congress and print a one-time slip for its administrator."""
    if ensure_secret_key():
        typer.echo(f"A secret key was written to {home() / 'secret.key'}. Keep a copy of it.")
    start()
    manage("migrate", verbosity=0, interactive=False)
    manage("createcachetable", verbosity=0)
    refuse_second(slug)
    with service("django.db.transaction.atomic")():
        where = region_of(region)
        kind = level or LEVELS.get(len(region), "")
        full = name or f"{where.name}人民代表大会"
        congress = found_congress(where, kind, slug, full, term, began.date())
        address = first_slip(congress, username, administrator)
    typer.echo(f"{congress.name} stands at /{congress.slug}/.")
    print_slip(address, administrator)
