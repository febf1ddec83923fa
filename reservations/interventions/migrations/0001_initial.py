import common.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activites', '0001_initial'),
        ('famille', '0001_initial'),
        ('planning', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Intervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('geste', models.CharField(choices=[('ajout', 'réserver'), ('venu', 'noter : venu sans réservation'), ('annulation', 'annuler'), ('deplacement', 'déplacer à un autre jour'), ('absence', 'noter : absent'), ('presence', 'noter : finalement venu'), ('exoneration', 'ne pas facturer'), ('retablissement', 'remettre ce qui a été annulé ou n’est pas facturé'), ('retour', 'revenir en arrière')], max_length=15, verbose_name='geste')),
                ('motif', models.CharField(max_length=150, verbose_name='raison')),
                ('le', models.DateTimeField(default=common.clock.maintenant)),
                ('activite', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='activites.activite')),
                ('defait', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='defaite_par', to='interventions.intervention')),
                ('par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'correction de réservations',
                'verbose_name_plural': 'corrections de réservations',
                'ordering': ['-pk'],
                'permissions': [('intervenir', 'Peut corriger les réservations, passées et à venir')],
            },
        ),
        migrations.CreateModel(
            name='LigneIntervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField()),
                ('fait', models.CharField(choices=[('ajout', 'réserver'), ('venu', 'noter : venu sans réservation'), ('annulation', 'annuler'), ('deplacement', 'déplacer à un autre jour'), ('absence', 'noter : absent'), ('presence', 'noter : finalement venu'), ('exoneration', 'ne pas facturer'), ('retablissement', 'remettre ce qui a été annulé ou n’est pas facturé'), ('retour', 'revenir en arrière')], max_length=15)),
                ('resultat', models.CharField(choices=[('faite', 'fait'), ('refusee', 'pas fait')], max_length=10)),
                ('code', models.CharField(blank=True, max_length=20)),
                ('phrase', models.CharField(max_length=300)),
                ('avant', models.JSONField(null=True)),
                ('apres', models.JSONField(null=True)),
                ('au_dela', models.JSONField(default=list)),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='famille.enfant')),
                ('formule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activites.formule')),
                ('intervention', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lignes', to='interventions.intervention')),
                ('reservation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='planning.reservation')),
            ],
            options={
                'verbose_name': 'ligne de correction',
                'verbose_name_plural': 'lignes de correction',
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.CheckConstraint(condition=models.Q(('motif', ''), _negated=True), name='intervention_motivee', violation_error_message='Dites pourquoi.'),
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('defait__isnull', False), ('geste', 'retour')), models.Q(models.Q(('geste', 'retour'), _negated=True), ('defait__isnull', True)), _connector='OR'), name='intervention_retour'),
        ),
        migrations.AddConstraint(
            model_name='ligneintervention',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resultat', 'refusee'), models.Q(('code', ''), _negated=True)), models.Q(('apres__isnull', False), ('code', ''), ('reservation__isnull', False), ('resultat', 'faite')), _connector='OR'), name='ligne_intervention_dite'),
        ),
    ]
