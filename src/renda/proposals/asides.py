"""What is read before a step of a suggestion is taken, beside its form."""

from __future__ import annotations

from typing import Any

from renda.kernel.actor import Actor
from renda.proceedings.models import Proceeding
from renda.proceedings.procedure import LaneRow
from renda.proposals import pages


def text(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The text, folded, and the deputy's wish."""
    suggestion = proceeding.suggestion
    return {"suggestion": suggestion, "wish": suggestion.wish}


def text_opened(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The text, unfolded: somebody signs it or decides on it."""
    return {**text(proceeding, actor, row), "is_open": True}


def examined(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The text with the motions committee's opinion."""
    suggestion = proceeding.suggestion
    return {**text_opened(proceeding, actor, row), "examination": suggestion.examination}


def check(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The text with what the check found."""
    return {**text(proceeding, actor, row), "findings": pages.findings(proceeding)}


def proposed(proceeding: Proceeding, actor: Actor, row: LaneRow | None) -> dict[str, Any]:
    """The units the handling office proposes."""
    rows = proceeding.suggestion.proposed.select_related("body")
    return {**text(proceeding, actor, row), "proposed": list(rows)}
