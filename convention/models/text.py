"""The text: an instrument (a work), its editions (expressions, in FRBR's words), and their provisions as a tree."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from convention.querysets import EditionQuerySet


class Instrument(models.Model):
    """A work: the Convention itself; later its version 2.0, the Declaration, or the specimen.

    What is known of a text before it is here stands in `articles_stated` and `outline`; it is never guessed.
    """

    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=400)
    short_title = models.CharField(_("short title"), max_length=60, blank=True)
    finalized = models.CharField(_("finalized"), max_length=20, blank=True, help_text=_("As known, such as 2017-04."))
    specimen = models.BooleanField(
        _("specimen"), default=False, help_text=_("Our own drafting, to try the site with.")
    )
    articles_stated = models.PositiveSmallIntegerField(_("number of articles, as stated"), null=True, blank=True)
    outline = models.JSONField(
        _("chapters as far as known"),
        default=list,
        blank=True,
        help_text=_("In order; each with its number and, where known, its title and source."),
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")

    def __str__(self) -> str:
        return self.title


class EditionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


class Edition(models.Model):
    """One text of an instrument: a language, a version, a date, and the file it came from."""

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="editions", verbose_name=_("instrument"))
    slug = models.SlugField(_("slug"), unique=True)
    language = models.CharField(_("language"), max_length=12, default="en", help_text=_("BCP 47, such as en or pt-BR"))
    version = models.CharField(_("version"), max_length=40)
    date = models.DateField(_("date"), help_text=_("Of the text, as its source gives it. Never invented."))
    official = models.BooleanField(_("official"), default=False)
    source_sha256 = models.CharField(_("sha256 of the source file"), max_length=64)
    text_sha256 = models.CharField(_("sha256 of the text"), max_length=64, blank=True)
    working_titles = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("chapters with a working title"),
        default=list,
        blank=True,
        help_text=_("Numbers of chapters whose title is ours for the time being."),
    )
    institutional = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("institutional provisions"),
        default=list,
        blank=True,
        help_text=_("eIds of provisions that are about institutions and not about a category of person"),
    )
    # What the reader of its file saw and did not put into the text, and what blocks publishing until a person has
    # settled it (convention/importing/report.py). Empty for a file that says itself what each provision is.
    report = models.JSONField(_("report of the import"), default=dict, blank=True, editable=False)
    # Made when the edition is first published (convention/rendering.py), the same for ever.
    contents = models.JSONField(_("contents"), default=dict, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=EditionState, default=EditionState.DRAFT)
    created_at = models.DateTimeField(_("entered"), db_default=Now(), editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.CharField(max_length=40, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["instrument", "-date", "language"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "language"], condition=Q(state="published"), name="edition_one_published"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by="")
                | (Q(published_at__isnull=False) & ~Q(published_by="")),
                name="edition_published_at_with_by",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(published_at__isnull=False) & ~Q(contents={})),
                name="edition_read_was_rendered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} ({self.language}, {self.version})"

    @property
    def specimen(self) -> bool:
        """True for a text that is our own drafting, and says so wherever it stands."""
        return self.instrument.specimen


class ProvisionKind(models.TextChoices):
    """The parts of a text, named after the elements of Akoma Ntoso."""

    PREAMBLE = "preamble", _("preamble")
    RECITAL = "recital", _("recital")
    CHAPTER = "chapter", _("chapter")
    PART = "part", _("part")
    SECTION = "section", _("section")
    ARTICLE = "article", _("article")
    PARAGRAPH = "paragraph", _("paragraph")
    POINT = "point", _("point")
    SUBPOINT = "subpoint", _("subpoint")
    WRAP = "wrapUp", _("closing text")
    ANNEX = "annex", _("annex")
    CONCLUSIONS = "conclusions", _("conclusions")


class Provision(models.Model):
    """One part of an edition. Its words stand here clean; everything about them stands in layers beside them."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="provisions", verbose_name=_("edition"))
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    kind = models.CharField(_("kind"), max_length=12, choices=ProvisionKind)
    eid = models.CharField(
        _("eId"), max_length=120, help_text=_("Akoma Ntoso naming convention: art_12__para_3__point_b")
    )
    number = models.CharField(_("number as printed"), max_length=20, blank=True)
    number_sort = models.PositiveIntegerField(_("number for sorting"), null=True, blank=True)
    heading = models.CharField(_("heading"), max_length=400, blank=True)
    text = models.TextField(_("text"), blank=True)
    order = models.PositiveIntegerField(_("place in the edition"))
    page = models.PositiveSmallIntegerField(
        _("page of the source"),
        null=True,
        blank=True,
        help_text=_("Counted from 1, whatever number is printed on it."),
    )

    class Meta:
        ordering = ["edition", "order"]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "eid"], name="provision_eid_unique"),
            models.UniqueConstraint(fields=["edition", "order"], name="provision_order_unique"),
        ]

    def __str__(self) -> str:
        return self.eid
