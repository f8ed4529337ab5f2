"""A process that takes steps: ``python -m renda.bench.hands SEAT PROCEEDING…`` (P4)."""

from __future__ import annotations

import sys

import django


def main() -> None:
    """Say that one is ready, wait for a line, then sign for the receipt of each proceeding."""
    django.setup()
    from renda.access.models import Seat  # noqa: PLC0415 -- after the setup
    from renda.access.queries import actor_for  # noqa: PLC0415
    from renda.matters.facts import Receive  # noqa: PLC0415
    from renda.proceedings.models import Proceeding  # noqa: PLC0415
    from renda.proceedings.services import take_step  # noqa: PLC0415

    seat = Seat.objects.select_related("account", "congress", "body").get(pk=sys.argv[1])
    actor = actor_for(seat, seat.account)
    rows = list(Proceeding.objects.filter(pk__in=sys.argv[2:]).prefetch_related("assignments"))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for row in rows:
        lane_row = row.assignments.all()[0].pk
        take_step(row, "receive", actor=actor, facts=Receive(handler_name="林"), lane_row=lane_row)


if __name__ == "__main__":
    main()
