"""Who may see which signatures and remarks, and the ways to narrow a list of them."""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from portal.kit.folding import fold
from signatories.keys import email_key

MAX_TEXT = 200
MAX_WORDS = 8
MAX_WORD = 60  # of a word, its beginning: PostgreSQL silently drops words of more than 2,046 bytes from a search


def searched_words(text: str) -> list[str]:
    """The folded words that a search for the text looks for: of its first MAX_TEXT characters, MAX_WORDS at most."""
    return [word[:MAX_WORD] for word in fold(text[:MAX_TEXT]).split()[:MAX_WORDS]]


def queue_order() -> list:
    """The order of what waits for a moderator: held rows first, then the oldest."""
    return [models.Case(models.When(held=[], then=1), default=0), "created_at", "id"]


def waiting_since() -> Coalesce:
    """Since when a signature waits: confirmed, or entered by hand."""
    return Coalesce("confirmed_at", "created_at")


class SignatureQuerySet(models.QuerySet):
    def public(self) -> "SignatureQuerySet":
        """The signatures that everyone may see."""
        return self.filter(state="published")

    def awaiting_moderation(self) -> "SignatureQuerySet":
        """What a moderator has to decide, in the order of the queue."""
        return self.filter(state="pending").order_by(*queue_order())

    def entered_as(self, *, email: str, kind: str, name: str, **others: object) -> "SignatureQuerySet":
        """Those of one address, kind and name: of the living ones there is one at most (signature_lives_once).

        Takes the fields of an entry; the others do not matter.
        """
        return self.filter(email_key=email_key(email), kind=kind, name=name)

    def with_statement(self) -> "SignatureQuerySet":
        """Those made with a reservation, understanding or declaration."""
        return self.exclude(statement="")

    def naming_article(self, number: int) -> "SignatureQuerySet":
        """Those whose statement names that article or a provision in it."""
        return self.filter(articles_named__contains=[number])

    def search(self, text: str) -> "SignatureQuerySet":
        """Those whose name, affiliation or country has every searched word, or a word that begins with it.

        Accents, case and punctuation do not matter; `searched_words` says what is looked for of a long text. A text
        without a word finds all.
        """
        words = searched_words(text)
        if not words:
            return self
        # fold() leaves letters, digits and spaces alone, so that no word can carry an operator of to_tsquery.
        query = SearchQuery(" & ".join(f"'{word}':*" for word in words), config="simple", search_type="raw")
        return self.annotate(words=SearchVector("search_text", config="simple")).filter(words=query)

    def after(self, sort_key: str, pk: int) -> "SignatureQuerySet":
        """Those that stand after the given place in the order of the register (keyset paging)."""
        # The first condition says nothing new; it lets the index begin at the place instead of at the beginning.
        return self.filter(sort_key__gte=sort_key).filter(Q(sort_key__gt=sort_key) | Q(pk__gt=pk))

    def by_letter(self) -> "SignatureQuerySet":
        """For each list and letter a dict: group, letter, entries, statements, shared (by more than one person) and
        doubled (twice on the Convention's page)."""
        return (
            self.values("group", "letter")
            .annotate(
                entries=Count("pk"),
                statements=Count("pk", filter=~Q(statement="")),
                shared=Count("pk", filter=Q(people__gt=1)),
                doubled=Count("pk", filter=Q(page_entries__len__gt=1)),
            )
            .order_by("group", "letter")
        )

    def counts(self) -> dict[str, int]:
        """How many entries each public list has, how many carry a statement, and how many there are in all."""
        return self.public().aggregate(
            commission=Count("pk", filter=Q(group="commission")),
            selected=Count("pk", filter=Q(group="selected")),
            public=Count("pk", filter=Q(group="public")),
            statements=Count("pk", filter=~Q(statement="")),
            total=Count("pk"),
        )


class FeedbackQuerySet(models.QuerySet):
    def public(self) -> "FeedbackQuerySet":
        """The remarks that everyone may see: their author chose so, and a moderator agreed."""
        return self.filter(state="published", may_publish=True)

    def awaiting_moderation(self) -> "FeedbackQuerySet":
        """What a moderator has to read, in the order of the queue."""
        return self.filter(state="pending").order_by(*queue_order())
