"""Signatures on paper: entered one by one, or as a CSV file that is read through first."""

import base64
import zlib
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from convention.outline import Outline, known_outline
from portal.kit.deskpages import desk, desk_page
from signatories import checks, verbs
from signatories.desk.correcting import EntryForm
from signatories.desk.reading_csv import COLUMNS, LIMIT, MOST_ROWS, Reading, Unreadable, read_csv
from signatories.fields import Email
from signatories.models import Kind, Statement

SALT = "signatories.desk.paper"
GOOD_FOR = 6 * 60 * 60  # seconds
FIRST_DAY = date(2015, 1, 1)  # the Commission began its work in 2015: no signature can be older


class PaperForm(EntryForm):
    """A signature on paper, by the names of the model's fields."""

    kind = forms.ChoiceField(choices=Kind.choices, initial=Kind.PERSON, label=_("Who signs"))
    signed_on = forms.DateField(
        required=False,
        label=_("Date of signing"),
        help_text=_("As it stands on the paper, such as 2018-05-31. Empty where it has none."),
        widget=forms.DateInput({"placeholder": "2018-05-31", "autocomplete": "off"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as year-month-day, such as 2018-05-31.")},
    )
    email = Email(
        required=False, label=_("E-mail"), help_text=_("Never public. With it, the signatory can mend or withdraw it.")
    )
    may_publish = forms.BooleanField(
        label=_("The paper says that the entry may be published"),
        error_messages={"required": _("Without this the entry cannot stand here.")},
    )
    field_order = ["kind", "name", "sort_name", "affiliation", "representative", "representative_role", "country"]

    def __init__(self, *args: Any, outline: Outline, **kwargs: Any):
        super().__init__(*args, kind=Kind.ORGANISATION, outline=outline, **kwargs)
        self.fields["sort_name"].required = False
        self.fields["sort_name"].help_text = _("The part of the name that it is filed under. Empty: its last word.")
        self.fields["statement"].choices = [
            choice for choice in Statement.choices if choice[0] != Statement.UNRECORDED
        ]

    def clean_signed_on(self) -> date | None:
        day = self.cleaned_data["signed_on"]
        if day and not FIRST_DAY <= day <= timezone.now().date():
            raise forms.ValidationError(
                _("Write a day from %(first)s to today."), params={"first": f"{FIRST_DAY:%Y-%m-%d}"}
            )
        return day

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if data.get("kind") == Kind.PERSON:
            for name in ("representative", "representative_role"):
                if data.get(name):
                    self.complain(name, _("Empty the box, or choose “an organisation”."), code="elsewhere")

    def to_enter(self) -> dict[str, Any]:
        """The fields of verbs.enter_paper."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("signed_on", "may_publish")}
        day = self.cleaned_data["signed_on"]
        others = (data["affiliation"], data["representative"], data["representative_role"])
        return data | {
            # At noon UTC, so that the day is the same one from Samoa to Kiribati's west.
            "signed_at": datetime.combine(day, time(12), UTC) if day else None,
            "held": checks.holds(name=data["name"], others=others),
        }


@desk_page("paper/", name="paper", permission="signatories.add_signature", title=_("Enter a signature on paper"))
def paper(request: HttpRequest) -> HttpResponse:
    """A form for one signature on paper; it waits in the queue like any other."""
    form = PaperForm(request.POST or None, outline=known_outline())
    if request.method == "POST" and form.is_valid():
        try:
            entered = verbs.enter_paper(by=request.user, **form.to_enter())
        except verbs.NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” waits in the queue.") % {"name": entered.name})
            return HttpResponseRedirect(request.path)
    status = 422 if form.errors else 200
    title = _("Enter a signature on paper")
    return desk(request, "admin/desk/paper.html", title=title, status=status, form=form)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file."), "missing": _("Choose a file.")},
    )


FILE_TITLE = _("Enter signatures on paper from a file")


@desk_page(
    "paper/file/",
    name="paper_file",
    permission="signatories.add_signature",
    title=FILE_TITLE,
)
def paper_file(request: HttpRequest) -> HttpResponse:
    """Take a CSV file: first it is read and shown, with what is wrong by line; a second POST enters all of it."""
    page = {"columns": COLUMNS, "most": MOST_ROWS, "limit": LIMIT, "form": FileForm()}
    if request.method != "POST":
        return desk(request, "admin/desk/paper_file.html", title=FILE_TITLE, **page)
    try:
        content, name = _kept(request) if "kept" in request.POST else _uploaded(request)
        reading = read_csv(content, form=PaperForm, outline=known_outline())
    except Unreadable as error:
        messages.error(request, str(error))
        return desk(request, "admin/desk/paper_file.html", title=FILE_TITLE, status=422, **page)
    if "kept" in request.POST and not reading.wrong:
        try:
            n = verbs.import_papers(by=request.user, rows=reading.rows, sha256=reading.sha256)
        except verbs.NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext("%(n)s signature waits in the queue.", "%(n)s signatures wait in the queue.", n)
            messages.success(request, said % {"n": n})
            return HttpResponseRedirect(reverse("admin:queue"))
    page |= {"reading": reading, "name": name, "kept": _keep(content, name, reading)}
    return desk(request, "admin/desk/paper_file.html", title=FILE_TITLE, status=422 if reading.wrong else 200, **page)


def _uploaded(request: HttpRequest) -> tuple[bytes, str]:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Unreadable(form.errors["file"][0])
    upload = form.cleaned_data["file"]
    if upload.size > LIMIT:
        raise Unreadable(_("The file is larger than %(most)s bytes. Divide it.") % {"most": f"{LIMIT:,}"})
    return upload.read(), upload.name


def _keep(content: bytes, name: str, reading: Reading) -> str:
    """The file, signed, for a hidden field of the page that shows it: nothing is stored before it is entered."""
    if reading.wrong:
        return ""
    packed = base64.b64encode(zlib.compress(content, 9)).decode()
    return signing.dumps([packed, name], salt=SALT)


def _kept(request: HttpRequest) -> tuple[bytes, str]:
    try:
        packed, name = signing.loads(request.POST["kept"], salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise Unreadable(_("This page is too old, or was changed on its way. Choose the file again.")) from error
    return zlib.decompress(base64.b64decode(packed)), name
