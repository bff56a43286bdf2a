"""Accepting an invitation. All other pages below /accounts/ are allauth's."""

from allauth.account.forms import ResetPasswordKeyForm
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts import invitations, verbs


@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, words: str) -> HttpResponse:
    """The page behind the link of an invitation: a GET shows it and changes nothing (programs open links in mails).

    The POST sets the password, signs in, and leads to the second factor. A link that is over says so, with 404.
    """
    user = invitations.read(words)
    if user is None:
        return render(request, "account/invitation_over.html", status=404)
    form = ResetPasswordKeyForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            account = verbs.accept_invitation(words=words, password=form.cleaned_data["password1"])
        except verbs.InvitationOver:
            return render(request, "account/invitation_over.html", status=404)
        except ValidationError as error:
            form.add_error("password1", error)
        else:
            login = Login(user=account, redirect_url=reverse("mfa_index"))
            return perform_password_login(request, {"email": account.email}, login)
    return render(
        request, "account/invitation.html", {"form": form, "account": user}, status=422 if form.errors else 200
    )
