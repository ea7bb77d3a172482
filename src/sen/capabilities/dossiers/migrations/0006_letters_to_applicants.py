"""Letters to applicants, and addresses that want fewer."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0005_reading_from_above"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterRefusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=254, unique=True)),
                ("refused_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ApplicantLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sequence", models.PositiveIntegerField(help_text="The event of the dossier it tells of.")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accepted", "Đã tiếp nhận"),
                            ("supplement", "Cần bổ sung giấy tờ"),
                            ("suspended", "Tạm dừng chờ nghĩa vụ tài chính"),
                            ("delayed", "Xin lỗi và hẹn lại ngày trả"),
                            ("refused", "Không được tiếp nhận"),
                            ("stopped", "Dừng giải quyết"),
                            ("ready", "Đã có kết quả"),
                        ],
                        max_length=10,
                    ),
                ),
                ("way", models.CharField(choices=[("email", "Thư điện tử"), ("sms", "Tin nhắn")], max_length=5)),
                ("address", models.CharField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Chờ gửi"), ("sent", "Đã gửi"), ("failed", "Không gửi được")], default="waiting", max_length=7
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("try_at", models.DateTimeField(help_text="Not to be tried before.")),
                ("trouble", models.CharField(blank=True, help_text="What the last attempt failed with; never the address.", max_length=80)),
                ("dossier", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="dossiers.dossier")),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(condition=models.Q(("state", "waiting")), fields=["try_at"], name="dossiers_letter_waiting")],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "sequence"), name="dossiers_letter_event"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"),
                        name="dossiers_letter_sent",
                    ),
                ],
            },
        ),
    ]
