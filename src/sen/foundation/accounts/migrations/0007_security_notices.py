"""Known browsers and what owners are told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_second_factors"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecurityNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new_place", "Đăng nhập từ thiết bị hoặc mạng chưa từng dùng"),
                            ("refusals", "Nhiều lần thử đăng nhập không thành công"),
                            ("night", "Đăng nhập vào giờ khuya"),
                            ("factor", "Thay đổi lớp bảo vệ thứ hai"),
                            ("recovery", "Đã dùng một mã dự phòng"),
                        ],
                        max_length=10,
                    ),
                ),
                ("told_at", models.DateTimeField()),
                ("browser", models.CharField(blank=True, max_length=200)),
                ("address", models.GenericIPAddressField(null=True)),
                ("count", models.PositiveIntegerField(default=0)),
                ("answer", models.CharField(blank=True, choices=[("mine", "Đúng là tôi"), ("not_mine", "Không phải tôi")], max_length=8)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="security_notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KnownBrowser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("browser", models.CharField(blank=True, max_length=200)),
                ("network", models.CharField(blank=True, help_text="The address without its last part.", max_length=45)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("at_night", models.BooleanField(default=False, help_text="Whether the owner was here between 23 and 5 o'clock before.")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="known_browsers", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "browser", "network"), name="accounts_known_browser")],
            },
        ),
        migrations.AddIndex(
            model_name="securitynotice",
            index=models.Index(fields=["account", "-told_at"], name="accounts_notice_account"),
        ),
        migrations.AddIndex(
            model_name="securitynotice",
            index=models.Index(condition=models.Q(("answer", "")), fields=["account"], name="accounts_notice_open"),
        ),
    ]
