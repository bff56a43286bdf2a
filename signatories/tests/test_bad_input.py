"""Whatever is sent to a form: a clear answer, never a 500, nothing lost, nothing stored."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from signatories.models import CorrectionRequest, Feedback, Signature
from signatories.tests.sending import FORMS, assert_kept, assert_refused, fields_of, post

pytestmark = pytest.mark.django_db
each_form = pytest.mark.parametrize(
    ("address", "valid", "line", "text"), [pytest.param(*form, id=name) for name, form in FORMS.items()]
)


def stored() -> int:
    return Signature.objects.count() + Feedback.objects.count() + CorrectionRequest.objects.count()


@each_form
def test_blank_form_is_answered_with_a_message_for_each_box(client, address, valid, line, text):
    response = post(client, address, {})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in page
    # Signing asks one thing at a time: here, who signs.
    assert page.count('class="error"') == page.count('<li><a href="#id_') >= (1 if address == "/sign/" else 3)
    assert stored() == 0


@each_form
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Sam\x00", "After “Sam” there is a control character."),
        ("Sam\u202emaS", "After “Sam” there is a hidden character that turns the direction of writing around."),
        ("😀", "A name needs at least one letter."),
        ("x" * 201, "This has 201 characters; at most 200 fit."),
        ("<script>alert(1)</script>" * 20, "This has 500 characters; at most 200 fit."),
        ("Z" + "\u0301" * 40, "there is more accents and marks on one letter than any language uses."),
    ],
    ids=["nul", "bidi", "emoji", "long", "html", "zalgo"],
)
def test_harmful_name_is_refused_in_words_and_kept(client, address, valid, line, text, typed, message):
    response = post(client, address, valid | {line: typed})
    assert_refused(response, message)
    assert_kept(response, valid | {line: typed})
    assert "<script>alert" not in response.content.decode()
    assert stored() == 0


@each_form
@pytest.mark.parametrize("typed", ["Sam\x00", "Sam\u202emaS", "a" + "\u0323\u0301" * 20])
def test_harmful_text_is_refused_in_words_and_kept(client, address, valid, line, text, typed):
    response = post(client, address, valid | {text: typed})
    assert_refused(response, "Delete that place and type it again, without pasting.")
    assert_kept(response, valid | {text: typed})
    assert stored() == 0


@each_form
def test_html_is_shown_as_it_was_typed(client, address, valid, line, text):
    typed = '"><img src=x onerror=alert(1)>&amp;</textarea>'
    response = post(client, address, valid | {line: typed, text: typed, "email": "x"})
    assert response.status_code == 422
    assert_kept(response, {line: typed, text: typed})
    assert "<img" not in response.content.decode()
    assert html.escape(typed, quote=True) in response.content.decode()


@each_form
@pytest.mark.parametrize("name", ["محمد عبد الله", "שלום בן דוד", "王小明", "Đặng Thị Ánh", "x" * 200])
def test_name_in_any_script_is_taken(client, address, valid, line, text, name):
    assert post(client, address, valid | {line: name}).status_code == 303
    assert stored() == 1


@each_form
def test_box_for_a_name_has_the_direction_of_what_is_typed(client, address, valid, line, text):
    page = client.get(address, secure=True).content.decode()
    if address == "/sign/":
        page = client.post(address, {"step": "who", "kind": "person"}, secure=True).content.decode()
    assert page.count('dir="auto"') >= 2


@each_form
def test_address_with_hidden_characters_is_refused(client, address, valid, line, text):
    for email in ("a\x00@example.org", "a\u202e@example.org", "a@example.org\nBcc: b@example.org", "ä@example.org"):
        response = post(client, address, valid | {"email": email})
        assert response.status_code == 422
        assert 'id="id_email_error"' in response.content.decode()
    assert stored() == 0


@each_form
def test_wrong_bytes_are_refused_in_words(client, address, valid, line, text):
    rest = "&".join(f"{name}={value}" for name, value in valid.items() if name not in (line, text, "email"))
    body = rest.replace(" ", "+").encode() + f"&email=a%40example.org&{text}=Words&{line}=Sam%ff%fe".encode()
    response = post(client, address, body, content_type="application/x-www-form-urlencoded")
    assert_refused(response, "After “Sam” there is a character that could not be read.")
    assert_kept(response, {text: "Words", "email": "a@example.org"})
    assert stored() == 0


@each_form
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00=\xff", "application/x-www-form-urlencoded"),
        (b"name=Sam", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"name=Sam", "application/x-www-form-urlencoded; charset=none"),
        (b"name=Sam", "multipart/form-data"),
        (b"name=Sam", "multipart/form-data; boundary=\xff"),
        (b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nSam', "multipart/form-data; boundary=x"),
        (b'{"name": "Sam"}', "application/json"),
        (b"Sam", "text/plain"),
        (b"", ""),
    ],
)
def test_broken_body_is_answered_with_a_page(client, address, valid, line, text, body, kind):
    response = client.generic("POST", address, body, content_type=kind, secure=True)
    assert response.status_code in (400, 422)
    assert "<h1>" in response.content.decode()
    assert stored() == 0


@each_form
def test_file_in_place_of_text_counts_as_not_filled_in(client, address, valid, line, text):
    response = post(client, address, valid | {line: SimpleUploadedFile("name.txt", b"Sam"), "email": "x"})
    assert response.status_code == 422
    assert 'id="id_email_error"' in response.content.decode()
    assert stored() == 0


@each_form
def test_body_over_the_limit_is_answered_with_a_page(client, settings, address, valid, line, text):
    settings.PUBLIC_BODY_LIMIT = 10_000
    response = post(client, address, valid | {text: "x" * 20_000})
    assert response.status_code == 413
    assert "What you sent is too large" in response.content.decode()
    assert stored() == 0


@each_form
def test_hundred_megabytes_are_announced_and_refused(client, settings, address, valid, line, text):
    settings.STAFF_BODY_LIMIT = 50  # what is read and dropped of it: the test sends less than it announces
    response = post(client, address, valid, CONTENT_LENGTH="100000000")
    assert response.status_code == 413
    assert stored() == 0


@each_form
def test_too_many_fields_are_answered_with_a_page(client, address, valid, line, text):
    response = post(client, address, valid | {f"field{n}": "x" for n in range(1001)})
    assert response.status_code == 400
    assert "The request could not be read" in response.content.decode()
    assert stored() == 0


@each_form
def test_field_sent_many_times_counts_once(client, address, valid, line, text):
    response = post(client, address, valid | {line: ["First Name", "Last Name"]})
    assert response.status_code == 303
    assert stored() == 1


@each_form
def test_other_methods_are_refused(client, address, valid, line, text):
    assert client.head(address, secure=True).status_code == 200
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert client.generic(method, address, b"", secure=True).status_code == 405


@each_form
@pytest.mark.parametrize("token", [None, "", "x", "old" * 20, "A" * 64])
def test_form_without_its_token_comes_back_filled_in_and_can_be_sent(address, valid, line, text, token):
    client = Client(enforce_csrf_checks=True)
    sent = valid if token is None else valid | {"csrfmiddlewaretoken": token}
    response = post(client, address, sent, HTTP_REFERER=f"https://testserver{address}")
    page = response.content.decode()
    assert response.status_code == 403
    assert response["Cache-Control"] == "private, no-cache"
    assert "<title>Error:" in page
    assert "Nothing was sent yet: press the button again" in page
    assert "cookies are off" in page
    assert_kept(response, valid)
    assert stored() == 0
    again = post(client, address, fields_of(response), HTTP_REFERER=f"https://testserver{address}")
    assert again.status_code == 303
    assert stored() == 1


@each_form
def test_form_without_its_token_also_says_what_else_is_wrong(address, valid, line, text):
    client = Client(enforce_csrf_checks=True)
    response = post(client, address, valid | {"email": "sam@"}, HTTP_REFERER=f"https://testserver{address}")
    assert response.status_code == 403
    if address == "/sign/":  # a step says it once it is left
        return
    assert "Before you press it:" in response.content.decode()
    assert "Write the address as in name@example.org." in response.content.decode()


@each_form
@pytest.mark.parametrize("header", ["HTTP_ORIGIN", "HTTP_REFERER"])
def test_form_of_another_site_is_not_filled_in(address, valid, line, text, header):
    client = Client(enforce_csrf_checks=True)
    response = post(client, address, valid, **{header: "https://other.example"})
    assert response.status_code == 403
    assert valid["email"] not in response.content.decode()
    assert stored() == 0


@each_form
def test_number_of_queries_is_fixed(client, convention, django_assert_max_num_queries, address, valid, line, text):
    with django_assert_max_num_queries(4):
        client.get(address, secure=True)
    with django_assert_max_num_queries(6):  # one of them is the test's own, see sending.receive_all
        post(client, address, valid | {"email": "x"})
