"""Answers to what went wrong. 500 and 503 need no database; a failed CSRF check keeps what was typed."""

import logging

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_BAD_REFERER, REASON_NO_REFERER
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

# How the reasons begin that name another site as the sender.
STRANGE = tuple(reason.partition("%")[0] for reason in (REASON_BAD_ORIGIN, REASON_BAD_REFERER))

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request itself is broken (a strange host, too many fields, a malformed body)."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is there, but not for this account."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with ways on."""
    response = render(request, "404.html", status=404)
    response["Cache-Control"] = "public, max-age=20"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that needs nothing: no database, no request."""
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable() -> HttpResponse:
    """503, for a time without database; the same in its needs as 500."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection token is missing or old: the same form again, filled in as it was sent.

    A view offers this by an attribute `csrf_failed(request) -> HttpResponse`, see signatories/views/forms.py. The page
    of a strange origin is never filled in: it may be another site that sends the form.
    """
    try:
        again = getattr(resolve(request.path_info).func, "csrf_failed", None)
    except Resolver404:
        again = None
    if again and not (reason.startswith(STRANGE) and reason != REASON_NO_REFERER):
        response = again(request)
        response.status_code = 403
        return response
    return render(request, "403_csrf.html", status=403)


class WithoutDatabase:
    """Middleware: a view that cannot reach the database answers 503, not 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 for a lost or refused connection; None leaves any other error to Django."""
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        logger.error("The database did not answer: %s", exception)
        return unavailable()
