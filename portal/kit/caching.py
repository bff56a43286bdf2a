"""How long a public page may be kept by browsers and shared caches, and how it is asked for again.

Every public page is the same for everyone, so any cache in front may serve it, and goes on while the site is down.
"""

import functools
import hashlib
import re
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

# Seconds: max-age, stale-while-revalidate, stale-if-error. Source: docs/architecture.md, "Public pages".
POLICIES = {
    "names": (20, 20, 300),  # pages and files with names of signatories: a withdrawn name is gone within a minute
    "text": (60, 600, 86_400),
    "rest": (60, 60, 3_600),
}

View = Callable[..., HttpResponse]

GZIP = GZipMiddleware(lambda request: None)
TAKES_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
QUALITY = 5  # of Brotli: smaller and faster than gzip; 11 would take a hundred times as long


def asks_who(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer depends on a cookie, or sets one: its session was looked at, or its CSRF token was made.

    Django's middleware says so in the headers only later, so the request is asked as well as the answer.
    """
    session = getattr(request, "session", None)
    return bool(
        response.cookies
        or "cookie" in response.get("Vary", "").lower()
        or (session is not None and session.accessed)
        or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )


def cache_control(policy: str) -> str:
    """The header of one of the POLICIES. Raises KeyError for an unknown one."""
    max_age, revalidate, error = POLICIES[policy]
    return f"public, max-age={max_age}, stale-while-revalidate={revalidate}, stale-if-error={error}"


def packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer packed by Brotli, or by gzip for who takes only that; as it is where that does not make it smaller.

    Safe for public pages: they hold no secret that could be guessed from the length of an answer.
    """
    takes = TAKES_BROTLI.search(request.headers.get("Accept-Encoding", ""))
    if not takes or response.has_header("Content-Encoding") or len(response.content) < 200:
        return GZIP.process_response(request, response)
    patch_vary_headers(response, ("Accept-Encoding",))
    small = brotli.compress(response.content, quality=QUALITY)
    if len(small) < len(response.content):
        response.content = small
        response["Content-Length"] = str(len(small))
        response["Content-Encoding"] = "br"
        if etag := response.get("ETag"):
            response["ETag"] = etag if etag.startswith("W/") else f"W/{etag}"
    return response


def public_page(policy: str) -> Callable[[View], View]:
    """A decorator for a public view: GET and HEAD alone, one of the POLICIES, an ETag, 304, and packed.

    A view whose pages differ in what they show gives a response the attribute `cache_policy`, which goes before: an
    article with names of signatories under it says "names".
    Raises KeyError for an unknown policy (at import, for the view's own), and RuntimeError where a page depends on who
    asks for it.
    """
    value = cache_control(policy)

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def cached(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if asks_who(request, response):
                raise RuntimeError(f"{request.path} is public, yet its answer depends on a cookie")
            own = getattr(response, "cache_policy", "")
            response["Cache-Control"] = cache_control(own) if own else value
            if response.streaming:
                # A file that came packed (PDF, EPUB), with its own ETag: portal.kit.files has asked the conditions.
                return response
            if response.status_code == 200:
                response["ETag"] = etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
                response = get_conditional_response(request, etag=etag, response=response)
            return packed(request, response)

        # Exempt, since nothing is done on POST: a POST is told 405, not that its token is missing.
        return csrf_exempt(require_safe(cached))

    return decorate
