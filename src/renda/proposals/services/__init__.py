"""Writes of motions and suggestions: drafts, and the effects bound to the procedure."""

from renda.proposals.services.drafting import open_draft, save_draft
from renda.proposals.services.importing import ImportedSuggestion, import_suggestion
from renda.proposals.services.marking import mark_key
from renda.proposals.services.paper import enter_step_on_behalf

__all__ = [
    "ImportedSuggestion",
    "enter_step_on_behalf",
    "import_suggestion",
    "mark_key",
    "open_draft",
    "save_draft",
]
