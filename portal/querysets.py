"""Who may see which resources."""

from django.db import models
from django.db.models import Q


class ResourceQuerySet(models.QuerySet):
    def public(self) -> "ResourceQuerySet":
        """What everyone may see: published, and of a published issue where it belongs to one."""
        return self.filter(Q(parent__isnull=True) | Q(parent__state="published"), state="published")

    def with_address(self) -> "ResourceQuerySet":
        """Those that name an address elsewhere."""
        return self.exclude(address="")
