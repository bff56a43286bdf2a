"""Fields of models that more than one app needs."""

from typing import Any

from django.db import models


class WebAddress(models.URLField):
    """A URLField whose forms read an address without scheme as https, as Django 6 does; 5.2 warns about it."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """For migrations a plain URLField: the column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
