"""The page of all parts: in development alone, and with every part that the design system names."""

import re
from pathlib import Path

from django.test import RequestFactory

from portal.views import dev

ROOT = Path(__file__).resolve().parent.parent.parent


def page(settings) -> str:
    settings.DEBUG = True
    return dev.parts(RequestFactory().get("/dev/parts/", secure=True)).content.decode()


def test_production_has_no_such_page(client):
    assert client.get("/dev/parts/", secure=True).status_code == 404


def test_every_part_that_the_design_system_names_is_shown(settings):
    html = page(settings)
    shown = set(" ".join(re.findall(r'class="([^"]*)"', html)).split())
    text = (ROOT / "docs" / "design-system.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`\.([a-z-]+)`", text))
    assert len(named) > 30
    assert named - shown == set()


def test_every_colour_and_size_of_the_tokens_is_in_the_design_system():
    text = (ROOT / "docs" / "design-system.md").read_text(encoding="utf-8")
    tokens = re.findall(r"--([a-z0-9-]+):", (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8"))
    assert len(tokens) > 30
    assert [name for name in dict.fromkeys(tokens) if f"`{name}`" not in text] == []


def test_forms_are_shown_empty_and_with_every_error(settings):
    html = page(settings)
    assert 'id="errors"' in html
    assert "things are missing or not right" in html
    assert html.count('class="error"') == 3  # the choice, the address, the box to tick
    assert 'value="What was typed"' in html
