"""What suggestions do in the worker after a step was taken."""

from __future__ import annotations

from typing import Any

from renda.fund import services as fund
from renda.ledger import services as ledger
from renda.levels import services as levels
from renda.oversight import services as oversight
from renda.oversight.procedure import KIND as KEY_KIND
from renda.proceedings.models import Event, Proceeding
from renda.proposals.models import Suggestion
from renda.proposals.procedure import GONE, KIND
from renda.proposals.services import mark_key
from renda.search.services import index


def found_anew(sender: type[Proceeding], *, event: Event, **kwargs: Any) -> None:
    """Let the search know; a merged suggestion changes the parties of the leading one too."""
    row = Suggestion.objects.filter(pk=event.proceeding_id, proceeding__kind=KIND)
    merged_into = row.values_list("merged_into", flat=True).first()
    index(KIND, [pk for pk in (event.proceeding_id, merged_into) if pk])


def followed(sender: type[Proceeding], *, event: Event, **kwargs: Any) -> None:
    """Let end what hangs on a suggestion that is void or withdrawn; mark what was chosen as key."""
    proceeding = event.proceeding
    if proceeding.kind == KIND and proceeding.state in GONE:
        ledger.lapse(proceeding)
        oversight.lapse(proceeding)
        levels.lapse(proceeding)
        fund.lapse(proceeding)
    elif proceeding.kind == KEY_KIND:
        mark_key(proceeding.key.matter_id)
