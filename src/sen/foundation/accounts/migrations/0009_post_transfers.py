"""Positions carried over when agencies merge."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_officer_imports"),
        ("agencies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField()),
                ("basis", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("from_agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("to_agency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency")),
            ],
        ),
        migrations.CreateModel(
            name="CarriedPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_to_before", models.DateField(null=True)),
                (
                    "new_post",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.appointment"),
                ),
                ("old_post", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.appointment")),
                (
                    "transfer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="accounts.posttransfer"),
                ),
            ],
        ),
    ]
