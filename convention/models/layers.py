"""What is known about a text beside its words: whom its articles cover, and what its pages show."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convention.models.text import Edition


class Category(models.Model):
    """A category of person, with the provisions (chapters, parts, articles) that are written for it: its own."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="categories", verbose_name=_("edition"))
    slug = models.SlugField(_("slug"))
    name = models.CharField(_("name"), max_length=80, help_text=_("Of many, such as Students."))
    one = models.CharField(_("name of one"), max_length=80, help_text=_("With its article, such as a student."))
    own = ArrayField(models.CharField(max_length=120), verbose_name=_("own provisions"), help_text=_("eIds"))
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["edition", "position"]
        verbose_name = _("category of person")
        verbose_name_plural = _("categories of person")
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="category_slug_unique"),
            models.UniqueConstraint(fields=["edition", "position"], name="category_position_unique"),
            models.CheckConstraint(condition=~Q(own=[]), name="category_has_own"),
        ]

    def __str__(self) -> str:
        return self.name


class CumulationRule(models.Model):
    """What a category inherits from a chapter or part that was written for others: all of it, or some articles."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="rules", verbose_name=_("category"))
    source = models.CharField(_("inherits from"), max_length=120, help_text=_("eId of a chapter or part"))
    whole = models.BooleanField(_("all articles"), default=True)
    articles = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("only these articles"),
        default=list,
        blank=True,
        help_text=_("eIds; empty where all articles are inherited"),
    )
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ["category", "position"]
        verbose_name = _("rule of cumulation")
        verbose_name_plural = _("rules of cumulation")
        constraints = [
            models.UniqueConstraint(fields=["category", "source"], name="cumulation_source_once"),
            models.CheckConstraint(
                condition=Q(whole=True, articles=[]) | (Q(whole=False) & ~Q(articles=[])),
                name="cumulation_whole_or_some",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category_id}: {self.source}"


class CumulationException(models.Model):
    """One article that a rule does not pass on, or that another article changes for the category that inherits it."""

    rule = models.ForeignKey(CumulationRule, models.CASCADE, related_name="exceptions", verbose_name=_("rule"))
    article = models.CharField(_("article"), max_length=120, help_text=_("eId"))
    changed_by = models.CharField(
        _("changed by"), max_length=120, blank=True, help_text=_("eId of an article; empty where it does not apply")
    )

    class Meta:
        ordering = ["rule", "pk"]
        verbose_name = _("exception by article")
        verbose_name_plural = _("exceptions by article")
        constraints = [
            models.UniqueConstraint(fields=["rule", "article"], name="cumulation_exception_once"),
            models.CheckConstraint(condition=~Q(article=models.F("changed_by")), name="cumulation_not_by_itself"),
        ]

    def __str__(self) -> str:
        return self.article


class Fragment(models.Model):
    """The HTML of a preamble or an article, made when its edition is first published.

    Its words stay as they are; its links are made anew when the list of words that are no terms changes.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="fragments", verbose_name=_("edition"))
    eid = models.CharField(max_length=120)
    order = models.PositiveIntegerField()
    chapter = models.PositiveSmallIntegerField(null=True)
    html = models.TextField()
    # Whom an article applies to: a list of [slug, name of one, relation, number of the article that changes it].
    applies = models.JSONField(default=list)
    # Which provisions refer to an article: a list of [eId, as a list names it], such as ["art_14__para_1", "14(1)"].
    cited_by = models.JSONField(default=list)
    # The notes in the margin, by the eId of their paragraph (convention/glosses.py); null in an edition that an
    # earlier version of this program published.
    glosses = models.JSONField(null=True)

    class Meta:
        ordering = ["edition", "order"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "eid"], name="fragment_eid_unique"),
            models.UniqueConstraint(fields=["edition", "order"], name="fragment_order_unique"),
        ]
        indexes = [models.Index(fields=["edition", "chapter", "order"], name="fragment_of_chapter")]

    def __str__(self) -> str:
        return self.eid
