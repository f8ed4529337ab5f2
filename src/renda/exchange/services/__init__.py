"""Imports and exports: check, confirm, run; write a list to a file."""

from renda.exchange.services.exporting import export_list
from renda.exchange.services.importing import (
    Outcome,
    check_file,
    confirm,
    import_file,
    run_import,
)

__all__ = ["Outcome", "check_file", "confirm", "export_list", "import_file", "run_import"]
