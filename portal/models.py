"""Resources: what was written about the Convention, where it is, and how sure we are. Changed by portal.verbs."""

import datetime
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.kit.fields import WebAddress
from portal.querysets import ResourceQuerySet

WEB = URLValidator(schemes=["http", "https"])
DATE = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
FILE_NAME = r"^[a-z0-9]+(-[a-z0-9]+)*[.][a-z]+$"


def host_of(address: str) -> str:
    """The site of an address, as people say it."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


class ResourceKind(models.TextChoices):
    SUMMARY = "summary", _("summary")
    BOOKLET = "booklet", _("booklet")
    ISSUE = "issue", _("issue of a journal")
    COMMENTARY = "commentary", _("commentary in an issue")
    ARTICLE = "article", _("article")
    INTERVIEW = "interview", _("interview")


class ResourceState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class LinkState(models.TextChoices):
    RECORDED = "recorded", _("recorded, not checked")
    CONFIRMED = "confirmed", _("confirmed")
    DEAD = "dead", _("dead")


class Resource(models.Model):
    """One document. Whatever is not known of it stays empty; nothing is guessed."""

    kind = models.CharField(_("kind"), max_length=10, choices=ResourceKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("issue"),
        help_text=_("The issue that a commentary stands in."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Small numbers come first."))
    title = models.CharField(_("title"), max_length=300, blank=True, help_text=_("Empty where it is not known."))
    authors = models.CharField(
        _("authors"), max_length=300, blank=True, help_text=_("As printed, joined by commas; empty where not known.")
    )
    publication = models.CharField(_("published in"), max_length=200, blank=True)
    published = models.CharField(
        _("date"), max_length=10, blank=True, help_text=_("As far as known: 2018, 2018-01 or 2018-01-15."),
        validators=[RegexValidator(DATE, _("Write a year, or year and month, or year, month and day: 2018-01."))],
    )  # fmt: skip
    pages = models.CharField(
        _("pages"), max_length=20, blank=True, help_text=_("Such as 263–273, or the first alone.")
    )
    gist = models.CharField(_("what it says"), max_length=400, blank=True, help_text=_("In our own words."))
    note = models.CharField(_("note"), max_length=400, blank=True, help_text=_("Shown on the page."))
    address = WebAddress(
        _("address"), max_length=500, blank=True, validators=[WEB],
        help_text=_("Where it is on the web. A new address has to be checked anew."),
    )  # fmt: skip
    sources = ArrayField(
        WebAddress(max_length=500, validators=[WEB]), verbose_name=_("sources"), default=list, blank=True,
        help_text=_("Where we know this from, one address a line."),
    )  # fmt: skip

    link_state = models.CharField(_("address is"), max_length=10, choices=LinkState, default=LinkState.RECORDED)
    link_checked_at = models.DateTimeField(_("confirmed or found dead"), null=True, blank=True)
    link_checked_by = models.CharField(max_length=40, blank=True)
    # The last look by the machine, whether it settled anything or not.
    link_tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    link_note = models.CharField(_("what was seen"), max_length=200, blank=True)

    file = models.FileField(_("file"), upload_to="resources/", blank=True)
    file_name = models.CharField(_("name of the file"), max_length=100, blank=True)
    file_size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=ResourceState, default=ResourceState.DRAFT)
    created_at = models.DateTimeField(_("entered"), db_default=Now(), editable=False)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ResourceKind.values), name="resource_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ResourceState.values), name="resource_state_known"),
            models.CheckConstraint(condition=Q(link_state__in=LinkState.values), name="resource_link_state_known"),
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(authors=""), name="resource_has_title_or_author",
                violation_error_message=_("Give a title, or at least an author."),
            ),
            models.CheckConstraint(
                condition=Q(kind="commentary", parent__isnull=False)
                | (~Q(kind="commentary") & Q(parent__isnull=True)),
                name="resource_commentary_in_issue",
                violation_error_message=_("A commentary names its issue; nothing else does."),
            ),
            models.CheckConstraint(condition=Q(published="") | Q(published__regex=DATE), name="resource_date_form"),
            models.CheckConstraint(
                condition=Q(address="") | Q(address__regex=r"^https?://[^[:space:]]+$"), name="resource_address_web"
            ),
            models.CheckConstraint(
                condition=Q(link_checked_at__isnull=True, link_checked_by="", link_state="recorded")
                | (~Q(link_checked_by="") & Q(link_checked_at__isnull=False, link_state__in=["confirmed", "dead"])),
                name="resource_link_settled_with_date_and_by",
            ),
            models.CheckConstraint(
                condition=Q(link_tried_at__isnull=True, link_note="")
                | (Q(link_tried_at__isnull=False) & ~Q(link_note="")),
                name="resource_link_tried_with_note",
            ),
            models.CheckConstraint(
                condition=~Q(address="")
                | Q(link_checked_at__isnull=True, link_tried_at__isnull=True),
                name="resource_link_checked_has_address",
            ),
            models.CheckConstraint(
                condition=Q(file="", file_name="", file_size__isnull=True, file_sha256="")
                | (~Q(file="") & Q(file_name__regex=FILE_NAME, file_size__gte=1, file_sha256__regex="^[0-9a-f]{64}$")),
                name="resource_file_whole",
            ),
            models.UniqueConstraint(
                fields=["file_name"], condition=~Q(file_name=""), name="resource_file_name_unique",
                violation_error_message=_("Another file has this name already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title or self.authors

    def clean(self) -> None:
        """Refuse a parent that is no issue: the one rule across rows, which the database cannot hold."""
        if self.parent and self.parent.kind != ResourceKind.ISSUE:
            raise ValidationError({"parent": _("A commentary stands in an issue of a journal.")})

    def get_absolute_url(self) -> str:
        """Its place on the resources page."""
        return f"{reverse('resources')}#resource-{self.pk}"

    @property
    def file_url(self) -> str:
        """The address of its file on this site; empty where it has none."""
        return reverse("resource_file", args=[self.file_name]) if self.file_name else ""

    @property
    def url(self) -> str:
        """Where a link without room for a remark leads: its file, a confirmed address, else its place on our page."""
        confirmed = self.address if self.link_state == LinkState.CONFIRMED else ""
        return self.file_url or confirmed or self.get_absolute_url()

    @property
    def published_text(self) -> str:
        """The date in words, as exact as it is known: “2018”, “January 2018”, “15 January 2018”."""
        parts = [int(part) for part in self.published.split("-")] if self.published else []
        if len(parts) < 2:
            return self.published
        day = datetime.date(*parts, *[1] * (3 - len(parts)))
        return date_format(day, "F Y" if len(parts) == 2 else "j F Y")

    @property
    def host(self) -> str:
        """The site that the address is on, for the reader to see before following it."""
        return host_of(self.address)

    @property
    def further_sources(self) -> list[tuple[str, str]]:
        """The sources beside the address itself, each with its site."""
        return [(source, host_of(source)) for source in self.sources if source != self.address]
