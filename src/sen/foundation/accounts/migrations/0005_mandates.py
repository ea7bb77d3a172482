"""Mandates, and in whose name a session acts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_assurance_of_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("principal_kind", models.CharField(choices=[("business", "Doanh nghiệp, tổ chức"), ("person", "Cá nhân")], max_length=8)),
                ("principal_id", models.BigIntegerField(help_text="Row of the register of businesses or of people, one layer up.")),
                ("principal_code", models.CharField(help_text="Business number, or identity number.", max_length=20)),
                ("principal_name", models.CharField(max_length=200)),
                (
                    "ground",
                    models.CharField(choices=[("legal", "Người đại diện theo pháp luật"), ("granted", "Được ủy quyền")], max_length=8),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[("all", "Mọi thủ tục hành chính"), ("submit", "Nộp và theo dõi hồ sơ"), ("read", "Chỉ theo dõi hồ sơ")],
                        max_length=8,
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("granted_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300)),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates_granted",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "representative",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="mandates", to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
        migrations.AddField(
            model_name="livesession",
            name="mandate",
            field=models.ForeignKey(
                blank=True,
                help_text="In whose name the session acts now.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.mandate",
            ),
        ),
        migrations.AddIndex(
            model_name="mandate",
            index=models.Index(fields=["principal_kind", "principal_id"], name="accounts_mandate_principal"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                name="accounts_mandate_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground", "legal"), ("valid_to__isnull", False), _connector="OR"), name="accounts_mandate_term"
            ),
        ),
    ]
