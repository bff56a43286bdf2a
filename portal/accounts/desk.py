"""The accounts page of the desk, for administrators: who may enter, with which role, and what is done about it."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts import verbs
from portal.kit.deskpages import desk, desk_page
from portal.roles import Role, role_of

STATES = {"invited": _("invited"), "open": _("open"), "closed": _("closed")}


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=verbs.LONGEST, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


def invite_again(user: User, by: User, **_: Any) -> User:
    """A new link for an invited account, with the role that it has."""
    role = role_of(user)
    if role is None:
        raise ValidationError(gettext("Give this account a role first."))
    return verbs.invite_account(email=user.email, role=role, by=by)


# What can be done to an account that is there: the verb, and what is said when it is done.
DEEDS: dict[str, tuple[Callable[..., User], Any]] = {
    "again": (
        invite_again,
        _("%(who)s is invited again, by a new link. The old one is dead."),
    ),
    "role": (
        lambda user, by, role: verbs.give_role(pk=user.pk, role=role, by=by),
        _("%(who)s has the role: %(role)s."),
    ),
    "close": (
        lambda user, by, **_: verbs.close_account(pk=user.pk, by=by),
        _("The account of %(who)s is closed, and signed out everywhere."),
    ),
    "reopen": (
        lambda user, by, **_: verbs.reopen_account(pk=user.pk, by=by),
        _("The account of %(who)s is open again."),
    ),
    "reset": (
        lambda user, by, **_: verbs.reset_second_factor(pk=user.pk, by=by),
        _("The second factor of %(who)s is removed, and the account signed out everywhere. A letter says so."),
    ),
}


@desk_page("accounts/", name="accounts", permission="auth.change_user", title=_("Accounts"))
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts of the staff and a form to invite. A POST does one of DEEDS, or invites.

    It wants a recent sign-in: else the second factor is asked for, and then what was sent is done (allauth keeps it).
    """
    form, status = InviteForm(), 200
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="allauth.mfa")
        if request.POST.get("do") != "invite":
            do(request)
            return HttpResponseRedirect(reverse("admin:accounts"))
        form, status = InviteForm(request.POST), 422
        if form.is_valid():
            try:
                invited = verbs.invite_account(**form.cleaned_data, by=request.user)
                messages.success(request, _("An invitation goes to %(who)s.") % {"who": invited.email})
                return HttpResponseRedirect(reverse("admin:accounts"))
            except ValidationError as error:
                form.add_error("email", error)
    return desk(
        request, "admin/desk/accounts.html", title=_("Accounts"), status=status, form=form, rows=rows(request.user),
        roles=Role.choices,
    )  # fmt: skip


def do(request: HttpRequest) -> None:
    """One of DEEDS, by the account's number; a message says what came of it."""
    deed, pk, role = (request.POST.get(name, "") for name in ("do", "account", "role"))
    if deed not in DEEDS or not (pk.isascii() and pk.isdigit() and len(pk) < 10) or role not in ("", *Role.values):
        raise BadRequest("no such deed, account or role")
    if deed == "role" and not role:
        raise BadRequest("no role")
    user = get_object_or_404(User, pk=pk, is_staff=True)
    verb, done = DEEDS[deed]
    try:
        verb(user, request.user, **({"role": role} if deed == "role" else {}))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return
    who = user.first_name or user.email or user.username
    messages.success(request, done % {"who": who, "role": Role(role).label if role else ""})


def rows(reader: User) -> list[dict[str, Any]]:
    """The accounts of the staff: open and invited ones first, each by name."""
    factors: dict[int, list[str]] = defaultdict(list)
    for one in Authenticator.objects.filter(user__is_staff=True).order_by("type", "pk"):
        if one.type != Authenticator.Type.RECOVERY_CODES:
            factors[one.user_id].append(_("passkey") if one.type == "webauthn" else _("code generator"))
    users = User.objects.filter(is_staff=True).prefetch_related("groups")
    found = []
    for user in users.order_by("-is_active", "first_name", "username"):
        names = {group.name for group in user.groups.all()}
        role = next((one for one in reversed(Role) if one.value in names), None)
        state = verbs.state_of(user)
        found.append(
            {
                "user": user,
                "who": user.first_name or user.email or user.username,
                "role": role,
                "state": state,
                "state_label": STATES[state],
                "factors": factors[user.pk],
                "own": user == reader,
            }
        )
    return found
