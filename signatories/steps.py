"""The steps of signing: what each asks, and how the answers travel from one to the next without a session.

A page carries the answers of the other steps in one signed hidden field. What is in it was not checked: each step
checks its own boxes when it is left, and the last one checks everything again.
"""

from typing import Any

from django.core import signing

from signatories.models import Kind

WHO, DETAILS, STATEMENT, ACCEPT = "who", "details", "statement", "accept"
STEPS = (WHO, DETAILS, STATEMENT, ACCEPT)
BOXES = {
    WHO: ("kind",),
    DETAILS: ("name", "affiliation", "representative", "representative_role", "country", "email"),
    STATEMENT: ("statement", "statement_text", "provisions"),
    ACCEPT: ("publish", "updates"),
}
EDITION = "edition"  # sha256 of the text that was open when the form was
LONGEST = 20_000  # characters that travel in one box: no answer may be longer than a fraction of it
SALT = "signatories.steps"


def seal(answers: dict[str, str]) -> str:
    """The answers as they stand in the hidden field."""
    return signing.dumps(answers, salt=SALT, compress=True)


def unseal(words: Any) -> dict[str, str]:
    """The answers in a hidden field; none of one that is missing or not ours."""
    try:
        found = signing.loads(words or "", salt=SALT)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def boxes(step: str, answers: dict[str, str]) -> tuple[str, ...]:
    """The boxes of a step. A person is not asked who signs for it, an organisation has no affiliation: what was typed
    there before the other was chosen stays in the answers, and is asked for again if the choice is changed back."""
    hidden = {"affiliation"} if answers.get("kind") == Kind.ORGANISATION else {"representative", "representative_role"}
    return tuple(name for name in BOXES[step] if name not in hidden)


def answered(step: str, sent: Any) -> dict[str, str]:
    """What was typed into a step's boxes; `sent` is the POST. An empty box and an unticked one have ""."""
    return {name: sent.get(name, "") for name in BOXES[step] if name in sent or step != DETAILS}


def before(step: str) -> str:
    """The step before one, or the first."""
    return STEPS[max(STEPS.index(step) - 1, 0)]


def after(step: str) -> str:
    """The step after one, or the last."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]
