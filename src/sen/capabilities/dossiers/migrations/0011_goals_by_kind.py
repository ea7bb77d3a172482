"""Goals for results in time: one of each kind for a day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("dossiers", "0010_search_from_above")]

    operations = [
        migrations.AlterModelOptions(name="intimegoal", options={"ordering": ("-valid_from", "kind")}),
        migrations.AddField(
            model_name="intimegoal",
            name="kind",
            field=models.CharField(
                choices=[("dossiers", "Kết quả thủ tục hành chính"), ("documents", "Giải quyết văn bản đến")],
                db_default="dossiers",
                default="dossiers",
                max_length=9,
            ),
        ),
        migrations.AlterField(model_name="intimegoal", name="valid_from", field=models.DateField()),
        migrations.AddConstraint(
            model_name="intimegoal",
            constraint=ExclusionConstraint(expressions=[("kind", "="), ("valid_from", "=")], name="dossiers_goal_day"),
        ),
    ]
