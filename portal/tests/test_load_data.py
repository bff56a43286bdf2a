"""`manage.py load_data`: what comes with the project is entered once, whoever starts it how often."""

import io
import threading

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.transaction import TransactionManagementError

from convention.models import Instrument
from events.models import Event, EventFact
from portal.kit.locks import lock_writes
from portal.kit.models import VerbEvent
from portal.models import Resource
from signatories.models import Signature

TABLES = (Instrument, Signature, Event, EventFact, Resource, VerbEvent)


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def load(**options: object) -> str:
    out = io.StringIO()
    call_command("load_data", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_second_load_enters_nothing_and_is_silent_where_asked():
    load()
    before = counts()
    assert 0 not in before
    assert load(if_empty=True) == ""
    assert counts() == before


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_enter_everything_once():
    ready, faults = threading.Barrier(2), []

    def start():
        try:
            ready.wait(timeout=10)
            load()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    together = counts()
    for model in TABLES[1:]:
        assert model.objects.count() > 0
    assert (Signature.objects.count(), Event.objects.count(), Resource.objects.count()) == (140, 26, 18)
    assert load(if_empty=True) == ""
    assert counts() == together


@pytest.mark.django_db(transaction=True)
def test_lock_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        lock_writes(Resource)
