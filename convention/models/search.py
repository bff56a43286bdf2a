"""What the search of the text looks at: passages, and words that mean the same."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convention.models.text import Edition


class Passage(models.Model):
    """A provision with all that stands below it, as search reads it. Made from the words (convention/searching)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="passages", verbose_name=_("edition"))
    eid = models.CharField(max_length=120)
    top = models.CharField(max_length=120)  # the eId of the article, or of whatever else it stands in
    order = models.PositiveIntegerField()
    chapter = models.PositiveSmallIntegerField(null=True)
    text = models.TextField()  # plain; an article with its heading
    words = models.TextField()  # the same folded: as many words as `text` has, apart by one space
    vector = SearchVectorField()  # the words of the text as D, those of the article's heading as A

    class Meta:
        ordering = ["edition", "order"]
        constraints = [models.UniqueConstraint(fields=["edition", "eid"], name="passage_eid_unique")]
        indexes = [GinIndex(fields=["vector"], name="passage_vector")]

    def __str__(self) -> str:
        return self.eid


class Synonyms(models.Model):
    """Words that mean the same to someone who searches. A group that is off counts not."""

    language = models.CharField(_("language"), max_length=12, default="en", help_text=_("Such as en."))
    words = ArrayField(
        models.CharField(max_length=60), verbose_name=_("words"), help_text=_("Apart by commas: asylum, refuge")
    )
    active = models.BooleanField(_("in force"), default=True)

    class Meta:
        ordering = ["language", "words"]
        verbose_name = _("words that mean the same")
        verbose_name_plural = _("words that mean the same")
        constraints = [
            models.UniqueConstraint(fields=["language", "words"], name="synonyms_once"),
            models.CheckConstraint(condition=Q(words__len__gte=2), name="synonyms_two_at_least"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.words)
