"""Who may see which editions and files."""

from django.conf import settings
from django.db import models


class EditionQuerySet(models.QuerySet):
    def public(self) -> "EditionQuerySet":
        """Published editions; those of a specimen only where the setting SPECIMEN is on."""
        return self.readable().filter(state="published")

    def readable(self) -> "EditionQuerySet":
        """Editions with an address of their own: published ones, and those that a later one superseded."""
        found = self.filter(state__in=["published", "superseded"])
        return found if settings.SPECIMEN else found.filter(instrument__specimen=False)


class OfficialFileQuerySet(models.QuerySet):
    def public(self) -> "OfficialFileQuerySet":
        """The files that everyone may download."""
        return self.filter(offered=True)

    def booklet(self) -> models.Model | None:
        """The owner's booklet with the whole text, the newest one; None before it was uploaded."""
        found = self.public().filter(kind="booklet", instrument__specimen=False)
        return found.order_by("-added_at", "-pk").first()
