"""A real browser against a real server on the tests' database."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from renda.access.models import Seat
from tests import factories

DESKTOP, PHONE, HALL = (1440, 900), (390, 844), (1920, 1080)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    program = os.environ.get("RENDA_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Visit]:
    """Open a path of the platform as whoever holds a seat (or as nobody)."""
    contexts: list[BrowserContext] = []

    def go(
        path: str,
        *,
        seat: Seat | None = None,
        size: tuple[int, int] = DESKTOP,
        scripts: bool = True,
        language: str = "zh-CN",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            locale=language,
        )
        contexts.append(context)
        if seat is not None:
            client = factories.sign_in(Client(), seat=seat)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
