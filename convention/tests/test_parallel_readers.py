"""Readers while an edition is published: each page is wholly of one edition."""

import re
import threading
import time
from collections import Counter

import pytest
from django.db import connection
from django.test import RequestFactory

from convention.tests.texts import enter, treaty
from convention.verbs import publish_edition
from portal.wsgi import application

READERS = 50
PAGES_A_TURN = 40  # How many pages are read between two publications, at least,
LONGEST_TURN = 2.0  # if they come within so many seconds.
PAGES = (
    "/convention/",
    "/convention/preamble/",
    "/convention/chapter/2/",
    "/convention/article/3/",
    "/convention/article/3.json",
    "/convention/article/3.txt",
    "/convention/text/",
    "/convention/search/?q=painted",
)
MARKS = re.compile(r"\b(alder|birch)\b")


def get(path: str) -> tuple[str, str]:
    """Status and content of a page, from the WSGI application itself."""
    answer = []
    environ = RequestFactory().generic("GET", path, secure=True, headers={"host": "convention.test"}).environ
    body = application(environ, lambda status, headers: answer.append(status))
    try:
        return answer[0], b"".join(body).decode()
    finally:
        body.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turns", [4, pytest.param(20, marks=pytest.mark.slow)])
def test_each_page_is_wholly_of_one_edition_while_others_are_published(turns):
    editions = [
        enter(treaty([3, 4, 2], mark="alder"), instrument="convention").pk,
        # Not only other words, also other numbers of articles and chapters.
        enter(treaty([2, 5, 1, 3], mark="birch"), instrument="convention", version="2").pk,
    ]
    publish_edition(pk=editions[0], by="system")
    stop = threading.Event()
    faults: list[str] = []
    seen: Counter[tuple[str, str]] = Counter()
    ready = threading.Barrier(READERS + 1)

    def read(place: int) -> None:
        try:
            ready.wait()
            turn = place
            while not stop.is_set():
                path = PAGES[turn % len(PAGES)]
                turn += 1
                status, content = get(path)
                marks = set(MARKS.findall(content))
                if status != "200 OK" or len(marks) != 1:
                    faults.append(f"{path}: {status}, {sorted(marks)}")
                else:
                    seen[path, marks.pop()] += 1
        except Exception as error:  # A thread's own fault is the test's fault.
            faults.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=(place,)) for place in range(READERS)]
    for thread in threads:
        thread.start()
    ready.wait()
    try:
        for turn in range(1, turns + 1):
            publish_edition(pk=editions[turn % 2], by="system")
            until, enough = time.monotonic() + LONGEST_TURN, seen.total() + PAGES_A_TURN
            while seen.total() < enough and time.monotonic() < until:
                time.sleep(0.01)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert {page for page, _mark in seen} == set(PAGES)
    assert {mark for _page, mark in seen} == {"alder", "birch"}
    assert seen.total() > turns * PAGES_A_TURN // 2
