"""The public columns of the public register as files: CSV for spreadsheets, JSON for programs.

Both are the same bytes as long as the register is the same, so that a cache and an ETag can work with them.
"""

import json
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse

from portal.kit import spreadsheets
from portal.kit.caching import public_page
from signatories.models import Group, Signature

# Column of the file → field of the model.
PUBLIC = {
    "list": "group",
    "name": "name",
    "kind": "kind",
    "affiliation": "affiliation",
    "representative": "representative",
    "role": "representative_role",
    "country": "country",
    "signed_on": "signed_at",
    "statement": "statement",
    "statement_text": "statement_text",
    "statement_articles": "statement_articles",
}
# Every other field, named one by one: a field that stands in neither makes a test fail before it can leak.
PRIVATE = frozenset(
    {
        *(
            "id",
            "source",
            "page_entries",
            "people",
            "sort_name",
            "sort_key",
            "letter",
            "search_text",
            "articles_named",
        ),
        *("email_key", "name_key", "note", "place"),
        *("email", "publish_consent_at", "wants_updates", "edition_sha256", "state", "held", "created_at", "reason"),
        *("published_at", "published_by", "rejected_at", "rejected_by"),
        *("removed_at", "removed_by", "withdrawn_at", "withdrawn_by"),
        *("network", "link_version", "confirmed_at", "confirmed_by", "erased_at", "erased_by", "amendment"),
    }
)


def rows() -> Iterator[dict]:
    """The public register, list after list in its order: a dict of the PUBLIC columns for each entry.

    `country` is a code of ISO 3166-1 and `signed_on` a day (UTC); "" where there is none on record.
    """
    place = Case(*(When(group=group, then=Value(n)) for n, group in enumerate(Group.values)))
    found = Signature.objects.public().order_by(place, "sort_key", "pk").values_list(*PUBLIC.values())
    for values in found.iterator(chunk_size=2000):
        row = dict(zip(PUBLIC, values, strict=True))
        row["signed_on"] = row["signed_on"].date().isoformat() if row["signed_on"] else ""
        row["country"] = str(row["country"] or "")
        yield row


def as_file(content: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public_page("names")
def as_csv(request: HttpRequest) -> HttpResponse:
    """The register as CSV (RFC 4180, UTF-8). Several provisions of one statement stand in one cell, a space between.

    Why it begins with a byte order mark: portal/kit/spreadsheets.py. Programs that are disturbed by it have the JSON.
    """
    lines = ({**row, "statement_articles": " ".join(row["statement_articles"])}.values() for row in rows())
    return as_file(spreadsheets.as_csv([list(PUBLIC), *lines]), "text/csv; charset=utf-8", "signatories.csv")


@public_page("names")
def as_json(request: HttpRequest) -> HttpResponse:
    """The register as JSON: where it comes from, how many entries each list has, the entries.

    No date of making stands in it: it would change the file, and its ETag, each time it is asked for.
    """
    entries = list(rows())
    document = {
        "source": f"{settings.SITE_URL}/signatories/",
        "counts": {group: sum(row["list"] == group for row in entries) for group in Group.values},
        "signatories": entries,
    }
    return as_file(json.dumps(document, ensure_ascii=False, indent=1), "application/json", "signatories.json")
