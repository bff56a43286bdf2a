"""Locks of the database that more than one app needs."""

import hashlib

from django.db import connection, models, transaction


def lock_writes(model: type[models.Model]) -> None:
    """Until this transaction ends nobody else writes to the model's table; reading goes on.

    For a loader that first looks whether the table is empty: of two starts at once the second waits here, then sees
    what the first one entered. Raises TransactionManagementError outside a transaction.
    """
    _require_transaction()
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE")


def lock_words(words: str) -> None:
    """Until this transaction ends nobody else passes here with the same words. Raises TransactionManagementError
    outside a transaction."""
    _require_transaction()
    number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a lock lasts as long as a transaction, and there is none")
