"""What an account of the demonstration wrote says so, and so does what comes of it."""

from django.db import migrations, models

_MARK = """
    UPDATE drafting_draft SET is_demo = TRUE FROM accounts_account WHERE accounts_account.id = author_id AND accounts_account.is_demo
"""


class Migration(migrations.Migration):
    dependencies = [("drafting", "0003_power_by_position"), ("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="is_demo",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Written by an account of the demonstration; so is all that comes of it."
            ),
        ),
        migrations.RunSQL(_MARK, migrations.RunSQL.noop),
    ]
