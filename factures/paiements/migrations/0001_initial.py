import common.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('commune', '0001_initial'),
        ('facturation', '0001_initial'),
        ('famille', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tentative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=60, unique=True)),
                ('montant', models.DecimalField(decimal_places=2, max_digits=9)),
                ('etat', models.CharField(choices=[('ouverte', 'en attente de la banque'), ('payee', 'payée'), ('refusee', 'refusée'), ('annulee', 'annulée')], default='ouverte', max_length=10)),
                ('creee_le', models.DateTimeField(default=common.clock.maintenant)),
                ('repondue_le', models.DateTimeField(null=True)),
                ('code', models.CharField(blank=True, max_length=5, verbose_name='code de la banque')),
                ('auteur', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('facture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tentatives', to='facturation.facture')),
            ],
            options={
                'verbose_name': 'tentative de paiement',
                'verbose_name_plural': 'tentatives de paiement',
                'ordering': ['-creee_le'],
            },
        ),
        migrations.CreateModel(
            name='Paiement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('carte', 'carte bancaire')], max_length=10, verbose_name='mode')),
                ('montant', models.DecimalField(decimal_places=2, max_digits=9, verbose_name='montant')),
                ('recu_le', models.DateTimeField(default=common.clock.maintenant, verbose_name='reçu le')),
                ('appel', models.CharField(blank=True, max_length=20)),
                ('transaction', models.CharField(blank=True, max_length=20)),
                ('autorisation', models.CharField(blank=True, max_length=20)),
                ('payeur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paiements', to='famille.payeur')),
                ('regie', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paiements', to='commune.regie')),
                ('tentative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='paiements', to='paiements.tentative')),
            ],
            options={
                'verbose_name': 'paiement',
                'ordering': ['-recu_le'],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recue_le', models.DateTimeField(default=common.clock.maintenant, verbose_name='reçue le')),
                ('brut', models.TextField(verbose_name='message')),
                ('adresse', models.GenericIPAddressField(null=True)),
                ('verdict', models.CharField(choices=[('prise', 'prise en compte'), ('excedent', 'reçue en trop : crédit de la famille'), ('connue', 'déjà connue'), ('tardive', 'sans effet : arrivée après la réponse'), ('signature', 'signature refusée'), ('illisible', 'message incomplet'), ('reference', 'référence inconnue'), ('montant', 'montant différent'), ('essai', 'paiement d’essai refusé'), ('incoherente', 'transaction déjà connue ailleurs')], max_length=12)),
                ('tentative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='paiements.tentative')),
            ],
            options={
                'verbose_name': 'notification de la banque',
                'verbose_name_plural': 'notifications de la banque',
                'ordering': ['-recue_le', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Imputation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('montant', models.DecimalField(decimal_places=2, max_digits=9)),
                ('le', models.DateTimeField(default=common.clock.maintenant)),
                ('avoir', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imputations_donnees', to='facturation.facture')),
                ('facture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imputations', to='facturation.facture')),
                ('paiement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='imputations', to='paiements.paiement')),
            ],
            options={
                'verbose_name': 'imputation',
                'constraints': [models.CheckConstraint(condition=models.Q(('montant__gt', 0)), name='imputation_montant'), models.CheckConstraint(condition=models.Q(models.Q(('avoir__isnull', True), ('paiement__isnull', False)), models.Q(('avoir__isnull', False), ('paiement__isnull', True)), _connector='OR'), name='imputation_une_source')],
            },
        ),
        migrations.AddConstraint(
            model_name='tentative',
            constraint=models.CheckConstraint(condition=models.Q(('montant__gt', 0)), name='tentative_montant'),
        ),
        migrations.AddConstraint(
            model_name='paiement',
            constraint=models.CheckConstraint(condition=models.Q(('montant__gt', 0)), name='paiement_montant'),
        ),
        migrations.AddConstraint(
            model_name='paiement',
            constraint=models.UniqueConstraint(condition=models.Q(('transaction', ''), _negated=True), fields=('mode', 'transaction'), name='paiement_transaction_unique'),
        ),
    ]
