"""What the database itself refuses, whoever writes."""

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from signatories.models import CorrectionRequest, Feedback, Signature

pytestmark = pytest.mark.django_db

NOW = timezone.now()
SITE = {
    "name": "Sam Example",
    "sort_name": "Example",
    "source": "site",
    "publish_consent_at": NOW,
    "signed_at": NOW,
    "state": "pending",
    "confirmed_at": NOW,
    "confirmed_by": "signer",
}
FOUNDING = {
    "name": "Sam Example",
    "sort_name": "Example",
    "source": "founding",
    "page_entries": [1],
    "state": "published",
    "published_at": NOW,
    "published_by": "import",
}

BAD = {
    "signature_confirmed_at_with_by": [{"confirmed_by": ""}],
    "signature_site_is_confirmed": [
        {"confirmed_at": None, "confirmed_by": ""},
        {"state": "unconfirmed", "email_key": "k", "email": "a@example.org"},
    ],
    "signature_unconfirmed_has_address": [{"state": "unconfirmed", "confirmed_at": None, "confirmed_by": ""}],
    "signature_erased_at_with_by": [{"erased_at": NOW}, {"erased_by": "signer"}],
    "signature_erased_is_empty": [{"erased_at": NOW, "erased_by": "signer"}],
    "signature_published_at_with_by": [{"published_at": NOW}, {"published_by": "system"}],
    "signature_rejected_at_with_by": [{"rejected_at": NOW}, {"rejected_by": "system"}],
    "signature_removed_at_with_by": [{"removed_at": NOW}, {"removed_by": "system"}],
    "signature_withdrawn_at_with_by": [{"withdrawn_at": NOW}, {"withdrawn_by": "system"}],
    "signature_published_has_date": [{"state": "published"}],
    "signature_rejected_has_date": [{"state": "rejected"}],
    "signature_removed_has_date": [{"state": "removed"}],
    "signature_withdrawn_has_date": [{"state": "withdrawn"}],
    "signature_has_name": [{"name": "", "sort_name": ""}],
    "signature_has_people": [{"people": 0}],
    "signature_state_known": [{"state": ""}, {"state": "famous"}],
    "signature_group_known": [{"group": "famous", "source": "paper"}],
    "signature_source_known": [{"source": ""}, {"source": "rumour"}],
    "signature_person_signs_for_self": [
        {"representative": "Ines"},
        {"representative_role": "Chair"},
        {"kind": "robot"},
    ],
    "signature_statement_with_words": [
        {"statement": "reservation"},
        {"statement_text": "Words"},
        {"statement_articles": ["art_1"]},
        {"statement": "unrecorded", "statement_text": "Words"},
        {"statement": "objection", "statement_text": "Words"},
    ],
    "signature_place_in_selected": [{"place": 1}, {"group": "selected", "place": 0}],
    "signature_site_has_consent": [{"publish_consent_at": None}, {"signed_at": None}, {"group": "commission"}],
}
BAD_FOUNDING = [{"email": "sam@example.org"}, {"page_entries": []}]


@pytest.mark.parametrize("fields", [SITE, FOUNDING])
def test_good_row_is_taken(fields):
    Signature.objects.create(**fields)
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(("name", "wrong"), [(name, wrong) for name, wrongs in BAD.items() for wrong in wrongs])
def test_bad_row_is_refused(name, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Signature.objects.create(**SITE | wrong)


@pytest.mark.parametrize("wrong", BAD_FOUNDING)
def test_founding_row_comes_from_the_page_and_has_no_address(wrong):
    with pytest.raises(IntegrityError, match="signature_founding_from_page"), transaction.atomic():
        Signature.objects.create(**FOUNDING | wrong)


ONCE = {"email_key": "a" * 64}


@pytest.mark.parametrize("state", ["unconfirmed", "pending", "published"])
def test_second_living_row_of_one_address_kind_and_name_is_refused(state):
    Signature.objects.create(**SITE | ONCE)
    dates = {
        "published": {"published_at": NOW, "published_by": "system"},
        "unconfirmed": {"confirmed_at": None, "confirmed_by": ""},
    }.get(state, {})
    with pytest.raises(IntegrityError, match="signature_lives_once"), transaction.atomic():
        Signature.objects.create(**SITE | ONCE | dates | {"state": state})


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Ines Example"},
        {"kind": "organisation"},
        {"email_key": "b" * 64},
        {"state": "rejected", "rejected_at": NOW, "rejected_by": "system"},
    ],
)
def test_row_that_differs_or_lives_no_more_is_taken(other):
    Signature.objects.create(**SITE | ONCE)
    Signature.objects.create(**SITE | ONCE | other)


