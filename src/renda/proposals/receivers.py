"""What suggestions do in the worker after a step was taken."""

from __future__ import annotations

from typing import Any

from renda.proceedings.models import Event, Proceeding
from renda.proposals.models import Suggestion
from renda.proposals.procedure import KIND
from renda.search.services import index


def found_anew(sender: type[Proceeding], *, event: Event, **kwargs: Any) -> None:
    """Let the search know; a merged suggestion changes the parties of the leading one too."""
    row = Suggestion.objects.filter(pk=event.proceeding_id, proceeding__kind=KIND)
    merged_into = row.values_list("merged_into", flat=True).first()
    index(KIND, [pk for pk in (event.proceeding_id, merged_into) if pk])
