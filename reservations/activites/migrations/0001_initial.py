import common.clock
import common.database.fields
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import reservations.activites.models.activites
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
            name='ChangementDInscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('du_avant', models.DateField()),
                ('au_avant', models.DateField(blank=True, null=True)),
                ('du', models.DateField()),
                ('au', models.DateField(blank=True, null=True)),
                ('depuis', models.DateField()),
                ('motif', models.CharField(max_length=300, verbose_name='raison')),
                ('traces', models.JSONField(default=dict)),
                ('le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('defait_le', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'changement d’une inscription',
                'verbose_name_plural': 'changements d’une inscription',
                'ordering': ['-le', '-pk'],
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
                ('attendus', models.PositiveIntegerField(default=0, verbose_name='places attendues')),
                ('ferme', models.BooleanField(default=False, verbose_name='fermé')),
                ('motif', models.CharField(blank=True, max_length=150, verbose_name='motif')),
                ('restreint', models.BooleanField(default=False, verbose_name='fermé à certains enfants')),
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
                ('pas', models.PositiveSmallIntegerField(blank=True, choices=[(15, '15'), (30, '30'), (60, '60')], help_text='La famille dit l’heure d’arrivée ou de départ ; vide : un prix pour le tout.', null=True, verbose_name='facturée par tranche de (minutes)')),
                ('tri', common.database.fields.CleDeTri('nom')),
            ],
            options={
                'verbose_name': 'formule',
                'ordering': ['activite', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Groupe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nom', models.CharField(max_length=60, verbose_name='nom')),
                ('age_min', models.PositiveSmallIntegerField(verbose_name='âge minimum (ans)')),
                ('age_max', models.PositiveSmallIntegerField(verbose_name='âge maximum (ans, compris)')),
                ('encadrants', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='encadrants prévus')),
            ],
            options={
                'verbose_name': 'groupe',
                'ordering': ['activite', 'lieu', 'age_min'],
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
            ],
            options={
                'verbose_name': 'inscription',
                'ordering': ['enfant', 'activite'],
            },
        ),
        migrations.CreateModel(
            name='PeriodeReservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nom', models.CharField(help_text='Par exemple : vacances de Noël', max_length=60, verbose_name='nom')),
                ('du', models.DateField(verbose_name='du')),
                ('au', models.DateField(verbose_name='au')),
                ('ouvre_le', models.DateTimeField(verbose_name='les réservations ouvrent le')),
                ('ferme_le', models.DateTimeField(blank=True, null=True, verbose_name='les réservations ferment le')),
                ('session', models.BooleanField(default=False, verbose_name='c’est une session de vacances')),
            ],
            options={
                'verbose_name': 'période de réservation',
                'verbose_name_plural': 'périodes de réservation',
                'ordering': ['activite', 'du'],
            },
        ),
        migrations.CreateModel(
            name='RegleDelai',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('geste', models.CharField(choices=[('reserver', 'réserver'), ('annuler', 'annuler'), ('absence', 'signaler une absence')], max_length=10, verbose_name='geste')),
                ('forme', models.CharField(choices=[('ouvres', 'jours ouvrés avant (du lundi au vendredi, sans les jours fériés)'), ('ouvrables', 'jours ouvrables avant (du lundi au samedi, sans les jours fériés)'), ('jours', 'jours avant (tous les jours comptent)'), ('francs', 'jours francs avant (ni le premier ni le dernier ne comptent)'), ('ecole', 'jours d’école avant'), ('dernier', 'le dernier jour de la semaine choisi avant le jour'), ('semaine', 'un jour fixe, tant de semaines avant celle du jour'), ('session', 'jours avant le premier jour d’accueil de la période'), ('session_francs', 'jours francs avant le premier jour d’accueil de la période')], default='ouvres', max_length=20, verbose_name='se compte en')),
                ('valeur', models.PositiveSmallIntegerField(verbose_name='nombre')),
                ('heure', models.TimeField(verbose_name='heure limite')),
                ('jour_fixe', models.PositiveSmallIntegerField(blank=True, help_text='0 pour lundi', null=True, verbose_name='jour fixe')),
                ('jours', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='Vide : tous les jours.', size=None, verbose_name='pour les jours')),
                ('suite', models.CharField(choices=[('refus', 'c’est trop tard'), ('majoration', 'c’est possible, avec une majoration')], default='refus', max_length=10, verbose_name='une fois passé')),
                ('premiere_offerte', models.BooleanField(default=False, verbose_name='la première fois de l’année est offerte au foyer')),
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
                ('fonctionnement', models.CharField(choices=[('reservation', 'sur réservation, jour par jour'), ('sans_reservation', 'sans réservation : ce qui est fréquenté est facturé'), ('abonnement', 'par abonnement, à l’année')], default='reservation', max_length=20, verbose_name='fonctionnement')),
                ('jours', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=reservations.activites.models.activites.jours_d_ecole, help_text='0 pour lundi… 4 pour vendredi', size=None, verbose_name='jours d’ouverture en période scolaire')),
                ('jours_vacances', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='0 pour lundi… 4 pour vendredi ; vide : fermée pendant les vacances', size=None, verbose_name='jours d’ouverture pendant les vacances')),
                ('reservation_en_ligne', models.BooleanField(default=True, verbose_name='les familles réservent et annulent en ligne')),
                ('absence_en_ligne', models.BooleanField(default=True, verbose_name='les familles signalent une absence en ligne')),
                ('liste_attente', models.BooleanField(default=True, verbose_name='un jour complet a une liste d’attente')),
                ('niveaux', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('TPS', 'Toute petite section'), ('PS', 'Petite section'), ('MS', 'Moyenne section'), ('GS', 'Grande section'), ('CP', 'CP'), ('CE1', 'CE1'), ('CE2', 'CE2'), ('CM1', 'CM1'), ('CM2', 'CM2')], max_length=3), blank=True, default=list, size=None, verbose_name='niveaux')),
                ('age_min', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='âge minimum (ans)')),
                ('age_max', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='âge maximum (ans, compris)')),
                ('commune_seulement', models.BooleanField(default=False, verbose_name='réservée aux familles de la commune')),
                ('dossier_complet', models.BooleanField(default=False, verbose_name='demande un dossier complet')),
                ('sans_impaye', models.BooleanField(default=False, verbose_name='fermée aux familles qui ont une facture échue')),
                ('encadrement', models.CharField(blank=True, choices=[('', 'pas de minimum légal'), ('extrascolaire', 'accueil de loisirs, vacances ou mercredi entier (1 pour 8, 1 pour 12)'), ('periscolaire', 'périscolaire de 5 h ou moins (1 pour 10, 1 pour 14)'), ('pedt_long', 'avec un PEdT, plus de 5 h (1 pour 10, 1 pour 14)'), ('pedt', 'avec un PEdT, 5 h ou moins (1 pour 14, 1 pour 18)')], default='', max_length=20, verbose_name='encadrement légal')),
                ('carence', models.PositiveSmallIntegerField(default=0, verbose_name='jours de carence d’une maladie')),
                ('certificat_sous', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='jours pour donner le certificat')),
                ('declarations', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='absences sans certificat par année')),
                ('commande_heure', models.TimeField(blank=True, null=True, verbose_name='commande arrêtée à')),
                ('commande_jours', models.PositiveSmallIntegerField(default=1, verbose_name='jours ouvrés avant le jour')),
                ('commande_adresses', django.contrib.postgres.fields.ArrayField(base_field=models.EmailField(max_length=254), blank=True, default=list, size=None, verbose_name='adresses de la cuisine')),
                ('tri', common.database.fields.CleDeTri('nom')),
                ('ecoles', models.ManyToManyField(blank=True, related_name='activites', to='commune.ecole', verbose_name='écoles')),
                ('regie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activites', to='commune.regie')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activites', to='commune.service')),
            ],
            options={
                'verbose_name': 'activité',
                'ordering': ['tri'],
                'permissions': [('fermer_jour', 'Peut fermer un jour'), ('consulter_effectifs', 'Peut consulter les effectifs'), ('regler_activites', 'Peut régler les activités')],
            },
        ),
        migrations.CreateModel(
            name='Capacite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jours', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='Vide : tous les jours.', size=None, verbose_name='pour les jours')),
                ('du', models.DateField(blank=True, null=True, verbose_name='du')),
                ('au', models.DateField(blank=True, null=True, verbose_name='au')),
                ('places', models.PositiveIntegerField(blank=True, help_text='Vide : sans limite.', null=True, verbose_name='places')),
                ('activite', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='capacites', to='activites.activite')),
                ('lieu', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='capacites', to='commune.lieu')),
            ],
            options={
                'verbose_name': 'capacité',
                'ordering': ['activite', 'lieu', 'groupe', 'du'],
            },
        ),
        migrations.AddField(
            model_name='changementdinscription',
            name='defait_par',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='changementdinscription',
            name='lieu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commune.lieu'),
        ),
        migrations.AddField(
            model_name='changementdinscription',
            name='lieu_avant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commune.lieu'),
        ),
        migrations.AddField(
            model_name='changementdinscription',
            name='par',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='changementdinscription',
            name='payeur',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='famille.payeur'),
        ),
        migrations.AddField(
            model_name='changementdinscription',
            name='payeur_avant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='famille.payeur'),
        ),
        migrations.AddField(
            model_name='creneau',
            name='lieu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='creneaux', to='commune.lieu'),
        ),
        migrations.AddField(
            model_name='formule',
            name='activite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='formules', to='activites.activite'),
        ),
        migrations.AddField(
            model_name='groupe',
            name='activite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groupes', to='activites.activite'),
        ),
        migrations.AddField(
            model_name='groupe',
            name='lieu',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groupes', to='commune.lieu'),
        ),
        migrations.AddField(
            model_name='creneau',
            name='groupe',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='creneaux', to='activites.groupe'),
        ),
        migrations.AddField(
            model_name='capacite',
            name='groupe',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='capacites', to='activites.groupe'),
        ),
        migrations.AddField(
            model_name='inscription',
            name='activite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inscriptions', to='activites.activite'),
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
            model_name='changementdinscription',
            name='inscription',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changements', to='activites.inscription'),
        ),
        migrations.AddField(
            model_name='changementdinscription',
            name='suite',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='vient_de', to='activites.inscription'),
        ),
        migrations.AddField(
            model_name='periodereservation',
            name='activite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='periodes', to='activites.activite'),
        ),
        migrations.AddField(
            model_name='regledelai',
            name='activite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delais', to='activites.activite'),
        ),
        migrations.AddField(
            model_name='regledelai',
            name='formule',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delais', to='activites.formule'),
        ),
        migrations.AddField(
            model_name='regledelai',
            name='periode',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delais', to='activites.periodereservation'),
        ),
        migrations.AddField(
            model_name='unite',
            name='activite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unites', to='activites.activite'),
        ),
        migrations.AddField(
            model_name='unite',
            name='compatibles',
            field=models.ManyToManyField(blank=True, help_text='Deux unités dont les heures se croisent s’excluent, sauf celles-ci.', to='activites.unite', verbose_name='peut se prendre avec'),
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
            model_name='activite',
            constraint=models.CheckConstraint(condition=models.Q(('age_min__isnull', True), ('age_max__isnull', True), ('age_min__lte', models.F('age_max')), _connector='OR'), name='activite_ages', violation_error_message='L’âge minimum dépasse l’âge maximum.'),
        ),
        migrations.AddConstraint(
            model_name='groupe',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('activite', 'activite', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('lieu', 'lieu', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(django.db.models.functions.comparison.Cast('age_min', models.BigIntegerField()), django.db.models.functions.comparison.Cast('age_max', models.BigIntegerField()), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&')], name='groupe_unique', violation_error_message='Un autre groupe accueille déjà une partie de ces âges.'),
        ),
        migrations.AddConstraint(
            model_name='groupe',
            constraint=models.CheckConstraint(condition=models.Q(('age_min__lte', models.F('age_max'))), name='groupe_ages', violation_error_message='L’âge minimum dépasse l’âge maximum.'),
        ),
        migrations.AddConstraint(
            model_name='capacite',
            constraint=models.UniqueConstraint(fields=('activite', 'lieu', 'groupe', 'jours', 'du', 'au'), name='capacite_unique', nulls_distinct=False, violation_error_message='Cette capacité est déjà dite.'),
        ),
        migrations.AddConstraint(
            model_name='capacite',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('au__isnull', True), ('du__isnull', True)), models.Q(('au__isnull', False), ('du__isnull', False), ('du__lte', models.F('au'))), _connector='OR'), name='capacite_dates', violation_error_message='Dites les deux dates, la fin après le début ; ou aucune.'),
        ),
        migrations.AddConstraint(
            model_name='inscription',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('etat', 'active')), expressions=[(models.Func('enfant', 'enfant', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('activite', 'activite', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('payeur', 'payeur', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('du', 'au', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='inscription_unique', violation_error_message='L’enfant est déjà inscrit à cette activité à ces dates.'),
        ),
        migrations.AddConstraint(
            model_name='periodereservation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func('activite', 'activite', models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('du', 'au', models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='periode_unique', violation_error_message='Une autre période tient déjà une partie de ces dates.'),
        ),
        migrations.AddConstraint(
            model_name='periodereservation',
            constraint=models.CheckConstraint(condition=models.Q(('du__lte', models.F('au'))), name='periode_dates', violation_error_message='La fin précède le début.'),
        ),
        migrations.AddConstraint(
            model_name='periodereservation',
            constraint=models.CheckConstraint(condition=models.Q(('ferme_le__isnull', True), ('ouvre_le__lt', models.F('ferme_le')), _connector='OR'), name='periode_ouverture', violation_error_message='Les réservations ferment avant d’ouvrir.'),
        ),
        migrations.AddConstraint(
            model_name='regledelai',
            constraint=models.UniqueConstraint(fields=('activite', 'formule', 'periode', 'geste', 'suite', 'jours'), name='delai_unique', nulls_distinct=False, violation_error_message='Un délai existe déjà pour ce geste.'),
        ),
        migrations.AddConstraint(
            model_name='regledelai',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('forme__in', ['dernier', 'semaine']), ('jour_fixe__range', (0, 6))), models.Q(models.Q(('forme__in', ['dernier', 'semaine']), _negated=True), ('jour_fixe__isnull', True)), _connector='OR'), name='delai_jour_fixe', violation_error_message='Dites quel jour de la semaine.'),
        ),
        migrations.AddConstraint(
            model_name='unite',
            constraint=models.UniqueConstraint(fields=('activite', 'code'), name='unite_unique'),
        ),
        migrations.AddConstraint(
            model_name='unite',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('debut__isnull', True), ('fin__isnull', True)), models.Q(('debut__isnull', False), ('debut__lt', models.F('fin')), ('fin__isnull', False)), _connector='OR'), name='unite_heures', violation_error_message='Dites les deux heures, la fin après le début ; ou aucune.'),
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
            constraint=models.UniqueConstraint(fields=('unite', 'lieu', 'date', 'groupe'), name='creneau_unique', nulls_distinct=False),
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
