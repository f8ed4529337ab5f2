"""What the build leaves for the browser. `make test` builds first."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, ROOT

DIST = PACKAGE / "web" / "static" / "dist"
TRIM = """
import {{ trim }} from "{module}";
process.stdout.write(trim({sheet!r}, {families!r}));
"""


def trimmed(sheet: str, families: list[str]) -> str:
    script = TRIM.format(module=ROOT / "assets/trim.mjs", sheet=sheet, families=families)
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], check=True, capture_output=True, text=True
    )
    return re.sub(r"\s+", "", done.stdout)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (".modal{a:b}.btn{c:d}", ".btn{c:d}"),
        (".modal-body{a:b}.modals{c:d}", ".modals{c:d}"),
        (".btn,.modal .x,.card{a:b}", ".btn,.card{a:b}"),
        ("@media print{.modal{a:b}}.x{}", ".x{}"),
        ("@media print{.modal{a:b}.y{c:d}}", "@mediaprint{.y{c:d}}"),
        (":is(.a,.b){x:y}", ":is(.a,.b){x:y}"),
        ('.q::after{content:"}.modal{"}', '.q::after{content:"}.modal{"}'),
        ("@keyframes modal{from{a:b}}", "@keyframesmodal{from{a:b}}"),
    ],
)
def test_a_family_is_left_out_and_nothing_else(sheet: str, expected: str) -> None:
    assert trimmed(sheet, ["modal"]) == expected


def test_the_plain_sheet_keeps_what_pages_use_and_leaves_out_what_needs_a_script() -> None:
    sheet = (DIST / "desk.css").read_text()

    kept = {name for name in ("btn", "form-control", "form-select") if f".{name}" in sheet}
    assert kept == {"btn", "form-control", "form-select"}
    assert not re.search(r"\.(carousel|offcanvas|modal-dialog|navbar-brand)\b", sheet)


def test_the_sprite_has_every_listed_icon_and_no_style() -> None:
    lines = (ROOT / "assets/icons.txt").read_text().splitlines()
    listed = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    sprite = (DIST / "icons.svg").read_text()

    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == listed
    assert "style=" not in sprite


def test_the_font_of_letters_stands_with_its_licence() -> None:
    fonts: Path = PACKAGE / "files/dist/fonts"

    assert (fonts / "NotoSerifSC-Regular.ttf").stat().st_size > 5_000_000
    assert "SIL OPEN FONT LICENSE" in (fonts / "LICENSE").read_text().upper()
