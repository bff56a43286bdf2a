import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("convention", "0007_intake")]

    operations = [
        migrations.CreateModel(
            name="EidAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=12)),
                ("eid", models.CharField(max_length=120, verbose_name="eId")),
                ("target", models.CharField(max_length=120, verbose_name="leads to")),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="convention.instrument",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier eId",
                "verbose_name_plural": "earlier eIds",
                "ordering": ["eid"],
                "constraints": [
                    models.UniqueConstraint(fields=("instrument", "language", "eid"), name="alias_leads_to_one"),
                    models.CheckConstraint(
                        condition=models.Q(("eid", models.F("target")), _negated=True), name="alias_leads_on"
                    ),
                ],
            },
        ),
    ]
