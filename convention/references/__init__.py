"""References in an English text, found by a grammar: "articles 3, 5(2) and 7 to 9", "paragraph 2 of this Article".

tokens.py cuts text into words and signs, names.py knows other instruments by name, outline.py what an edition has, and
grammar.py reads references. Texts in other languages have none found.
"""

from convention.references.grammar import find, find_all
from convention.references.outline import Found, Shape

__all__ = ["Found", "Shape", "find", "find_all"]
