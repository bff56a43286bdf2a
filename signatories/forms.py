"""The three forms that anyone may send: signing, feedback, a request to correct or remove a name.

Every message says what to do. Nothing is cut off or mended in silence, and what was typed stays in the boxes.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from convention.outline import Outline
from signatories import checks
from signatories.fields import Choice, Countries, Email, Line, Nonce, PortalForm, Text, trap
from signatories.models import About, Kind, Statement, Wish
from signatories.protection import Opened
from signatories.provisions import read_provisions
from signatories.signed import headings_signed

AFFILIATION_LIMIT = 600
STATEMENT_LIMIT = 2_000
PROVISIONS_LIMIT = 1_000
REMARK_LIMIT = 5_000
REQUEST_LIMIT = 2_000
ARTICLE = re.compile(r"(?:article|art\.?)?\s*(\d{1,9})", re.IGNORECASE)


class SignForm(PortalForm):
    """A signature of a person or an organisation: all boxes, or those of one step (`only`, their names).

    `outline` says how many articles and chapters there are to name.
    """

    kind = Choice(
        label=_("You sign as"),
        choices=[
            (Kind.PERSON, _("A person, in my own name")),
            (Kind.ORGANISATION, _("An organisation, for which I may sign")),
        ],
        message=_("Choose who signs: a person or an organisation."),
    )
    name = Line(
        check=checks.clean_name,
        label=_("Name"),
        help_text=_("Of the person or the organisation, as it is to stand on the list. Any script. Public."),
        error_messages={"required": _("Write the name of the person or organisation that signs.")},
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    affiliation = Line(
        required=False,
        limit=AFFILIATION_LIMIT,
        label=_("Affiliation"),
        help_text=_("Such as a post and a university. For identification only: it does not sign with you. Public."),
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    representative = Line(
        check=checks.clean_name,
        required=False,
        label=_("Who signs for it"),
        help_text=_("The name of the person who signs for the organisation. Public."),
        widget=forms.TextInput({"spellcheck": "false"}),
    )
    representative_role = Line(
        required=False,
        label=_("Role in the organisation"),
        help_text=_("Such as director or chair. Public."),
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    country = forms.ChoiceField(
        required=False,
        choices=lambda: [("", _("Not given")), *countries],
        label=_("Country"),
        help_text=_("Where you live or work, or where the organisation has its seat; as you like. Public."),
        error_messages={"invalid_choice": _("Choose a country from the list, or “Not given”.")},
        widget=Countries({"autocomplete": "country"}),
    )
    email = Email(
        label=_("E-mail"),
        help_text=_(
            "Never public. Moderators write to it if they have a question, and it is how we know that it is you "
            "who wants to change or withdraw the signature later."
        ),
        error_messages={"required": _("Write your e-mail address. It is never published.")},
    )
    statement = Choice(
        label=_("Is anything to stand beside the signature?"),
        choices=[
            ("none", _("No, it is signed without reservation")),
            (Statement.RESERVATION, _("A reservation: a provision that is not accepted, or only in part")),
            (Statement.UNDERSTANDING, _("An understanding: how a provision is read")),
            (Statement.DECLARATION, _("A declaration: anything else that is to be on record")),
        ],
        message=_("Choose whether anything is to stand beside the signature."),
    )
    statement_text = Text(
        required=False,
        limit=STATEMENT_LIMIT,
        label=_("Its words"),
        help_text=_("Up to 2,000 characters. Public, under the name."),
        widget=forms.Textarea({"rows": 5}),
    )
    provisions = Line(
        required=False,
        limit=PROVISIONS_LIMIT,
        label=_("The provisions it names"),
        help_text=_(
            "By number, for example: 12, 14(2)(a), chapter IV; or by the words of a heading, once the text is here. "
            "Leave it empty if it names none."
        ),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    nonce = Nonce()
    publish = forms.BooleanField(
        label=_("Publish my entry: name, affiliation or role, country, and what stands beside the signature."),
        error_messages={"required": _("Tick the box to have your entry published: a signature here is a public one.")},
    )
    updates = forms.BooleanField(required=False, label=_("Write to me now and then with news of the Convention."))
    subject = trap()
    opened = Opened()

    def __init__(self, *args: Any, outline: Outline, only: Iterable[str], **kwargs: Any):
        self.outline = outline
        super().__init__(*args, **kwargs)
        self.keep(only)
        if "representative" in self.fields:
            self.fields["name"].help_text = _(
                "Of the organisation, as it is to stand on the list. Any script. Public."
            )

    def keep(self, only: Iterable[str]) -> None:
        """Leave these boxes and the hidden ones, with what is wrong with them, and no others."""
        for name in set(self.fields) - {*only, "opened", "nonce", "subject"}:
            del self.fields[name]
            if self._errors is not None:
                self._errors.pop(name, None)

    def clean_provisions(self) -> list[str]:
        return read_provisions(
            self.cleaned_data["provisions"],
            articles=self.outline.articles_total,
            chapters=self.outline.chapters_total or None,
            headings=headings_signed,
        )

    def clean(self) -> None:
        data = self.cleaned_data
        if "representative" in self.fields and not data.get("representative"):
            self.complain("representative", _("Write who signs for the organisation."))
        if data.get("statement") == "none":
            for name in ("statement_text", "provisions"):
                if data.get(name):
                    self.complain(
                        name,
                        _("You chose to sign without reservation. Empty the box, or choose what this is."),
                        code="elsewhere",
                    )
        elif data.get("statement") and not data.get("statement_text"):
            self.complain("statement_text", _("Write the words that are to stand beside the signature."))

    def fields_to_store(self) -> dict[str, Any]:
        """The words for the register, by the names of the model's fields."""
        data = {**dict.fromkeys(("affiliation", "representative", "representative_role"), ""), **self.cleaned_data}
        same = ("kind", "name", "affiliation", "representative", "representative_role", "country", "email")
        return {
            **{name: data[name] for name in (*same, "statement_text")},
            **self.statement_to_store(),
            "wants_updates": data["updates"],
        }

    def statement_to_store(self) -> dict[str, Any]:
        """What stands beside the signature, and the provisions that it names, by the names of the model's fields."""
        kind = self.cleaned_data["statement"]
        return {
            "statement": Statement.NONE if kind == "none" else kind,
            "statement_articles": self.cleaned_data["provisions"],
        }

    def holds(self) -> list[str]:
        """Why a moderator should look twice."""
        data = self.cleaned_data
        others = tuple(data.get(name, "") for name in ("affiliation", "representative", "representative_role"))
        return checks.holds(name=data["name"], others=others, trap=data.get("subject", ""))


