"""What the desk's pages take: which lines are meant, what came of a call."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from renda.web.forms import RendaForm

# So many lines are taken together at most.
MOST = 100


class CallForm(RendaForm):
    """What came of a call."""

    result = forms.CharField(label=_("What came of the call"), min_length=2, max_length=200)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen line: the step, on which proceeding and row."""

    step: str
    public_id: str
    lane_row: int

    @property
    def value(self) -> str:
        """As it stands in the form."""
        return f"{self.step}:{self.public_id}:{self.lane_row}"


def chosen_lines(values: Iterable[str]) -> list[Chosen]:
    """The chosen lines, each once; what cannot be read is left out."""
    found: dict[str, Chosen] = {}
    for value in values:
        line = _chosen(value)
        if line is not None:
            found.setdefault(line.value, line)
    return list(found.values())[:MOST]


def _chosen(value: Any) -> Chosen | None:
    step, _colon, rest = str(value).partition(":")
    public_id, _colon, row = rest.partition(":")
    try:
        return Chosen(step, str(uuid.UUID(public_id)), max(0, int(row)))
    except ValueError:
        return None
