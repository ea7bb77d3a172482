"""Officials read from spreadsheets."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_security_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfficerImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checked", "Đã kiểm tra, chưa thực hiện"),
                            ("running", "Đang thực hiện"),
                            ("done", "Đã xong"),
                            ("cancelled", "Đã bỏ"),
                        ],
                        default="checked",
                        max_length=10,
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="Row of the sheet, the heads being 1.")),
                ("values", models.JSONField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("wrong", "Sai, bỏ qua"),
                            ("new", "Sẽ lập tài khoản mới"),
                            ("change", "Sẽ cập nhật"),
                            ("same", "Không có gì thay đổi"),
                            ("done", "Đã thực hiện"),
                            ("failed", "Không thực hiện được"),
                        ],
                        max_length=8,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                (
                    "account",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("batch", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="accounts.officerimport")),
            ],
        ),
        migrations.AddIndex(
            model_name="importrow",
            index=models.Index(fields=["batch", "outcome", "number"], name="accounts_import_outcome"),
        ),
        migrations.AddConstraint(
            model_name="importrow",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="accounts_import_row"),
        ),
    ]
