"""An event at the desk as readers will see it, with the buttons that publish or withdraw it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from events import verbs
from events.models import Event
from events.views import shown
from portal.kit.deskpages import desk_page

REASONS = {
    "mistake": _("entered by mistake"),
    "duplicate": _("there twice"),
    "on-request": _("on request"),
}


@desk_page("events/<int:pk>/preview/", name="event_preview", permission="events.view_event")
def preview(request, pk):
    """The page of an event, whatever its state; a POST publishes or withdraws it."""
    event = get_object_or_404(Event, pk=pk)
    if request.method != "POST":
        context = {"reasons": REASONS.items(), "may_change": request.user.has_perm("events.change_event")}
        return render(request, "admin/desk/event_preview.html", shown(event) | context)
    if not request.user.has_perm("events.change_event"):
        raise PermissionDenied
    try:
        if "publish" in request.POST:
            verbs.publish_event(by=request.user, event=event)
            messages.success(request, _("The event is public now."))
        elif "withdraw" in request.POST:
            verbs.withdraw_event(by=request.user, event=event, reason=request.POST.get("reason", ""))
            messages.success(request, _("The event is withdrawn."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(request.path)
