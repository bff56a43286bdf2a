"""The site's own apps: the portal, and Django's admin with our site class (the desk)."""

from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"
    default = True

    def ready(self) -> None:
        from portal.accounts import mails, records  # models can be imported only once all apps are ready

        mails.enter_all()
        records.connect_all()
        post_migrate.connect(after_migrate, sender=self)


def after_migrate(**_: Any) -> None:
    """Fill the roles. This app is the last of INSTALLED_APPS: the permissions of all others are there by now."""
    from portal.roles import keep_roles  # models can be imported only once all apps are ready

    keep_roles()


class DeskConfig(admin_apps.AdminConfig):
    default_site = "portal.desk.Desk"
    default = False
