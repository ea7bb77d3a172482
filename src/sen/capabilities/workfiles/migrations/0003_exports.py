"""Exports of whole files, made in the background."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workfiles', '0002_order_within_a_day'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FileExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(unique=True)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(default='making', max_length=8)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Items whose sheets are made.')),
                ('total', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(help_text='Name under which it is taken away.', max_length=120)),
                ('problem', models.CharField(blank=True, help_text='Why it could not be made.', max_length=500)),
                ('finished_at', models.DateTimeField(null=True)),
                ('kept_until', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(help_text='When it was first taken away.', null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workfile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to='workfiles.workfile')),
            ],
            options={
                'indexes': [models.Index(fields=['asked_by', 'state'], name='workfiles_export_asked')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'making')), fields=('workfile', 'asked_by'), name='workfiles_export_once'), models.CheckConstraint(condition=models.Q(('state', 'making'), ('finished_at__isnull', False), _connector='OR'), name='workfiles_export_ended')],
            },
        ),
    ]
