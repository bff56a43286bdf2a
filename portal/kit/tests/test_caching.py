import gzip
from types import SimpleNamespace

import brotli
import pytest
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory

from portal.kit.caching import public_page
from portal.kit.files import serve

BODY = "The same for everyone. " * 50


def view(policy="rest", answer=None):
    return public_page(policy)(lambda request: answer() if answer else HttpResponse(BODY))


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        ("names", "public, max-age=20, stale-while-revalidate=20, stale-if-error=300"),
        ("text", "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"),
        ("rest", "public, max-age=60, stale-while-revalidate=60, stale-if-error=3600"),
    ],
)
def test_policy_sets_cache_control(policy, value):
    assert view(policy)(RequestFactory().get("/"))["Cache-Control"] == value


def test_unknown_policy_is_an_error():
    with pytest.raises(KeyError):
        public_page("secret")


def test_view_may_say_another_policy_for_one_page():
    def answer():
        response = HttpResponse(BODY)
        response.cache_policy = "names"
        return response

    page = view("text", answer)(RequestFactory().get("/"))
    assert page["Cache-Control"] == "public, max-age=20, stale-while-revalidate=20, stale-if-error=300"
    assert page["ETag"]


def test_unknown_policy_of_one_page_is_an_error():
    def answer():
        response = HttpResponse(BODY)
        response.cache_policy = "secret"
        return response

    with pytest.raises(KeyError):
        view("text", answer)(RequestFactory().get("/"))


def test_same_tag_answers_304_without_body():
    first = view()(RequestFactory().get("/"))
    again = view()(RequestFactory().get("/", headers={"if-none-match": first["ETag"]}))
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]
    other = view()(RequestFactory().get("/", headers={"if-none-match": '"other"'}))
    assert other.status_code == 200


def test_packed_answer_has_the_same_tag_up_to_weakness():
    plain = view()(RequestFactory().get("/"))
    packed = view()(RequestFactory().get("/", headers={"accept-encoding": "gzip"}))
    assert gzip.decompress(packed.content).decode() == BODY
    assert packed["ETag"] == "W/" + plain["ETag"]
    again = view()(RequestFactory().get("/", headers={"accept-encoding": "gzip", "if-none-match": packed["ETag"]}))
    assert again.status_code == 304


def test_answer_is_packed_by_brotli_for_who_takes_it():
    answer = view()(RequestFactory().get("/", headers={"accept-encoding": "gzip, deflate, br, zstd"}))
    assert (answer["Content-Encoding"], answer["Content-Length"]) == ("br", str(len(answer.content)))
    assert brotli.decompress(answer.content).decode() == BODY
    assert "Accept-Encoding" in answer["Vary"]
    headers = {"accept-encoding": "br", "if-none-match": answer["ETag"]}
    assert view()(RequestFactory().get("/", headers=headers)).status_code == 304
    for refused in ("gzip, br;q=0", "br; q=0.0, gzip"):
        assert view()(RequestFactory().get("/", headers={"accept-encoding": refused}))["Content-Encoding"] == "gzip"


@pytest.fixture
def stored(settings, tmp_path):
    """A file as a model's field holds it."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "booklet.pdf").write_bytes(b"%PDF-1.7 " + b"x" * 5000)
    file = FieldFile(SimpleNamespace(), FileField(), "booklet.pdf")
    yield file
    file.close()


def serving(stored):
    return public_page("text")(lambda request: serve(request, stored, name="booklet.pdf", sha256="abc"))


def test_file_is_not_packed_and_keeps_its_length(stored):
    response = serving(stored)(RequestFactory().get("/", headers={"accept-encoding": "gzip"}))
    assert (response["Content-Length"], response["Content-Type"]) == ("5009", "application/pdf")
    assert b"".join(response.streaming_content).startswith(b"%PDF-1.7 ")
    assert response["Cache-Control"].startswith("public, max-age=60")


def test_file_that_one_has_is_not_opened(stored):
    response = serving(stored)(RequestFactory().get("/", headers={"if-none-match": '"abc"'}))
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", '"abc"')
    assert stored.closed


def test_file_that_is_gone_is_not_found(stored):
    stored.storage.delete(stored.name)
    with pytest.raises(Http404):
        serving(stored)(RequestFactory().get("/"))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused(method):
    assert getattr(RequestFactory(), method)("/").method == method.upper()
    response = view()(getattr(RequestFactory(), method)("/"))
    assert response.status_code == 405


def test_page_that_depends_on_a_cookie_is_an_error():
    def with_cookie():
        response = HttpResponse()
        response.set_cookie("a", "b")
        return response

    def with_vary():
        return HttpResponse(headers={"Vary": "Accept-Encoding, Cookie"})

    for answer in (with_cookie, with_vary):
        with pytest.raises(RuntimeError, match="depends on a cookie"):
            view(answer=answer)(RequestFactory().get("/"))


@pytest.mark.parametrize("cookies", [{}, {"__Host-csrf": "a" * 32}])
@pytest.mark.parametrize("looks", [lambda r: get_token(r), lambda r: r.session.get("x"), lambda r: r.user.is_staff])
def test_page_that_looks_who_asks_is_an_error(looks, cookies):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)

    def asking(request):
        looks(request)
        return HttpResponse(BODY)

    handler = public_page("rest")(asking)
    for middleware in (AuthenticationMiddleware, CsrfViewMiddleware, SessionMiddleware):
        handler = middleware(handler)
    with pytest.raises(RuntimeError, match="depends on a cookie"):
        handler(request)
