import common.clock
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activites', '0001_initial'),
        ('commune', '0001_initial'),
        ('famille', '0001_initial'),
        ('tarifs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cloture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mois', models.DateField(help_text='Le premier jour du mois.')),
                ('echeance', models.DateField(verbose_name='date limite de paiement')),
                ('etat', models.CharField(choices=[('en_cours', 'en cours'), ('terminee', 'terminée')], default='en_cours', max_length=10)),
                ('payeurs', models.PositiveIntegerField(default=0)),
                ('factures_emises', models.PositiveIntegerField(default=0)),
                ('dernier_payeur', models.BigIntegerField(default=0, editable=False)),
                ('lancee_le', models.DateTimeField(default=common.clock.maintenant)),
                ('terminee_le', models.DateTimeField(blank=True, null=True)),
                ('lancee_par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('regie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clotures', to='commune.regie')),
            ],
            options={
                'verbose_name': 'clôture mensuelle',
                'verbose_name_plural': 'clôtures mensuelles',
                'ordering': ['-mois'],
                'permissions': [('cloturer', 'Peut clôturer un mois'), ('corriger', 'Peut corriger une facture par un avoir'), ('consulter_tableau', 'Peut consulter le tableau de bord de la régie')],
            },
        ),
        migrations.CreateModel(
            name='Consommation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nature', models.CharField(choices=[('reservation', 'réservation'), ('presence', 'présence'), ('abonnement', 'abonnement'), ('frais', 'frais'), ('hors_delai', 'majoration hors délai'), ('sans_reservation', 'majoration sans réservation'), ('absence', 'majoration d’absence'), ('retard', 'majoration de retard')], max_length=20)),
                ('source_type', models.CharField(max_length=40)),
                ('source_id', models.BigIntegerField()),
                ('decision', models.BigIntegerField(default=0)),
                ('du', models.DateField()),
                ('au', models.DateField()),
                ('quantite', models.DecimalField(decimal_places=2, max_digits=9)),
                ('unite', models.CharField(choices=[('repas', 'repas'), ('gouter', 'goûter'), ('demi_journee', 'demi-journée'), ('journee', 'journée'), ('quart_heure', 'quart d’heure'), ('demi_heure', 'demi-heure'), ('heure', 'heure'), ('seance', 'séance'), ('semaine', 'semaine'), ('periode', 'période'), ('mois', 'mois'), ('annee', 'année')], max_length=12)),
                ('prix_unitaire', models.DecimalField(decimal_places=2, max_digits=9)),
                ('montant', models.DecimalField(decimal_places=2, max_digits=9)),
                ('quotient', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ('libelle', models.CharField(max_length=208)),
                ('explication', models.CharField(max_length=300)),
                ('activite', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consommations', to='activites.activite')),
                ('enfant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consommations', to='famille.enfant')),
                ('formule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consommations', to='activites.formule')),
                ('grille', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consommations', to='tarifs.grille')),
                ('lieu', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consommations', to='commune.lieu')),
                ('payeur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consommations', to='famille.payeur')),
                ('regie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consommations', to='commune.regie')),
            ],
            options={
                'verbose_name': 'consommation',
            },
        ),
        migrations.CreateModel(
            name='Facture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exercice', models.PositiveSmallIntegerField(verbose_name='exercice')),
                ('numero', models.PositiveIntegerField(verbose_name='numéro')),
                ('nature', models.CharField(choices=[('facture', 'facture'), ('avoir', 'avoir')], default='facture', max_length=10)),
                ('mois', models.DateField(help_text='Le premier jour du mois facturé.')),
                ('emise_le', models.DateTimeField(default=common.clock.maintenant)),
                ('echeance', models.DateField(null=True, verbose_name='à payer avant le')),
                ('total', models.DecimalField(decimal_places=2, max_digits=9, verbose_name='total')),
                ('famille_numero', models.PositiveIntegerField(null=True, verbose_name='numéro de famille')),
                ('debiteur', models.TextField(verbose_name='débiteur')),
                ('adresse', models.TextField(verbose_name='adresse')),
                ('motif', models.CharField(blank=True, max_length=200, verbose_name='motif de la correction')),
                ('cloture', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='factures', to='facturation.cloture')),
                ('corrige', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='avoir', to='facturation.facture')),
                ('payeur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='factures', to='famille.payeur')),
                ('regie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='factures', to='commune.regie')),
            ],
            options={
                'verbose_name': 'facture',
                'ordering': ['-emise_le', '-numero'],
            },
        ),
        migrations.CreateModel(
            name='LigneFacture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enfant_nom', models.CharField(max_length=201)),
                ('libelle', models.CharField(max_length=208)),
                ('du', models.DateField()),
                ('au', models.DateField()),
                ('jours', models.JSONField(default=list)),
                ('quantite', models.DecimalField(decimal_places=2, max_digits=9)),
                ('unite', models.CharField(choices=[('repas', 'repas'), ('gouter', 'goûter'), ('demi_journee', 'demi-journée'), ('journee', 'journée'), ('quart_heure', 'quart d’heure'), ('demi_heure', 'demi-heure'), ('heure', 'heure'), ('seance', 'séance'), ('semaine', 'semaine'), ('periode', 'période'), ('mois', 'mois'), ('annee', 'année')], default='repas', max_length=12)),
                ('prix_unitaire', models.DecimalField(decimal_places=2, max_digits=9)),
                ('montant', models.DecimalField(decimal_places=2, max_digits=9)),
                ('explication', models.CharField(max_length=300)),
                ('enfant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='famille.enfant')),
                ('facture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lignes', to='facturation.facture')),
            ],
            options={
                'verbose_name': 'ligne de facture',
                'verbose_name_plural': 'lignes de facture',
                'ordering': ['facture', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Facturee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consommation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='facturee', to='facturation.consommation')),
                ('ligne', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facturees', to='facturation.lignefacture')),
            ],
            options={
                'verbose_name': 'consommation facturée',
                'verbose_name_plural': 'consommations facturées',
            },
        ),
        migrations.CreateModel(
            name='Serie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exercice', models.PositiveSmallIntegerField()),
                ('dernier', models.PositiveIntegerField(default=0)),
                ('regie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='commune.regie')),
            ],
            options={
                'verbose_name': 'série de numéros',
                'verbose_name_plural': 'séries de numéros',
            },
        ),
        migrations.AddConstraint(
            model_name='cloture',
            constraint=models.UniqueConstraint(fields=('regie', 'mois'), name='cloture_unique'),
        ),
        migrations.AddConstraint(
            model_name='cloture',
            constraint=models.CheckConstraint(condition=models.Q(('mois__day', 1)), name='cloture_premier_du_mois'),
        ),
        migrations.AddIndex(
            model_name='consommation',
            index=models.Index(fields=['regie', 'du', 'payeur'], name='consommation_mois'),
        ),
        migrations.AddConstraint(
            model_name='consommation',
            constraint=models.UniqueConstraint(fields=('source_id', 'source_type', 'nature', 'decision'), name='consommation_unique'),
        ),
        migrations.AddConstraint(
            model_name='consommation',
            constraint=models.CheckConstraint(condition=models.Q(('montant', django.db.models.functions.math.Round(django.db.models.expressions.CombinedExpression(models.F('quantite'), '*', models.F('prix_unitaire')), precision=2))), name='consommation_montant'),
        ),
        migrations.AddConstraint(
            model_name='consommation',
            constraint=models.CheckConstraint(condition=models.Q(('du__lte', models.F('au'))), name='consommation_dates'),
        ),
        migrations.AddIndex(
            model_name='facture',
            index=models.Index(fields=['payeur', '-emise_le'], name='facture_payeur'),
        ),
        migrations.AddConstraint(
            model_name='facture',
            constraint=models.UniqueConstraint(fields=('regie', 'exercice', 'numero'), name='facture_numero_unique'),
        ),
        migrations.AddConstraint(
            model_name='facture',
            constraint=models.UniqueConstraint(fields=('cloture', 'payeur'), name='facture_une_par_cloture_et_payeur'),
        ),
        migrations.AddConstraint(
            model_name='facture',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrige__isnull', True), ('nature', 'facture'), ('total__gte', 0)), models.Q(('nature', 'avoir'), ('total__lte', 0), models.Q(('motif', ''), _negated=True), models.Q(('corrige__isnull', True), ('total', 0), _negated=True)), _connector='OR'), name='facture_nature'),
        ),
        migrations.AddConstraint(
            model_name='lignefacture',
            constraint=models.CheckConstraint(condition=models.Q(('montant', django.db.models.functions.math.Round(django.db.models.expressions.CombinedExpression(models.F('quantite'), '*', models.F('prix_unitaire')), precision=2))), name='ligne_montant'),
        ),
        migrations.AddConstraint(
            model_name='serie',
            constraint=models.UniqueConstraint(fields=('regie', 'exercice'), name='serie_unique'),
        ),
    ]
