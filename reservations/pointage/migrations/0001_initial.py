import common.clock
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activites', '0001_initial'),
        ('commune', '0001_initial'),
        ('famille', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Frequentation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nature', models.CharField(choices=[('presence', 'présence'), ('retard', 'retard')], max_length=10)),
                ('date', models.DateField()),
                ('quantite', models.PositiveIntegerField(default=1)),
                ('due', models.BooleanField(default=True)),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frequentations', to='famille.enfant')),
                ('formule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frequentations', to='activites.formule')),
                ('lieu', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frequentations', to='commune.lieu')),
                ('payeur', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frequentations', to='famille.payeur')),
            ],
            options={
                'verbose_name': 'fréquentation',
            },
        ),
        migrations.CreateModel(
            name='DecisionFrequentation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('le', models.DateTimeField(default=common.clock.maintenant)),
                ('phrase', models.CharField(max_length=300)),
                ('par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('frequentation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='pointage.frequentation')),
            ],
            options={
                'verbose_name': 'décision sur une fréquentation',
                'verbose_name_plural': 'décisions sur une fréquentation',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='GroupeConfie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('groupe', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confies', to='activites.groupe')),
                ('utilisateur', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groupes_confies', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'groupe confié',
                'verbose_name_plural': 'groupes confiés',
            },
        ),
        migrations.CreateModel(
            name='Pointage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('lot', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('date', models.DateField(verbose_name='jour')),
                ('fait', models.CharField(choices=[('present', 'présent'), ('parti', 'parti'), ('absent', 'absent'), ('malade', 'malade'), ('retire', 'pointage retiré')], max_length=10, verbose_name='pointage')),
                ('arrivee', models.TimeField(blank=True, null=True, verbose_name='arrivée')),
                ('depart', models.TimeField(blank=True, null=True, verbose_name='départ')),
                ('motif', models.CharField(blank=True, max_length=150, verbose_name='raison')),
                ('appareil', models.CharField(blank=True, max_length=80, verbose_name='appareil')),
                ('horloge', models.DateTimeField(blank=True, null=True, verbose_name='heure de l’appareil')),
                ('quand', models.DateTimeField(verbose_name='noté à')),
                ('le', models.DateTimeField(default=common.clock.maintenant, verbose_name='reçu à')),
                ('activite', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pointages', to='activites.activite')),
                ('defait', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='defait_par', to='pointage.pointage')),
                ('enfant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pointages', to='famille.enfant')),
                ('lieu', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pointages', to='commune.lieu')),
                ('par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unite', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pointages', to='activites.unite')),
            ],
            options={
                'verbose_name': 'pointage',
                'ordering': ['quand', 'pk'],
                'permissions': [('voir_listes', 'Peut voir les listes du jour de ses groupes et de ses lieux'), ('voir_sante', 'Peut lire les régimes et les PAI sur ses listes du jour'), ('pointer', 'Peut pointer les enfants et corriger les listes du jour')],
            },
        ),
        migrations.CreateModel(
            name='Tirage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('jour', models.DateField(verbose_name='jour')),
                ('criteres', models.JSONField(default=dict)),
                ('sante', models.BooleanField(default=False, verbose_name='avec les régimes et les PAI')),
                ('partiel', models.BooleanField(default=False)),
                ('propre', models.BooleanField(default=False)),
                ('de_nuit', models.BooleanField(default=False)),
                ('demande_le', models.DateTimeField(default=common.clock.maintenant)),
                ('fait_le', models.DateTimeField(blank=True, null=True, verbose_name='imprimé le')),
                ('enfants', models.PositiveIntegerField(default=0)),
                ('contenu', models.BinaryField(null=True)),
                ('dit', models.JSONField(default=dict)),
                ('activite', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tirages', to='activites.activite')),
                ('lieu', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tirages', to='commune.lieu')),
                ('par', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tirages', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'liste imprimée',
                'verbose_name_plural': 'listes imprimées',
                'ordering': ['-demande_le', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Commande',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jour', models.DateField(verbose_name='jour')),
                ('figee_le', models.DateTimeField(default=common.clock.maintenant, verbose_name='arrêtée le')),
                ('comptes', models.JSONField(default=dict)),
                ('dits', models.JSONField(default=dict)),
                ('dits_le', models.DateTimeField(default=common.clock.maintenant)),
                ('activite', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commandes', to='activites.activite')),
                ('lieu', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commandes', to='commune.lieu')),
            ],
            options={
                'verbose_name': 'commande à la cuisine',
                'verbose_name_plural': 'commandes à la cuisine',
                'ordering': ['jour', 'lieu'],
                'permissions': [('voir_cuisine', 'Peut voir ce que la cuisine prépare')],
                'constraints': [models.UniqueConstraint(fields=('activite', 'lieu', 'jour'), name='commande_unique')],
            },
        ),
        migrations.AddIndex(
            model_name='frequentation',
            index=models.Index(fields=['date', 'formule'], name='frequentation_jour'),
        ),
        migrations.AddConstraint(
            model_name='frequentation',
            constraint=models.UniqueConstraint(condition=models.Q(('due', True)), fields=('nature', 'enfant', 'formule', 'date'), name='frequentation_unique'),
        ),
        migrations.AddConstraint(
            model_name='groupeconfie',
            constraint=models.UniqueConstraint(fields=('utilisateur', 'groupe'), name='groupe_confie_unique'),
        ),
        migrations.AddIndex(
            model_name='pointage',
            index=models.Index(fields=['activite', 'date'], name='pointage_jour'),
        ),
        migrations.AddConstraint(
            model_name='pointage',
            constraint=models.CheckConstraint(condition=models.Q(('arrivee__isnull', True), ('depart__isnull', True), ('arrivee__lt', models.F('depart')), _connector='OR'), name='pointage_heures', violation_error_message='Le départ est après l’arrivée.'),
        ),
        migrations.AddConstraint(
            model_name='pointage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('defait__isnull', False), ('fait', 'retire')), models.Q(models.Q(('fait', 'retire'), _negated=True), ('defait__isnull', True)), _connector='OR'), name='pointage_retire'),
        ),
        migrations.AddIndex(
            model_name='tirage',
            index=models.Index(fields=['activite', 'jour'], name='tirage_jour'),
        ),
        migrations.AddConstraint(
            model_name='tirage',
            constraint=models.UniqueConstraint(condition=models.Q(('de_nuit', True)), fields=('activite', 'lieu', 'jour', 'sante'), name='tirage_de_nuit_unique'),
        ),
    ]
