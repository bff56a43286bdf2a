"""eIds of earlier editions that lead on to where their words stand now."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from convention.models.text import Instrument


class EidAlias(models.Model):
    """An eId that was published and that a later edition has no more, and the one under which its words stand there.

    Asked only where an edition has no such eId of its own (convention/aliases.py).
    """

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="aliases")
    language = models.CharField(max_length=12)
    eid = models.CharField(_("eId"), max_length=120)
    target = models.CharField(_("leads to"), max_length=120)

    class Meta:
        ordering = ["eid"]
        verbose_name = _("earlier eId")
        verbose_name_plural = _("earlier eIds")
        constraints = [
            models.UniqueConstraint(fields=["instrument", "language", "eid"], name="alias_leads_to_one"),
            models.CheckConstraint(condition=~models.Q(eid=models.F("target")), name="alias_leads_on"),
        ]

    def __str__(self) -> str:
        return f"{self.eid} → {self.target}"
