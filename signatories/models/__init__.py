"""The register (register.py), what people write (writing.py), and how signing is set (signing_settings.py)."""

from signatories.models.register import (
    LIVE,
    Group,
    Hold,
    Kind,
    Reason,
    Signature,
    Source,
    State,
    Statement,
)
from signatories.models.signing_settings import Bucket, SigningSettings, SigningState
from signatories.models.writing import About, CorrectionRequest, CorrectionState, Feedback, FeedbackState, Wish

__all__ = [
    "About",
    "Bucket",
    "CorrectionRequest",
    "CorrectionState",
    "Feedback",
    "FeedbackState",
    "Group",
    "Hold",
    "Kind",
    "LIVE",
    "Reason",
    "Signature",
    "SigningSettings",
    "SigningState",
    "Source",
    "State",
    "Statement",
    "Wish",
]
