"""The text (text.py), what is known beside it (layers.py, links.py), what search looks at (search.py), and files made
of it (exports.py), given (files.py) or brought in to become one (intake.py)."""

from convention.models.aliases import EidAlias
from convention.models.exports import ExportedFile
from convention.models.files import OfficialFile
from convention.models.intake import Intake, IntakeState
from convention.models.layers import Category, CumulationException, CumulationRule, Fragment
from convention.models.links import Reference, Term, TermExclusion, TermUse
from convention.models.search import Passage, Synonyms
from convention.models.text import Edition, EditionState, Instrument, Provision, ProvisionKind

__all__ = [
    "Category",
    "CumulationException",
    "CumulationRule",
    "Edition",
    "EditionState",
    "EidAlias",
    "ExportedFile",
    "Fragment",
    "Instrument",
    "Intake",
    "IntakeState",
    "OfficialFile",
    "Passage",
    "Provision",
    "ProvisionKind",
    "Reference",
    "Synonyms",
    "Term",
    "TermExclusion",
    "TermUse",
]
