"""Small middleware of the site: one header, and a limit for the bodies of requests."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Handler = Callable[[HttpRequest], HttpResponse]

# What a page of text needs of a browser's powers: nothing.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class PermissionsPolicy:
    """Set the Permissions-Policy header on every answer."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class BodyLimit:
    """Answer 413 with a page, not with a broken connection, to a body over the limit.

    The limit is PUBLIC_BODY_LIMIT, below /admin/ STAFF_BODY_LIMIT. It must stand before anything that reads the body.
    """

    CHUNK = 65_536

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = settings.STAFF_BODY_LIMIT if request.path.startswith("/admin/") else settings.PUBLIC_BODY_LIMIT
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length <= limit:
            return self.get_response(request)
        # A browser shows an answer only after it could send all it has: read and drop, within the staff limit.
        left = min(length, settings.STAFF_BODY_LIMIT)
        while left > 0 and (chunk := request.read(min(self.CHUNK, left))):
            left -= len(chunk)
        return render(request, "413.html", {"limit": limit}, status=413)
