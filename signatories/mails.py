"""What the letters of the register say. Each is written when it is sent, from the row as it is by then.

A letter that has become untrue is not sent: its writer returns None. No letter carries a word that a signer typed, not
even a name: else the form would send anyone's words to anyone's address. The pages behind the links show them.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.kit import letters
from portal.kit.letters import Mail
from portal.kit.models import Letter
from signatories import digest
from signatories.links import CONFIRM_LASTS, confirm_url, manage_url
from signatories.models import CONFIRMED, CorrectionRequest, CorrectionState, Feedback, Reason, Signature, State
from signatories.verbs import letter_kind
from signatories.verbs.keeping import UNCONFIRMED_KEPT

Link = tuple[str, str]  # what it does, and the whole address


def enter_all() -> None:
    """Make every letter of the register known."""
    for name, (write, states) in OF_SIGNATURES.items():
        letters.enter(letter_kind(name), _of_signature(write, states))
    letters.enter("signatories.feedback.reply", feedback_reply)
    letters.enter("signatories.correction.closed", correction_closed)
    letters.enter(digest.KIND, waiting)


def _of_signature(write: Callable[[Signature], Mail], states: Iterable[State]) -> letters.Writer:
    """A writer for a letter that is true of a signature in these states alone."""

    def writer(letter: Letter) -> Mail | None:
        row = Signature.objects.filter(pk=letter.subject_id, state__in=states, erased_at=None).first()
        return write(row) if row and row.email else None

    return writer


def _mail(
    to: str,
    subject: str,
    *paragraphs: str,
    links: Iterable[Link] = (),
    closing: Iterable[str] = (),
    why: str,
    stop: str = "",
    stop_label: str = "",
) -> Mail:
    """A letter: paragraphs, links, closing paragraphs, and below them why it came and where to have no more."""
    context = {"paragraphs": paragraphs, "links": list(links), "closing": list(closing), "why": why}
    return Mail(to=to, subject=subject, template="letter", context=context | {"stop_label": stop_label}, stop=stop)


def _to_signer(row: Signature, subject: str, *paragraphs: str, closing: Iterable[str] = ()) -> Mail:
    """A letter with the link to manage a signature."""
    address = manage_url(row)
    lives = row.state in CONFIRMED  # one that came to its end can only be erased
    label = (
        _("See, change or withdraw your signature, or have it erased") if lives else _("See or erase what is stored")
    )
    return _mail(
        row.email,
        subject,
        *paragraphs,
        links=[(label, address)],
        closing=closing,
        why=_why_signer(),
        stop=address,
        stop_label=_stop_signer(),
    )


def _why_signer() -> str:
    return _("You get this mail because the Model International Mobility Convention was signed with this address.")


def _stop_signer() -> str:
    return _("To have your address erased, and get no more of these mails")


def _write_us() -> str:
    return _("If you think that this is wrong, write to %(contact)s.") % {"contact": settings.CONTACT}


# Signatures ------------------------------------------------------------------------------------------------------


def confirm(row: Signature) -> Mail:
    """Asks whether the owner of an address signed."""
    address = confirm_url(row)
    return _mail(
        row.email,
        _("Confirm your signature of the Model International Mobility Convention"),
        _("Someone, most likely you, signed the Model International Mobility Convention with this address."),
        _("Open the link, see what is to be signed, and confirm it there. Until then it counts for nothing."),
        links=[(_("Confirm your signature"), address)],
        closing=[
            _("The link lasts %(days)d days.") % {"days": CONFIRM_LASTS.days},
            _(
                "If you did not sign, open the link and say so, or do nothing: "
                "what nobody confirms is never published, and is deleted after %(days)d days."
            )
            % {"days": UNCONFIRMED_KEPT.days},
        ],
        why=_why_signer(),
        stop=address,
        stop_label=_("To say that you did not sign, and get no more of these mails"),
    )


def already(row: Signature) -> Mail:
    """Says that a signature was entered twice, which the page does not tell."""
    return _to_signer(
        row,
        _("You have signed the Model International Mobility Convention already"),
        _("Someone, most likely you, signed again with this address and the same name. Nothing was changed."),
        _("Your signature stands as it is: %(state)s.") % {"state": row.get_state_display()},
    )


def confirmed(row: Signature) -> Mail:
    """Says what happens next."""
    return _to_signer(
        row,
        _("Your signature of the Model International Mobility Convention is confirmed"),
        _("Thank you. A moderator reads every signature before it is published; we write to you when that is done."),
        _("Keep this mail: with its link you can see, change or withdraw your signature at any time."),
    )


def links(row: Signature) -> Mail:
    """The links to everything that was signed with an address: for those who lost the mail."""
    own = Signature.objects.filter(email__iexact=row.email, erased_at=None).order_by("pk")
    return _mail(
        row.email,
        _("Your links: Model International Mobility Convention"),
        _("Someone, most likely you, asked for the links to what was signed with this address."),
        links=[(_label(one), _address(one)) for one in own],
        closing=[_("If you did not ask, do nothing: the links came to you alone.")],
        why=_why_signer(),
        stop=_address(row),
        stop_label=_stop_signer(),
    )


def _address(row: Signature) -> str:
    return confirm_url(row) if row.state == State.UNCONFIRMED else manage_url(row)


def _label(row: Signature) -> str:
    """A signature without its name: who signs, when, and its state."""
    what = {"kind": row.get_kind_display(), "state": row.get_state_display()}
    if row.signed_at:
        what["day"] = date_format(row.signed_at, "j F Y")
        return _("Signature of %(kind)s, %(day)s: %(state)s") % what
    return _("Signature of %(kind)s: %(state)s") % what


def published(row: Signature) -> Mail:
    """Says that a signature is public."""
    return _to_signer(
        row,
        _("Your signature of the Model International Mobility Convention is published"),
        _("A moderator read your signature. It stands on the public list now."),
        _("You can change or withdraw it at any time."),
    )


def rejected(row: Signature) -> Mail:
    """Says that a signature will not be published, and why."""
    return _to_signer(
        row,
        _("Your signature of the Model International Mobility Convention was not published"),
        _("A moderator read your signature and decided not to publish it."),
        _reason(row),
        closing=[_write_us()],
    )


def removed(row: Signature) -> Mail:
    """Says that a signature was taken off the list, and why."""
    return _to_signer(
        row,
        _("Your signature of the Model International Mobility Convention was removed"),
        _("A moderator took your signature off the public list."),
        _reason(row),
        closing=[_write_us()],
    )


def _reason(row: Signature) -> str:
    return _("The reason: %(reason)s.") % {"reason": Reason(row.reason).label}


def withdrawn(row: Signature) -> Mail:
    """Says that a signature was withdrawn: a warning, where someone else had the link."""
    return _to_signer(
        row,
        _("Your signature of the Model International Mobility Convention is withdrawn"),
        _("As you asked, your signature is withdrawn. It stands on no public list any more."),
        _("You can still see what is stored with it, and have that erased."),
        closing=[_("If you did not withdraw it, write to %(contact)s.") % {"contact": settings.CONTACT}],
    )


def amended(row: Signature) -> Mail:
    """Says that changed words were accepted."""
    return _to_signer(
        row,
        _("Your changes were accepted: Model International Mobility Convention"),
        _("A moderator read the changes to your signature and accepted them. They stand in it now."),
    )


def not_amended(row: Signature) -> Mail:
    """Says that changed words were declined."""
    return _to_signer(
        row,
        _("Your changes were not accepted: Model International Mobility Convention"),
        _("A moderator read the changes to your signature and did not accept them. It stays as it was."),
        closing=[_write_us()],
    )


# The name of each letter in verbs.write_to, who writes it, and in which states it is true.
OF_SIGNATURES: dict[str, tuple[Callable[[Signature], Mail], tuple[State, ...]]] = {
    "confirm": (confirm, (State.UNCONFIRMED,)),
    "already": (already, CONFIRMED),
    "confirmed": (confirmed, (State.PENDING,)),
    "links": (links, tuple(State)),
    "published": (published, (State.PUBLISHED,)),
    "rejected": (rejected, (State.REJECTED,)),
    "removed": (removed, (State.REMOVED,)),
    "withdrawn": (withdrawn, (State.WITHDRAWN,)),
    "amended": (amended, CONFIRMED),
    "not_amended": (not_amended, CONFIRMED),
}


# Remarks, requests, moderators -----------------------------------------------------------------------------------


def feedback_reply(letter: Letter) -> Mail | None:
    """A moderator's reply to a remark. The remark itself is not repeated."""
    row = Feedback.objects.filter(pk=letter.subject_id).exclude(email="").exclude(reply="").first()
    if row is None:
        return None
    day = date_format(row.created_at, "j F Y")
    return _mail(
        row.email,
        _("A reply to your remark: Model International Mobility Convention"),
        _("You sent us a remark on %(day)s. This is our reply:") % {"day": day},
        row.reply,
        closing=[_("To answer, write to %(contact)s.") % {"contact": settings.CONTACT}],
        why=_("You get this mail because a remark was sent to us with this address. There will be no other."),
    )


