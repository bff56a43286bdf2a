"""The desk: Django's admin site in our words."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Desk(AdminSite):
    site_header = _("The desk of the Convention portal")
    site_title = _("Desk")
    index_title = _("What waits, and what stands")
    # A link of the header that leads out of the desk, to the public site.
    site_url = "/"
