from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('congresses', '0002_former_names_and_calendar_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='congress',
            name='rules_stamp',
            field=models.CharField(blank=True, default='', editable=False, max_length=32),
            preserve_default=False,
        ),
    ]
