"""What the margin of an article says of whom it applies to: a drawing of the rings, and the categories by relation."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString

from convention.cumulation import Relation
from convention.models import Fragment
from convention.reader import Reader
from convention.rings import article_emblem


@dataclass(frozen=True)
class Whom:
    """A category in the margin: the name of one, its page where it has one, and the article that changes this one."""

    one: str
    url: str
    changed_by: int | None = None
    changed_url: str = ""


@dataclass
class Applying:
    """Whom an article applies to. All lists are empty for an article about institutions."""

    everyone: bool = False
    own: list[Whom] = field(default_factory=list)
    inherited: list[Whom] = field(default_factory=list)
    changed: list[Whom] = field(default_factory=list)
    emblem: SafeString = SafeString("")


def applying(reader: Reader, fragment: Fragment, number: int) -> Applying:
    """Whom article `number` of an edition applies to, from its fragment (one query, for the emblem)."""
    found = Applying()
    # Only the current edition has a page of rights that its categories could lead to.
    page = reverse("convention:who") if reader.slug is None else ""
    for slug, one, relation, changed_by in fragment.applies:
        whom = Whom(
            one,
            f"{page}?status={slug}" if page else "",
            changed_by,
            reader.url("article", changed_by) if changed_by else "",
        )
        {Relation.OWN: found.own, Relation.INHERITED: found.inherited, Relation.CHANGED: found.changed}[
            Relation(relation)
        ].append(whom)
    categories = dict(reader.edition.categories.values_list("slug", "own"))
    found.everyone = bool(categories) and len(fragment.applies) == len(categories)
    if categories:
        reached = {slug for slug, *_rest in fragment.applies}
        found.emblem = article_emblem(
            reader.chapters, number, [own for slug, own in categories.items() if slug in reached]
        )
    return found
