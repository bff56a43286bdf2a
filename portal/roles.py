"""The three roles at the desk, and what each may do. Groups of Django's carry them; `keep_roles` keeps them true."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from django.contrib.auth.models import Group, Permission, User
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """`value` is the name of the group."""

    MODERATOR = "moderator", _("moderator")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


# Permissions as "app.codename", with * for any number of letters. Nobody may delete: what ends, ends through a verb.
MODERATES = (
    *("signatories.view_signature", "signatories.change_signature", "signatories.add_signature"),
    *("signatories.view_feedback", "signatories.change_feedback"),
    *("signatories.view_correctionrequest", "signatories.change_correctionrequest"),
)
EDITS = (
    *(f"{app}.{what}_*" for app in ("convention", "events") for what in ("view", "add", "change")),
    *("portal.view_resource", "portal.add_resource", "portal.change_resource"),
    *("signatories.enter_statement", "signatories.export_public"),
)
ANSWERS_FOR_IT = (
    *("signatories.export_addresses", "signatories.erase_signature"),
    *("signatories.view_signingsettings", "signatories.change_signingsettings"),
    *("auth.view_user", "auth.change_user", "kit.view_verbevent", "kit.view_letter"),
)
MAY = {
    Role.MODERATOR: MODERATES,
    Role.EDITOR: EDITS,
    Role.ADMINISTRATOR: (*MODERATES, *EDITS, *ANSWERS_FOR_IT),
}


def permissions(patterns: Iterable[str]) -> list[Permission]:
    """The permissions of this site that fit one of the patterns."""
    patterns = tuple(patterns)
    return [
        permission
        for permission in Permission.objects.select_related("content_type")
        if any(fnmatchcase(f"{permission.content_type.app_label}.{permission.codename}", one) for one in patterns)
    ]


def keep_roles() -> list[str]:
    """Make the three groups hold what MAY says, no less and no more. Returns the names of those that did not.

    Safe to run at any time; runs after each `migrate`.
    """
    mended = []
    with transaction.atomic():
        for role, patterns in MAY.items():
            group, made = Group.objects.get_or_create(name=role.value)
            wanted = permissions(patterns)
            if made or {p.pk for p in wanted} != set(group.permissions.values_list("pk", flat=True)):
                group.permissions.set(wanted)
                mended.append(role.value)
    return mended


def role_of(user: User) -> Role | None:
    """The role of an account, None where it has none; of several, the one that may most."""
    names = set(user.groups.values_list("name", flat=True))
    return next((role for role in reversed(Role) if role.value in names), None)


def set_role(user: User, role: Role) -> None:
    """Give an account this role, no other, and entrance to the desk. For verbs (portal/accounts/): they record it."""
    user.groups.set([Group.objects.get_or_create(name=Role(role).value)[0]])
    user.user_permissions.clear()
    user.is_staff, user.is_superuser = True, False
    user.save(update_fields=["is_staff", "is_superuser"])
