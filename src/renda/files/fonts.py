"""The font of PDF documents: shipped with the package, so that no machine needs one."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

FAMILY = "Noto Serif SC"
SHIPPED = Path(__file__).parent / "dist" / "fonts"


def folders() -> list[str]:
    """Where fonts are looked for: the operator's own folder first, then the shipped one."""
    own = [settings.FONTS_DIR] if settings.FONTS_DIR else []
    return [*own, str(SHIPPED)]
