"""The pages behind the links in mails: confirm a signature, see and change it, take it back, have it erased.

A link is in the hands of whoever reads the mail, and of the programs that look at mail before: so GET changes nothing
and every change is a button. None of these pages is kept by a cache or found by a robot. POST answers
- 303 to the page that says what is now so (after an erasure there is none: 200 with the last word);
- 409 with the page as it is now and why nothing was done, where a verb says NotPossible;
- 422 or 403 with the form of changed words as it was typed, as on the other forms (views/forms.py).
A link that leads to nothing is 404, whatever was asked.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_countries import countries

from convention.outline import known_outline
from portal.kit.caching import public_page
from portal.kit.models import VerbEvent
from signatories import links, protection, receiving, verbs
from signatories.amending import AmendForm
from signatories.fields import Email, PortalForm, new_nonce
from signatories.models import CONFIRMED, Amendment, Asks, Signature, State, Statement
from signatories.provisions import written
from signatories.recording import record_pdf
from signatories.verbs import WORDS
from signatories.views.forms import TYPED, FormPage, SeeOther

PRESS_AGAIN = gettext_lazy(
    "Nothing was done yet: press the button again. If this comes back, allow cookies for this site: a button needs "
    "one to know that the page is ours."
)


# What the pages share --------------------------------------------------------------------------------------------


View = Callable[..., HttpResponse]


def link_page(purpose: str, refused: View | None = None) -> Callable[[View], View]:
    """A decorator for the page behind a link: the view gets `opened` (links.Opened) in place of the link's words.

    A link that leads to nothing never reaches the view. What a verb refuses is shown by `refused(request, opened,
    message, status)`, which also stands in for a form whose protection token is missing (portal/errors.py).
    """

    def decorate(view: View) -> View:
        def answer(request: HttpRequest, token: str, then: View) -> HttpResponse:
            opened = links.read(token, purpose)
            return _kept_by_nobody(request, then(request, opened) if opened.signature else _dead(request))

        @functools.wraps(view)
        def page(request: HttpRequest, token: str) -> HttpResponse:
            try:
                return answer(request, token, view)
            except Signature.DoesNotExist:  # erased since the link was read
                return _kept_by_nobody(request, _dead(request))
            except verbs.NotPossible as refusal:
                words, status = str(refusal), 409
                return answer(request, token, lambda *now: refused(*now, words, status))

        def csrf_failed(request: HttpRequest) -> HttpResponse:
            token = request.resolver_match.kwargs["token"]
            return answer(request, token, lambda *now: refused(*now, PRESS_AGAIN, 403))

        if refused:
            page.csrf_failed = csrf_failed
        return page

    return decorate


def _kept_by_nobody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    # With no-store the browser's Back button would lose what was typed, so an answer to POST is only asked for again.
    response["Cache-Control"] = TYPED if request.method == "POST" else "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "signatories/link_dead.html", status=404)


def _manage_address(signature: Signature) -> str:
    return reverse("signatories:manage", args=[links.token(signature, links.MANAGE)])


def _shown(words: dict[str, Any]) -> list[tuple[str, str]]:
    """Words of an entry for reading: what each is, and what stands there. In the order of WORDS."""
    say = {
        "country": lambda code: countries.name(code),
        "statement": lambda kind: Statement(kind).label,
        "statement_articles": written,
    }
    return [
        (Signature._meta.get_field(name).verbose_name, say.get(name, str)(words[name]))
        for name in WORDS
        if name in words
    ]


def _standing(signature: Signature) -> list[tuple[str, str]]:
    """What stands in the entry, without what is empty; that there is no reservation is said."""
    words = {name: getattr(signature, name) for name in WORDS}
    return _shown({name: value for name, value in words.items() if value or name == "statement"})


# Confirm ---------------------------------------------------------------------------------------------------------


def _confirm_page(request: HttpRequest, opened: links.Opened, refusal: Any = "", status: int = 200) -> HttpResponse:
    signature = opened.signature
    name, _at, domain = signature.email.rpartition("@")
    context = {
        "signature": signature,
        "waits": signature.state == State.UNCONFIRMED,
        "expired": opened.expired,
        "facts": _standing(signature),
        "masked": f"{name[:1]}…@{domain}",
        "manage_url": "" if opened.expired else _manage_address(signature),
        "refusal": refusal,
    }
    return render(request, "signatories/confirm.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@link_page(links.CONFIRM, refused=_confirm_page)
def confirm(request: HttpRequest, opened: links.Opened) -> HttpResponse:
    """What was typed, with a button to confirm it and one to say that it was someone else."""
    pk, action = opened.signature.pk, request.POST.get("action")
    if action == "disown":
        verbs.disown_signature(pk=pk, by="signer")
        return render(request, "signatories/link_done.html", {"disowned": True})
    if action == "renew":
        receiving.new_confirm_link(pk=pk)
        return SeeOther(reverse("signatories:check_mail"))
    if action == "confirm":
        if opened.expired:
            raise verbs.NotPossible(_("This link has ended by now; nothing was changed."))
        signature = verbs.confirm_signature(pk=pk, by="signer", version=opened.signature.link_version)
        return SeeOther(_manage_address(signature))
    return _confirm_page(request, opened)


# Manage ----------------------------------------------------------------------------------------------------------


def _manage_page(
    request: HttpRequest, opened: links.Opened, refusal: Any = "", status: int = 200, sure: str = ""
) -> HttpResponse:
    """The record; with `sure` ("withdraw", "erase") the question whether that is meant, in place of the buttons."""
    signature = opened.signature
    amendment = Amendment.objects.filter(signature=signature).first()
    context = {
        "signature": signature,
        "facts": _standing(signature),
        "lives": signature.state in CONFIRMED,
        "amendment": amendment,
        "amended": _shown(amendment.words) if amendment else [],
        "token": links.token(signature, links.MANAGE),
        "sure": sure,
        "refusal": refusal,
    }
    return render(request, "signatories/manage.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@link_page(links.MANAGE, refused=_manage_page)
def manage(request: HttpRequest, opened: links.Opened) -> HttpResponse:
    """The record of a signature, to keep, and the buttons for all that its signer can do with it."""
    pk, action = opened.signature.pk, request.POST.get("action")
    if action in ("withdraw", "erase") and request.POST.get("sure") != "1":
        return _manage_page(request, opened, sure=action)
    if action == "withdraw":
        verbs.withdraw_signature(pk=pk, by="signer")
    elif action == "withdraw_statement":
        verbs.withdraw_statement(pk=pk, by="signer")
    elif action == "erase":
        verbs.erase_signature(pk=pk, by="signer")
        return render(request, "signatories/link_done.html")
    elif action == "renew":
        # By mail alone: whoever holds a link that fell into other hands may be those hands.
        verbs.renew_links(pk=pk, by="signer")
        return SeeOther(reverse("signatories:check_mail"))
    elif action == "confirm":
        receiving.new_confirm_link(pk=pk)
        return SeeOther(reverse("signatories:check_mail"))
    else:
        return _manage_page(request, opened)
    return SeeOther(request.path)


def _amend_form(signature: Signature, data: Any = None) -> AmendForm:
    """The form, filled in with the words that wait for a moderator, else with those that stand."""
    amendment = Amendment.objects.filter(signature=signature).first()
    words = {name: getattr(signature, name) for name in WORDS} | (amendment.words if amendment else {})
    words["statement"] = words["statement"] or "none"
    words["provisions"] = written(words.pop("statement_articles"))
    words["country"] = str(words["country"])
    return AmendForm(data=data, initial=words, kind=signature.kind, outline=known_outline())


def _amend_page(
    request: HttpRequest, opened: links.Opened, refusal: Any = "", status: int = 200, form: AmendForm | None = None
) -> HttpResponse:
    """The form as it was typed, else as it is filled in. Where it was not taken, `refusal` or its errors say why."""
    context = {
        "form": form or _amend_form(opened.signature, request.POST if request.method == "POST" else None),
        "manage_url": _manage_address(opened.signature),
        "failed": status != 200,
        "token_failed": status == 403,
        "refusal": refusal if status == 409 else "",
    }
    return render(request, "signatories/amend.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@link_page(links.MANAGE, refused=_amend_page)
def amend(request: HttpRequest, opened: links.Opened) -> HttpResponse:
    """Ask for changed words; the old ones stay public until a moderator has read the new ones."""
    signature = opened.signature
    if request.method != "POST":
        if signature.state not in CONFIRMED:
            return HttpResponseRedirect(_manage_address(signature))  # it says what became of the entry
        return _amend_page(request, opened)
    form = _amend_form(signature, request.POST)
    if not form.is_valid():
        return _amend_page(request, opened, status=422, form=form)
    verbs.amend_signature(pk=signature.pk, by="signer", held=form.holds(), **form.words())
    return SeeOther(_manage_address(signature))


@require_safe
@link_page(links.MANAGE)
def own_data(request: HttpRequest, opened: links.Opened) -> HttpResponse:
    """All that is stored of a signature, as a file: the row, changed words that wait, what was done, letters."""
    pk = opened.signature.pk
    events = VerbEvent.objects.filter(subject=Signature._meta.label_lower, subject_id=pk).order_by("at", "pk")
    mails = verbs.letters_of(pk).order_by("pk")
    stored = {
        "signature": Signature.objects.values().get(pk=pk),
        "amendment": Amendment.objects.filter(signature=pk).values().first(),
        "events": list(events.values("at", "verb", "before", "after")),
        "letters": list(mails.values("kind", "created_at", "due_at", "sent_at")),
    }
    response = JsonResponse(stored, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="signature.json"'
    return response


@require_safe
@link_page(links.MANAGE)
def record(request: HttpRequest, opened: links.Opened) -> HttpResponse:
    """The entry as a PDF, to keep beside the bookmark."""
    signature = opened.signature
    rows = [(capfirst(label), value or "–") for label, value in _standing(signature)]
    if signature.signed_at:
        rows.append((_("Date of signing"), date_format(signature.signed_at, "j F Y")))
    if signature.edition_sha256:
        rows.append((_("Edition signed, by the sha256 of its text"), signature.edition_sha256))
    packed = record_pdf(rows, state=str(signature.get_state_display()))
    response = HttpResponse(packed, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="record-of-a-signature.pdf"'
    return response


# Mail ------------------------------------------------------------------------------------------------------------


class LostMailForm(PortalForm):
    """The address that a signature was made from."""

    email = Email(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("The address that you signed with."),
        error_messages={"required": gettext_lazy("Write the e-mail address that you signed with.")},
    )


def _ask_for_links(form: LostMailForm, held: list[str], request: HttpRequest) -> object:
    """The same for every address: the worker looks whether it is known, out of the sender's sight."""
    return receiving.take(
        nonce=new_nonce(),
        asks=Asks.LINKS,
        words={"email": form.cleaned_data["email"]},
        held=[],
        network=protection.network_of(request),
    )


lost_mail = FormPage(
    name="links",
    template="signatories/lost_mail.html",
    section="sign",
    received="signatories:check_mail",
    form=LostMailForm,
    initial=lambda request: {},
    enter=_ask_for_links,
).view()


@public_page("rest")
def check_mail(request: HttpRequest) -> HttpResponse:
    """A mail is on its way; the same page whoever asks, and whatever was sent."""
    return render(request, "signatories/check_mail.html", {"section": "sign"})
