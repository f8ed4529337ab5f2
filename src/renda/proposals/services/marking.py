"""What other rooms have made of a suggestion, noted on its own row."""

from __future__ import annotations

from renda.oversight.queries import is_chosen
from renda.proposals.models import Suggestion


def mark_key(matter_id: int) -> None:
    """On behalf of the platform: mark what the chairpersons' meeting has chosen (A11)."""
    Suggestion.objects.filter(pk=matter_id).update(is_key=is_chosen(matter_id))
