"""The register of a year is counted in its index: the instant of arrival lies in it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('correspondence', '0005_returned_deliveries')]

    operations = [
        migrations.RemoveIndex(
            model_name='incomingdocument',
            name='correspondence_in_register',
        ),
        migrations.AddIndex(
            model_name='incomingdocument',
            index=models.Index(fields=['agency', 'arrival_year', '-arrival_number'], include=('arrived_at',), name='correspondence_in_book'),
        ),
    ]
