"""Screenshots of the documentation: ``make shots``.

``docs/shots.toml`` lists them. The demo district is built in a folder of its own, served on a
free port, and each page is opened as the account that is named. A page whose picture did not change
keeps its file.

    [[shot]]
    name = "desk"                 # docs/images/desk.png
    login = "daigongwei"          # login name of a demo account; none for the public
    path = "/desk/"
    width = 1440                  # 390 for a phone
    height = 900                  # only what fits; left out: the whole page
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import machine
import postgres
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
READY_WITHIN = 300.0  # seconds, the district included


@contextlib.contextmanager
def serve() -> Iterator[tuple[str, dict[str, str]]]:
    """The demo on a free port; yields its address and login name -> password."""
    port = postgres.free_port()
    with tempfile.TemporaryDirectory(prefix="renda-shots-") as home:
        environment = {**os.environ, "RENDA_HOME": home}
        environment.pop("DATABASE_URL", None)
        renda = [sys.executable, "-m", "renda"]
        listed = subprocess.run(
            [*renda, "demo", "--json"], env=environment, check=True, capture_output=True, text=True
        )
        passwords = {row[2]: row[3] for row in json.loads(listed.stdout)}
        server = subprocess.Popen([*renda, "up", "--demo", "--port", port], env=environment)
        try:
            wait(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}", passwords
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()


def wait(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until the pages answer. Ends the program when they do not."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.3)
    sys.exit("the demo did not start")


def sign_in(page: Page, login: str, password: str) -> None:
    """Fill in the login form that a page sent us to."""
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def take(browser: Browser, base: str, shot: dict[str, Any], passwords: dict[str, str]) -> None:
    """One picture, in Chinese, with the text at its sharp size."""
    context = browser.new_context(
        viewport={"width": shot.get("width", 1440), "height": shot.get("height", 900)},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(base + shot["path"], wait_until="networkidle")
    if "login" in shot:
        sign_in(page, shot["login"], passwords[shot["login"]])
        page.goto(base + shot["path"], wait_until="networkidle")
    picture = page.screenshot(full_page="height" not in shot)
    target = IMAGES / f"{shot['name']}.png"
    if not target.exists() or target.read_bytes() != picture:
        target.write_bytes(picture)
    print(f"  {target.relative_to(ROOT)}  {page.title()}")
    context.close()


def main() -> None:
    """Take every picture of the list, or those named on the command line."""
    wanted = set(sys.argv[1:])
    shots = tomllib.loads((ROOT / "docs" / "shots.toml").read_text())["shot"]
    found, how = machine.need_chromium()
    if found is None:
        sys.exit(how)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with serve() as (base, passwords), sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(found), args=FLAGS)
        for shot in shots:
            if not wanted or shot["name"] in wanted:
                take(browser, base, shot, passwords)
        browser.close()


if __name__ == "__main__":
    main()
