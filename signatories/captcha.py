"""reCAPTCHA, where the site has keys for it and an administrator has it switched on. It never refuses: who fails it,
or cannot be asked about it, is held for a moderator, who reads every entry anyway.

The answer is checked by the worker, so that no page waits for Google. From django-recaptcha comes the client alone:
its form fields raise where Google does not answer, forward the raw X-Forwarded-For, and bring inline script.
"""

import logging
from typing import Any

from django.conf import settings

from signatories.models import Hold, SigningSettings

logger = logging.getLogger(__name__)

# The sources that the box needs; they are allowed on the page that shows it alone.
SCRIPT_SOURCES = ("https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/")
FRAME_SOURCES = ("https://www.google.com/recaptcha/", "https://recaptcha.google.com/recaptcha/")
FIELD = "g-recaptcha-response"  # the name under which the box sends its answer


def has_keys() -> bool:
    """True if the site has keys for it."""
    return bool(settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY)


def site_key() -> str:
    """The key for the box that the form shows; "" where none is shown."""
    return settings.RECAPTCHA_PUBLIC_KEY if has_keys() and SigningSettings.current().captcha else ""


def holds(answer: Any) -> list[str]:
    """Why to hold an entry whose box gave `answer`: [] where it passed, or was not asked (None). Never raises."""
    if answer is None or not has_keys():
        return []
    return [] if isinstance(answer, str) and answer and _passes(answer) else [Hold.CAPTCHA.value]


def _passes(answer: str) -> bool:
    from django_recaptcha import client

    try:
        return client.submit(answer, settings.RECAPTCHA_PRIVATE_KEY, "").is_valid is True
    except Exception as error:  # whatever Google answers, or does not: a person decides
        logger.warning("reCAPTCHA could not be asked: %s", type(error).__name__)
        return False
