"""Writes of oversight: putting a suggestion before the meeting, following its matter."""

from renda.oversight.services.proposing import follow, propose

__all__ = ["follow", "propose"]
