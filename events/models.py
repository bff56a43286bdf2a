"""The archive of launch events: what took place where and when, and what is known of it from which source."""

import zoneinfo

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from portal.kit.fields import WebAddress

SLUG = r"\A[0-9a-z]+(-[0-9a-z]+)+\Z"  # a hyphen is required, so that no slug reads as a year or as "calendar"


def check_timezone(value):
    """Refuse a name that is not in the IANA database."""
    try:
        zoneinfo.ZoneInfo(value)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError) as error:
        message = _("%(name)s is not the name of a time zone, such as Europe/Paris.")
        raise ValidationError(message, params={"name": value}) from error


class EventQuerySet(models.QuerySet):
    def public(self):
        """Events that everyone may see."""
        return self.filter(state=Event.State.PUBLISHED)

    def in_order(self):
        """Newest first, as on the Convention's page; events of one day in the page's order."""
        return self.order_by("-starts_on", F("number").asc(nulls_last=True), "pk")


class EventState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Event(models.Model):
    """One event. All changes go through events.verbs."""

    State = EventState
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    number = models.PositiveSmallIntegerField(
        _("number"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("Its number on the Convention's page, if it has one."),
    )
    slug = models.CharField(
        _("address"),
        max_length=80,
        unique=True,
        validators=[
            RegexValidator(SLUG, _("Small letters and digits in parts joined by hyphens, such as 2018-05-31-tokyo."))
        ],
        help_text=_(
            "Part of the page's address, such as 2018-05-31-tokyo. It stays for good once the event is published."
        ),
    )
    title = models.CharField(_("title"), max_length=300)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), help_text=_("The same as the first day for an event of one day."))
    start_time = models.TimeField(_("start, local time"), null=True, blank=True)
    end_time = models.TimeField(_("end, local time"), null=True, blank=True)
    timezone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        validators=[check_timezone],
        help_text=_("IANA name, such as Europe/Paris."),
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    venue_lang = models.CharField(
        _("language of the venue's name"),
        max_length=12,
        blank=True,
        help_text=_("Code such as fr, if it is not English."),
    )
    city = models.CharField(_("city"), max_length=80)
    region = models.CharField(_("state or region"), max_length=80, blank=True)
    country = CountryField(_("country"))
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("Of the city, in degrees; north is positive."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("Of the city, in degrees; east is positive."),
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where title, date and place come from.")
    )
    source_url = WebAddress(_("address of the source"), max_length=500, blank=True)
    slips = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("slips of the source that were mended"),
        default=list,
        blank=True,
        help_text=_("One a line. Shown on the page."),
    )
    changed_at = models.DateTimeField(_("changed"), help_text=_("Feeds and calendars give it as the date of change."))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(condition=Q(slug__regex=SLUG), name="event_slug_form"),
            models.CheckConstraint(condition=~Q(title=""), name="event_has_title"),
            models.CheckConstraint(condition=~Q(city=""), name="event_has_city"),
            models.CheckConstraint(condition=~Q(country=""), name="event_has_country"),
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="event_state_known"),
            models.CheckConstraint(condition=Q(number__isnull=True) | Q(number__gte=1), name="event_number_from_one"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="event_ends_after_start",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(end_time__isnull=True) | Q(start_time__isnull=False),
                name="event_end_needs_start",
                violation_error_message=_("A time of the end needs a time of the start."),
            ),
            models.CheckConstraint(
                condition=Q(end_time__isnull=True) | Q(end_time__gt=F("start_time")) | Q(ends_on__gt=F("starts_on")),
                name="event_end_time_after_start",
                violation_error_message=_("The end is not after the start."),
            ),
            models.CheckConstraint(
                condition=Q(start_time__isnull=True) | ~Q(timezone=""),
                name="event_time_needs_zone",
                violation_error_message=_("A time needs a time zone."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="event_coordinates_whole",
                violation_error_message=_("Give latitude (-90 to 90) and longitude (-180 to 180), or neither."),
            ),
        ]
        indexes = [models.Index(fields=["state", "-starts_on"], name="event_public_order")]

    def __str__(self):
        return f"{self.title} ({self.starts_on})"

    def get_absolute_url(self):
        return reverse("events:event", args=[self.slug])

    @cached_property
    def place(self):
        """City, region and country in words; a region of the city's own name is not said twice."""
        region = self.region if self.region != self.city else ""
        return ", ".join(part for part in (self.city, region, self.country.name) if part)


class FactKind(models.TextChoices):
    """Kinds of facts, in their order on an event's page."""

    TITLE = "title", _("Title elsewhere")
    TIME = "time", _("Time")
    PLACE = "place", _("Place")
    ROOM = "room", _("Room")
    HOST = "host", _("Hosts")
    SPEAKER = "speaker", _("People")
    PROGRAMME = "programme", _("Programme")
    NOTE = "note", _("Notes")
    DOCUMENT = "document", _("Documents")
    LINK = "link", _("Links")


class EventFact(models.Model):
    """One thing known of an event beyond its base row, with every address it was read at."""

    Kind = FactKind
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="facts", verbose_name=_("event"))
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("text"), max_length=1000)
    lang = models.CharField(
        _("language"), max_length=12, blank=True, help_text=_("Code such as sv, if all of the text is not English.")
    )
    url = WebAddress(_("address it leads to"), max_length=500, blank=True)
    sources = ArrayField(WebAddress(max_length=500), verbose_name=_("sources"), help_text=_("One address a line."))

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["event", "position"], name="fact_position_once"),
            models.CheckConstraint(condition=~Q(text=""), name="fact_has_text"),
            models.CheckConstraint(condition=Q(sources__len__gte=1), name="fact_has_source"),
            models.CheckConstraint(condition=Q(kind__in=FactKind.values), name="fact_kind_known"),
        ]

    def __str__(self):
        return self.text[:80]
