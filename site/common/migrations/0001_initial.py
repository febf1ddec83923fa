import common.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Affluence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.BigIntegerField(verbose_name='dernier numéro donné')),
                ('servi', models.FloatField(verbose_name='numéros servis')),
                ('le', models.DateTimeField(verbose_name='à cet instant')),
            ],
            options={
                'verbose_name': 'affluence',
                'verbose_name_plural': 'affluence',
            },
        ),
        migrations.CreateModel(
            name='Frein',
            fields=[
                ('cle', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('essais', models.PositiveIntegerField(default=0)),
                ('depuis', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'frein',
            },
        ),
        migrations.CreateModel(
            name='NumeroDEnvoi',
            fields=[
                ('numero', models.UUIDField(primary_key=True, serialize=False)),
                ('auteur_id', models.BigIntegerField()),
                ('empreinte', models.CharField(max_length=64)),
                ('cree_le', models.DateTimeField(db_index=True, default=common.clock.maintenant)),
                ('statut', models.PositiveSmallIntegerField(null=True)),
                ('adresse', models.TextField(blank=True)),
                ('messages', models.JSONField(default=list)),
                ('entetes', models.JSONField(default=dict)),
                ('contenu', models.BinaryField(default=bytes)),
            ],
            options={
                'verbose_name': 'envoi d’un formulaire',
                'verbose_name_plural': 'envois de formulaires',
            },
        ),
        migrations.CreateModel(
            name='Courriel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cle', models.CharField(max_length=200, unique=True)),
                ('destinataire', models.EmailField(blank=True, max_length=254)),
                ('objet', models.CharField(max_length=200)),
                ('texte', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('agenda', models.TextField(blank=True)),
                ('desabonnement', models.CharField(blank=True, max_length=300)),
                ('redacteur', models.CharField(blank=True, max_length=120)),
                ('sujet_id', models.BigIntegerField(null=True)),
                ('urgence', models.PositiveSmallIntegerField(choices=[(0, 'attendu devant l’écran'), (1, 'courant'), (2, 'en nombre')], default=1)),
                ('cree_le', models.DateTimeField(db_index=True, default=common.clock.maintenant)),
                ('expire_le', models.DateTimeField(null=True)),
                ('essais', models.PositiveSmallIntegerField(default=0)),
                ('prochain_essai', models.DateTimeField(default=common.clock.maintenant, null=True)),
                ('erreur', models.CharField(blank=True, max_length=200)),
                ('envoye_le', models.DateTimeField(blank=True, null=True)),
                ('abandonne_le', models.DateTimeField(null=True)),
                ('renvoye_le', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'courriel',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('prochain_essai__isnull', False)), fields=['urgence', 'id'], name='courriel_a_envoyer'), models.Index(condition=models.Q(('abandonne_le__isnull', False)), fields=['id'], name='courriel_abandonne')],
            },
        ),
        migrations.CreateModel(
            name='Journal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quand', models.DateTimeField(db_index=True, default=common.clock.maintenant)),
                ('acteur_id', models.BigIntegerField(blank=True, null=True)),
                ('acteur', models.CharField(max_length=200)),
                ('pour_id', models.BigIntegerField(blank=True, null=True)),
                ('action', models.CharField(max_length=60)),
                ('objet', models.CharField(max_length=60)),
                ('objet_id', models.CharField(max_length=60)),
                ('motif', models.CharField(blank=True, max_length=300)),
                ('donnees', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'verbose_name': 'ligne du journal',
                'verbose_name_plural': 'journal',
                'ordering': ['-quand', '-pk'],
                'indexes': [models.Index(fields=['objet', 'objet_id', '-quand'], name='journal_objet')],
            },
        ),
        migrations.CreateModel(
            name='RapportDeMenage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quand', models.DateTimeField(default=common.clock.maintenant)),
                ('regle', models.CharField(max_length=60)),
                ('nombre', models.PositiveIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'rapport de ménage',
                'verbose_name_plural': 'rapports de ménage',
                'ordering': ['-quand', '-pk'],
                'indexes': [models.Index(fields=['regle', '-quand'], name='rapport_regle')],
            },
        ),
    ]
