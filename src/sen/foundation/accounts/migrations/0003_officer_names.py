"""The list of officers by name, without walking through every citizen's account."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0002_temporary_password")]

    operations = [
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("kind", "officer")), fields=["name_folded", "id"], name="accounts_officer_name"
            ),
        ),
    ]
