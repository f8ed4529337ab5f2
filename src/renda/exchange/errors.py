"""Refusals of import and export."""

from __future__ import annotations

from renda.kernel.errors import Conflict, Invalid


class BadFile(Invalid):
    """The file cannot be read; the sentence says how to save it."""

    code = "bad_file"


class NotWaiting(Conflict):
    """The import was confirmed, or has ended, meanwhile."""

    code = "import_not_waiting"


class TooLong(Invalid):
    """The list is longer than a file may be."""

    code = "list_too_long"
