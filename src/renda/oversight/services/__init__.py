"""Writes of oversight: putting a suggestion before the meeting, following its matter."""

from renda.oversight.services.proposing import follow, lapse, propose

__all__ = ["follow", "lapse", "propose"]
