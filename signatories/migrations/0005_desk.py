"""What the desk needs: a private note, a place in the selected list, folded names, and the indexes of its queue."""

import django.db.models.constraints
import django.db.models.functions.comparison
from django.db import migrations, models

from portal.kit.folding import fold


def fold_names(apps, schema_editor):
    rows = apps.get_model("signatories", "Signature").objects.exclude(name="").only("name")
    for row in rows.iterator():
        row.name_key = fold(row.name)[:420]
        row.save(update_fields=["name_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("signatories", "0004_life_of_a_signature"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="signature",
            options={
                "ordering": ["sort_key", "pk"],
                "permissions": [
                    ("enter_statement", "Can enter and mend reservations, understandings and declarations"),
                    ("export_public", "Can export the public columns and statistics"),
                    ("export_addresses", "Can export the register with e-mail addresses"),
                    ("erase_signature", "Can erase what is stored with a signature"),
                ],
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
            },
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_erased_is_empty",
        ),
        migrations.RemoveIndex(
            model_name="signature",
            name="signature_waiting",
        ),
        migrations.AddField(
            model_name="signature",
            name="name_key",
            field=models.CharField(db_collation="C", default="", editable=False, max_length=420),
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        migrations.AddField(
            model_name="signature",
            name="note",
            field=models.TextField(
                blank=True,
                help_text="For those who moderate. Never public.",
                max_length=1000,
                verbose_name="private note",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="place",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Of a selected public signatory who stands before the others, which follow by letter.",
                null=True,
                verbose_name="place in the list",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("confirmed_at", "created_at"),
                condition=models.Q(("state", "pending")),
                name="signature_oldest",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                models.Case(models.When(held=[], then=1), default=0),
                models.F("created_at"),
                models.F("id"),
                condition=models.Q(("state", "pending")),
                name="signature_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("state", "published")), fields=["published_at"], name="signature_published"
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("state", "rejected")), fields=["rejected_at"], name="signature_rejected"
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("email_key", ""), _negated=True), fields=["email_key"], name="signature_address"
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("network", ""), _negated=True), fields=["network"], name="signature_network"
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("name_key", ""), _negated=True), fields=["name_key"], name="signature_alike"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("affiliation", ""),
                        ("country", ""),
                        ("email", ""),
                        ("email_key", ""),
                        ("name", ""),
                        ("network", ""),
                        ("note", ""),
                        ("representative", ""),
                        ("representative_role", ""),
                        ("sort_name", ""),
                        ("statement", ""),
                        ("statement_text", ""),
                        models.Q(("state__in", ("unconfirmed", "pending", "published")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="signature_erased_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place__isnull", True), models.Q(("group", "selected"), ("place__gte", 1)), _connector="OR"
                ),
                name="signature_place_in_selected",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("place",),
                name="signature_place_once",
            ),
        ),
    ]
