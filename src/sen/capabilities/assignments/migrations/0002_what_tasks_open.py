"""Which documents a task opens to whom, from an index alone: lists of incoming documents ask it for every reader."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('assignments', '0001_initial')]

    operations = [
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=['officer', 'source_kind', 'source_id'], name='assignments_task_opens_to'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('division__isnull', False)), fields=['division', 'agency', 'source_kind', 'source_id'], name='assignments_task_opens_below'),
        ),
    ]
