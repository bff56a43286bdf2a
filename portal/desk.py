"""The desk: Django's admin site in our words, and calm about addresses and forms that no link of it makes."""

import re
from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import unquote_plus

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db import DataError
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.accounts.gate import may_enter, next_step
from portal.kit.deskpages import PAGES

View = Callable[..., HttpResponse]
# Apps of libraries: accounts are kept on a page of their own, through verbs; jobs by the worker.
NOT_HERE = ("auth", "account", "mfa", "usersessions", "procrastinate")
NUMBER = re.compile(r"[0-9]{1,18}")  # of a row: what a column of PostgreSQL's type bigint can hold


class Desk(AdminSite):
    site_header = _("The desk of the Convention portal")
    site_title = _("Desk")
    index_title = _("What waits, and what stands")
    # A link of the header that leads out of the desk, to the public site.
    site_url = "/"

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """The view, asked only what the database can be asked: Django's own lists end in a 500 otherwise.

        A query string is dropped where it holds a NUL, or compares a column with what its type cannot hold. A chosen
        row whose number is none is answered 400.
        """
        inner = super().admin_view(view, cacheable)

        def careful(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if "\0" in unquote_plus(request.META.get("QUERY_STRING", "")):
                return HttpResponseRedirect(request.path)
            if not all(map(NUMBER.fullmatch, request.POST.getlist(ACTION_CHECKBOX_NAME))):
                raise BadRequest("a chosen row has no number")
            try:
                return inner(request, *args, **kwargs)
            except DataError:
                if request.method != "GET":
                    raise
                return HttpResponseRedirect(request.path)

        return update_wrapper(careful, inner)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Enter models with their lists and forms, save those of NOT_HERE."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        super().register([m for m in models if m._meta.app_label not in NOT_HERE], admin_class, **options)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Accounts have one page for this, with the rest of what keeps them safe (portal/accounts/)."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def get_urls(self) -> list:
        own = [path(page.path, self.admin_view(page.view), name=page.name) for page in PAGES]
        return own + super().get_urls()

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the desk is open to who asks: staff that gave the second factor in this session."""
        return may_enter(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The way to what is missing: sign-in, second factor (portal/accounts/). This site has no other sign-in."""
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            wanted = reverse("admin:index")
        if may_enter(request):
            return HttpResponseRedirect(wanted)
        return next_step(request, wanted)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The first page: what waits and for how long, then the pages that this account may use."""
        from portal.kit.letters import overdue  # models can be imported only once all apps are ready
        from signatories.desk.waits import waits

        own = [
            {"title": page.title, "url": reverse(f"admin:{page.name}")}
            for page in PAGES
            if page.title and request.user.has_perm(page.permission)
        ]
        late = overdue().count() if request.user.has_perm("kit.view_letter") else 0
        frame = {"waits": waits(request.user), "pages": own, "late_letters": late}
        return super().index(request, frame | (extra_context or {}))
