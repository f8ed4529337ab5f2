"""Every test has a store of its own, and speaks English."""

from tests.files.conftest import _english, _own_store

__all__ = ["_english", "_own_store"]
