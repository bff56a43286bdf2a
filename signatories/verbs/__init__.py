"""Everything that changes a signature, a remark or a request. One function for each change.

Each takes keyword arguments alone, locks the row, looks at its state again and writes one VerbEvent, all in one
transaction. `by` is an account or a part of the site (see portal.kit.records.actor). Forms and the admin go through
these; nothing else saves a state.
"""

from signatories.verbs.signatures import (
    CORRECTABLE,
    REJECT_REASONS,
    REMOVE_REASONS,
    UNDO_WINDOW,
    NotPossible,
    correct_signature,
    enter_founding,
    erase_rejected,
    is_repetition,
    list_signature,
    publish_signature,
    reject_signature,
    remove_signature,
    reopen_signature,
    restore_signature,
    save_living,
    submit_signature,
    undo_publish,
    withdraw_signature,
)
from signatories.verbs.writing import (
    ANSWER_LIMIT,
    answer_feedback,
    change_signing_settings,
    close_correction,
    set_feedback_state,
    submit_correction,
    submit_feedback,
)

__all__ = [
    "ANSWER_LIMIT",
    "CORRECTABLE",
    "NotPossible",
    "REJECT_REASONS",
    "REMOVE_REASONS",
    "UNDO_WINDOW",
    "answer_feedback",
    "change_signing_settings",
    "close_correction",
    "correct_signature",
    "enter_founding",
    "erase_rejected",
    "is_repetition",
    "list_signature",
    "publish_signature",
    "reject_signature",
    "remove_signature",
    "reopen_signature",
    "restore_signature",
    "save_living",
    "set_feedback_state",
    "submit_correction",
    "submit_feedback",
    "submit_signature",
    "undo_publish",
    "withdraw_signature",
]
