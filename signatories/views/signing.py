"""Signing, one step a page, at one address (steps.py says what each asks).

GET shows the first step. POST answers
- 200 with the next step, or the one before, or the one to change: whatever was typed travels along;
- 422 with the same step for what has errors, 403 where the form's token is missing or old, 409 while signing is paused
  or closed, 429 over a limit: each with everything that was typed (see views/forms.py);
- 303 to the page that says to check one's mail, at the end: the same for every address, known or not. The worker does
  the rest (receiving.py).
A POST that names no step sends all boxes at once.
"""

import math
from typing import Any

from csp.constants import SELF
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_countries import countries

from convention.models import OfficialFile
from convention.outline import known_outline
from signatories import captcha, limits, protection, receiving, steps
from signatories.forms import SignForm
from signatories.models import Asks, SigningSettings
from signatories.signed import edition_signed, sha256_signed
from signatories.views.forms import TYPED, SeeOther


def page(request: HttpRequest) -> HttpResponse:
    settings = SigningSettings.current()
    shut = None if settings.is_open else settings
    if request.method != "POST":
        return _show(request, steps.WHO, {"statement": "none"}, cache="no-store", shut=shut)
    step, answers = _read(request)
    go = request.POST.get("go", "")
    if shut:
        return _show(request, step, answers, status=409, shut=shut)
    too_long = any(len(value) > steps.LONGEST for value in answers.values())
    if go == "back" and not too_long:
        return _show(request, steps.before(step), answers)
    if go.startswith("to-") and go[3:] in steps.STEPS and not too_long:
        return _show(request, go[3:], answers)
    if step != steps.ACCEPT:
        form = _form(answers, steps.boxes(step, answers), data=request.POST)
        if not form.is_valid():
            return _show(request, step, answers, status=422, form=form)
        return _show(request, steps.after(step), answers)
    return _sign(request, answers, settings)


def _sign(request: HttpRequest, answers: dict[str, str], settings: SigningSettings) -> HttpResponse:
    """The end: check everything once more, count it against the limits, and hand it to the worker."""
    every = [name for step in steps.STEPS for name in steps.boxes(step, answers)]
    form = _form(answers, every, data=request.POST)
    if not form.is_valid():
        faulty = next((s for s in steps.STEPS if set(steps.BOXES[s]) & set(form.errors)), steps.ACCEPT)
        form.keep(steps.boxes(faulty, answers))
        return _show(request, faulty, answers, status=422, form=form)
    network = protection.network_of(request)
    if wait := limits.wait_for_turn("sign", network=network, settings=settings):
        response = _show(request, steps.ACCEPT, answers, status=429, minutes=math.ceil(wait / 60))
        response["Retry-After"] = str(wait)
        return response
    data = form.cleaned_data
    receiving.take(
        nonce=data["nonce"],
        asks=Asks.SIGN,
        words={
            **form.fields_to_store(),
            "edition_sha256": answers[steps.EDITION] if steps.EDITION in answers else sha256_signed(edition_signed()),
            "captcha": request.POST.get(captcha.FIELD, "") if captcha.site_key() else None,
        },
        held=[*form.holds(), *protection.holds(opened=data["opened"], email=data["email"], among=settings)],
        network=network,
    )
    response = SeeOther(reverse("signatories:check_mail"))
    response["Cache-Control"] = TYPED
    return response


def csrf_failed(request: HttpRequest) -> HttpResponse:
    """The same step with what was sent in it and a new token; nothing is stored."""
    step, answers = _read(request)
    return _show(request, step, answers, status=403, token_failed=True)


def _read(request: HttpRequest) -> tuple[str, dict[str, str]]:
    """The step that was sent, and all answers so far."""
    sent = request.POST
    kept = steps.unseal(sent.get("kept"))
    step = sent.get("step", "")
    if step in steps.STEPS:
        return step, kept | steps.answered(step, sent)
    everything = {name: sent.get(name, "") for names in steps.BOXES.values() for name in names}
    return steps.ACCEPT, kept | everything


def _form(answers: dict[str, str], only: Any, *, data: Any) -> SignForm:
    """The boxes named, filled in; with the hidden fields as they were sent."""
    hidden = {name: data[name] for name in ("opened", "nonce", "subject") if name in data}
    return SignForm(data={**answers, **hidden}, outline=known_outline(), only=only)


def _show(
    request: HttpRequest,
    step: str,
    answers: dict[str, str],
    *,
    status: int = 200,
    cache: str = TYPED,
    form: SignForm | None = None,
    **why: Any,
) -> HttpResponse:
    """A step's page. `why` it is no success: token_failed, shut, minutes (to wait); forms/summary.html says it."""
    edition = edition_signed()
    answers = {steps.EDITION: sha256_signed(edition), **answers}
    form = form or SignForm(
        initial={**answers, **_opened(request)}, outline=known_outline(), only=steps.boxes(step, answers)
    )
    # The step's own boxes hold its answers; what is too long for the hidden field stands in one of them.
    own = () if step == steps.ACCEPT else steps.boxes(step, answers)
    kept = {name: value for name, value in answers.items() if name not in own and len(value) <= steps.LONGEST}
    number = steps.STEPS.index(step) + 1
    context = {
        "section": "sign",
        "form": form,
        "step": step,
        "number": number,
        "answers": answers,
        "country": dict(countries).get(answers.get("country", ""), ""),
        "kept": steps.seal(kept),
        "failed": status != 200,
        "edition": edition,
        "booklet": None if edition else OfficialFile.objects.booklet(),
        "recaptcha": captcha.site_key() if step == steps.ACCEPT else "",
        **why,
    }
    response = render(request, "signatories/sign.html", context, status=status)
    response["Cache-Control"] = cache
    if context["recaptcha"]:
        # Google's sources are allowed on this page, and nowhere else.
        response._csp_update = {
            "script-src": [SELF, *captcha.SCRIPT_SOURCES],
            "frame-src": [SELF, *captcha.FRAME_SOURCES],
        }
    return response


def _opened(request: HttpRequest) -> dict[str, str]:
    """The note of when the form was first shown goes on from step to step."""
    note = request.POST.get("opened")
    return {} if protection.seconds_open(note) is None else {"opened": note}


sign = require_http_methods(["GET", "HEAD", "POST"])(page)
sign.csrf_failed = csrf_failed
