"""Pages of the desk beside Django's own lists and forms. Each app enters its own; portal/desk.py serves them."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

View = Callable[..., HttpResponse]
SAID = 5  # refusals that are told one by one


@dataclass(frozen=True)
class Page:
    """`path` stands below /admin/, `name` in the namespace "admin"; one without a `title` is not on the first page."""

    path: str
    name: str
    title: Any
    permission: str
    view: View


PAGES: list[Page] = []


def desk_page(path: str, *, name: str, permission: str, title: Any = "") -> Callable[[View], View]:
    """Enter a view as a page of the desk, for accounts with the permission ("app.codename"); 403 for all others.

    That the account may enter the desk at all, with its second factor, is asked before (portal/desk.py).
    """

    def enter(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        PAGES.append(Page(path, name, title, permission, guarded))
        return guarded

    return enter


def desk(request: HttpRequest, template: str, *, title: Any, status: int = 200, **context: Any) -> TemplateResponse:
    """A page in the desk's frame."""
    frame = {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, template, frame | context, status=status)


def lately_signed_in(request: HttpRequest) -> HttpResponse | None:
    """None where who asks signed in, or gave the second factor, a short while ago; else the way to do so, and back.

    For what would do most harm on a desk that was left unlocked: exports, erasures, accounts. How long "a short while"
    is: ACCOUNT_REAUTHENTICATION_TIMEOUT.
    """
    from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
    from allauth.account.authentication import get_authentication_records

    records = get_authentication_records(request, request.user)
    if any(time.time() - record["at"] < REAUTHENTICATION_TIMEOUT for record in records):
        return None
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def do_each(
    request: HttpRequest, words: Callable[[int], str], calls: Iterable[Callable[[], Any]], refused: type[Exception]
) -> int:
    """Call each, in its own transaction, and say in messages how many were done, and what was not possible and why.

    `words` gives the sentence for how many; `refused` is the exception by which a verb says that it is not possible
    now. Returns how many were done.
    """
    done, refusals = 0, []
    for call in calls:
        try:
            call()
            done += 1
        except refused as refusal:
            refusals.append(str(refusal))
        except ObjectDoesNotExist:
            refusals.append(str(_("One entry is not there any more: it was deleted or erased in the meantime.")))
    if done:
        messages.success(request, words(done))
    for refusal in refusals[:SAID]:
        messages.warning(request, refusal)
    if len(refusals) > SAID:
        more = len(refusals) - SAID
        messages.warning(
            request, ngettext("%(n)s more was not possible.", "%(n)s more were not possible.", more) % {"n": more}
        )
    return done
