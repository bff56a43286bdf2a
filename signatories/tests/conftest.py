"""For the tests of this app: browsers as production sees them, behind a proxy that speaks https."""

import itertools
import secrets

import pytest
from django.test import Client

from convention.models import Instrument
from signatories.loading import load
from signatories.tests.making import HTTPS, staff
from signatories.tests.working import mailbox


@pytest.fixture
def client():
    return Client(headers=HTTPS)


@pytest.fixture
def convention(db):
    """What is known of the Convention before its text is here: how many articles and chapters it has."""
    return Instrument.objects.create(
        slug="convention",
        title="Model International Mobility Convention",
        finalized="2017-04",
        articles_stated=213,
        outline=[{"number": number, "title": ""} for number in range(1, 9)],
    )


@pytest.fixture
def founding(db):
    """The register with the founding rows and nothing else."""
    load()


@pytest.fixture
def box(settings):
    """An SMTP server, to which the mail of this test goes."""
    with mailbox(settings) as running:
        yield running


@pytest.fixture
def moderator(sign_in):
    """Makes a moderator and signs in: a call gives the browser of a new one."""
    numbers = itertools.count(1)

    def make() -> Client:
        user = staff(
            f"moderator-{next(numbers)}-{secrets.token_hex(3)}", "view_signature", "change_signature", "add_signature"
        )
        return sign_in(Client(headers=HTTPS), user)

    return make
