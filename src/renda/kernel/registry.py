"""A typed registry: something low asks, something high answers, no import points up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Names to values; a name is taken once."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._values: dict[str, T] = {}

    def register(self, name: str, value: T) -> None:
        """Take ``name``. Raises ValueError when another value has it."""
        if self._values.get(name, value) is not value:
            message = f"{self.what} {name!r} is registered twice"
            raise ValueError(message)
        self._values[name] = value

    def get(self, name: str) -> T:
        """The value of ``name``. Raises LookupError with the known names."""
        try:
            return self._values[name]
        except KeyError:
            message = f"no {self.what} {name!r}; known: {', '.join(sorted(self._values))}"
            raise LookupError(message) from None

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return iter(sorted(self._values.items(), key=lambda item: item[0]))
