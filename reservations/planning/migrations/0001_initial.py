import common.clock
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activites', '0001_initial'),
        ('commune', '0001_initial'),
        ('demarches', '0001_initial'),
        ('documents', '0001_initial'),
        ('famille', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('motif', models.CharField(choices=[('maladie', 'Enfant malade'), ('famille', 'Raison familiale'), ('ecole', 'Enseignant absent ou sortie scolaire'), ('autre', 'Autre raison')], max_length=10, verbose_name='raison')),
                ('declaree_le', models.DateTimeField(default=common.clock.maintenant)),
                ('effet', models.CharField(choices=[('facturee', 'reste facturée'), ('carence', 'reste facturée, sans majoration (jour de carence)'), ('non_facturee', 'n’est pas facturée'), ('a_justifier', 'ne sera pas facturée si un certificat est donné à temps')], max_length=12)),
                ('phrase', models.CharField(max_length=300)),
                ('justifiee_le', models.DateTimeField(blank=True, null=True)),
                ('a_justifier_avant', models.DateField(blank=True, null=True, verbose_name='certificat attendu avant le')),
                ('jugement', models.CharField(blank=True, choices=[('acceptee', 'acceptée selon le règlement'), ('offerte', 'acceptée, rien n’est facturé'), ('refusee', 'refusée')], max_length=10, verbose_name='décision')),
                ('declaree_par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('demarche', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='absences', to='demarches.demarche')),
                ('justificatif', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='absences', to='documents.piece')),
            ],
            options={
                'verbose_name': 'absence',
                'ordering': ['-declaree_le'],
                'permissions': [('juger_absences', 'Peut examiner les absences et leurs justificatifs')],
            },
        ),
        migrations.CreateModel(
            name='DecisionAbsence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('geste', models.CharField(choices=[('document', 'document donné par la famille'), ('suite', 'maladie comptée de nouveau'), ('decision', 'décision du service'), ('retour', 'décision annulée')], max_length=10)),
                ('le', models.DateTimeField(default=common.clock.maintenant)),
                ('motif', models.CharField(blank=True, max_length=150, verbose_name='raison')),
                ('effet', models.CharField(choices=[('facturee', 'reste facturée'), ('carence', 'reste facturée, sans majoration (jour de carence)'), ('non_facturee', 'n’est pas facturée'), ('a_justifier', 'ne sera pas facturée si un certificat est donné à temps')], max_length=12)),
                ('phrase', models.CharField(max_length=300)),
                ('jugement', models.CharField(blank=True, choices=[('acceptee', 'acceptée selon le règlement'), ('offerte', 'acceptée, rien n’est facturé'), ('refusee', 'refusée')], max_length=10)),
                ('effet_avant', models.CharField(choices=[('facturee', 'reste facturée'), ('carence', 'reste facturée, sans majoration (jour de carence)'), ('non_facturee', 'n’est pas facturée'), ('a_justifier', 'ne sera pas facturée si un certificat est donné à temps')], max_length=12)),
                ('phrase_avant', models.CharField(max_length=300)),
                ('jugement_avant', models.CharField(blank=True, choices=[('acceptee', 'acceptée selon le règlement'), ('offerte', 'acceptée, rien n’est facturé'), ('refusee', 'refusée')], max_length=10)),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='planning.absence')),
                ('defait', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='defaite_par', to='planning.decisionabsence')),
                ('par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'décision sur une absence',
                'verbose_name_plural': 'décisions sur une absence',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DemandeReservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('empreinte', models.CharField(editable=False, max_length=64)),
                ('defait', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='defaite_par', to='planning.demandereservation')),
                ('demarche', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='demande_reservation', to='demarches.demarche')),
            ],
            options={
                'verbose_name': 'demande de réservation',
                'verbose_name_plural': 'demandes de réservation',
            },
        ),
        migrations.CreateModel(
            name='OperationDeFermeture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('motif', models.CharField(max_length=140, verbose_name='raison')),
                ('generale', models.BooleanField(default=False, editable=False, verbose_name='toute la commune')),
                ('faite_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('faite_par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'opération de fermeture',
                'verbose_name_plural': 'opérations de fermeture',
                'ordering': ['-faite_le', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Fermeture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='jour')),
                ('niveau', models.CharField(blank=True, choices=[('TPS', 'Toute petite section'), ('PS', 'Petite section'), ('MS', 'Moyenne section'), ('GS', 'Grande section'), ('CP', 'CP'), ('CE1', 'CE1'), ('CE2', 'CE2'), ('CM1', 'CM1'), ('CM2', 'CM2')], max_length=3, verbose_name='niveau')),
                ('classe', models.CharField(blank=True, max_length=60, verbose_name='classe')),
                ('rouverte_le', models.DateTimeField(blank=True, editable=False, null=True)),
                ('motif_reouverture', models.CharField(blank=True, max_length=140, verbose_name='raison de la réouverture')),
                ('activite', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fermetures', to='activites.activite')),
                ('ecole', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='fermetures', to='commune.ecole')),
                ('lieu', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fermetures', to='commune.lieu')),
                ('rouverte_par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('operation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fermetures', to='planning.operationdefermeture')),
            ],
            options={
                'verbose_name': 'fermeture d’un jour',
                'verbose_name_plural': 'fermetures d’un jour',
                'ordering': ['date', 'lieu__tri', 'activite__tri', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Reservation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('arrivee', models.TimeField(blank=True, null=True, verbose_name='arrivée prévue')),
                ('depart', models.TimeField(blank=True, null=True, verbose_name='départ prévu')),
                ('etat', models.CharField(choices=[('confirmee', 'réservée'), ('proposee', 'place proposée'), ('annulee', 'annulée')], default='confirmee', max_length=10, verbose_name='état')),
                ('expire_le', models.DateTimeField(blank=True, null=True, verbose_name='place proposée jusqu’au')),
                ('hors_delai', models.BooleanField(default=False, verbose_name='réservée hors délai')),
                ('sans_reservation', models.BooleanField(default=False, verbose_name='venu sans réservation')),
                ('exoneree', models.BooleanField(default=False, verbose_name='non facturée, par le service')),
                ('creee_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('annulee_le', models.DateTimeField(blank=True, editable=False, null=True)),
                ('cause', models.CharField(blank=True, choices=[('famille', 'par la famille'), ('absence', 'absence signalée à temps'), ('agent', 'par le service'), ('fermeture', 'fermeture'), ('depart', 'départ de l’enfant'), ('habitude', 'changement de la semaine habituelle'), ('changee', 'changement de l’inscription'), ('offre', 'place proposée, non prise')], max_length=10, verbose_name='annulée')),
                ('motif_annulation', models.CharField(blank=True, max_length=150)),
                ('creee_par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='famille.enfant')),
                ('formule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='activites.formule')),
                ('lieu', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='commune.lieu')),
                ('payeur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reservations', to='famille.payeur')),
            ],
            options={
                'verbose_name': 'réservation',
                'ordering': ['date', 'enfant'],
            },
        ),
        migrations.CreateModel(
            name='Prise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('creneau', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='prises_vivantes', to='activites.creneau')),
                ('creneau_du_groupe', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='prises_du_groupe', to='activites.creneau')),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='famille.enfant')),
                ('unite', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activites.unite')),
                ('reservation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prises', to='planning.reservation')),
            ],
            options={
                'verbose_name': 'place prise',
                'verbose_name_plural': 'places prises',
            },
        ),
        migrations.CreateModel(
            name='LigneDemande',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('arrivee', models.TimeField(null=True)),
                ('depart', models.TimeField(null=True)),
                ('sens', models.CharField(choices=[('ajout', 'réservation'), ('retrait', 'annulation')], max_length=10)),
                ('resultat', models.CharField(choices=[('acceptee', 'acceptée'), ('refusee', 'refusée')], max_length=10)),
                ('code', models.CharField(blank=True, max_length=20)),
                ('phrase', models.CharField(blank=True, max_length=300)),
                ('prix', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('quotient', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('grille_id_vue', models.BigIntegerField(null=True)),
                ('demande', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lignes', to='planning.demandereservation')),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='famille.enfant')),
                ('formule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activites.formule')),
                ('reservation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='planning.reservation')),
            ],
            options={
                'verbose_name': 'ligne de demande',
                'verbose_name_plural': 'lignes de demande',
                'ordering': ['enfant', 'date'],
            },
        ),
        migrations.AddField(
            model_name='absence',
            name='reservation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='absence', to='planning.reservation'),
        ),
        migrations.CreateModel(
            name='ReservationFermee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('retour', models.CharField(choices=[('annulee', 'annulée par la fermeture'), ('remise', 'remise à la réouverture'), ('perdue', 'pas remise'), ('gardee', 'encore fermée par ailleurs')], default='annulee', max_length=10, verbose_name='suite')),
                ('phrase', models.CharField(blank=True, max_length=300)),
                ('fermeture', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='touchees', to='planning.fermeture')),
                ('reservation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fermetures', to='planning.reservation')),
            ],
            options={
                'verbose_name': 'réservation annulée par une fermeture',
                'verbose_name_plural': 'réservations annulées par une fermeture',
            },
        ),
        migrations.CreateModel(
            name='ReservationSuivie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('suite', models.CharField(choices=[('deplacee', 'suit l’inscription'), ('annulee', 'annulée'), ('laissee', 'reste comme elle est')], max_length=10, verbose_name='suite')),
                ('phrase', models.CharField(blank=True, max_length=300)),
                ('phrase_du_retour', models.CharField(blank=True, max_length=300)),
                ('changement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reservations', to='activites.changementdinscription')),
                ('lieu_avant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='commune.lieu')),
                ('payeur_avant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='famille.payeur')),
                ('reservation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changements', to='planning.reservation')),
            ],
            options={
                'verbose_name': 'réservation qui suit une inscription',
                'verbose_name_plural': 'réservations qui suivent une inscription',
            },
        ),
        migrations.CreateModel(
            name='SemaineHabituelle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jours', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), help_text='0 pour lundi', size=None, verbose_name='jours')),
                ('une_sur', models.PositiveSmallIntegerField(default=1, verbose_name='une semaine sur')),
                ('a_partir_de', models.DateField(verbose_name='compté à partir de la semaine du')),
                ('temps', models.CharField(choices=[('ecole', 'les semaines d’école'), ('vacances', 'pendant les vacances'), ('toujours', 'toute l’année')], default='ecole', max_length=10, verbose_name='s’applique')),
                ('du', models.DateField(verbose_name='du')),
                ('au', models.DateField(blank=True, null=True, verbose_name='au')),
                ('arrivee', models.TimeField(blank=True, null=True, verbose_name='arrivée prévue')),
                ('depart', models.TimeField(blank=True, null=True, verbose_name='départ prévu')),
                ('creee_le', models.DateTimeField(default=common.clock.maintenant, editable=False)),
                ('creee_par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('formule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activites.formule')),
                ('inscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='habitudes', to='activites.inscription')),
            ],
            options={
                'verbose_name': 'semaine habituelle',
                'verbose_name_plural': 'semaines habituelles',
                'ordering': ['creee_le', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='reservation',
            name='habitude',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reservations', to='planning.semainehabituelle'),
        ),
        migrations.CreateModel(
            name='RefusHabituel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('code', models.CharField(max_length=20)),
                ('phrase', models.CharField(max_length=300)),
                ('le', models.DateTimeField(default=common.clock.maintenant)),
                ('ecarte_le', models.DateTimeField(blank=True, null=True)),
                ('habitude', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refus', to='planning.semainehabituelle')),
            ],
            options={
                'verbose_name': 'jour habituel refusé',
                'verbose_name_plural': 'jours habituels refusés',
                'ordering': ['date'],
            },
        ),
        migrations.CreateModel(
            name='Brouillon',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('souhaits', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=0)),
                ('change_le', models.DateTimeField(default=common.clock.maintenant)),
                ('agent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('foyer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='brouillons', to='famille.foyer')),
            ],
            options={
                'verbose_name': 'brouillon de réservation',
                'verbose_name_plural': 'brouillons de réservation',
                'constraints': [models.UniqueConstraint(fields=('foyer', 'agent'), name='brouillon_unique', nulls_distinct=False)],
            },
        ),
        migrations.AddConstraint(
            model_name='operationdefermeture',
            constraint=models.CheckConstraint(condition=models.Q(('motif', ''), _negated=True), name='operation_motivee', violation_error_message='Dites pourquoi le jour est fermé.'),
        ),
        migrations.AddIndex(
            model_name='fermeture',
            index=models.Index(fields=['date', 'lieu'], name='fermeture_date'),
        ),
        migrations.AddConstraint(
            model_name='fermeture',
            constraint=models.UniqueConstraint(condition=models.Q(('rouverte_le__isnull', True)), fields=('activite', 'lieu', 'date', 'ecole', 'niveau', 'classe'), name='fermeture_unique', nulls_distinct=False, violation_error_message='Ce jour est déjà fermé à cet endroit.'),
        ),
        migrations.AddConstraint(
            model_name='fermeture',
            constraint=models.CheckConstraint(condition=models.Q(('ecole__isnull', False), models.Q(('classe', ''), ('niveau', '')), _connector='OR'), name='fermeture_de_l_ecole', violation_error_message='Dites de quelle école sont ces enfants.'),
        ),
        migrations.AddConstraint(
            model_name='prise',
            constraint=models.UniqueConstraint(fields=('enfant', 'unite', 'date'), name='prise_unique', violation_error_message='L’enfant a déjà une place à ce moment-là.'),
        ),
        migrations.AddConstraint(
            model_name='reservationfermee',
            constraint=models.UniqueConstraint(fields=('fermeture', 'reservation'), name='reservation_fermee_unique'),
        ),
        migrations.AddConstraint(
            model_name='reservationsuivie',
            constraint=models.UniqueConstraint(fields=('changement', 'reservation'), name='reservation_suivie_unique'),
        ),
        migrations.AddConstraint(
            model_name='semainehabituelle',
            constraint=models.CheckConstraint(condition=models.Q(('jours__len__gt', 0), ('une_sur__gte', 1)), name='habitude_jours', violation_error_message='Choisissez au moins un jour.'),
        ),
        migrations.AddConstraint(
            model_name='semainehabituelle',
            constraint=models.CheckConstraint(condition=models.Q(('au__isnull', True), ('du__lte', models.F('au')), _connector='OR'), name='habitude_dates', violation_error_message='La fin précède le début.'),
        ),
        migrations.AddIndex(
            model_name='reservation',
            index=models.Index(fields=['payeur', 'date'], name='reservation_payeur'),
        ),
        migrations.AddIndex(
            model_name='reservation',
            index=models.Index(fields=['date', 'lieu'], name='reservation_date'),
        ),
        migrations.AddIndex(
            model_name='reservation',
            index=models.Index(fields=['enfant', 'date'], name='reservation_enfant'),
        ),
        migrations.AddConstraint(
            model_name='reservation',
            constraint=models.UniqueConstraint(condition=models.Q(('etat', 'annulee'), _negated=True), fields=('enfant', 'formule', 'date'), name='reservation_unique', violation_error_message='Ce jour est déjà réservé pour cet enfant.'),
        ),
        migrations.AddConstraint(
            model_name='reservation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('etat', 'confirmee'), ('expire_le__isnull', True)), models.Q(('etat', 'proposee'), ('expire_le__isnull', False)), ('etat', 'annulee'), _connector='OR'), name='reservation_etat'),
        ),
        migrations.AddConstraint(
            model_name='reservation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('etat', 'annulee'), _negated=True), ('annulee_le__isnull', True), ('cause', '')), models.Q(('annulee_le__isnull', False), ('etat', 'annulee'), models.Q(('cause', ''), _negated=True)), _connector='OR'), name='reservation_annulee_datee'),
        ),
        migrations.AddConstraint(
            model_name='reservation',
            constraint=models.CheckConstraint(condition=models.Q(('arrivee__isnull', True), ('depart__isnull', True), ('arrivee__lt', models.F('depart')), _connector='OR'), name='reservation_heures', violation_error_message='Le départ est après l’arrivée.'),
        ),
        migrations.AddConstraint(
            model_name='refushabituel',
            constraint=models.UniqueConstraint(fields=('habitude', 'date'), name='refus_habituel_unique'),
        ),
    ]
