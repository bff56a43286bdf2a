"""A resource at the desk as readers will see it, with the buttons that publish or withdraw it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from portal import verbs
from portal.kit.deskpages import desk_page
from portal.models import Resource
from portal.views.resources import shown


@desk_page("resources/<int:pk>/preview/", name="resource_preview", permission="portal.view_resource")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """A resource as it stands on its page, whatever its state; a POST publishes or withdraws it."""
    resource = get_object_or_404(Resource.objects.select_related("parent"), pk=pk)
    may_change = request.user.has_perm("portal.change_resource")
    if request.method != "POST":
        # A commentary stands under its issue.
        found = [resource.parent, resource] if resource.parent else [resource]
        context = {"resource": resource, "may_change": may_change}
        return render(request, "admin/desk/resource_preview.html", shown(found) | context)
    if not may_change:
        raise PermissionDenied
    try:
        if "publish" in request.POST:
            verbs.publish_resource(pk=pk, by=request.user)
            messages.success(request, _("The resource is public now."))
        elif "withdraw" in request.POST:
            verbs.withdraw_resource(pk=pk, by=request.user)
            messages.success(request, _("The resource is withdrawn."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(request.path)
