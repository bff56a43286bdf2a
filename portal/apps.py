"""The site's own apps: the portal, and Django's admin with our site class (the desk)."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PortalConfig(AppConfig):
    name = "portal"
    default = True


class DeskConfig(admin_apps.AdminConfig):
    default_site = "portal.desk.Desk"
    default = False
