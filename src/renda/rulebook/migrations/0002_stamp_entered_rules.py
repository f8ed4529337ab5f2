"""Congresses that have local values get their first stamp, so that the values are read."""

import uuid

from django.db import migrations


def stamp(apps, schema_editor):
    congress = apps.get_model('congresses', 'Congress')
    entered = apps.get_model('rulebook', 'RuleValue').objects.values('congress_id')
    for pk in congress.objects.filter(pk__in=entered).values_list('pk', flat=True):
        congress.objects.filter(pk=pk).update(rules_stamp=uuid.uuid4().hex)


class Migration(migrations.Migration):

    dependencies = [
        ('rulebook', '0001_initial'),
        ('congresses', '0003_rules_stamp'),
    ]

    operations = [migrations.RunPython(stamp, migrations.RunPython.noop)]
