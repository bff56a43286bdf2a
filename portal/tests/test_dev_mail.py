"""The page of mails: in development alone, with links that can be opened."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import include, path

from portal.views import dev

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
ADDRESS = "http://localhost:8000/sign/confirm/WzEsMSwiYSJd:1a-b_c:d-_E/"

urlpatterns = [path("dev/mail/", dev.mail), path("", include("portal.urls"))]


@pytest.fixture
def development(settings, tmp_path):
    """The page at its address, as in development, and a folder of mails."""
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings


def write(subject: str) -> None:
    message = EmailMultiAlternatives(subject, f"Grüße <b>.\n\n{ADDRESS}\n", "site@example.org", ["sam@example.org"])
    message.attach_alternative("<p>html</p>", "text/html")
    message.send()


def page(client) -> str:
    response = client.get("/dev/mail/", secure=True)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def test_production_has_no_such_page(client, settings):
    assert client.get("/dev/mail/", secure=True).status_code == 404
    settings.ROOT_URLCONF = __name__
    assert client.get("/dev/mail/", secure=True).status_code == 404


def test_mails_stand_there_newest_first_with_links(client, development):
    write("The first & one")
    write("The second")
    html = page(client)
    assert html.index("The second") < html.index("The first &amp; one")
    assert html.count(f'href="{ADDRESS}"') == 2
    assert "sam@example.org" in html
    assert "Grüße &lt;b&gt;." in html


def test_several_in_one_file_are_told_apart(client, development):
    with get_connection() as connection:
        for subject in ("One", "Two"):
            EmailMultiAlternatives(subject, "Words", "a@b.org", ["c@d.org"], connection=connection).send()
    assert len(list(development.EMAIL_FILE_PATH.iterdir())) == 1
    assert [message["Subject"] for message in dev.newest(development.EMAIL_FILE_PATH)] == ["Two", "One"]
    assert [message["Subject"] for message in dev.newest(development.EMAIL_FILE_PATH, limit=1)] == ["Two"]
    html = page(client)
    assert html.index(">Two<") < html.index(">One<")


def test_no_mail_and_no_folder_are_said(client, development):
    assert "There is no mail yet." in page(client)
    development.EMAIL_FILE_PATH = None
    assert "names a mail server" in page(client)


def test_development_has_the_address(tmp_path):
    code = "import django; django.setup(); from django.urls import reverse; print(reverse('dev_mail'))"
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings", "DEBUG": "1"}
    environment |= {"DATA": str(tmp_path), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert result.stdout.strip() == "/dev/mail/", result.stderr
