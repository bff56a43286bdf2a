"""Against a real server on 127.0.0.1, in a thread."""

import io
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import call_command

from portal import links, tasks
from portal.kit.models import VerbEvent
from portal.models import LinkState, Resource
from portal.verbs import add_resource, change_resource, confirm_link, record_link_check


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"], self.headers["Host"]))
        first, *rest = self.path.split("?")[0].strip("/").split("/")
        if first == "to":  # /to/3: three moves, then there
            left = int(rest[0])
            self.send_response(302)
            self.send_header("Location", f"/to/{left - 1}" if left > 1 else "/200")
        elif first == "away":
            self.send_response(301)
            self.send_header("Location", self.server.away)
        elif first == "only-get":
            self.send_response(405 if self.command == "HEAD" else 200)
        elif first == "slow":
            time.sleep(1)
            self.send_response(200)
        elif first == "broken":
            self.wfile.write(b"not http at all\r\n\r\n")
            return
        else:
            self.send_response(int(first or 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer

    def log_message(self, *args):
        pass


@pytest.fixture
def server(settings, monkeypatch):
    settings.LINK_CHECK_PRIVATE = True
    monkeypatch.setattr(links, "PAUSE", 0)
    monkeypatch.setattr(links, "TIMEOUT", 0.5)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.away = [], "/"
    server.url = f"http://127.0.0.1:{server.server_port}"
    # Looks every 0.01 s whether it is to stop: with the usual half second each test waits that long at its end.
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def methods(server):
    return [method for method, *_ in server.asked]


def run(*args):
    out = io.StringIO()
    call_command("check_links", *args, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("path", "outcome", "note"),
    [
        ("/200", LinkState.CONFIRMED, "200"),
        ("/204", LinkState.CONFIRMED, "204"),
        ("/only-get", LinkState.CONFIRMED, "200"),
        ("/to/5", LinkState.CONFIRMED, "200 at {url}/200"),
        ("/404", LinkState.DEAD, "404"),
        ("/410", LinkState.DEAD, "410"),
        ("/403", None, "403"),
        ("/500", None, "500"),
        ("/503", None, "503"),
        ("/to/6", None, "redirected more than 5 times"),
        ("/away", None, "200 at {url}/, the front page"),
        ("/slow", None, "no answer within 0.5 seconds"),
        ("/broken", None, "an answer or address that cannot be read"),
    ],
)
def test_answer_settles_what_it_can(server, path, outcome, note):
    assert links.look(server.url + path) == links.Seen(outcome, note.format(url=server.url))


def test_get_is_asked_only_where_head_did_not_do(server):
    links.look(server.url + "/200")
    assert methods(server) == ["HEAD"]
    server.asked.clear()
    links.look(server.url + "/404")
    assert methods(server) == ["HEAD", "GET"]


def test_asker_says_who_it_is(server, settings):
    links.look(server.url + "/200?a=b c")
    [(_, path, agent, host)] = server.asked
    assert settings.SITE_URL in agent
    assert (path, host) == ("/200?a=b%20c", server.url.removeprefix("http://"))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
def test_redirect_to_another_scheme_is_not_followed(server, target):
    server.away = target
    seen = links.look(server.url + "/away")
    assert seen == links.Seen(None, "leads to an address that is not http or https")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/200",
        "http://localhost:{port}/200",
        "http://[::1]:{port}/200",
        "http://[::ffff:127.0.0.1]:{port}/200",
        "http://0.0.0.0:{port}/200",
        "http://2130706433:{port}/200",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00::1]/",
        "http://[fec0::1]/",
        "http://[::127.0.0.1]:{port}/200",
        "http://[64:ff9b::127.0.0.1]:{port}/200",
        "http://[64:ff9b:1::10.0.0.1]/",
        "http://[2002:7f00:1::]:{port}/200",
        "http://user:secret@127.0.0.1:{port}/",
    ],
)
def test_private_network_is_never_asked(server, settings, address):
    settings.LINK_CHECK_PRIVATE = False
    seen = links.look(address.format(port=server.server_port))
    assert seen == links.Seen(None, "not asked: an address of a private network")
    assert server.asked == []


