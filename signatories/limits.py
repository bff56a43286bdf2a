"""How often the forms may be sent: a token bucket for each network and one for the site, in PostgreSQL.

Each form has its own: who floods the remarks does not stop the signing, and a request to remove a name, which is a
right, is not stopped by either. Counted is what would be stored; a form with errors costs nothing.
"""

import math
from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from signatories.models import Bucket, SigningSettings

HOUR = timedelta(hours=1)

# One statement, so that of many at once exactly as many pass as there are tokens. A token costs `step`; it is there
# if the bucket, after it is spent, is full again within `per`. The clock is the database's: one for all machines.
TAKE = """
INSERT INTO signatories_bucket AS bucket (key, full_at) VALUES (%(key)s, clock_timestamp() + %(step)s)
ON CONFLICT (key) DO UPDATE SET full_at = GREATEST(bucket.full_at + %(step)s, EXCLUDED.full_at)
WHERE bucket.full_at + %(step)s <= EXCLUDED.full_at - %(step)s + %(per)s
RETURNING 1
"""
# A statement of its own: one that began earlier would not see what those before it in the queue have taken.
WAIT = "SELECT full_at + %(step)s - %(per)s - clock_timestamp() FROM signatories_bucket WHERE key = %(key)s"


def take(key: str, *, capacity: int, per: timedelta) -> int:
    """Take a token out of a bucket of `capacity` tokens that fills up again evenly within `per`.

    Returns 0 if there was one, else the seconds (1 or more) until there is the next.
    """
    values = {"key": key, "step": per / capacity, "per": per}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        if cursor.fetchone():
            return 0
        cursor.execute(WAIT, values)
        wait = cursor.fetchone()
    return max(1, math.ceil(wait[0].total_seconds())) if wait else 1


def wait_for_turn(form: str, *, network: str, settings: SigningSettings) -> int:
    """Count one entry of a form against its limits. Returns 0 if it may be stored, else the seconds to wait.

    `network` is a code of keys.network_key, or "unknown". Whoever is over the network's limit takes nothing from the
    site's, and whom the site's limit stops keeps the network's token.
    """
    with transaction.atomic():
        wait = take(f"{form}:{network}", capacity=settings.network_limit, per=HOUR)
        if not wait and (wait := take(f"{form}:site", capacity=settings.site_limit, per=HOUR)):
            transaction.set_rollback(True)
    return wait


def erase_full() -> int:
    """Delete the buckets that are full again, which say nothing any more. Returns how many."""
    return Bucket.objects.filter(full_at__lte=Now()).delete()[0]
