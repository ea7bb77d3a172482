"""Goals for results in time, by date."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0006_letters_to_applicants"),
    ]

    operations = [
        migrations.CreateModel(
            name="InTimeGoal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(unique=True)),
                ("percent", models.DecimalField(decimal_places=1, max_digits=4)),
                ("basis", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("-valid_from",),
                "constraints": [models.CheckConstraint(condition=models.Q(("percent__range", (0, 100))), name="dossiers_goal_percent")],
            },
        ),
    ]
