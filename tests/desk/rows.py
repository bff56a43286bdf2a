"""Who comes to the desk, and a row of each kind that there is to decide on."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from convention.intake import bring_in, read_intake
from convention.models import Category, Edition, Instrument, Intake, OfficialFile
from convention.tests.booklets import LAYOUTS, typeset
from convention.tests.texts import LAYERS, SMALL, enter, read
from convention.verbs import add_official_file, publish_edition
from events.models import Event
from portal.accounts.verbs import close_account, invite_account
from portal.models import Resource
from portal.roles import Role, set_role
from portal.verbs import add_resource
from signatories import verbs
from signatories.models import Signature
from signatories.tests.making import pending, published

M, E, A = Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR
# Besides the roles: nobody; a reader with an account that is not of the staff; staff without a role; and a moderator
# and an administrator whose session began before the second factor.
OTHERS = ("nobody", "reader", "staff", "moderator before", "administrator before")
WHO = (*Role, *OTHERS)
ALL = {M, E, A}


@dataclass
class Rows:
    """A row of each kind, made when it is asked for."""

    made: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        if name not in self.made:
            self.made[name] = getattr(Making, name)()
        return self.made[name]


class Making:
    """How each kind of row comes about."""

    waiting = staticmethod(lambda: pending(name="Waiting One", email="waiting@example.org"))
    public = staticmethod(lambda: published(name="Public One", email="public@example.org"))
    rejected = staticmethod(lambda: verbs.reject_signature(pk=pending(name="No One").pk, by="system", reason="abuse"))
    removed = staticmethod(
        lambda: verbs.remove_signature(pk=published(name="Gone One").pk, by="system", reason="request")
    )
    chosen = staticmethod(lambda: verbs.list_signature(pk=published(name="Ann").pk, by="system", group="selected"))

    @staticmethod
    def amended() -> Signature:
        row = published(name="Amended One", affiliation="Old")
        verbs.amend_signature(pk=row.pk, by="signer", affiliation="New")
        return row

    remark = staticmethod(
        lambda: verbs.submit_feedback(
            by="visitor", about="site", text="Words", may_publish=True, email="r@example.org"
        )
    )

    @staticmethod
    def shown() -> Any:
        row = Making.remark()
        return verbs.set_feedback_state(pk=row.pk, by="system", to="published")

    asked = staticmethod(
        lambda: verbs.submit_correction(by="visitor", wish="remove", entry_name="Sam", text="", email="c@example.org")
    )
    event = staticmethod(lambda: Event.objects.filter(state="published").first())

    @staticmethod
    def draft_event() -> Event:
        event = Event.objects.filter(state="published").last()
        Event.objects.filter(pk=event.pk).update(state="draft")
        return Event.objects.get(pk=event.pk)

    resource = staticmethod(lambda: Resource.objects.filter(state="published", parent=None).first())
    draft_resource = staticmethod(lambda: add_resource(by="import", kind="article", title="A paper", address=""))

    @staticmethod
    def file() -> OfficialFile:
        upload = SimpleUploadedFile("a.txt", b"Words\n")
        return add_official_file(
            by="system",
            instrument=Instrument.objects.first(),
            kind="other",
            title="A file",
            name="a.txt",
            upload=upload,
        )

    @staticmethod
    def edition() -> Edition:
        return enter(SMALL)

    @staticmethod
    def intake() -> Intake:
        data = typeset(read(SMALL), LAYOUTS["bare"])
        said = {"instrument": "booklet", "language": "en", "version": "1", "date": datetime.date(2020, 2, 1)}
        return read_intake(pk=bring_in(by="system", name="booklet.pdf", data=data, **said).pk)

    @staticmethod
    def open_place() -> Edition:
        edition = Making.intake().edition
        place = {"page": 1, "line": 1, "text": "Words", "why": "no place", "settled": ""}
        edition.report = {**edition.report, "blocking": [place]}
        edition.save()
        return edition

    @staticmethod
    def read() -> Edition:
        return publish_edition(pk=Making.edition().pk, by="system")

    @staticmethod
    def category() -> Category:
        return enter(SMALL, LAYERS).categories.get(slug="fisher")

    @staticmethod
    def colleague() -> User:
        user = User.objects.create_user("colleague@example.org", email="colleague@example.org", password=None)
        user.set_unusable_password()
        set_role(user, Role.MODERATOR)
        Authenticator.objects.create(user=user, type="totp", data={"secret": "A" * 32})
        return user

    closed = staticmethod(lambda: close_account(pk=Making.colleague().pk, by="system"))
    invited = staticmethod(lambda: invite_account(email="guest@example.org", role=Role.EDITOR, by="system"))
