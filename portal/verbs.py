"""Everything that changes a resource. Each is one transaction, locks the row and writes one VerbEvent."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kit import uploads
from portal.kit.files import stored
from portal.kit.records import actor, record
from portal.models import LinkState, Resource, ResourceState

EDITABLE = (
    "kind", "parent", "position", "title", "authors", "publication", "published", "pages", "gist", "note", "address",
    "sources",
)  # fmt: skip


def _locked(pk: int) -> Resource:
    return Resource.objects.select_for_update().get(pk=pk)


def _write(row: Resource, fields: dict[str, Any]) -> list[str]:
    """Set the fields, check them and save; the names of those that changed."""
    if unknown := set(fields) - set(EDITABLE):
        raise ValidationError(_("These cannot be edited: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    changed = sorted(name for name, value in fields.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, fields[name])
    if "address" in changed:  # what was found out belongs to the old address
        row.link_state = LinkState.RECORDED
        row.link_checked_at = row.link_tried_at = None
        row.link_checked_by = row.link_note = ""
    row.full_clean()
    if changed or not row.pk:
        row.save()
    return changed


@transaction.atomic
def add_resource(*, by: Any, **fields: Any) -> Resource:
    """Enter a resource as a draft; `fields` are those of EDITABLE. Returns the row. Raises ValidationError."""
    row = Resource()
    changed = _write(row, fields)
    record(verb="resource.add", subject=row, by=by, after=row.state, detail={"fields": changed})
    return row


@transaction.atomic
def change_resource(*, pk: int, by: Any, **fields: Any) -> Resource:
    """Change fields of EDITABLE. A new address is unchecked again. Returns the row. Raises ValidationError."""
    row = _locked(pk)
    if changed := _write(row, fields):
        record(
            verb="resource.change", subject=row, by=by, before=row.state, after=row.state, detail={"fields": changed}
        )
    return row


def name_for_file(*, resource: Resource, checked: uploads.Checked, name: str = "") -> str:
    """The public name that a checked upload gets: the one wished for, else the resource's old one, else its own.

    Raises ValidationError where another resource has that name.
    """
    old = resource.file_name
    keep = old if old and uploads.ending(old) in checked.kind.endings else checked.name
    final = uploads.safe_name(name, checked.kind) if name else keep
    if Resource.objects.filter(file_name=final).exclude(pk=resource.pk).exists():
        raise ValidationError(
            _("Another file is named “%(name)s” already; give this one another name.") % {"name": final}
        )
    return final


@transaction.atomic
def attach_file(*, pk: int, by: Any, upload: File, name: str = "") -> Resource:
    """Keep an uploaded file with a resource, in place of the one it had. Returns the row.

    name: the public name, made safe; see name_for_file. Raises ValidationError for what uploads.check_upload refuses.
    """
    row = _locked(pk)
    checked = uploads.check_upload(upload)
    final = name_for_file(resource=row, checked=checked, name=name)
    storage, old = row.file.storage, row.file.name
    with stored(storage, f"resources/{final}", upload) as kept:
        row.file.name, row.file_name = kept, final
        row.file_size, row.file_sha256 = checked.size, checked.sha256
        row.full_clean()
        row.save()
        record(
            verb="resource.attach_file", subject=row, by=by, before=row.state, after=row.state,
            detail={"kind": checked.kind.code, "size": checked.size, "sha256": checked.sha256},
        )  # fmt: skip
    if old:
        transaction.on_commit(lambda: storage.delete(old))
    return row


@transaction.atomic
def remove_file(*, pk: int, by: Any) -> Resource:
    """Take a resource's file away, from the disk too. Does nothing where it has none. Returns the row."""
    row = _locked(pk)
    if not row.file:
        return row
    storage, old = row.file.storage, row.file.name
    row.file, row.file_name, row.file_size, row.file_sha256 = "", "", None, ""
    row.save()
    record(verb="resource.remove_file", subject=row, by=by, before=row.state, after=row.state)
    transaction.on_commit(lambda: storage.delete(old))
    return row


def _settle(row: Resource, to: LinkState, by: Any) -> None:
    row.link_state, row.link_checked_at, row.link_checked_by = to, timezone.now(), actor(by)


@transaction.atomic
def confirm_link(*, pk: int, by: Any) -> Resource:
    """Say that a person opened the address and found the document there. Raises ValidationError without an address."""
    row = _locked(pk)
    if not row.address:
        raise ValidationError(_("“%(resource)s” has no address to confirm.") % {"resource": row})
    before = row.link_state
    _settle(row, LinkState.CONFIRMED, by)
    row.save()
    record(verb="resource.confirm_link", subject=row, by=by, before=before, after=row.link_state)
    return row


@transaction.atomic
def record_link_check(
    *, pk: int, address: str, outcome: LinkState | None, note: str, by: Any = "system"
) -> Resource | None:
    """Write down what a check of an address found.

    outcome: CONFIRMED, DEAD, or None where the answer settled nothing: then the state and its date stay as they were.
    note: what was seen, such as “404”. Returns the row, or None where its address is another one by now.
    """
    row = _locked(pk)
    if row.address != address:
        return None
    before = row.link_state
    if outcome is not None:
        _settle(row, outcome, by)
    row.link_tried_at, row.link_note = timezone.now(), note[:200]
    row.save()
    record(verb="resource.check_link", subject=row, by=by, before=before, after=row.link_state)
    return row


def _move(pk: int, by: Any, verb: str, to: ResourceState) -> Resource:
    row = _locked(pk)
    if row.state != to:
        before, row.state = row.state, to
        row.save(update_fields=["state"])
        record(verb=verb, subject=row, by=by, before=before, after=to)
    return row


@transaction.atomic
def publish_resource(*, pk: int, by: Any) -> Resource:
    """Show a resource to everyone. Does nothing where it is public already."""
    return _move(pk, by, "resource.publish", ResourceState.PUBLISHED)


@transaction.atomic
def withdraw_resource(*, pk: int, by: Any) -> Resource:
    """Take a resource, and its file, off the public pages; it is a draft again. Does nothing where it is one."""
    return _move(pk, by, "resource.withdraw", ResourceState.DRAFT)
