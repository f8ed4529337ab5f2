"""The pages that everybody meets first."""

from __future__ import annotations

import pytest

from tests.browser import checks
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "path", ["/login/", "/en/login/", "/pages/accessibility/", "/pages/keyboard/", "/nowhere/"]
)
def test_open_pages_have_nothing_wrong(visit, path, size) -> None:
    assert checks.problems(visit(path, size=size)) == []


def test_the_language_stands_in_the_address(visit) -> None:
    page = visit("/login/")

    page.get_by_role("link", name="English").first.click()

    assert page.url.endswith("/en/login/")
    assert page.locator("html").get_attribute("lang") == "en"
