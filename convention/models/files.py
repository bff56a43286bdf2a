"""The owner's own files, offered as they came."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from convention.models.text import Instrument
from convention.querysets import OfficialFileQuerySet


class OfficialFile(models.Model):
    """A file of the owner's, such as the booklet: offered for download as it came, whether a text is here or not."""

    class Kind(models.TextChoices):
        BOOKLET = "booklet", _("booklet with the full text")
        SUMMARY = "summary", _("summary")
        OTHER = "other", _("other")

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="files", verbose_name=_("instrument"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BOOKLET)
    title = models.CharField(_("title"), max_length=200)
    name = models.CharField(
        _("name of the file"), max_length=100, unique=True, help_text=_("In its address; stays for good.")
    )
    file = models.FileField(_("file"), upload_to="official/")
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    offered = models.BooleanField(_("offered for download"), default=True)
    added_at = models.DateTimeField(_("added"), db_default=Now(), editable=False)
    added_by = models.CharField(max_length=40)

    objects = OfficialFileQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title"]
        verbose_name = _("official file")
        verbose_name_plural = _("official files")

    def __str__(self) -> str:
        return self.title
