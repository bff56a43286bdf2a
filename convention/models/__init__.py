"""The text (text.py), what is known beside it (layers.py), files made of it (exports.py) or given (files.py)."""

from convention.models.exports import ExportedFile
from convention.models.files import OfficialFile
from convention.models.layers import Category, CumulationException, CumulationRule, Fragment
from convention.models.text import Edition, EditionState, Instrument, Provision, ProvisionKind

__all__ = [
    "Category",
    "CumulationException",
    "CumulationRule",
    "Edition",
    "EditionState",
    "ExportedFile",
    "Fragment",
    "Instrument",
    "OfficialFile",
    "Provision",
    "ProvisionKind",
]
