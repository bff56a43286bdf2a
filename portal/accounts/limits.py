"""Where django-allauth counts: a cache in PostgreSQL, the same for every process and machine (portal/settings.py)."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.crypto import salted_hmac


def coded(key: str, prefix: str, version: int) -> str:
    """A key of the cache as it is stored: a code, since allauth writes the sender's address into its keys."""
    return salted_hmac("portal.accounts.limits", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


def erase_past() -> int:
    """Delete what counts no more, and the addresses of staff in sessions that are over. Returns how many rows."""
    ended, _ = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {settings.CACHES['default']['LOCATION']} WHERE expires < now()")
        return ended + cursor.rowcount
