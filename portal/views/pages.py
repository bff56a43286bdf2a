"""Home, the plain pages, and what machines ask for first."""

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from convention.models import OfficialFile
from convention.outline import outline
from convention.reader import current_reader
from events.models import Event
from portal.kit.caching import public_page
from portal.models import Resource
from signatories import drawings
from signatories.models import Group, Signature
from signatories.numbers import numbers

NAMES_ON_HOME = 4
EVENTS_ON_HOME = 4
NEWEST = F("signed_at").desc(nulls_last=True)


@public_page("names")
def home(request: HttpRequest) -> HttpResponse:
    """What the Convention is, its chapters, the numbers, who signed, where it was presented."""
    shape = outline()
    counts = Signature.objects.counts()
    events = Event.objects.public().in_order()
    context = {
        "chapters": shape.chapters,
        "chapters_total": shape.chapters_total,
        "articles_total": shape.articles_total,
        "edition": shape.edition,
        "groups": [_group(group, counts[group]) for group in Group],
        "statements_total": counts["statements"],
        "events": events[:EVENTS_ON_HOME],
        "events_total": events.count(),
        "places_total": events.order_by().values("city", "country").distinct().count(),
        "resources": Resource.objects.public().filter(parent=None),
        "booklet": OfficialFile.objects.booklet(),
    }
    return render(request, "portal/home.html", context)


def _group(group: Group, count: int) -> dict[str, object]:
    """One list of the register as home shows it: the newest dated signatures first, then the order of the list."""
    people = Signature.objects.public().filter(group=group).order_by(NEWEST, "sort_key", "pk")
    return {
        "slug": group.value,
        "count": count,
        "people": people[:NAMES_ON_HOME],
        "url": reverse("signatories:list", args=[group.value]),
    }


@public_page("rest")
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html")


@public_page("names")
def about_signatures(request: HttpRequest) -> HttpResponse:
    found = numbers()
    context = {
        "counts": Signature.objects.counts(),
        "numbers": found,
        "growth": drawings.growth_chart(found.periods),
        "growth_line": drawings.line_in_words(drawings.line_of_growth(found.periods)),
        "dated": sum(period.signed for period in found.periods),
        "countries": drawings.country_bars(found.countries),
        "countries_line": drawings.line_in_words(drawings.line_of_countries(found.countries)),
    }
    return render(request, "portal/about_signatures.html", context)


@public_page("rest")
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html", {"cookie": settings.CSRF_COOKIE_NAME})


@public_page("rest")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the site and its database answer; without the database the middleware answers 503."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@public_page("rest")
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /sign/confirm/",
        "Disallow: /sign/manage/",
        "Disallow: /convention/search/",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page("rest")
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). Its date of expiry is the operator's to set: SECURITY_TXT_EXPIRES."""
    lines = [
        f"Contact: mailto:{settings.CONTACT}",
        f"Expires: {settings.SECURITY_TXT_EXPIRES}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


SITEMAP_PAGES = (
    "home",
    "convention:contents",
    "convention:who",
    "convention:terms",
    "convention:downloads",
    "convention:editions",
    "signatories:index",
    "signatories:reservations",
    "signatories:sign",
    "signatories:feedback",
    "signatories:remarks",
    "signatories:correct",
    "events:index",
    "resources",
    "about",
    "about_signatures",
    "privacy",
    "accessibility",
)
MOST_STATEMENTS = 10_000  # a sitemap may have 50,000 addresses


@public_page("rest")
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that a search engine may list; absolute addresses from SITE_URL, never from the Host header."""
    paths = [reverse(name) for name in SITEMAP_PAGES]
    reader = current_reader()
    if reader and reader.edition.specimen:
        # Its pages are "noindex", those that are there without a text as well.
        paths = [path for path in paths if not path.startswith(reverse("convention:contents"))]
    elif reader:
        paths += reader.pages()
        paths += [reader.url("term", slug) for slug in reader.edition.terms.values_list("slug", flat=True)]
    paths += [reverse("signatories:list", args=[group.value]) for group in Group]
    made = Signature.objects.public().with_statement().order_by("sort_key", "pk")
    paths += [one.statement_url for one in made.only("pk")[:MOST_STATEMENTS]]
    published = list(Event.objects.public().in_order())
    paths += [reverse("events:year", args=[year]) for year in sorted({e.starts_on.year for e in published})]
    paths += [event.get_absolute_url() for event in published]
    return render(request, "portal/sitemap.xml", {"paths": paths}, content_type="application/xml")
