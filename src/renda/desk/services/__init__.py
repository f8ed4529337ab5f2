"""Writes of the desk: one step for many, what was worked on last, the repair of what waits."""

from renda.desk.services.bulk import Item, Outcome, take_together
from renda.desk.services.recent import forget_old, remember
from renda.desk.services.repair import rebuild_waiting

__all__ = ["Item", "Outcome", "forget_old", "rebuild_waiting", "remember", "take_together"]
