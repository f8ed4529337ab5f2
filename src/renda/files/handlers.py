"""Uploads that are too large are dropped while they arrive: never in memory, never on disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from renda.files.rules import limits

ATTRIBUTE = "renda_too_large"


class LimitHandler(FileUploadHandler):
    """First of the handlers. The other fields of the form are still read, so nothing typed is lost;
    what was dropped is told by ``dropped``.
    """

    # Small pieces: memory stays flat whatever is sent.
    chunk_size = 64 * 1024
    _is_too_much = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 -- Django's name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Judge the whole request by its announced length."""
        self._is_too_much = content_length > limits().form

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the piece on, or drop the file at the first piece beyond the limit."""
        if self._is_too_much or start + len(raw_data) > limits().document:
            lost = getattr(self.request, ATTRIBUTE, [])
            setattr(self.request, ATTRIBUTE, [*lost, (self.field_name, self.file_name)])
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
        return


def dropped(request: HttpRequest, field: str) -> list[str]:
    """Names of the files of a field that were too large to be taken in."""
    return [name for place, name in getattr(request, ATTRIBUTE, []) if place == field]
