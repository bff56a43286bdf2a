"""Work for the journeys at the desk, in a process of its own: the ORM refuses to run beside Playwright's loop.

`session ROLE [before]` prints the key of a session, `booklet` the number of an edition; the others print nothing.
"""

import secrets
import sys


def session(role: str, before: str = "") -> str:
    """A new account of this role, signed in; "before": with the password alone. The key of its session."""
    from django.contrib.auth.models import User
    from django.test import Client

    from portal.roles import Role, set_role
    from tests.signing_in import sign_in

    user = User.objects.create_user(f"{role}-{secrets.token_hex(4)}@example.org")
    set_role(user, Role(role))
    return sign_in(Client(), user, second_factor=not before).session.session_key


def waiting(count: str, name: str) -> str:
    """So many signatures that wait, with names that begin so. Two of three look alike, one is held."""
    from signatories.tests.making import pending

    for n in range(int(count)):
        held = ["link"] if n == 1 else []
        pending(name=f"{name} {n}", affiliation="University of Somewhere", country="PT", held=held)
    return ""


def amended(name: str) -> str:
    """A published signature of which changed words wait."""
    from signatories import verbs
    from signatories.tests.making import published

    row = published(name=name, affiliation="Univercity of Porto")
    verbs.amend_signature(pk=row.pk, by="signer", affiliation="University of Porto")
    return ""


def booklet() -> str:
    """A booklet that was brought in and read. The number of its draft."""
    import datetime

    from convention.intake import bring_in, read_intake
    from convention.tests.booklets import LAYOUTS, typeset
    from convention.tests.texts import SMALL, read

    said = {"instrument": "booklet", "language": "en", "version": "1", "date": datetime.date(2020, 2, 1)}
    intake = bring_in(by="system", name="booklet.pdf", data=typeset(read(SMALL), LAYOUTS["bare"]), **said)
    return str(read_intake(pk=intake.pk).edition_id)


def sample() -> str:
    """What the pictures of the handbook show: people and places of our own invention."""
    from signatories import verbs
    from signatories.tests.making import pending, published

    network = {"network": "n" * 64}
    published(name="Ines Example", affiliation="Teacher, School by the Lake", country="PT")
    pending(name="Visit example.com now", affiliation="Best prices", held=["link"], **network)
    pending(
        name="Ádám Példa",
        affiliation="Lecturer, University of Somewhere",
        country="HU",
        statement="reservation",
        statement_text="Here stand the words of a reservation, as its signer wrote them.",
        statement_articles=["art_12"],
        **network,
    )
    pending(name="ines example", country="PT")
    pending(
        name="Association of Examples", kind="organisation", representative="Sam Example", representative_role="Chair"
    )
    row = published(name="Maria Mustermann", affiliation="Reader, Univercity of Porto")
    verbs.amend_signature(pk=row.pk, by="signer", affiliation="Reader in law, University of Porto")
    return ""


def empty() -> str:
    """Nothing waits any more."""
    from signatories import verbs
    from signatories.models import Amendment, Signature

    for signature in Signature.objects.awaiting_moderation():
        verbs.withdraw_signature(pk=signature.pk, by="signer")
    for amendment in Amendment.objects.all():
        verbs.decline_amendment(pk=amendment.signature_id, by="system")
    return ""


if __name__ == "__main__":
    import django

    django.setup()
    commands = {one.__name__: one for one in (session, waiting, amended, sample, empty, booklet)}
    sys.stdout.write(commands[sys.argv[1]](*sys.argv[2:]))
