"""How surely an applicant must be known to file online."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("procedures", "0002_basis_reviews")]

    operations = [
        migrations.AddField(
            "procedureversion",
            "required_assurance",
            models.PositiveSmallIntegerField(
                default=1, db_default=1, help_text="How surely an applicant must be known online: 1 stated, 2 verified, 3 with two factors."
            ),
        ),
    ]
