"""Whether an account still has a password an administrator gave."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="must_change_password",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="The password was given by an administrator: nobody works with it before choosing another.",
            ),
        ),
    ]
