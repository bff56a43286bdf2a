"""Pages of the desk beside Django's own lists and forms. Each app enters its own; portal/desk.py serves them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

View = Callable[..., HttpResponse]


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
