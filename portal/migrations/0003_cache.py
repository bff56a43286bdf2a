"""The table of Django's cache: counts of sign-ins and codes that were used, the same for all processes."""

from django.db import migrations

MAKE = """
CREATE TABLE portal_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX portal_cache_expires ON portal_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_roles")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE portal_cache")]
