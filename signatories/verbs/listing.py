"""Verbs that move a published signature between lists, and set the order of the selected one."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.kit.records import record
from signatories.models import Group, Signature, State
from signatories.verbs.signatures import NotPossible, record_change


def list_signature(*, pk: int, by: Any, group: Group) -> Signature:
    """Move a published signature between the selected and the public list. Raises NotPossible for any other."""
    with transaction.atomic():
        signature = Signature.objects.select_for_update().get(pk=pk)
        before = Group(signature.group)
        movable = {before, Group(group)} == {Group.SELECTED, Group.PUBLIC}
        if not movable or signature.state != State.PUBLISHED:
            raise NotPossible(
                _("“%(name)s” (%(group)s, %(state)s) cannot be moved there; nothing was changed.")
                % {"name": signature.name, "group": before.label, "state": signature.get_state_display()}
            )
        signature.group, signature.place = group, None
        signature.save()
        record(verb="signature.list", subject=signature, by=by, before=before, after=group)
    return signature


def order_selected(*, pks: list[int], by: Any) -> int:
    """Set which selected signatories stand first, in this order; all others follow by letter. Returns how many moved.

    Raises NotPossible where one of them is not a published selected signatory by now.
    """
    with transaction.atomic():
        rows = {row.pk: row for row in Signature.objects.select_for_update().filter(group=Group.SELECTED)}
        places = {pk: place for place, pk in enumerate(pks, 1)}
        if len(places) < len(pks) or any(pk not in rows or rows[pk].state != State.PUBLISHED for pk in pks):
            raise NotPossible(_("One of them is not on the selected list any more; nothing was changed. Look again."))
        moved = [row for row in rows.values() if row.place != places.get(row.pk)]
        for row in moved:
            row.place = places.get(row.pk)
            row.save()
            record_change(row, "place", by=by, place=row.place or 0)
    return len(moved)
