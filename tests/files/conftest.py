"""Every test has a store of its own."""

from __future__ import annotations

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["files"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {**storages["files"]["OPTIONS"], "location": str(tmp_path / "files")},
    }
    settings.STORAGES = storages


@pytest.fixture(autouse=True)
def _english():
    """Sentences are compared in English, whatever catalogue is compiled."""
    with translation.override("en"):
        yield
