"""One address for each kind of public page, with the status it answers in the state without an edition."""

PAGES = {
    "home": ("/", 200),
    "contents": ("/convention/", 200),
    "chapter": ("/convention/chapter/1/", 200),
    "chapter without title": ("/convention/chapter/5/", 200),
    "preamble": ("/convention/preamble/", 404),
    "article": ("/convention/article/12/", 404),
    "whole text": ("/convention/text/", 404),
    "search": ("/convention/search/", 200),
    "search of a word": ("/convention/search/?q=asylum", 200),
    "search of a number": ("/convention/search/?q=article+12", 200),
    "who": ("/convention/who/", 200),
    "compare": ("/convention/compare/", 200),
    "who as a file": ("/convention/who.csv", 404),
    "cite": ("/convention/article/12/cite/", 404),
    "terms": ("/convention/terms/", 200),
    "downloads": ("/convention/downloads/", 200),
    "editions": ("/editions/", 200),
    "editions compared": ("/editions/compare/", 200),
    "signatories": ("/signatories/", 200),
    "list of the Commission": ("/signatories/commission/", 200),
    "list of selected signatories": ("/signatories/selected/", 200),
    "list of public signatories": ("/signatories/public/", 200),
    "list that finds nothing": ("/signatories/public/?q=nobodyofthisname", 200),
    "reservations": ("/signatories/reservations/", 200),
    "sign": ("/sign/", 200),
    "check your mail": ("/sign/check-your-mail/", 200),
    "lost mail": ("/sign/manage/", 200),
    "correct": ("/signatories/correct/", 200),
    "request received": ("/signatories/correct/received/", 200),
    "feedback": ("/feedback/", 200),
    "published remarks": ("/feedback/published/", 200),
    "feedback received": ("/feedback/received/", 200),
    "events": ("/events/", 200),
    "events of a year": ("/events/2017/", 200),
    "event with much": ("/events/2018-05-31-tokyo/", 200),
    "event with little": ("/events/2018-04-19-charlottesville/", 200),
    "resources": ("/resources/", 200),
    "about": ("/about/", 200),
    "about signatures": ("/about/signatures/", 200),
    "privacy": ("/privacy/", 200),
    "accessibility": ("/accessibility/", 200),
    "not found": ("/nowhere/", 404),
}

# Pages with a form that changes something: they may set the cookie of the CSRF token, and are never kept by a cache.
FORMS = {"/sign/", "/sign/manage/", "/feedback/", "/signatories/correct/"}
# Files for machines.
FILES = {
    "/signatories.csv": "text/csv",
    "/signatories.json": "application/json",
    "/events/calendar.ics": "text/calendar",
    "/events/feed.atom": "application/atom+xml",
    "/robots.txt": "text/plain",
    "/sitemap.xml": "application/xml",
    "/card.png": "image/png",
    "/opensearch.xml": "application/opensearchdescription+xml",
    "/.well-known/security.txt": "text/plain",
}
POLICIES = {
    "names": "public, max-age=20, stale-while-revalidate=20, stale-if-error=300",
    "text": "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400",
    "rest": "public, max-age=60, stale-while-revalidate=60, stale-if-error=3600",
}


def policy(path: str) -> str:
    """The Cache-Control that a public address has to have (docs/architecture.md, "Public pages")."""
    if path.endswith("/received/"):
        return POLICIES["rest"]
    if path in ("/", "/about/signatures/") or path.startswith(("/signatories", "/feedback/published/")):
        return POLICIES["names"]
    if path.startswith(("/convention/", "/editions/")):
        return POLICIES["text"]
    return POLICIES["rest"]
