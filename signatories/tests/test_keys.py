"""Codes of addresses: one for each mailbox and each network, and nothing to be read from them."""

import pytest

from signatories.keys import canonical, email_key, network_key


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Samira@Example.ORG", "samira@example.org"),
        (" samira@example.org ", "samira@example.org"),
        ("samira+convention@example.org", "samira@example.org"),
        ("samira+a+b@example.org", "samira@example.org"),
        ("+samira@example.org", "+samira@example.org"),
        ("sa.mira@example.org", "sa.mira@example.org"),
        ("sa.mi.ra@gmail.com", "samira@gmail.com"),
        ("Sa.mira+x@GoogleMail.com", "samira@gmail.com"),
        (".@gmail.com", ".@gmail.com"),
        ("sa.mira@gmail.com.example.org", "sa.mira@gmail.com.example.org"),
        ("samira@bücher.example", "samira@xn--bcher-kva.example"),
        ("samira@BÜCHER.example", "samira@xn--bcher-kva.example"),
        ("samira@xn--bcher-kva.example", "samira@xn--bcher-kva.example"),
        ("samira@" + "x" * 70 + ".example", "samira@" + "x" * 70 + ".example"),
        ("samira@[192.0.2.1]", "samira@[192.0.2.1]"),
        ("samira", "@samira"),
    ],
)
def test_spellings_of_a_mailbox_become_one(typed, expected):
    assert canonical(typed) == expected


def test_code_of_an_address_is_of_the_mailbox_and_of_the_key(settings):
    code = email_key("samira@example.org")
    assert len(code) == 64
    assert email_key("Samira+x@EXAMPLE.org") == code
    assert email_key("samir@example.org") != code
    settings.SECRET_KEY = "n" * 60
    assert email_key("samira@example.org") == code
    settings.EMAIL_KEY = "n" * 60
    assert email_key("samira@example.org") != code


def test_no_address_has_no_code():
    assert email_key("") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.254", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("192.0.2.1", "::ffff:192.0.2.9", True),
        ("2001:db8:0:ff00::1", "2001:db8:0:ffff::1", True),
        ("2001:db8:0:ff00::1", "2001:db8:0:fe00::1", False),
        ("2001:db8::1", "2001:DB8:0:0::2", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("0.0.1.1", "::1:1", False),
    ],
)
def test_code_of_a_network_is_of_its_prefix(one, other, same):
    assert (network_key(one) == network_key(other)) is same


@pytest.mark.parametrize("ip", ["", "unknown", "192.0.2", "192.0.2.1, 192.0.2.2", "192.0.2.1\x00", "999.1.1.1"])
def test_what_is_no_ip_address_has_no_code(ip):
    with pytest.raises(ValueError, match="does not appear to be"):
        network_key(ip)
