from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("convention", "0008_earlier_eids")]

    operations = [
        migrations.AddField(model_name="fragment", name="glosses", field=models.JSONField(null=True)),
    ]
