"""Uses counted for limits."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0011_changed_at")]

    operations = [
        migrations.CreateModel(
            name="RateCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=100)),
                ("since", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("name", "key"), name="accounts_rate_count")]},
        ),
    ]
