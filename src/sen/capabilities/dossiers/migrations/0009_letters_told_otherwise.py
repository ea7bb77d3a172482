"""A letter that failed may be answered for in another way, and failed letters are found at once."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [("dossiers", "0008_goal_so_far")]

    operations = [
        migrations.AlterField(
            model_name="applicantletter",
            name="state",
            field=models.CharField(
                choices=[("waiting", "Chờ gửi"), ("sent", "Đã gửi"), ("failed", "Không gửi được"), ("told", "Đã báo cách khác")],
                default="waiting",
                max_length=7,
            ),
        ),
        migrations.AddIndex(
            model_name="applicantletter",
            index=models.Index(condition=Q(state="failed"), fields=["written_at"], name="dossiers_letter_failed"),
        ),
    ]
