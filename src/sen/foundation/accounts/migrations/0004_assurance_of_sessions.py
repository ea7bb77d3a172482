"""How sure a session is of its owner, and the name other systems know it by."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0003_officer_names")]

    operations = [
        migrations.AddField(
            "livesession",
            "sid",
            models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                help_text="Named to systems that share the sign-in.",
                unique=True,
            ),
        ),
        migrations.AddField(
            "livesession",
            "assurance",
            models.PositiveSmallIntegerField(
                db_default=1, default=1, help_text="1 identity stated, 2 verified, 3 verified with two factors."
            ),
        ),
        migrations.AddField(
            "livesession",
            "methods",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=8),
                db_default=[],
                default=list,
                help_text="How the owner proved it, in words of RFC 8176.",
                size=None,
            ),
        ),
        migrations.AddField(
            "livesession", "confirmed_at", models.DateTimeField(help_text="When the owner last proved to be there.", null=True)
        ),
    ]
