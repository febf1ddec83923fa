import common.clock
import common.database.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import reservations.activites.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commune', '0001_initial'),
        ('famille', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RegleDelai',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('geste', models.CharField(choices=[('reserver', 'réserver'), ('annuler', 'annuler'), ('absence', 'signaler une absence')], max_length=10, verbose_name='geste')),
                ('forme', models.CharField(choices=[('ouvres', 'jours ouvrés avant'), ('jours', 'jours avant'), ('session', 'jours avant le premier jour ouvré des vacances')], default='ouvres', max_length=10, verbose_name='se compte en')),
                ('valeur', models.PositiveSmallIntegerField(verbose_name='nombre de jours avant')),
                ('heure', models.TimeField(verbose_name='heure limite')),
            ],
            options={
                'verbose_name': 'règle de délai',
                'verbose_name_plural': 'règles de délai',
            },
        ),
        migrations.CreateModel(
            name='Unite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(verbose_name='code')),
                ('nom', models.CharField(max_length=60, verbose_name='nom')),
                ('debut', models.TimeField(blank=True, null=True, verbose_name='de')),
                ('fin', models.TimeField(blank=True, null=True, verbose_name='à')),
            ],
            options={
                'verbose_name': 'unité',
                'ordering': ['activite', 'debut', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Activite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('nom', models.CharField(max_length=100, verbose_name='nom')),
                ('nom_courant', models.CharField(help_text='Par exemple : cantine', max_length=60, verbose_name='nom que disent les parents')),
                ('prestation', models.CharField(choices=[('repas', 'un repas'), ('journee', 'une journée'), ('seance', 'une séance'), ('accueil', 'un accueil')], default='seance', max_length=10, verbose_name='ce que l’on y réserve')),
                ('icone', models.CharField(choices=[('activite', 'Activité'), ('repas', 'Repas'), ('matin', 'Matin'), ('soir', 'Soir'), ('bebe', 'Petite enfance'), ('enfant', 'Enfant'), ('famille', 'Famille'), ('ecole', 'École'), ('bus', 'Transport'), ('menu', 'Menu'), ('tarif', 'Tarif'), ('info', 'Information'), ('aide', 'Aide'), ('cle', 'Clé'), ('actualite', 'Actualité'), ('calendrier', 'Calendrier'), ('telephone', 'Téléphone'), ('document', 'Document')], default='activite', max_length=20, verbose_name='icône')),
                ('jours', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=reservations.activites.models.jours_d_ecole, help_text='0 pour lundi… 4 pour vendredi', size=None)),
                ('pendant_les_vacances', models.BooleanField(default=False, verbose_name='ouverte pendant les vacances')),
                ('tri', common.database.fields.CleDeTri('nom')),
                ('regie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activites', to='commune.regie')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activites', to='commune.service')),
            ],
            options={
                'verbose_name': 'activité',
                'ordering': ['tri'],
                'permissions': [('fermer_jour', 'Peut fermer un jour'), ('consulter_effectifs', 'Peut consulter les effectifs')],
            },
        ),
        migrations.CreateModel(
            name='Creneau',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('places', models.PositiveIntegerField(blank=True, null=True, verbose_name='places')),
                ('surbooking', models.PositiveIntegerField(default=0, verbose_name='places accordées au-delà')),
                ('prises', models.PositiveIntegerField(default=0, verbose_name='places prises')),
                ('ferme', models.BooleanField(default=False, verbose_name='fermé')),
                ('motif', models.CharField(blank=True, max_length=150, verbose_name='motif')),
                ('lieu', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='creneaux', to='commune.lieu')),
            ],
            options={
                'verbose_name': 'créneau',
                'verbose_name_plural': 'créneaux',
                'ordering': ['date', 'unite', 'lieu'],
            },
        ),
        migrations.CreateModel(
            name='Formule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(verbose_name='code')),
                ('nom', models.CharField(max_length=60, verbose_name='nom')),
                ('tri', common.database.fields.CleDeTri('nom')),
                ('activite', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='formules', to='activites.activite')),
            ],
            options={
                'verbose_name': 'formule',
                'ordering': ['activite', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Inscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('du', models.DateField(verbose_name='du')),
                ('au', models.DateField(blank=True, null=True, verbose_name='au')),
                ('etat', models.CharField(choices=[('demandee', 'demandée'), ('active', 'active'), ('refusee', 'refusée'), ('terminee', 'terminée')], default='active', max_length=10, verbose_name='état')),
                ('creee_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('activite', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inscriptions', to='activites.activite')),
            ],
            options={
                'verbose_name': 'inscription',
                'ordering': ['enfant', 'activite'],
            },
        ),
        migrations.AddField(
            model_name='inscription',
            name='demandee_par',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='inscription',
            name='enfant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inscriptions', to='famille.enfant'),
        ),
        migrations.AddField(
            model_name='inscription',
            name='lieu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inscriptions', to='commune.lieu'),
        ),
        migrations.AddField(
            model_name='inscription',
            name='payeur',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inscriptions', to='famille.payeur'),
        ),
        migrations.AddField(
            model_name='regledelai',
            name='activite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delais', to='activites.activite'),
        ),
        migrations.AddField(
            model_name='unite',
            name='activite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unites', to='activites.activite'),
        ),
        migrations.AddField(
            model_name='formule',
            name='unites',
            field=models.ManyToManyField(related_name='formules', to='activites.unite'),
        ),
        migrations.AddField(
            model_name='creneau',
            name='unite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='creneaux', to='activites.unite'),
        ),
        migrations.AddConstraint(
            model_name='inscription',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('etat', 'active')), expressions=[(models.Func('enfant', 'enfant', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('activite', 'activite', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('payeur', 'payeur', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('du', 'au', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='inscription_unique', violation_error_message='L’enfant est déjà inscrit à cette activité à ces dates.'),
        ),
        migrations.AddConstraint(
            model_name='regledelai',
            constraint=models.UniqueConstraint(fields=('activite', 'geste'), name='delai_unique', violation_error_message='Un délai existe déjà pour ce geste.'),
        ),
        migrations.AddConstraint(
            model_name='unite',
            constraint=models.UniqueConstraint(fields=('activite', 'code'), name='unite_unique'),
        ),
        migrations.AddConstraint(
            model_name='formule',
            constraint=models.UniqueConstraint(fields=('activite', 'code'), name='formule_unique'),
        ),
        migrations.AddIndex(
            model_name='creneau',
            index=models.Index(fields=['date', 'lieu'], name='creneau_date'),
        ),
        migrations.AddConstraint(
            model_name='creneau',
            constraint=models.UniqueConstraint(fields=('unite', 'lieu', 'date'), name='creneau_unique'),
        ),
        migrations.AddConstraint(
            model_name='creneau',
            constraint=models.CheckConstraint(condition=models.Q(('places__isnull', True), ('prises__lte', django.db.models.expressions.CombinedExpression(models.F('places'), '+', models.F('surbooking'))), _connector='OR'), name='creneau_jamais_survendu', violation_error_message='Il n’y a plus de place ce jour-là.'),
        ),
        migrations.AddConstraint(
            model_name='creneau',
            constraint=models.CheckConstraint(condition=models.Q(('ferme', False), models.Q(('motif', ''), _negated=True), _connector='OR'), name='creneau_ferme_motive', violation_error_message='Dites pourquoi le jour est fermé.'),
        ),
    ]
