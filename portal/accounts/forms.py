"""Where a form of allauth's differs here."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey that signs in alone is the rule here; a key beside the password the exception."""

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    passwordless = forms.BooleanField(
        label=_("It signs me in alone, without a password"),
        help_text=_("The device then asks for a finger, a face or a PIN."),
        required=False,
        initial=True,
    )
