"""What must hold on every page: nothing axe finds, no sideways scroll, no raw text."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Codes and untranslated words that a user must never see.
RAW = re.compile(r"\b(?:None|True|False|undefined|NaN)\b|\{\{|\{%|%\(\w+\)s")
# WCAG 2.2 AA, the standard the pages are held to.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],  # what is in order is not described at length
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Page) -> list[str]:
    """What axe finds, one line each with the first place."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']} ({each['impact']}): {each['nodes'][0]['html'][:160]}" for each in found]


def problems(page: Page) -> list[str]:
    """Everything wrong with the page as it stands."""
    found = violations(page)
    sideways = page.evaluate(WIDER)
    if sideways > 0:
        found.append(f"scrolls sideways by {sideways} px")
    text = page.inner_text("body")
    for sample in page.locator("code").all_inner_texts():  # what is to be written just so
        text = text.replace(sample, "")
    found += [f"raw text: {match.group()}" for match in RAW.finditer(text)]
    return found
