"""What each recipient got a document for: to act, as a report, for information."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0006_register_counted_in_index")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="role",
            field=models.CharField(
                choices=[("addressed", "Để thực hiện"), ("report", "Để báo cáo"), ("informed", "Để biết")],
                db_default="addressed",
                default="addressed",
                max_length=9,
            ),
        ),
    ]
