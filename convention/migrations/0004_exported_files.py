import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("convention", "0002_text_layers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=20, verbose_name="form")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name of the file")),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exports",
                        to="convention.edition",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an edition",
                "verbose_name_plural": "files of editions",
                "ordering": ["edition", "pk"],
                "constraints": [models.UniqueConstraint(fields=("edition", "form"), name="exported_form_once")],
            },
        ),
    ]