def correction_closed(letter: Letter) -> Mail | None:
    """Says what became of a request to correct or remove an entry."""
    row = CorrectionRequest.objects.filter(pk=letter.subject_id).exclude(state=CorrectionState.OPEN).first()
    if row is None:
        return None
    what = {"wish": row.get_wish_display(), "day": date_format(row.created_at, "j F Y")}
    done = row.state == CorrectionState.DONE
    return _mail(
        row.email,
        _("Your request about the register: Model International Mobility Convention"),
        _("You sent us a request on %(day)s: %(wish)s.") % what,
        _("It was done.") if done else _("We read it and did not do what it asks for."),
        closing=[_write_us()],
        why=_("You get this mail because a request was sent to us with this address. There will be no other."),
    )


def waiting(letter: Letter) -> Mail | None:
    """Tells a moderator how much waits."""
    user = digest.moderators().filter(pk=letter.subject_id).first()
    found = digest.waiting()
    if user is None or not found["total"]:
        return None
    counted = [
        ngettext("%(n)d signature", "%(n)d signatures", found["signatures"]) % {"n": found["signatures"]},
        ngettext("%(n)d changed signature", "%(n)d changed signatures", found["amendments"])
        % {"n": found["amendments"]},
        ngettext("%(n)d remark", "%(n)d remarks", found["feedback"]) % {"n": found["feedback"]},
        ngettext("%(n)d request to correct or remove", "%(n)d requests to correct or remove", found["corrections"])
        % {"n": found["corrections"]},
    ]
    address = settings.SITE_URL + reverse("admin:index")
    return _mail(
        user.email,
        _("%(n)d waiting: Model International Mobility Convention") % {"n": found["total"]},
        _("These wait for a moderator: %(counted)s.") % {"counted": ", ".join(counted)},
        _("The oldest has waited since %(day)s.") % {"day": date_format(found["oldest"], "j F Y")},
        links=[(_("Open the moderators' pages"), address)],
        why=_("You get this mail because you are a moderator of this site."),
        stop=address,
        stop_label=_("An administrator can take your address out of your account, and you get no more of these mails"),
    )
