"""Writes of the fund: the pot, putting forward, the final list, following the suggestion."""

from renda.fund.services.deciding import Choice, decide_list
from renda.fund.services.pots import set_pot
from renda.fund.services.proposing import follow, lapse, propose

__all__ = ["Choice", "decide_list", "follow", "lapse", "propose", "set_pot"]
