"""Browsers of those who come to the desk."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from portal.roles import Role, keep_roles, set_role
from signatories.tests.making import HTTPS


@pytest.fixture
def browsers(sign_in) -> Callable[[str], Client]:
    keep_roles()

    def of(who: str) -> Client:
        browser = Client(headers=HTTPS)
        if who == "nobody":
            return browser
        role, before = who.removesuffix(" before"), who.endswith(" before")
        user = User.objects.create_user(f"{who}@example.org".replace(" ", "-"))
        if role in Role.values:
            set_role(user, Role(role))
        else:
            user.is_staff = role == "staff"
            user.save()
        return sign_in(browser, user, second_factor=not before)

    return of
