"""Which columns of a list somebody wants to see."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inbox', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShownColumns',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField(help_text='Whose choice it is; accounts stand above this app, so no foreign key.')),
                ('place', models.CharField(help_text='The page.', max_length=40)),
                ('columns', models.JSONField(default=list, help_text='Keys of the columns shown.')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account_id', 'place'), name='inbox_showncolumns_place')],
            },
        ),
    ]
