import common.clock
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('famille', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RefusDeRappel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('depuis', models.DateTimeField(default=common.clock.maintenant)),
                ('responsable', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='refus_de_rappel', to='famille.responsable')),
            ],
            options={
                'verbose_name': 'refus des rappels de la veille',
                'verbose_name_plural': 'refus des rappels de la veille',
            },
        ),
        migrations.CreateModel(
            name='Soiree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lundi', models.DateField(verbose_name='semaine du')),
                ('limite_le', models.DateField(verbose_name='limite')),
                ('faite_le', models.DateTimeField(default=common.clock.maintenant)),
            ],
            options={
                'verbose_name': 'soir de rappel',
                'verbose_name_plural': 'soirs de rappel',
                'ordering': ['-limite_le', 'lundi'],
                'constraints': [models.UniqueConstraint(fields=('lundi', 'limite_le'), name='soiree_unique')],
            },
        ),
    ]
