from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0003_letters")]

    operations = [
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["due_at"], name="letter_waits", condition=models.Q(("sent_at", None))),
        ),
    ]
