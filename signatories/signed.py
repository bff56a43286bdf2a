"""The text that is signed: the Convention's published official edition in English."""

from django.db.models import QuerySet

from convention.models import Edition, Provision, ProvisionKind
from convention.outline import CONVENTION


def editions_signed() -> QuerySet[Edition]:
    """That edition; none while no text is on the site."""
    return Edition.objects.public().filter(instrument__slug=CONVENTION, official=True, language="en")


def edition_signed() -> Edition | None:
    """What a signature is to. None while no text is on the site."""
    return editions_signed().first()


def sha256_signed(edition: Edition | None) -> str:
    """The sum by which a signature names the edition; "" while there is none."""
    return edition.text_sha256 if edition else ""


def headings_signed() -> dict[int, str]:
    """The headings of the text that is signed, by the number of the article; none while it is not here."""
    rows = Provision.objects.filter(edition__in=editions_signed(), kind=ProvisionKind.ARTICLE)
    return {number: heading for number, heading in rows.values_list("number_sort", "heading") if heading and number}
