"""Erasing what is stored with a signature, for an administrator: on the wish of a person who has no link to do so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.kit.deskpages import desk, desk_page, lately_signed_in
from signatories import verbs
from signatories.models import Signature


@desk_page("signature/<int:pk>/erase/", name="erase", permission="signatories.erase_signature")
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will be gone; a POST with the box ticked erases it. Wants a recent sign-in."""
    entry = get_object_or_404(Signature, pk=pk, erased_at=None)
    if refused := lately_signed_in(request):
        return refused
    status = 200
    if request.method == "POST":
        if request.POST.get("sure") == "1":
            try:
                verbs.erase_signature(pk=pk, by=request.user)
                messages.success(request, _("Entry %(number)s is erased.") % {"number": pk})
            except verbs.NotPossible as refusal:
                messages.warning(request, str(refusal))
            return HttpResponseRedirect(reverse("admin:signatories_signature_changelist"))
        messages.error(request, _("Tick the box to erase it. Nothing was done."))
        status = 422
    title = _("Erase the entry of %(name)s") % {"name": entry}
    return desk(request, "admin/desk/erase.html", title=title, status=status, entry=entry)
