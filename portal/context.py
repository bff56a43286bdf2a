"""What every template may know: who runs the site, and where."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """SITE_URL, OPERATOR and CONTACT from the settings, and the page's canonical address (without its query)."""
    return {
        "SITE_URL": settings.SITE_URL,
        "OPERATOR": settings.OPERATOR,
        "CONTACT": settings.CONTACT,
        "canonical": settings.SITE_URL + request.path,
    }
