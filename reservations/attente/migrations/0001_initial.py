import common.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Attente',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='jour')),
                ('demandee_le', models.DateTimeField(default=common.clock.maintenant, editable=False, verbose_name='demandée le')),
                ('etat', models.CharField(choices=[('attente', 'en attente'), ('proposee', 'place proposée'), ('acceptee', 'place acceptée'), ('declinee', 'place laissée'), ('expiree', 'restée sans réponse'), ('retiree', 'retirée'), ('impossible', 'sans place')], default='attente', max_length=10, verbose_name='état')),
                ('propose_le', models.DateTimeField(blank=True, null=True, verbose_name='place proposée le')),
                ('expire_le', models.DateTimeField(blank=True, null=True, verbose_name='place gardée jusqu’au')),
                ('finie_le', models.DateTimeField(blank=True, null=True, verbose_name='finie le')),
                ('motif', models.CharField(blank=True, max_length=300, verbose_name='raison')),
            ],
            options={
                'verbose_name': 'attente d’une place',
                'verbose_name_plural': 'attentes d’une place',
                'ordering': ['date', 'pk'],
                'permissions': [('tenir_les_attentes', 'Peut tenir les listes d’attente')],
            },
        ),
        migrations.CreateModel(
            name='PlaceAttendue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('manque', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'place attendue',
                'verbose_name_plural': 'places attendues',
            },
        ),
    ]
