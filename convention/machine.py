"""One article for machines: JSON and plain text, made from the rows. A specimen says so in both."""

from collections import defaultdict

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from convention.marks import plain
from convention.models import Provision, ProvisionKind
from convention.reader import Reader

SPECIMEN_LINE = "Specimen text for demonstration. Not the Convention."

Children = dict[int | None, list[Provision]]


def _rows(reader: Reader, number: int) -> tuple[Provision, Children]:
    """The article's row, and all rows below it by their parent."""
    eid = f"art_{number}"
    rows = list(reader.edition.provisions.filter(eid__startswith=f"{eid}__").order_by("order"))
    children: Children = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    return reader.edition.provisions.get(eid=eid), children


def _tree(node: Provision, children: Children) -> dict[str, object]:
    found: dict[str, object] = {"eId": node.eid, "kind": str(node.kind)}
    if node.number:
        found["number"] = node.number
    if node.text:
        found["text"] = plain(node.text)
    if below := children[node.pk]:
        found["parts"] = [_tree(child, children) for child in below]
    return found


def as_json(reader: Reader, number: int) -> HttpResponse:
    """The article as a JSON object."""
    article, children = _rows(reader, number)
    edition = reader.edition
    found = {
        "instrument": edition.instrument.title,
        "edition": {
            "slug": edition.slug,
            "language": edition.language,
            "version": edition.version,
            "date": edition.date.isoformat(),
            "text_sha256": edition.text_sha256,
        },
        "url": settings.SITE_URL + reader.url("article", number),
        "eId": article.eid,
        "number": number,
        "heading": plain(article.heading),
        "paragraphs": [_tree(child, children) for child in children[article.pk]],
    }
    if edition.specimen:
        found = {"notice": SPECIMEN_LINE, **found}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _lines(node: Provision, children: Children, depth: int) -> list[str]:
    marks = {ProvisionKind.PARAGRAPH: "{}. ", ProvisionKind.POINT: "({}) ", ProvisionKind.SUBPOINT: "({}) "}
    mark = marks.get(node.kind, "").format(node.number) if node.number else ""
    deeper = [line for child in children[node.pk] for line in _lines(child, children, depth + 1)]
    # Closing text stands at the depth of the paragraph or point that it ends.
    indent = "   " * (depth - 1 if node.kind == ProvisionKind.WRAP else depth)
    return [f"{indent}{mark}{plain(node.text)}", *deeper]


def as_text(reader: Reader, number: int) -> HttpResponse:
    """The article as plain text, with where it comes from below."""
    article, children = _rows(reader, number)
    lines = [f"Article {number}. {plain(article.heading)}", ""]
    for paragraph in children[article.pk]:
        lines += [*_lines(paragraph, children, 0), ""]
    edition = reader.edition
    lines.append(f"{edition.instrument.title}, {edition.language}, version {edition.version}, {edition.date}")
    lines.append(settings.SITE_URL + reader.url("article", number))
    if edition.specimen:
        lines = [SPECIMEN_LINE, "", *lines]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


FORMS = {"json": as_json, "txt": as_text}
