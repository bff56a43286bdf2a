"""What holds for every page below /accounts/: kept by nobody, in no search engine, and the second factor guards it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.accounts.gate import gave_second_factor, has_second_factor, next_step

# What is open to a session that has not given the second factor of its account: the ways to sign in, and out.
OPEN = {
    *("account_login", "account_logout", "account_inactive", "account_signup", "account_invitation"),
    *("account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("mfa_authenticate", "mfa_login_webauthn"),
}


class AccountPages:
    """A session that began before the second factor was set up gives it first: else a password that was stolen
    before would be enough to add a second factor of the thief's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/accounts/"):
            response["Cache-Control"] = "no-store, private"
            response["X-Robots-Tag"] = "noindex"
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The way to the second factor, or None where the page may be shown."""
        if not request.path.startswith("/accounts/") or request.resolver_match.url_name in OPEN:
            return None
        user = request.user
        if user.is_authenticated and not gave_second_factor(request) and has_second_factor(user):
            return next_step(request, request.get_full_path())
        return None
