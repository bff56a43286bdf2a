"""What comes before the register and beside it: what a form sent, and changed words that wait for review."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from signatories.models.register import Hold, Signature


class Asks(models.TextChoices):
    SIGN = "sign", _("to sign")
    LINKS = "links", _("for the links to its signatures")


class Submission(models.Model):
    """What a form sent, until the worker has dealt with it (signatories/receiving.py); then only that it was sent.

    The page that takes it stores this row and nothing else, whoever sends it: so it cannot be told from an answer, or
    from how long it took, whether the address is known here.
    """

    # Made with the page that has the button, so that a second press is known as the same one.
    nonce = models.CharField(max_length=40, unique=True)
    asks = models.CharField(_("asks"), max_length=10, choices=Asks)
    words = models.JSONField(_("what was sent"), default=dict, blank=True)
    held = ArrayField(models.CharField(max_length=10, choices=Hold), default=list, blank=True)
    network = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("sent"), db_default=Now(), editable=False)
    done_at = models.DateTimeField(_("dealt with"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.CheckConstraint(condition=Q(asks__in=Asks.values), name="submission_asks_known"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(words={}, network=""), name="submission_done_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asks} {self.pk}"


class Amendment(models.Model):
    """Changed words of a signature that wait for a moderator, while the old ones stay. At most one for a signature.

    `words` has the changed fields alone, by the names of the model's fields.
    """

    signature = models.OneToOneField(Signature, on_delete=models.CASCADE, related_name="amendment")
    words = models.JSONField(_("new words"))
    held = ArrayField(models.CharField(max_length=10, choices=Hold), default=list, blank=True)
    created_at = models.DateTimeField(_("asked for"), db_default=Now(), editable=False)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [models.CheckConstraint(condition=~Q(words={}), name="amendment_changes_something")]

    def __str__(self) -> str:
        return f"{self.signature_id} · {', '.join(sorted(self.words))}"