@pytest.mark.parametrize("ip", ["93.184.215.14", "::ffff:93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_address_is_asked(ip):
    assert links._is_public(ip)


def test_redirect_into_the_private_network_is_not_followed(server, settings, monkeypatch):
    server.away = "http://10.0.0.1/secret"
    real = links._look_up

    def look_up(host, port):
        # The first host counts as public; the one that it leads to is looked at as in production.
        settings.LINK_CHECK_PRIVATE = host == "127.0.0.1"
        return real(host, port)

    monkeypatch.setattr(links, "_look_up", look_up)
    seen = links.look(server.url + "/away")
    assert seen == links.Seen(None, "not asked: an address of a private network")


@pytest.mark.parametrize(
    ("address", "note"),
    [
        ("http://nowhere.invalid/", "its host has no address"),
        ("http://127.0.0.1:1/", "no connection"),
        ("http://127.0.0.1:99999/", "an answer or address that cannot be read"),
        ("http://" + "a" * 70 + ".com/", "an answer or address that cannot be read"),
        ("http://exa\0mple.com/", None),
        ("https://127.0.0.1:{port}/", "no secure connection"),
    ],
)
def test_address_that_cannot_be_asked_settles_nothing(server, address, note):
    seen = links.look(address.format(port=server.server_port))
    assert seen.outcome is None
    assert note is None or seen.note == note


@pytest.mark.django_db
def test_command_writes_states_and_says_them(server):
    rows = {
        path: add_resource(by="import", kind="article", title=path, address=server.url + path)
        for path in ("/200", "/404", "/500")
    }
    add_resource(by="import", kind="article", title="without an address")
    said = run()
    for row in rows.values():
        row.refresh_from_db()
    assert {p: (r.link_state, r.link_checked_by, r.link_note) for p, r in rows.items()} == {
        "/200": ("confirmed", "system", "200"),
        "/404": ("dead", "system", "404"),
        "/500": ("recorded", "", "500"),
    }
    assert rows["/500"].link_checked_at is None
    assert rows["/500"].link_tried_at is not None
    assert [line.split()[0] for line in said.splitlines()] == ["confirmed", "dead", "unclear", "3"]
    events = VerbEvent.objects.filter(verb="resource.check_link").order_by("subject_id")
    assert [(e.by, e.before, e.after) for e in events] == [
        ("system", "recorded", "confirmed"),
        ("system", "recorded", "dead"),
        ("system", "recorded", "recorded"),
    ]


@pytest.mark.django_db
def test_dry_run_asks_and_writes_nothing(server):
    row = add_resource(by="import", kind="article", title="A", address=server.url + "/404")
    assert "nothing was written" in run("--dry-run")
    row.refresh_from_db()
    assert (row.link_state, row.link_tried_at) == ("recorded", None)
    assert methods(server) == ["HEAD", "GET"]


@pytest.mark.django_db
def test_one_address_of_two_resources_is_asked_once(server):
    for title in "AB":
        add_resource(by="import", kind="article", title=title, address=server.url + "/200")
    run()
    assert methods(server) == ["HEAD"]
    assert set(Resource.objects.values_list("link_state", flat=True)) == {"confirmed"}


@pytest.mark.django_db
def test_unclear_answer_leaves_a_settled_state_and_its_date(server, django_user_model):
    editor = django_user_model.objects.create_user("editor")
    row = add_resource(by=editor, kind="article", title="A", address=server.url + "/503")
    confirmed = confirm_link(pk=row.pk, by=editor)
    run()
    row.refresh_from_db()
    assert (row.link_state, row.link_checked_at) == ("confirmed", confirmed.link_checked_at)
    assert (row.link_checked_by, row.link_note) == (f"user:{editor.pk}", "503")


@pytest.mark.django_db
def test_answer_for_an_old_address_is_dropped():
    row = add_resource(by="import", kind="article", title="A", address="https://a.example/")
    change_resource(pk=row.pk, by="import", address="https://b.example/")
    assert record_link_check(pk=row.pk, address="https://a.example/", outcome=LinkState.DEAD, note="404") is None
    row.refresh_from_db()
    assert row.link_state == "recorded"


@pytest.mark.django_db
def test_hosts_are_asked_with_a_pause(server, monkeypatch):
    monkeypatch.setattr(links, "PAUSE", 0.3)
    for n in range(3):
        add_resource(by="import", kind="article", title=str(n), address=f"{server.url}/200?{n}")
    start = time.monotonic()
    run()
    assert time.monotonic() - start >= 0.6


@pytest.mark.django_db
def test_task_checks_the_rows_it_is_given(server):
    rows = [add_resource(by="import", kind="article", title=str(n), address=f"{server.url}/200?{n}") for n in range(2)]
    assert tasks.check_links(pks=[rows[0].pk]) == 1
    assert [Resource.objects.get(pk=row.pk).link_state for row in rows] == ["confirmed", "recorded"]
