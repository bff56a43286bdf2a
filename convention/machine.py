"""One article for machines: JSON, Akoma Ntoso and plain text, made from the rows. A specimen says so in all."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse, JsonResponse

from convention.exporting import akn, jsonfile, plaintext
from convention.exporting.about import SPECIMEN_LINE, about, node_of
from convention.importing.document import Node
from convention.links import links_of
from convention.marks import plain
from convention.reader import Reader

__all__ = ["FORMS", "SPECIMEN_LINE"]


def _article(reader: Reader, number: int) -> Node:
    """The article with all that stands in it. One query."""
    eid = f"art_{number}"
    rows = reader.edition.provisions.filter(Q(eid=eid) | Q(eid__startswith=f"{eid}__")).order_by("order")
    nodes: dict[int, Node] = {}
    for row in rows:
        nodes[row.pk] = node_of(row)
        if row.parent_id in nodes:
            nodes[row.parent_id].children.append(nodes[row.pk])
    return next(iter(nodes.values()))


def _address(reader: Reader, number: int) -> str:
    return settings.SITE_URL + reader.url("article", number)


def as_json(reader: Reader, number: int) -> HttpResponse:
    """The article as a JSON object."""
    article, said = _article(reader, number), about(reader.edition)
    found = {
        "instrument": said.title,
        "edition": jsonfile.edition(said),
        "url": _address(reader, number),
        "eId": article.eid,
        "number": number,
        "heading": plain(article.heading),
        "paragraphs": [jsonfile.tree(child) for child in article.children],
    }
    if said.notice:
        found = {"notice": said.notice, **found}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


def as_text(reader: Reader, number: int) -> HttpResponse:
    """The article as plain text, with where it comes from below."""
    said = about(reader.edition)
    lines = [said.notice, ""] if said.notice else []
    lines += plaintext.article(_article(reader, number))
    lines.append(f"{said.title}, {said.language}, version {said.version}, {said.date}")
    lines += [_address(reader, number), f"SHA-256 of the text: {said.sha256}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def as_akn(reader: Reader, number: int) -> HttpResponse:
    """The article as a portion in Akoma Ntoso."""
    said = about(reader.edition, links_of(reader.edition, f"art_{number}"))
    data = akn.build_article(_article(reader, number), said, _address(reader, number))
    return HttpResponse(data, content_type=akn.CONTENT_TYPE)


FORMS = {"json": as_json, "akn.xml": as_akn, "txt": as_text}
