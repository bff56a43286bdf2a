"""Whether data from JSON is built as it should be, said in sentences."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

LONGEST_TEXT = 80
LONGEST_SLUG = 50
LONGEST = {"slug": LONGEST_SLUG}
LARGEST = 32_767
UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """For json.loads: a dict of the pairs. Raises ValueError for a name that stands twice, which json lets pass."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(_("“%(name)s” stands twice") % {"name": next(n for n in names if names.count(n) > 1)})
    return found


def misfits(value: Any, shape: Any, where: str = "") -> Iterator[str]:
    """A sentence for everything in the value that is not as the shape says.

    A shape is a dict of names (one that ends in "?" may be missing) and shapes, a list with the shape of its entries,
    or one of the types str and int. Places in lists are counted from 1.
    """
    words = {"where": where or _("The file")}
    if isinstance(shape, dict):
        if isinstance(value, dict):
            yield from _members(value, shape, where, words)
        else:
            yield _("%(where)s: here an object, {…}, was to come.") % words
    elif isinstance(shape, list):
        if isinstance(value, list):
            for place, entry in enumerate(value, 1):
                yield from misfits(entry, shape[0], f"{where} › {place}")
        else:
            yield _("%(where)s: here a list, […], was to come.") % words
    elif shape is int:
        if type(value) is not int or not 0 <= value <= LARGEST:
            yield _("%(where)s: here a number was to come.") % words
    elif not isinstance(value, str) or not value.strip() or UNFIT.search(value):
        yield _("%(where)s: here a text was to come, not empty and without control characters.") % words
    elif len(value) > (most := LONGEST.get(where.rpartition(" › ")[2], LONGEST_TEXT)):
        yield _("%(where)s: this is longer than %(n)d characters.") % {**words, "n": most}


def _members(value: dict[str, Any], shape: dict[str, Any], where: str, words: dict[str, str]) -> Iterator[str]:
    inner = {name.removesuffix("?"): below for name, below in shape.items()}
    for name in value:
        if name not in inner:
            known = ", ".join(inner)
            yield _("%(where)s: “%(name)s” is not known here; known are %(known)s.") % {
                **words,
                "name": name[:80].encode("utf-8", "replace").decode(),
                "known": known,
            }
    for name, below in inner.items():
        if name in value:
            yield from misfits(value[name], below, f"{where} › {name}" if where else name)
        elif name in shape:
            yield _("%(where)s: “%(name)s” is missing.") % {**words, "name": name}
