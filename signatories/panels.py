"""What stands under an article of the Convention: statements of signatories that name it, and remarks of readers.

Each panel asks the database once. They are entered in convention/slots.py when the site starts (apps.py).
"""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from convention.citing import citation
from signatories.models import Feedback, Signature

MOST = 20  # of each; a link leads to the others
WORDS = 600  # characters of a statement's words; the whole of it has a page of its own


def statements(number: int, eid: str) -> list[SafeString] | None:
    """Reservations, understandings and declarations that name the article or a provision in it, in the register's
    order. Those whose kind and words are not on record name no article, so none of them stands here."""
    found = Signature.objects.public().with_statement().naming_article(number).order_by("sort_key", "pk")
    made = list(found[: MOST + 1])
    if not made:
        return None
    for one in made:
        one.provisions = ", ".join(citation(named) for named in one.statement_articles)
    context = {"number": number, "made": made[:MOST], "more": len(made) > MOST, "words": WORDS}
    return [render_to_string("signatories/includes/panel_statements.html", context)]


def remarks(number: int, eid: str) -> list[SafeString] | None:
    """Published remarks on the article, the newest first, each with the answer it was given."""
    found = list(Feedback.objects.public().filter(article=number).order_by("-pk")[: MOST + 1])
    if not found:
        return None
    context = {"number": number, "remarks": found[:MOST], "more": len(found) > MOST}
    return [render_to_string("signatories/includes/panel_remarks.html", context)]
