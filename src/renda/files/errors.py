"""Refusals of the app."""

from renda.kernel.errors import Invalid


class Refused(Invalid):
    """This file is not taken; the message says why and what to do."""

    code = "file_refused"
