"""Somebody at a screen: finds his work on the desk, opens it, fills the form, sends it.

    clerk = Person(visit("/desk/", seat=play.seats["clerk"]), proceeding)
    clerk.does("register", field="urban", publication="yes")

Nothing is asked for by address that a link does not lead to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page

from renda.proceedings.models import Proceeding


@dataclass
class Person:
    """One seat in front of a page of the platform, at work on one matter."""

    page: Page
    proceeding: Proceeding | None = None

    @property
    def base(self) -> str:
        """Where the platform answers, without a path."""
        return "/".join(self.page.url.split("/")[:3])

    def goes(self, path: str) -> None:
        """Open an address that a person knows: the desk, or what a notice names."""
        self.page.goto(self.base + path)

    def sees(self, words: str) -> bool:
        """Whether the words stand on the page."""
        return words in self.page.inner_text("body")

    def waited_for(self, step: str) -> bool:
        """Whether the desk lists this step of the matter."""
        self.goes("/desk/")
        return self._links(step).count() > 0

    def does(self, step: str, **answers: Any) -> None:
        """Take a step that waits on the desk."""
        self.goes("/desk/")
        link = self._links(step)
        words = self.page.inner_text("main")
        assert link.count(), f"{step} does not wait on this desk: {words}"
        self.presses(link.first)
        assert self._form(step).count(), f"no form of {step} at {self.page.url}"
        self.fills(**answers)
        self.sends(step)

    def may(self, step: str, **answers: Any) -> None:
        """Take a step that waits for nobody, from the page of the matter."""
        self.opens()
        if not self._form(step).count():
            link = self._links(step)
            assert link.count(), f"{step} is not offered on the matter's page"
            self.presses(link.first)
        self.fills(**answers)
        self.sends(step)

    def opens(self) -> None:
        """Open the page of the matter."""
        self.goes(f"/matters/{self._id}/")

    def fills(self, **answers: Any) -> None:
        """Answer the fields, each as its kind is answered; ``a__0__b`` is a field of a line."""
        for name, value in answers.items():
            self._answer(name.replace("__", "-"), value)

    def sends(self, step: str) -> None:
        """Press the first button; on the page that asks once more, press it again."""
        before = self._taken(step)
        self.presses(self._form(step).locator(".btn-primary").first)
        if self.page.locator("form.confirm").count():
            self.presses(self.page.locator("form.confirm .btn-primary"))
        wrong = self.page.locator("main .errors")
        assert not wrong.count(), f"{step}: {wrong.first.inner_text()}"
        shown = self.page.inner_text("main")
        assert self._taken(step) == before + 1, f"{step} was not taken; the page says: {shown}"

    def presses(self, what: Locator) -> None:
        """Follow a link or send a form, and wait until the next page is there."""
        with self.page.expect_navigation():
            what.click()

    @property
    def _id(self) -> str:
        assert self.proceeding is not None
        return str(self.proceeding.public_id)

    def _taken(self, step: str) -> int:
        assert self.proceeding is not None
        return self.proceeding.events.filter(step=step).count()

    def _links(self, step: str) -> Locator:
        """Links to the step of this matter."""
        return self.page.locator(f'main a[href*="/matters/{self._id}/{step}/"]')

    def _form(self, step: str) -> Locator:
        return self.page.locator(f'main form[action*="/{self._id}/{step}/"]').first

    def _answer(self, name: str, value: Any) -> None:
        fields = self.page.locator(f'main [name="{name}"]')
        assert fields.count(), f"no field {name} at {self.page.url}"
        kind = fields.first.evaluate("each => each.type || each.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            values = value if isinstance(value, list) else [value]
            for each in values:
                choice = self.page.locator(f'main [name="{name}"][value="{each}"]')
                (choice if choice.count() else fields).first.check()
        elif kind.startswith("select"):
            fields.first.select_option(
                [str(each) for each in value] if isinstance(value, list) else str(value)
            )
        else:
            fields.first.fill(str(value))