def test_rows_without_address_may_have_one_name():
    Signature.objects.create(**SITE)
    Signature.objects.create(**SITE)


def test_place_in_the_selected_list_is_taken_once():
    placed = SITE | {"group": "selected", "place": 1}
    Signature.objects.create(**placed)
    with pytest.raises(IntegrityError, match="signature_place_once"), transaction.atomic():
        Signature.objects.create(**placed)
        connection.check_constraints()


def test_every_constraint_of_the_signature_is_tried():
    tried = {*BAD, "signature_founding_from_page", "signature_lives_once", "signature_place_once"}
    assert tried == {constraint.name for constraint in Signature._meta.constraints}


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("feedback_names_article", {"about": "article"}),
        ("feedback_names_article", {"about": "article", "article": 0}),
        ("feedback_names_article", {"about": "site", "article": 3}),
        ("feedback_about_known", {"about": ""}),
        ("feedback_about_known", {"about": "weather"}),
        ("feedback_state_known", {"state": "famous"}),
        ("feedback_has_text", {"text": ""}),
        ("feedback_public_by_choice", {"state": "published"}),
        ("feedback_answered_at_with_by", {"answer": "Words", "answered_at": NOW}),
        ("feedback_answered_at_with_by", {"answered_by": "user:1"}),
        ("feedback_answer_has_date", {"answer": "Words"}),
        ("feedback_answer_has_date", {"answered_at": NOW, "answered_by": "user:1"}),
    ],
)
def test_bad_remark_is_refused(name, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Feedback.objects.create(**{"about": "site", "text": "Words"} | wrong)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("correction_wish_known", {"wish": "burn"}),
        ("correction_state_known", {"state": ""}),
        ("correction_names_entry", {"entry_name": ""}),
        ("correction_has_address", {"email": ""}),
    ],
)
def test_bad_request_is_refused(name, wrong):
    good = {"wish": "remove", "entry_name": "Sam Example", "email": "sam@example.org"}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CorrectionRequest.objects.create(**good | wrong)


def test_every_constraint_of_the_other_models_is_tried():
    assert {constraint.name for constraint in Feedback._meta.constraints} == {
        "feedback_names_article",
        "feedback_about_known",
        "feedback_state_known",
        "feedback_has_text",
        "feedback_public_by_choice",
        "feedback_answered_at_with_by",
        "feedback_answer_has_date",
        "feedback_replied_at_with_by",
    }
    assert {constraint.name for constraint in CorrectionRequest._meta.constraints} == {
        "correction_wish_known",
        "correction_state_known",
        "correction_names_entry",
        "correction_has_address",
    }


def test_name_over_200_characters_is_refused():
    with pytest.raises(DataError), transaction.atomic():
        Signature.objects.create(**SITE | {"name": "x" * 201})


@pytest.mark.parametrize("name", ["㌖" * 200, "ﷺ" * 200, "ΐ" * 200, "…" * 200, "😀"])
def test_name_that_folding_lengthens_or_empties_is_taken(name):
    row = Signature.objects.create(**SITE | {"name": name, "sort_name": name})
    row.refresh_from_db()
    assert row.name == name
    assert 0 < len(row.sort_key) <= 420
