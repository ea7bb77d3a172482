"""When an account or its positions last changed, for systems that keep in step."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0010_roles_with_two_factors")]

    operations = [
        migrations.AddField(
            "account",
            "changed_at",
            models.DateTimeField(blank=True, help_text="When the account or its positions last changed.", null=True),
        ),
    ]