class FeedbackForm(PortalForm):
    """A remark on the Convention, on one article or on the site."""

    about = Choice(
        label=_("What is it about?"),
        choices=[
            (About.CONVENTION, _("The Convention")),
            (About.ARTICLE, _("One article of it")),
            (About.SITE, _("This site")),
        ],
        message=_("Choose what your remark is about."),
    )
    article = Line(
        required=False,
        label=_("Number of the article"),
        help_text=_("Only for a remark on one article."),
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric", "class": "short"}),
    )
    text = Text(
        limit=REMARK_LIMIT,
        label=_("Your remark"),
        help_text=_("Up to 5,000 characters."),
        error_messages={"required": _("Write your remark.")},
        widget=forms.Textarea({"rows": 8}),
    )
    may_publish = Choice(
        label=_("Who may read it?"),
        choices=[
            ("private", _("Only those who look after this site")),
            ("public", _("Everyone: it may be published, with my name if I give one")),
        ],
        message=_("Choose who may read your remark."),
    )
    name = Line(
        check=checks.clean_name,
        required=False,
        label=_("Name"),
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    email = Email(required=False, label=_("E-mail"), help_text=_("Never public. Only if you want an answer."))
    subject = trap()
    opened = Opened()

    def __init__(self, *args: Any, outline: Outline, **kwargs: Any):
        self.outline = outline
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        if not checks.has_letter(self.cleaned_data["text"]):
            raise ValidationError(_("Write your remark in words."), code="letter")
        return self.cleaned_data["text"]

    def clean(self) -> None:
        about, typed = self.cleaned_data.get("about"), self.cleaned_data.get("article")
        self.cleaned_data["article"] = None
        if about == About.ARTICLE:
            highest = self.outline.articles_total or 999
            number = article_number(typed or "", highest)
            if number is None:
                self.complain("article", _("Write the number of the article, from 1 to %(highest)s."), highest=highest)
            self.cleaned_data["article"] = number
        elif about and typed:
            self.complain("article", _("Empty the box, or choose “One article of it”."), code="elsewhere")

    def fields_to_store(self) -> dict[str, Any]:
        """The words to store, by the names of the model's fields."""
        data = self.cleaned_data
        return {name: data[name] for name in ("about", "article", "text", "name", "email")} | {
            "may_publish": data["may_publish"] == "public"
        }

    def holds(self) -> list[str]:
        """Why a moderator should look twice."""
        return checks.holds(name=self.cleaned_data["name"], trap=self.cleaned_data["subject"])


class CorrectionForm(PortalForm):
    """A wish to have an entry of the register corrected or removed."""

    wish = Choice(
        label=_("What is to be done?"),
        choices=[(Wish.CORRECT, _("Correct an entry")), (Wish.REMOVE, _("Remove an entry"))],
        message=_("Choose whether the entry is to be corrected or removed."),
    )
    entry_name = Line(
        check=checks.clean_name,
        label=_("Name, as it stands on the list"),
        error_messages={"required": _("Write the name as it stands on the list, so that we find the entry.")},
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    text = Text(
        required=False,
        limit=REQUEST_LIMIT,
        label=_("What is to be changed"),
        help_text=_(
            "What is wrong, and how it should read. For a removal this may stay empty; a word on who you are helps. "
            "Up to 2,000 characters."
        ),
        widget=forms.Textarea({"rows": 5}),
    )
    email = Email(
        label=_("E-mail"),
        help_text=_("Never public. For a question, and for the answer."),
        error_messages={"required": _("Write your e-mail address, so that we can answer. It is never published.")},
    )

    def clean(self) -> None:
        text = self.cleaned_data.get("text", "")
        if self.cleaned_data.get("wish") == Wish.CORRECT and not checks.has_letter(text):
            self.complain("text", _("Write in words what is to be changed."))

    def fields_to_store(self) -> dict[str, Any]:
        """The words to store, by the names of the model's fields."""
        return {name: self.cleaned_data[name] for name in ("wish", "entry_name", "text", "email")}


def article_number(typed: str, highest: int) -> int | None:
    """The number in "12", "art. 12" or "Article 12"; None for anything else, and outside 1 to `highest`."""
    match = ARTICLE.fullmatch(typed.strip())
    number = int(match[1]) if match else 0
    return number if 1 <= number <= highest else None
