import common.clock
import django.contrib.postgres.fields
import reservations.campagnes.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Campagne',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('titre', models.CharField(help_text='Par exemple : Vacances de Noël', max_length=80, verbose_name='titre')),
                ('question', models.CharField(help_text='Par exemple : Votre enfant viendra-t-il au centre de loisirs ?', max_length=200, verbose_name='question')),
                ('ouvre_le', models.DateTimeField(verbose_name='ouvre le')),
                ('ferme_le', models.DateTimeField(verbose_name='ferme le')),
                ('rappels', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=reservations.campagnes.models.rappels_d_usage, size=None, verbose_name='rappels, en jours avant la fin')),
                ('fermee_le', models.DateTimeField(blank=True, editable=False, null=True)),
                ('creee_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
            ],
            options={
                'verbose_name': 'campagne',
                'ordering': ['-ferme_le', '-pk'],
                'permissions': [('tenir_campagnes', 'Peut tenir les campagnes et les rendez-vous')],
            },
        ),
        migrations.CreateModel(
            name='Relance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('etape', models.CharField(max_length=60)),
                ('faite_le', models.DateTimeField(default=common.clock.maintenant)),
                ('nombre', models.PositiveIntegerField(default=0, verbose_name='courriels')),
            ],
            options={
                'verbose_name': 'relance d’une campagne',
                'verbose_name_plural': 'relances d’une campagne',
                'ordering': ['-faite_le'],
            },
        ),
        migrations.CreateModel(
            name='Rencontre',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('titre', models.CharField(help_text='Par exemple : Rencontrer la directrice', max_length=80, verbose_name='titre')),
                ('texte', models.CharField(blank=True, max_length=300, verbose_name='ce que les familles lisent')),
                ('lieu', models.CharField(help_text='Par exemple : École Aimé-Césaire, bureau de direction', max_length=100, verbose_name='où')),
                ('ouvre_le', models.DateTimeField(verbose_name='les familles choisissent dès le')),
                ('ferme_le', models.DateTimeField(verbose_name='jusqu’au')),
                ('creee_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
            ],
            options={
                'verbose_name': 'rencontre',
                'ordering': ['-ferme_le', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RendezVous',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('debut', models.DateTimeField(verbose_name='de')),
                ('fin', models.DateTimeField(verbose_name='à')),
                ('pris_le', models.DateTimeField(blank=True, editable=False, null=True)),
                ('rappele_le', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'rendez-vous',
                'verbose_name_plural': 'rendez-vous',
                'ordering': ['debut', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReponseDeCampagne',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dit', models.CharField(choices=[('oui', 'Oui'), ('non', 'Non'), ('plus_tard', 'Je ne sais pas encore')], max_length=10, verbose_name='réponse')),
                ('souhaits', models.JSONField(default=list)),
                ('le', models.DateTimeField(default=common.clock.maintenant)),
            ],
            options={
                'verbose_name': 'réponse à une campagne',
                'verbose_name_plural': 'réponses à une campagne',
            },
        ),
    ]
