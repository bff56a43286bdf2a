"""The specimen as the tests see it: its file, and the document that the importer makes of it."""

import functools

from convention.importing.document import Document
from convention.importing.layers import Layers
from convention.importing.steps import prepare
from convention.loading import SPECIMEN

ARTICLES = 213
CHAPTERS = 8


@functools.cache
def file() -> str:
    """The text of the specimen's file."""
    return SPECIMEN.read_text(encoding="utf-8")


@functools.cache
def prepared() -> tuple[Document, Layers]:
    """The document and its layers. For reading alone: all tests have the same."""
    return prepare(SPECIMEN.name, SPECIMEN.read_bytes(), SPECIMEN.with_suffix(".json").read_bytes())
