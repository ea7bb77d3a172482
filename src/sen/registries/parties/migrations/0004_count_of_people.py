from django.db import migrations

_COUNT = """
    INSERT INTO parties_populationstep (unit_id, born_year, gender, people)
    SELECT unit_id, extract(year FROM born_on)::int, gender, count(*) FROM parties_person GROUP BY 1, 2, 3
"""


class Migration(migrations.Migration):
    """People who were there before the count was kept."""

    dependencies = [("parties", "0003_search_of_people")]

    operations = [migrations.RunSQL(_COUNT, "DELETE FROM parties_populationstep")]
