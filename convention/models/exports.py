"""The files that the site makes of an edition, kept as they were built when it was published."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from convention.models.text import Edition


class ExportedFile(models.Model):
    """One form of an edition. In the database and not in a folder, so that publishing is one transaction.

    `form` is a key of convention.exporting.building.FORMS; `name` is the name in its address and stays for good.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="exports", verbose_name=_("edition"))
    form = models.CharField(_("form"), max_length=20)
    name = models.CharField(_("name of the file"), max_length=100, unique=True)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["edition", "pk"]
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")
        constraints = [models.UniqueConstraint(fields=["edition", "form"], name="exported_form_once")]

    def __str__(self) -> str:
        return self.name
