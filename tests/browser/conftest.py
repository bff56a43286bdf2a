"""A real Chromium and the real site: gunicorn over TLS with production settings, a database of its own, real data."""

import os
import secrets
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from psycopg import sql

from tests.browser.find_browser import FLAGS, find_browser

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CERTIFICATE = HERE / "localhost-test-only.crt"
WIDTHS = {"phone": (360, 740), "desktop": (1280, 900)}


@dataclass(frozen=True)
class Site:
    """The running site: its address, its database, and an administrator's name and password."""

    url: str
    dsn: str
    user: str
    password: str
    environment: dict[str, str]

    def query(self, text: str, *values: object) -> list[tuple]:
        """Rows straight from the database (the ORM refuses to run beside Playwright's loop)."""
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(text, values).fetchall()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True
    )


@pytest.fixture(scope="session")
def site():
    """Start the site as production runs it, on https://localhost and a free port; stop it at the end."""
    server = settings.DATABASES["default"]
    options = dict(server.get("OPTIONS") or {})
    host = options.get("host") or server["HOST"]
    port_of_database = options.get("port") or server["PORT"] or "5432"
    login = f"{server['USER']}:{server['PASSWORD']}"
    name = f"journeys_{secrets.token_hex(4)}"
    dsn = f"postgres://{login}@/%s?host={host}&port={port_of_database}"
    with psycopg.connect(dsn % "postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    port = _free_port()
    user, password = "admin", secrets.token_urlsafe(16)
    environment = {
        **os.environ,
        "DATABASE_URL": dsn % name,
        "SITE_URL": f"https://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DJANGO_SUPERUSER_PASSWORD": password,
    }
    _manage(environment, "migrate", "--verbosity=0")
    _manage(environment, "load_data")
    _manage(environment, "createsuperuser", "--noinput", f"--username={user}", "--email=admin@convention.test")
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class=gthread", "--threads=8", "--log-level=error"]
    command += [f"--certfile={CERTIFICATE}", f"--keyfile={HERE / 'localhost-test-only.key'}"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(f"https://localhost:{port}/healthz", process)
        yield Site(environment["SITE_URL"], dsn % name, user, password, environment)
    finally:
        process.terminate()
        process.wait(timeout=20)
        with psycopg.connect(dsn % "postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _wait(address: str, process: subprocess.Popen, seconds: float = 30) -> None:
    context = ssl.create_default_context(cafile=CERTIFICATE)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, "the web server stopped"
        try:
            with urlopen(address, context=context, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer within {seconds} s")


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all journeys of a worker."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site: Site):
    """A function that opens a new window on the site; a request to another host or an error of a script is a fault.

    open_page(width="phone", script=True, scheme="light") -> Page, with `page.goto("/path/")` relative to the site.
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
