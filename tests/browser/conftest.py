"""A real Chromium and the real site."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.find_browser import FLAGS, find_browser
from tests.browser.serving import Site, running_site, text_site

WIDTHS = {"phone": (360, 740), "desktop": (1280, 900)}


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The site on https://localhost and a free port, for all journeys of a worker."""
    with running_site() as running:
        yield running


@pytest.fixture(scope="session")
def specimen_site() -> Iterator[Site]:
    """The same with a text on it, for all journeys of a worker."""
    with text_site() as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all journeys of a worker."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield chromium
        chromium.close()


@contextmanager
def windows(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """A function that opens a new window on a site; a request to another host or an error of a script is a fault.

    make(width="phone", script=True, scheme="light") -> Page, with `page.goto("/path/")` relative to the site.
    """
    contexts, faults = [], []

    def make(width: str | tuple[int, int] = "desktop", script: bool = True, scheme: str = "light") -> Page:
        size = WIDTHS[width] if isinstance(width, str) else width
        context = browser.new_context(
            base_url=site.url,
            ignore_https_errors=True,
            java_script_enabled=script,
            color_scheme=scheme,
            viewport={"width": size[0], "height": size[1]},
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: r.url.startswith((site.url, "data:")) or faults.append(f"request to {r.url}"))
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on(
            "console",
            lambda message: "Content Security Policy" in message.text and faults.append(f"policy: {message.text}"),
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def open_page(browser: Browser, site: Site):
    """Opens windows on the site without a text: see `windows`."""
    with windows(browser, site) as make:
        yield make


@pytest.fixture
def open_text(browser: Browser, specimen_site: Site):
    """Opens windows on the site with the specimen: see `windows`."""
    with windows(browser, specimen_site) as make:
        yield make
