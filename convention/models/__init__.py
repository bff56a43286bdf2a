"""The text (text.py), what is known about it beside its words (layers.py), and the owner's own files (files.py)."""

from convention.models.files import OfficialFile
from convention.models.layers import Category, CumulationException, CumulationRule, Fragment
from convention.models.text import Edition, EditionState, Instrument, Provision, ProvisionKind

__all__ = [
    "Category",
    "CumulationException",
    "CumulationRule",
    "Edition",
    "EditionState",
    "Fragment",
    "Instrument",
    "OfficialFile",
    "Provision",
    "ProvisionKind",
]
