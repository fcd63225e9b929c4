"""A real browser: the Chromium of this machine, never one that was downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing that the browser does by itself goes over the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE, SMALL = (1280, 900), (390, 844), (360, 740)


def installed() -> str | None:
    """The path of the browser, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; the test is skipped where there is none."""
    path = installed()
    if path is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is on the PATH (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """A page that is open, and what it said and asked for."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def number(self, expression: str) -> float:
        """The value of an expression in the page."""
        return float(self.page.evaluate(expression))

    def box(self, selector: str) -> dict[str, float]:
        """Where an element is on the screen: ``top`` and ``bottom``, in pixels from its upper edge."""
        found: dict[str, float] = self.page.locator(selector).evaluate(
            "element => { const {top, bottom} = element.getBoundingClientRect(); return {top, bottom}; }"
        )
        return found

    def style(self, selector: str, name: str) -> str:
        """A computed style of an element."""
        found: str = self.page.locator(selector).evaluate(
            "(element, name) => getComputedStyle(element).getPropertyValue(name)", name
        )
        return found


@contextmanager
def visit(browser: Browser, file: Path, size: tuple[int, int] = DESKTOP, **options: Any) -> Iterator[Visit]:
    """A page opened from a file, in a context of its own."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    try:
        visited = Visit(context.new_page())
        visited.page.on("console", lambda message: visited.messages.append(message.text))
        visited.page.on("pageerror", lambda error: visited.messages.append(str(error)))
        visited.page.on("request", lambda request: visited.requests.append(request.url))
        visited.page.goto(file.as_uri())
        yield visited
    finally:
        context.close()
