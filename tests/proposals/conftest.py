"""Every test has a store of its own."""

from tests.files.conftest import _own_store

__all__ = ["_own_store"]
