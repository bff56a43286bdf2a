"""The boxes that the forms are made of, and the form that can list its errors."""

import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from signatories import checks

EMAIL_LIMIT = 254
# Messages that may stand at any box: in the list at the top, the box is named before them.
OF_ANY_BOX = {"long", "character", "letter", "unknown", "outside", "many", "elsewhere"}


class Line(forms.CharField):
    """One line of text. `check` is clean_line or clean_name of signatories.checks."""

    def __init__(self, *, check: Any = checks.clean_line, limit: int = checks.NAME_LIMIT, **kwargs: Any):
        self.check, self.limit = check, limit
        super().__init__(strip=False, **kwargs)
        self.widget.attrs["dir"] = "auto"

    def to_python(self, value: Any) -> str:
        return self.check(super().to_python(value), limit=self.limit)


class Text(Line):
    """Several lines of text."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any):
        super().__init__(check=checks.clean_text, **kwargs)


class Email(forms.EmailField):
    """An e-mail address that can be stored, with a message that shows the form of one."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=EMAIL_LIMIT, **kwargs)
        self.validators = []
        self.widget.attrs.pop("maxlength", None)  # a browser would cut a pasted address off in silence
        self.widget.attrs.update({"autocomplete": "email", "inputmode": "email", "spellcheck": "false"})

    def to_python(self, value: Any) -> str:
        email = checks.clean_line(super().to_python(value), limit=EMAIL_LIMIT)
        if email:
            try:
                self.default_validators[0](email)
            except ValidationError:
                raise ValidationError(_("Write the address as in name@example.org."), code="invalid") from None
        return email


class Radios(forms.RadioSelect):
    """Radio buttons; that the choice is missing is said at their group, as ARIA has no invalid radio button."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("aria-invalid", None)
        return option


class Countries(forms.Select):
    """A list to choose from, written at once: Django renders a template for each of its 250 options."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        shown = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html(
            "<select{}>{}</select>",
            format_html_join("", ' {}="{}"', shown.items()),
            format_html_join(
                "\n",
                '<option value="{}"{}>{}</option>',
                (
                    (code, SafeString(" selected") if code == (value or "") else "", label)
                    for code, label in self.choices
                ),
            ),
        )


class Choice(forms.ChoiceField):
    """One of a few, as radio buttons. A value that is not among them counts as none."""

    widget = Radios

    def __init__(self, *, message: str, **kwargs: Any):
        super().__init__(error_messages={"required": message, "invalid_choice": message}, **kwargs)


class PortalForm(forms.Form):
    """A form whose errors can be listed at the top, each with a link to its box."""

    use_required_attribute = False  # the site's own messages, at the same place for every browser

    def problems(self) -> list[dict[str, str]]:
        """Every error as {"href", "text"}, in the order of the fields; href leads to the box or the first button."""
        found = []
        for field in self:
            href = f"#{field.id_for_label or f'{field.auto_id}_0'}"
            for error in field.errors.as_data():
                text = " ".join(error.messages)
                found.append({"href": href, "text": f"{field.label}: {text}" if error.code in OF_ANY_BOX else text})
        return found

    def complain(self, name: str, message: Any, code: str = "", **params: Any) -> None:
        """Put an error at a field that has none yet. Code "elsewhere": words in a box that is not for them."""
        if name not in self.errors:
            self.add_error(name, ValidationError(message, code=code, params=params))


def new_nonce() -> str:
    """A name for one submission, that no other has."""
    return secrets.token_urlsafe(20)


class Nonce(forms.Field):
    """The hidden field that makes a second press of the button known as the same one. It never has an error.

    It is signed, so that nobody can choose one; a new one stands for one that is missing or not ours. A page that
    comes back has a new one: what is sent from it may have changed.
    """

    signer = Signer(salt="signatories.nonce")

    def __init__(self) -> None:
        super().__init__(required=False, initial=self.new, widget=forms.HiddenInput({"autocomplete": "off"}), label="")

    def new(self) -> str:
        return self.signer.sign(new_nonce())

    def clean(self, value: Any) -> str:
        try:
            return self.signer.unsign(value or "")
        except BadSignature:
            return new_nonce()

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self.new()


def trap() -> forms.CharField:
    """The box that people do not see, for programs to fill in. Never refuses."""
    return forms.CharField(
        required=False,
        label=_("Leave this box empty"),
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
