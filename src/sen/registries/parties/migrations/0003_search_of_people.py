import django.contrib.postgres.indexes
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    """The indexes of names, communes and days of birth."""

    dependencies = [("parties", "0002_groups_of_information")]

    operations = [
        migrations.RemoveIndex(
            model_name='person',
            name='parties_person_name',
        ),
        migrations.RemoveIndex(
            model_name='person',
            name='parties_person_phone',
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(django.db.models.functions.comparison.Collate('name_folded', 'C'), models.F('id'), name='parties_person_by_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(models.F('unit'), django.db.models.functions.comparison.Collate('name_folded', 'C'), name='parties_person_by_unit'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(models.F('born_on'), django.db.models.functions.comparison.Collate('name_folded', 'C'), name='parties_person_by_birth'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(django.db.models.functions.comparison.Collate(django.db.models.functions.text.Reverse('name_folded'), 'C'), models.F('id'), name='parties_person_by_given'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=django.contrib.postgres.indexes.GinIndex(fields=['name_folded'], name='parties_person_words', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone'], name='parties_person_phone'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('old_number', ''), _negated=True), fields=['old_number'], name='parties_person_old_number'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['household'], name='parties_person_household'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='parties_person_merged'),
        ),
    ]
