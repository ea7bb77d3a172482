"""What recipients sent back, quickly found among all deliveries: the clerk's morning asks it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('correspondence', '0004_kept_copy_register')]

    operations = [
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'refused')), fields=['outgoing'], name='correspondence_delivery_back'),
        ),
    ]
