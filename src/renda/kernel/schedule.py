"""Work that comes round: apps register it in ``apps.ready()``, the worker of ``jobs`` does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from renda.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Periodic:
    """A service of the platform without arguments and how long after one run the next comes."""

    run: Callable[[], Any]
    every: timedelta


periodic: Registry[Periodic] = Registry("periodic work")
# What a job, asked for or periodic, is called where people see it: names to translatable texts.
labels: Registry[Any] = Registry("label of a job")
