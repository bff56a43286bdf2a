"""Production refuses to start without what it needs, and says which variable is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
WHOLE = {
    "SECRET_KEY": "k" * 60,
    "EMAIL_KEY": "e" * 60,
    "SITE_URL": "https://convention.test",
    "OPERATOR": "Someone",
    "CONTACT": "contact@convention.test",
    "EMAIL_URL": "smtp+tls://user:password@mail.test:587",
    "DATABASE_URL": "postgres://user:password@db.test/portal",
}


def start(**changes: str) -> subprocess.CompletedProcess:
    """Read the settings in a process of their own, whose environment is WHOLE with the changes."""
    environment = {name: value for name, value in {**WHOLE, **changes}.items() if value}
    code = "from django.conf import settings; print(settings.DEBUG, settings.SPECIMEN, settings.SITE_URL)"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_whole_environment_starts_as_production_without_specimen():
    result = start()
    assert (result.returncode, result.stdout.strip()) == (0, "False False https://convention.test")


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_missing_variable_is_named(name):
    result = start(**{name: ""})
    assert result.returncode != 0
    assert f"ImproperlyConfigured: Set {name}:" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "short", "at least 50"),
        ("EMAIL_KEY", "short", "at least 50"),
        ("EMAIL_KEY", "k" * 60, "not those of SECRET_KEY"),
        ("SECRET_KEY_FALLBACKS", "e" * 60, "not those of SECRET_KEY"),
        ("TRUSTED_PROXIES", "-1", "0 or more"),
        ("SITE_URL", "http://convention.test", "in production it starts with https://"),
        ("SITE_URL", "https://convention.test/path", "scheme and host alone"),
        ("SITE_URL", "convention.test", "scheme and host alone"),
        ("SITE_URL", "https://192.0.2.1", "passkeys need a name"),
        ("SITE_URL", "https://[2001:db8::1]", "passkeys need a name"),
        ("DATABASE_URL", "sqlite:///db.sqlite3", "must name a PostgreSQL server"),
        ("EMAIL_URL", "consolemail://", "must name a mail server"),
        ("EMAIL_URL", "file:", "must name a mail server"),
    ],
)
def test_insecure_or_wrong_value_is_refused(name, value, words):
    result = start(**{name: value})
    assert result.returncode != 0
    assert words in result.stderr


def test_development_makes_its_keys_once_and_keeps_them(tmp_path):
    code = "from django.conf import settings; print(settings.SECRET_KEY, settings.EMAIL_KEY, settings.TRUSTED_PROXIES)"
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEBUG": "1",
        "DATA": str(tmp_path),
        "DATABASE_URL": WHOLE["DATABASE_URL"],
    }
    command = [sys.executable, "-c", code]
    said = [subprocess.check_output(command, cwd=ROOT, env=environment, text=True, timeout=60) for _ in range(2)]
    assert said[0] == said[1]
    secret, email, proxies = said[0].split()
    assert secret != email and min(len(secret), len(email)) >= 50 and proxies == "0"
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {
        "secret-key": "0o600",
        "email-key": "0o600",
    }
