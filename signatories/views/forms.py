"""The pages with one form: feedback, a request to correct or remove a name; and the pages that say “received”.

Signing goes in steps (signing.py).

GET shows an empty form, is never stored by anyone, and sets the one cookie that protects the form. POST answers
- 303 to the page that says “received”, which is fixed and public, for what was entered (once, see submissions.py);
- 422 with the same form for what has errors: a status that no cache keeps and no robot takes for success. Browsers
  show it like any page, and reload and Back work as with 200, as it is `no-cache` and not `no-store` (tried);
- 403 with the same form, filled in, where its token is missing or old (`csrf_failed`, see portal/errors.py);
- 429 with the same form, filled in, and when to send it again, over a limit (limits.py).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from convention.outline import known_outline
from portal.kit.caching import public_page
from signatories import checks, limits, protection, submissions
from signatories.forms import CorrectionForm, FeedbackForm, PortalForm, article_number
from signatories.models import About, Feedback, SigningSettings, Wish

TYPED = "private, no-cache"  # with no-store the browser's Back button would lose what was typed


class SeeOther(HttpResponseRedirect):
    """303: what was sent is entered; go and read the page that says so."""

    status_code = 303


@dataclass(frozen=True)
class FormPage:
    """What one page with a form is made of.

    `name` is what its limits are counted under; `form` makes the form (from data= or initial=); `initial` reads first
    values from the address; `enter` stores a valid form, given why to hold it; `context` gives the template what it
    needs besides.
    """

    name: str
    template: str
    section: str
    received: str
    form: Callable[..., PortalForm]
    initial: Callable[[HttpRequest], dict[str, Any]]
    enter: Callable[[Any, list[str], HttpRequest], object]
    context: Callable[[], dict[str, Any]] = dict

    def view(self) -> Callable[[HttpRequest], HttpResponse]:
        """The view, with the attribute `csrf_failed` that portal.errors.csrf_failure looks for."""

        def page(request: HttpRequest) -> HttpResponse:
            if request.method != "POST":
                form = self.form(initial=self.initial(request))
                return self._show(request, form, status=200, cache="no-store")
            form = self.form(data=request.POST)
            if not form.is_valid():
                return self._show(request, form, status=422, cache=TYPED)
            settings = SigningSettings.current()
            network = protection.network_of(request)
            if wait := limits.wait_for_turn(self.name, network=network, settings=settings):
                response = self._show(request, form, status=429, cache=TYPED, minutes=math.ceil(wait / 60))
                response["Retry-After"] = str(wait)
                return response
            self.enter(form, self._holds(form, settings), request)
            answer = SeeOther(reverse(self.received))
            answer["Cache-Control"] = TYPED
            return answer

        def csrf_failed(request: HttpRequest) -> HttpResponse:
            """The same page with what was sent in it and a new token; nothing is stored."""
            form = self.form(data=request.POST)
            return self._show(request, form, status=403, cache=TYPED, token_failed=True)

        view = require_http_methods(["GET", "HEAD", "POST"])(page)
        view.csrf_failed = csrf_failed
        return view

    def _holds(self, form: PortalForm, settings: SigningSettings) -> list[str]:
        """Why to hold an entry: what it says, and how it came. Requests have no holds: each is looked at twice."""
        if "opened" not in form.cleaned_data:
            return []
        data = form.cleaned_data
        return [*form.holds(), *protection.holds(opened=data["opened"], email=data["email"], among=settings)]

    def _show(self, request: HttpRequest, form: PortalForm, *, status: int, cache: str, **why: Any) -> HttpResponse:
        """The page. `why` it is no success: token_failed, minutes (to wait); forms/summary.html says it."""
        context = {
            "form": form,
            "section": self.section,
            "failed": status != 200,
            **why,
            **self.context(),
        }
        response = render(request, self.template, context, status=status)
        response["Cache-Control"] = cache
        return response


def _remark(form: FeedbackForm, held: list[str], request: HttpRequest) -> object:
    return submissions.remark_once(by="visitor", held=held, **form.fields_to_store())


def _remark_initial(request: HttpRequest) -> dict[str, Any]:
    """`?article=12` chooses the article; anything that is not the number of one is as if it were not there."""
    number = article_number(request.GET.get("article", ""), known_outline().articles_total or 999)
    about = {"about": About.ARTICLE, "article": number} if number else {}
    return {"may_publish": "private", **about}


def _remark_context() -> dict[str, Any]:
    """Whether there is a page of published remarks to read."""
    return {"published": Feedback.objects.public().exists()}


def _request(form: CorrectionForm, held: list[str], request: HttpRequest) -> object:
    return submissions.request_once(by="visitor", **form.fields_to_store())


def _request_initial(request: HttpRequest) -> dict[str, Any]:
    """`?name=` and `?wish=` come with a link from an entry; what could not be sent is as if it were not there."""
    try:
        name = checks.clean_name(request.GET.get("name", ""))
    except ValidationError:
        name = ""
    wish = request.GET.get("wish", "")
    return {"entry_name": name, "wish": wish if wish in Wish.values else None}


feedback = FormPage(
    name="feedback",
    template="signatories/feedback.html",
    section="",
    received="signatories:feedback_received",
    form=lambda **kwargs: FeedbackForm(outline=known_outline(), **kwargs),
    initial=_remark_initial,
    enter=_remark,
    context=_remark_context,
).view()
correct = FormPage(
    name="correct",
    template="signatories/correct.html",
    section="signatories",
    received="signatories:correct_received",
    form=CorrectionForm,
    initial=_request_initial,
    enter=_request,
).view()


@public_page("rest")
def feedback_received(request: HttpRequest) -> HttpResponse:
    """What happens now with a remark."""
    return render(request, "signatories/feedback_received.html")


@public_page("rest")
def correct_received(request: HttpRequest) -> HttpResponse:
    """What happens now with a request to correct or remove."""
    return render(request, "signatories/correct_received.html", {"section": "signatories"})
