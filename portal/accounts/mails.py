"""What the letters about accounts say. Each is written when it is sent; one that has become untrue is not sent."""

from collections.abc import Callable, Iterable

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts import invitations
from portal.kit import letters
from portal.kit.letters import Mail
from portal.kit.models import Letter

INVITED = "portal.account.invited"
PASSWORD_LINK = "portal.account.password_link"
FACTOR_RESET = "portal.account.factor_reset"

# What is told of a change to an account: kind of letter, and what happened.
NOTICES = {
    "portal.account.password_changed": gettext_lazy("The password of your account was changed."),
    "portal.account.factor_added": gettext_lazy("A second factor was added to your account."),
    "portal.account.factor_removed": gettext_lazy("A second factor was removed from your account."),
    "portal.account.codes_made": gettext_lazy("New recovery codes were made for your account."),
    FACTOR_RESET: gettext_lazy(
        "An administrator removed the second factor of your account, as it was said to be lost. "
        "You are signed out everywhere, and set up a new one when you sign in next."
    ),
}


def enter_all() -> None:
    """Make every letter about accounts known."""
    letters.enter(INVITED, _writer(invited))
    letters.enter(PASSWORD_LINK, _writer(password_link))
    for kind, happened in NOTICES.items():
        letters.enter(kind, _writer(lambda user, happened=happened: notice(user, str(happened))))


def _writer(write: Callable[[User], Mail | None]) -> letters.Writer:
    def writer(letter: Letter) -> Mail | None:
        user = User.objects.filter(pk=letter.subject_id, is_active=True).exclude(email="").first()
        return write(user) if user else None

    return writer


def _mail(
    user: User, subject: str, *paragraphs: str, links: Iterable[tuple[str, str]] = (), closing: Iterable[str] = ()
) -> Mail:
    why = _("You get this mail because you have, or are to have, an account at the desk of this site.")
    context = {"paragraphs": paragraphs, "links": list(links), "closing": list(closing), "why": why}
    return Mail(to=user.email, subject=subject, template="letter", context=context)


def _not_you() -> str:
    return _("If this is not as you wish, write to %(contact)s at once.") % {"contact": settings.CONTACT}


def invited(user: User) -> Mail | None:
    """The link with which an invited person sets her password."""
    if user.has_usable_password():
        return None
    return _mail(
        user,
        _("Your invitation to the desk: Model International Mobility Convention"),
        _("An administrator of this site invites you to work at its desk. Your account has this address."),
        _("Open the link and choose a password. Then you set up a second factor: a passkey or a code generator."),
        links=[(_("Accept the invitation"), invitations.address(user))],
        closing=[
            _("The link works once, and lasts %(days)d days.") % {"days": invitations.LASTS.days},
            _("If you do not know why you get this, do nothing: nobody else can use the link."),
        ],
    )


def password_link(user: User) -> Mail | None:
    """The link with which a forgotten password is replaced. An invitation that was not accepted is no password."""
    if not user.has_usable_password():
        return None
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return _mail(
        user,
        _("A new password for the desk: Model International Mobility Convention"),
        _("Someone, most likely you, asked for a new password for your account."),
        links=[(_("Choose a new password"), settings.SITE_URL + path)],
        closing=[
            _("The link works once, and lasts %(hours)d hours.") % {"hours": settings.PASSWORD_RESET_TIMEOUT // 3600},
            _("If you did not ask for it, do nothing: your password stays as it is."),
        ],
    )


def notice(user: User, happened: str) -> Mail:
    """Tells the owner of an account of a change to it."""
    return _mail(
        user,
        _("Your account at the desk was changed: Model International Mobility Convention"),
        happened,
        closing=[_not_you()],
    )
