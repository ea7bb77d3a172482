"""The register of who read or borrowed which kept copy."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0001_initial'),
        ('correspondence', '0003_issued_documents_stay'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CopyUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('used_on', models.DateField()),
                ('user_name', models.CharField(help_text='Who used it, also from outside the agency.', max_length=120)),
                ('file_code', models.CharField(blank=True, help_text='Number and sign of the work file the copy lies in.', max_length=60)),
                ('returned_on', models.DateField(blank=True, help_text='The same day for a copy read on the spot.', null=True)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('recorded_at', models.DateTimeField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.agency')),
                ('outgoing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copy_uses', to='correspondence.outgoingdocument')),
                ('permitted_by', models.ForeignKey(help_text='The leader who consented.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('used_on', 'pk'),
                'indexes': [models.Index(fields=['agency', 'used_on', 'id'], name='correspondence_copy_use')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('returned_on__isnull', True)), fields=('outgoing',), name='correspondence_copy_out_once'), models.CheckConstraint(condition=models.Q(('returned_on__isnull', True), ('returned_on__gte', models.F('used_on')), _connector='OR'), name='correspondence_copy_dates')],
            },
        ),
    ]
