"""A changed declaration needs a new version: open cases keep what they began under."""

from __future__ import annotations

from renda.proceedings.procedure import all_bindings

# Behaviour of every version that a case may run under. A version that stands here never changes:
# give a changed declaration the next number, bind both, and add its line.
KNOWN = {
    ("suggestion", 1): "79eccb9eec056a35",
    ("commitment", 1): "7f1826477710c623",
    ("key", 1): "89cb9720f664b2b3",
    ("passed_up", 1): "4fc2665022b10fc7",
    ("from_below", 1): "10b1d1c6f4de3490",
    ("microproject", 1): "e04fbf00f9ccb257",
    ("inspection", 1): "e753a4cff0ad172a",
}


def test_no_declaration_changed_without_a_new_version() -> None:
    found = {
        (each.procedure.kind, each.procedure.version): each.procedure.fingerprint()
        for each in all_bindings()
    }

    assert found == KNOWN
