"""Who receives for an agency, decided by date."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceptionPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("basis", models.CharField(max_length=200)),
                (
                    "agency",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reception_places", to="agencies.agency"),
                ),
                ("receiver", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency")),
            ],
            options={
                "ordering": ("agency", "-valid_from"),
                "constraints": [models.UniqueConstraint(fields=("agency", "valid_from"), name="agencies_reception_day")],
            },
        ),
    ]
