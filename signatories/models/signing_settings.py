"""What an administrator sets for the forms, and the buckets that count how often they are sent."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from signatories.keys import domain_key

DOMAINS_LIMIT = 5_000
PER_HOUR = [MinValueValidator(1), MaxValueValidator(1_000_000)]


class SigningState(models.TextChoices):
    OPEN = "open", _("open")
    PAUSED = "paused", _("paused")
    CLOSED = "closed", _("closed")


def read_domains(lines: list[str]) -> list[str]:
    """Domains as they are compared, each once, in their order. Raises ValidationError for a line that holds none."""
    found = {}
    for line in filter(None, (line.strip().lstrip("@.").rstrip(".") for line in lines)):
        domain = domain_key(line)
        if "." not in domain or not all(part.replace("-", "").isalnum() for part in domain.split(".")):
            raise ValidationError(_("“%(line)s” is no domain. Write it as in: example.org"), params={"line": line})
        found[domain] = True
    return list(found)


class SigningSettings(models.Model):
    """Whether one can sign, and what the forms are protected by. At most one row, whose number is 1."""

    state = models.CharField(_("signing is"), max_length=8, choices=SigningState, default=SigningState.OPEN)
    message = models.TextField(
        _("message"),
        max_length=1000,
        blank=True,
        help_text=_("Shown in place of the form while signing is paused or closed: why, and until when."),
    )
    network_limit = models.PositiveIntegerField(
        _("entries an hour from one network"),
        default=20,
        validators=PER_HOUR,
        help_text=_("For each form. A university is one network: raise it while many sign there."),
    )
    site_limit = models.PositiveIntegerField(
        _("entries an hour in all"), default=600, validators=PER_HOUR, help_text=_("For each form.")
    )
    blocked_domains = ArrayField(
        models.CharField(max_length=253),
        verbose_name=_("domains to look at twice"),
        default=list,
        blank=True,
        size=DOMAINS_LIMIT,
        help_text=_("One a line. An entry from there is held, not refused, as from throw-away domains."),
    )
    captcha = models.BooleanField(
        _("test against programs (reCAPTCHA)"),
        default=True,
        help_text=_("Asked on the last step of signing, where the site has keys for it. Who fails it is held."),
    )

    class Meta:
        verbose_name = _("settings of signing")
        verbose_name_plural = _("settings of signing")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="signing_settings_once"),
            models.CheckConstraint(condition=Q(state__in=SigningState.values), name="signing_settings_state_known"),
            models.CheckConstraint(
                condition=~Q(state=SigningState.PAUSED) | ~Q(message=""), name="signing_settings_pause_is_explained"
            ),
            models.CheckConstraint(
                condition=Q(network_limit__gte=1, site_limit__gte=1), name="signing_settings_limits_let_pass"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Settings of signing"))

    @classmethod
    def current(cls) -> "SigningSettings":
        """The settings that hold now: the row, or while nobody has set anything an unsaved one with the defaults."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def is_open(self) -> bool:
        return self.state == SigningState.OPEN

    def clean(self) -> None:
        self.blocked_domains = read_domains(self.blocked_domains)
        if self.state == SigningState.PAUSED and not self.message.strip():
            raise ValidationError({"message": _("Say why signing is paused, and until when.")})


class Bucket(models.Model):
    """How full one limit is. `key` names the form and the site or a network's code (signatories.keys), no address.

    A bucket of which everything is spent is full again after the limit's period; `full_at` is the moment when it will
    be. A row whose moment has passed says what no row says.
    """

    key = models.CharField(max_length=100, primary_key=True)
    full_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("bucket")
        verbose_name_plural = _("buckets")

    def __str__(self) -> str:
        return self.key
