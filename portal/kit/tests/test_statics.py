"""Style sheets and scripts leave the site without comments, and whole."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage

from conftest import ROOT

OWN = [path.relative_to(ROOT / "static") for kind in ("css", "js") for path in (ROOT / "static" / kind).iterdir()]


@pytest.mark.parametrize("path", OWN, ids=str)
def test_file_is_smaller_and_says_the_same(path):
    was = (ROOT / "static" / path).read_text()
    now = Path(staticfiles_storage.path(staticfiles_storage.stored_name(str(path)))).read_text()
    assert len(was) / 3 < len(now) < len(was)
    assert "/*" not in now
    # Every word that stands outside comments stands there still, in its order; but addresses have a sum in them.
    bare = re.sub(r"/\*[\s\S]*?\*/|(?<![^\s])//.*", " ", was)
    assert words(bare) == words(now)


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]{2,}", re.sub(r"url\(.*?\)", "", text))


@pytest.mark.parametrize("path", [path for path in OWN if path.suffix == ".css"], ids=str)
def test_what_stands_below_in_a_selector_stands_below_still(path):
    """`.a :is(b)` is not `.a:is(b)`: a sheet that lost the space lost its boxes to type in."""
    was = re.sub(r"/\*[\s\S]*?\*/", "", (ROOT / "static" / path).read_text())
    now = Path(staticfiles_storage.path(staticfiles_storage.stored_name(str(path)))).read_text()
    below = r"([\w\])]+) \*?(::?[a-z-]+)(?=[^;{}]*\{)"
    assert re.findall(below, was) == re.findall(below, now)
