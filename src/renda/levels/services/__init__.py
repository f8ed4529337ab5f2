"""Writes of the levels: passing up, entering on one level what the other did, reporting a year."""

from renda.levels.services.passing import lapse, pass_up, relay
from renda.levels.services.reporting import report_year

__all__ = ["lapse", "pass_up", "relay", "report_year"]
