import common.clock
import django.db.models.deletion
import uuid
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
            name='Demarche',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('type', models.CharField(max_length=30)),
                ('titre', models.CharField(max_length=200, verbose_name='titre')),
                ('constat', models.TextField(blank=True, verbose_name='ce qui a été fait')),
                ('etat', models.CharField(choices=[('deposee', 'Déposée'), ('en_cours', 'En cours de traitement'), ('positive', 'Traitée positivement'), ('partielle', 'Traitée en partie'), ('refusee', 'Refusée'), ('annulee', 'Annulée')], default='deposee', max_length=10, verbose_name='état')),
                ('deposee_le', models.DateTimeField(default=common.clock.maintenant, verbose_name='déposée le')),
                ('recapitulatif', models.JSONField(default=list)),
                ('au_nom_de', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='demarches_par_un_agent', to='famille.responsable')),
                ('auteur', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='demarches', to=settings.AUTH_USER_MODEL)),
                ('foyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demarches', to='famille.foyer')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demarches', to='commune.service')),
            ],
            options={
                'verbose_name': 'démarche',
                'ordering': ['-deposee_le', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Evenement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('de', models.CharField(blank=True, max_length=10)),
                ('vers', models.CharField(choices=[('deposee', 'Déposée'), ('en_cours', 'En cours de traitement'), ('positive', 'Traitée positivement'), ('partielle', 'Traitée en partie'), ('refusee', 'Refusée'), ('annulee', 'Annulée')], max_length=10)),
                ('motif', models.CharField(blank=True, max_length=300)),
                ('le', models.DateTimeField(default=common.clock.maintenant)),
                ('demarche', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evenements', to='demarches.demarche')),
                ('par', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'événement',
                'ordering': ['le', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='demarche',
            index=models.Index(fields=['foyer', '-deposee_le'], name='demarche_foyer'),
        ),
    ]
