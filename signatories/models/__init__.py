"""The register (register.py), what comes before it (arriving.py), what people write (writing.py), and how signing is
set (signing_settings.py)."""

from signatories.models.arriving import Amendment, Asks, Submission
from signatories.models.register import (
    CONFIRMED,
    ERASED,
    LIVE,
    Group,
    Hold,
    Kind,
    Reason,
    Signature,
    Source,
    State,
    Statement,
    hold_labels,
)
from signatories.models.signing_settings import Bucket, SigningSettings, SigningState
from signatories.models.writing import About, CorrectionRequest, CorrectionState, Feedback, FeedbackState, Wish

__all__ = [
    "About",
    "Amendment",
    "Asks",
    "CONFIRMED",
    "Bucket",
    "CorrectionRequest",
    "CorrectionState",
    "ERASED",
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
    "Submission",
    "Wish",
    "hold_labels",
]
