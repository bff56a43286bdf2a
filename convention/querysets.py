"""Who may see which editions and files."""

from django.conf import settings
from django.db import models


class EditionQuerySet(models.QuerySet):
    def public(self) -> "EditionQuerySet":
        """Published editions; those of a specimen only where the setting SPECIMEN is on."""
        found = self.filter(state="published")
        return found if settings.SPECIMEN else found.filter(instrument__specimen=False)


class OfficialFileQuerySet(models.QuerySet):
    def public(self) -> "OfficialFileQuerySet":
        """The files that everyone may download."""
        return self.filter(offered=True)
