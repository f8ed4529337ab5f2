"""Writes of the engine: open a proceeding, take a step. Rooms build their verbs on these."""

from renda.proceedings.services.change import Change
from renda.proceedings.services.drafts import drop_draft, keep_draft
from renda.proceedings.services.opening import open_proceeding
from renda.proceedings.services.projection import project
from renda.proceedings.services.reminders import remind
from renda.proceedings.services.steps import Origin, take_step

__all__ = [
    "Change",
    "Origin",
    "drop_draft",
    "keep_draft",
    "open_proceeding",
    "project",
    "remind",
    "take_step",
]
