"""A file that was brought to the desk to become an edition, and how far its reading is."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from convention.models.text import Edition


class IntakeState(models.TextChoices):
    WAITING = "waiting", _("waits to be read")
    READING = "reading", _("is read")
    DRAFTED = "drafted", _("a new draft")
    KNOWN = "known", _("this very edition is here already")
    REFUSED = "refused", _("refused; nothing was stored of its text")


class Intake(models.Model):
    """One file with what is said of it. It stays, so that an edition can be held against the pages it came from."""

    name = models.CharField(_("name of the file"), max_length=200)
    file = models.FileField(_("file"), upload_to="intake/")
    sha256 = models.CharField(max_length=64)
    beside = models.TextField(_("categories and rules"), blank=True)
    instrument = models.SlugField(_("instrument"))
    language = models.CharField(_("language"), max_length=12)
    version = models.CharField(_("version"), max_length=40)
    date = models.DateField(_("date of the text"))
    official = models.BooleanField(_("official"), default=False)
    expected = models.JSONField(_("how many it has to have"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=IntakeState, default=IntakeState.WAITING)
    pages_done = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    faults = models.JSONField(_("what is wrong with it"), default=list, blank=True)
    edition = models.ForeignKey(Edition, models.SET_NULL, null=True, blank=True, related_name="intakes")
    created_at = models.DateTimeField(_("brought"), db_default=Now(), editable=False)
    created_by = models.CharField(max_length=40)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("file brought in")
        verbose_name_plural = _("files brought in")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IntakeState.values), name="intake_state_known"),
            models.CheckConstraint(
                condition=~Q(state=IntakeState.REFUSED) | ~Q(faults=[]), name="intake_refused_says_why"
            ),
            models.CheckConstraint(condition=~Q(created_by=""), name="intake_names_who"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether its reading has come to an end."""
        return self.state in (IntakeState.DRAFTED, IntakeState.KNOWN, IntakeState.REFUSED)
